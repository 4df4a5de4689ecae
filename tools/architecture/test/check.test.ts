import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { checkArchitecture } from '../src/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

function workspaceWith(file: string, text: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'marginal-architecture-'));
  copies.push(copy);
  for (const part of ['packages/core', 'packages/program', 'apps/cli']) {
    mkdirSync(join(copy, part, 'src'), { recursive: true });
    cpSync(join(root, part, 'package.json'), join(copy, part, 'package.json'));
  }
  writeFileSync(join(copy, file), text);
  return copy;
}

test('this repository keeps to its architecture', () => {
  expect(checkArchitecture(root)).toEqual([]);
});

test.each([
  [
    'packages/core/src/x.ts',
    "import { highs } from '@marginal/highs';\n",
    /'core' must not depend on 'highs'/,
  ],
  [
    'packages/program/src/x.ts',
    "import { set } from '@marginal/core';\n",
    /'program' must not depend on 'core'/,
  ],
  [
    'packages/core/src/x.ts',
    "export * from '@marginal/program/src/program.ts';\n",
    /past the index of 'program'/,
  ],
  [
    'packages/program/src/x.ts',
    "const x = await import('@marginal/core');\n",
    /'program' must not depend on 'core'/,
  ],
  ['apps/cli/src/x.ts', "import { glpk } from '@marginal/glpk';\n", /optional peer/],
])('%s with %j is refused', (file, text, message) => {
  expect(checkArchitecture(workspaceWith(file, text)).join('\n')).toMatch(message);
});
