/**
 * Command: runs the benchmark. The whole of it writes BENCHMARK.md; `--quick` or any narrowing prints instead.
 *
 *   bench [--quick] [--problem NAME] [--peer NAME] [--size SIZE] [--repeats N] [--out FILE]
 *   bench --solve FOLDER [--problem NAME]     our simplex beside HiGHS on the MPS files of a folder
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureSolves, solveTable } from './experiments/solve.ts';
import { SOLVERS } from './experiments/solvers.ts';
import { FULL, narrowed, QUICK } from './plan.ts';
import { PEERS, PROBLEM_NAMES } from './registry.ts';
import { writeReport } from './report.ts';
import { runPlan } from './runner.ts';

const PAGE = fileURLToPath(new URL('../../../BENCHMARK.md', import.meta.url));

function known(kind: string, name: string | undefined, names: readonly string[]): void {
  if (name !== undefined && !names.includes(name))
    throw new Error(`no ${kind} '${name}': use one of ${names.join(', ')}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      problem: { type: 'string' },
      peer: { type: 'string' },
      size: { type: 'string' },
      repeats: { type: 'string' },
      out: { type: 'string' },
      solve: { type: 'string' },
    },
  });
  if (values.solve !== undefined) {
    const names = values.problem === undefined ? [] : [values.problem];
    const rows = await measureSolves(values.solve, names, (line) => process.stderr.write(`${line}\n`));
    process.stdout.write(solveTable(rows));
    return;
  }
  const { quick, problem, peer, size, repeats } = values;
  known('problem', problem, [...PROBLEM_NAMES, 'token-flow']);
  known('peer', peer, [...PEERS, ...Object.keys(SOLVERS)]);
  if (repeats !== undefined && !(Number(repeats) >= 1)) throw new Error(`--repeats ${repeats} is no count`);
  const plan = narrowed(quick ? QUICK : FULL, {
    ...(problem === undefined ? {} : { problem }),
    ...(peer === undefined ? {} : { peer }),
    ...(size === undefined ? {} : { size }),
    ...(repeats === undefined ? {} : { repeats: Number(repeats) }),
  });
  if (plan.tables.length === 0) throw new Error('nothing to run: name a problem together with a size');
  const cells = await runPlan(plan, (line) => process.stderr.write(`${line}\n`));
  const page = writeReport(cells, plan);
  const whole = !quick && problem === undefined && peer === undefined && size === undefined;
  const out = values.out ?? (whole ? PAGE : undefined);
  if (out === undefined) process.stdout.write(page);
  else writeFileSync(out, page);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
