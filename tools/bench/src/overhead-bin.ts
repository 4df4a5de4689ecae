/** The process of one cell of the overhead: solver, problem and size in, one line of JSON out. */
import { measureOverhead, type OverheadProblem } from './experiments/overhead.ts';
import type { SolverName } from './experiments/solvers.ts';

const [, , solver, problem, size] = process.argv;
let answer: unknown;
try {
  answer = await measureOverhead(solver as SolverName, problem as OverheadProblem, size);
} catch (error) {
  answer = { reason: error instanceof Error ? error.message : String(error) };
}
process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
