/**
 * Every `ts` block in a README or docs page runs as a module of its own. A `text` block right after it is its real
 * output; a trailing `// ...` behind a console.log is what that line prints.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = fileURLToPath(new URL('../.cache/', import.meta.url));
const BLOCK = /```ts\n(.*?)```(?:\s*```text\n(.*?)```)?/gs;
const PRINTED = /console\.log\(.*\);?\s*\/\/ (.+)$/gm;

interface Example {
  readonly name: string;
  readonly code: string;
  readonly output: string | undefined;
}

function pages(): string[] {
  const readmes = ['packages', 'apps'].flatMap((tier) =>
    readdirSync(join(root, tier)).map((folder) => join(root, tier, folder, 'README.md')),
  );
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  return [join(root, 'README.md'), ...readmes, ...docs.map((file) => join(root, 'docs', file))];
}

function examples(): Example[] {
  return pages().flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    return [...text.matchAll(BLOCK)].map(([, code, output], k) => ({
      name: `${relative(root, page)}, block ${k + 1}`,
      code,
      output,
    }));
  });
}

mkdirSync(scratch, { recursive: true });
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.each(examples().map((example, k) => ({ ...example, k })))('$name runs', async ({ code, output, k }) => {
  const file = join(scratch, `example-${k}.ts`);
  writeFileSync(file, code);
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@marginal/source', file], {
    cwd: scratch,
  });
  if (output !== undefined) expect(stdout.trim()).toBe(output.trim());
  const promised = [...code.matchAll(PRINTED)].map(([, line]) => line.trim());
  for (const line of promised) expect(stdout).toContain(line);
});

test('every package has a README with code that runs', () => {
  const named = examples().map((example) => example.name.split(',')[0]);
  for (const folder of readdirSync(join(root, 'packages')))
    expect(named).toContain(`packages/${folder}/README.md`);
});
