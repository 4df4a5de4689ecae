/** What the compiler says about a mistake is a sentence: TypeScript is run on mistakes and its words are read. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CORE = fileURLToPath(new URL('../src/index.ts', import.meta.url));

const PREAMBLE = `
import { model, type Result, set, sparse } from '@marginal/core';
const node = set('node', ['a', 'b']);
const hour = set('hour', [0, 1]);
const link = sparse('link', [node.as('from'), node.as('to')], [['a', 'b']]);
const m = model();
const serve = m.variable('serve', [node, hour]);
const flow = m.variable('flow', [link]);
const need = m.parameter('need', [node, hour], {}, 1);
declare const result: Result;
`;

const MISTAKES: readonly (readonly [line: string, sentence: string])[] = [
  ["m.constraint('c', [node], serve, '<=', 1);", "Dimension 'hour' is neither summed nor in the index"],
  ["m.constraint('c', [node], 1, '>=', serve);", "Dimension 'hour' is neither summed nor in the index"],
  [
    "m.balance('b', [node], { supply: serve, demand: 1 });",
    "Dimension 'hour' is neither summed nor in the index",
  ],
  ["m.variable('x', [node], { upper: need });", "Dimension 'hour' is neither summed nor in the index"],
  ['m.minimize(serve.sum(node));', "Dimension 'hour' is not summed: this must be a single number"],
  ["serve.sum(node.as('to'));", "Cannot sum over 'to': the expression has no such free dimension"],
  ['serve.sumBy(link.to);', "Cannot group: the expression does not range over dimension 'from'"],
  ['serve.sumBy(link.to);', "Cannot group: the expression does not range over dimension 'to'"],
  [
    'serve.sum(node).over(link.from);',
    "Cannot read over these columns: the expression has no free dimension 'node'",
  ],
  [
    'serve.times(flow);',
    'A factor must be a number or built from parameters: a product with variables is not linear',
  ],
  [
    "m.variable('x', [node], { upper: flow.sum() });",
    'A factor must be a number or built from parameters: a product with variables is not linear',
  ],
];

let folder = '';
let diagnostics = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marginal-sentences-'));
  const compilerOptions = {
    noEmit: true,
    noErrorTruncation: true,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: { '@marginal/core': [CORE] },
  };
  const config = { extends: join(ROOT, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'mistakes.ts'), `${PREAMBLE}${MISTAKES.map(([line]) => line).join('\n')}\n`);
  await writeFile(
    join(folder, 'right.ts'),
    `${PREAMBLE}m.minimize(serve.sum().plus(flow.sum()).plus(need.sum()));\nresult;\n`,
  );
  diagnostics = await new Promise((resolve) => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFile(
      process.execPath,
      [tsc, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (_error, stdout) => {
        resolve(stdout);
      },
    );
  });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('what is right compiles, and nothing else is complained about', () => {
  expect(diagnostics).not.toContain('right.ts');
  const elsewhere = diagnostics
    .split('\n')
    .filter((line) => /^\S.*error TS/.test(line) && !line.includes('mistakes.ts'));
  expect(elsewhere).toEqual([]);
});

test.for(MISTAKES.map(([line, sentence], at) => ({ line, sentence, at })))(
  '$line: $sentence',
  ({ sentence, at }) => {
    const row = PREAMBLE.split('\n').length + at;
    const start = diagnostics.indexOf(`mistakes.ts(${row},`);
    expect(start, diagnostics).toBeGreaterThanOrEqual(0);
    const rest = diagnostics.slice(start);
    const end = rest.slice(1).search(/^\S*mistakes\.ts\(/m);
    expect(end < 0 ? rest : rest.slice(0, end + 1)).toContain(sentence);
  },
);
