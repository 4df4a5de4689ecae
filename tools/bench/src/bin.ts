/**
 * Command: runs the benchmark. The whole of it writes BENCHMARK.md; `--quick` or any narrowing prints instead.
 *
 *   bench [--quick] [--problem NAME] [--peer NAME] [--size SIZE] [--repeats N] [--out FILE]
 *   bench --thinking                          thinking tokens by method at 5, 100 and 10,000 types
 *   bench --solve FOLDER [--problem NAME]     our simplex beside HiGHS on the MPS files of a folder
 *   bench --small-market                      us5 cleared again and again by open sessions
 *   bench --overhead [--peer NAME]            from arrays to a checked outcome, over the bare package of each solver
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { overheadTable } from './experiments/overhead-table.ts';
import { measureSmallMarket, smallMarketTable } from './experiments/small-market.ts';
import { measureSolves, solveTable } from './experiments/solve.ts';
import { SOLVERS } from './experiments/solvers.ts';
import { measureThinking, thinkingTable } from './experiments/thinking.ts';
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
      'small-market': { type: 'boolean', default: false },
      overhead: { type: 'boolean', default: false },
      thinking: { type: 'boolean', default: false },
    },
  });
  if (values.solve !== undefined) {
    const names = values.problem === undefined ? [] : [values.problem];
    const rows = await measureSolves(values.solve, names, (line) => process.stderr.write(`${line}\n`));
    process.stdout.write(solveTable(rows));
    return;
  }
  if (values['small-market']) {
    process.stdout.write(smallMarketTable(await measureSmallMarket()));
    return;
  }
  if (values.overhead) {
    known('peer', values.peer, Object.keys(SOLVERS));
    process.stdout.write(await overheadTable(values.peer, (line) => process.stderr.write(`${line}\n`)));
    return;
  }
  if (values.thinking) {
    const rows = await measureThinking((line) => process.stderr.write(`${line}\n`));
    process.stdout.write(thinkingTable(rows));
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
