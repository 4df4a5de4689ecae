/** Whole processes: they end by themselves, print nothing, and say how to install what is missing. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../program/', import.meta.url));

const SCRIPT = (index: string, options: string, integer: boolean): string => `
import { createProgram, ORDINAL_NAMES, solveProgram } from ${JSON.stringify(new URL('../../program/src/index.ts', import.meta.url).href)};
import { ortools } from ${JSON.stringify(index)};
const program = createProgram({
  sense: 'maximize', offset: 0, cost: Float64Array.of(3, 2),
  columnLower: Float64Array.of(0, 0), columnUpper: Float64Array.of(9, 9),
  ${integer ? 'integer: Uint8Array.of(1, 1),' : ''}
  rowLower: Float64Array.of(-Infinity, -Infinity), rowUpper: Float64Array.of(4, 2),
  matrix: { rowCount: 2, columnCount: 2, starts: Int32Array.of(0, 2, 4), rows: Int32Array.of(0, 1, 0, 1), values: Float64Array.of(1, 1, 1, -1) },
  names: ORDINAL_NAMES,
});
try {
  const outcome = await solveProgram(program, ortools(${options}));
  process.stdout.write(outcome.status + ' ' + Math.round(1000 * outcome.objective) / 1000);
} catch (error) {
  process.stdout.write(error.name + ' ' + error.code + ' ' + error.message);
}
`;

/** Runs the script from a file: the solvers' own threads inherit Node's flags, and a script on the command line is one. */
function run(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-ortools-'));
  try {
    writeFileSync(join(folder, 'script.mjs'), script);
    const flags = ['--conditions=@marginal/source', join(folder, 'script.mjs')];
    // The package manager's own search path would find the optional package wherever it is.
    const env = { ...process.env, NODE_PATH: '' };
    return spawnSync(process.execPath, flags, { encoding: 'utf8', timeout: 40_000, env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const INDEX = new URL('../src/index.ts', import.meta.url).href;

test.each([
  ['glop', 'main', false],
  ['glop', 'worker', false],
  ['pdlp', 'main', false],
  ['pdlp', 'worker', false],
  ['scip', 'main', true],
  ['cp-sat', 'main', true],
  ['cp-sat', 'worker', true],
])('%s in thread %s: the process answers and ends', (algorithm, thread, integer) => {
  const { stdout, stderr, status, signal } = run(
    SCRIPT(INDEX, JSON.stringify({ algorithm, thread }), integer),
  );
  expect({ stdout, stderr, status, signal }).toEqual({
    stdout: 'optimal 11',
    stderr: '',
    status: 0,
    signal: null,
  });
});

test('without the optional package, opening says what is missing and how to install it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-ortools-'));
  try {
    mkdirSync(join(folder, 'node_modules', '@marginal'), { recursive: true });
    symlinkSync(PROGRAM, join(folder, 'node_modules', '@marginal', 'program'));
    cpSync(SOURCE, join(folder, 'src'), { recursive: true });
    const { stdout, stderr } = run(SCRIPT(join(folder, 'src', 'index.ts'), '', false));
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^UnsupportedError ortools\.not-installed .*npm install or-tools-wasm@0\.9\.1.*GPL-3\.0/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
