/**
 * The test command: runs every test of the workspace once and closes with the line `N passed, N failed, N skipped`.
 * Arguments go on to vitest, so `pnpm test packages/core` runs a part.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = `${root}.cache`;
const file = `${cache}/tests.json`;
mkdirSync(cache, { recursive: true });
rmSync(file, { force: true });

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
const run = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});

let status = run.status ?? 1;
try {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (!report.success || report.numPassedTests === 0) status ||= 1;
  process.stdout.write(
    `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped\n`,
  );
} catch {
  process.stderr.write('the test run wrote no report: it broke before the first test\n');
  status ||= 1;
}
process.exitCode = status;
