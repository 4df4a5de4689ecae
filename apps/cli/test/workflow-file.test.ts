/** The commands of the ready workflow file in `docs/ci.md` run as they stand there, on fewer programs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { marginal } from './harness.ts';
import { parseXml } from './parse-xml.ts';

const scratch = mkdtempSync(join(tmpdir(), 'marginal-workflow-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const page = readFileSync(new URL('../../../docs/ci.md', import.meta.url), 'utf8');
const [, workflow = ''] = /```yaml\n(.*?)```/su.exec(page) ?? [];
/** Words after `-s marginal`, over the lines that YAML folds into one. */
const commands = [...workflow.matchAll(/-s marginal ((?:.|\n {10}(?! ))+)/gu)].map(([, text]) =>
  text
    .replaceAll(/\$\{\{ matrix\.scenario \}\}/gu, 'us5')
    .replaceAll(/\$\{\{ github\.run_number \}\}/gu, '17')
    .replaceAll(/--n \d+|--nightly/gu, '--n 7')
    .replaceAll('reports/', `${scratch}/`)
    .split(/\s+/u),
);

test('there is one to compare and two to fuzz', () => {
  expect(commands.map(([name]) => name)).toEqual(['compare', 'fuzz', 'fuzz']);
});

test.each(commands.map((words) => [words.join(' '), words] as const))('%s', async (_line, words) => {
  const run = await marginal(...words);
  expect(run.code).toBe(0);
  expect(run.out).toMatch(/^::notice title=marginal /m);
  const report = words[words.indexOf('--junit') + 1];
  expect(parseXml(readFileSync(report, 'utf8')).attributes).toMatchObject({ failures: '0', errors: '0' });
});
