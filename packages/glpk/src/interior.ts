/**
 * The interior point method: calls of glp_interior, and what is made of them. GLPK's ends in "no convergence" or
 * "instability" where the optima reach to infinity or no point is inside every bound, and in "failure" where its
 * transformation leaves no row or no column. So there are several attempts, each checked against the program itself:
 *
 *   in units of powers of two, in which components end nearest to the optimum;  as it is;  with a far wall around every
 *   column and a high price on leaving a row's bounds, which gives points and duals an inside and moves no optimum within.
 *
 * Where the rows hold nothing and the method refuses to start, the columns are at their best by themselves.
 *
 * A program without an optimum is left to the simplex method, whose proofs are vectors. An optimum that only the simplex
 * method finds is not handed out as one of this method: the finding is `failed` and says so.
 */
import { checkOptimal, elastic, type Program, TOLERANCES } from '@marginal/program';
import type { GlpkApi } from './api.ts';
import { INTERIOR_PARAMETER_BYTES, OFF, WALLS } from './constants.ts';
import { createProblem, deleteProblem, type Problem } from './problem.ts';
import { withScratch } from './runtime.ts';
import { scaled, unscaled } from './scaling.ts';
import { type Finding, solveProblem } from './solve.ts';
import { interiorCode, statusName } from './status.ts';

/** A point with row duals as glp_interior leaves them. */
interface Point {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
}

/** A point, or how the method ended instead. */
type Ended = Point | { readonly end: string };

function interior({ api, address, rowCount, columnCount }: Problem): Ended {
  const code = withScratch(api, INTERIOR_PARAMETER_BYTES, (parameters) => {
    api._glp_init_iptcp(parameters);
    api.HEAP32[parameters / 4] = OFF;
    return api._glp_interior(address, parameters);
  });
  if (code !== 0) return { end: `glp_interior returned ${code} (${interiorCode(code) ?? 'undocumented'})` };
  const status = api._glp_ipt_status(address);
  if (statusName(status) !== 'optimal')
    return { end: `glp_ipt_status is ${status} (${statusName(status) ?? 'undocumented'})` };
  const x = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) x[j] = api._glp_ipt_col_prim(address, j + 1);
  const rowDual = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) rowDual[i] = api._glp_ipt_row_dual(address, i + 1);
  return { x, rowDual };
}

/** The same on a problem of its own, in units of powers of two. */
function inOtherUnits(api: GlpkApi, program: Program): Ended {
  const units = scaled(program);
  const problem = createProblem(api, units.program);
  const result = interior(problem);
  deleteProblem(problem);
  return 'end' in result ? result : unscaled(units, result);
}

function largest(values: Float64Array): number {
  return values.reduce((size, value) => (Number.isFinite(value) ? Math.max(size, Math.abs(value)) : size), 1);
}

/** Columns end at a wall far out, rows may be left at a high price. */
function walled(program: Program, times: number): Program {
  const { cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const soft = elastic(program);
  const price = times * largest(cost);
  const far = times * Math.max(...[columnLower, columnUpper, rowLower, rowUpper].map(largest));
  return {
    ...soft,
    cost: soft.cost.map((_, j) => (j < cost.length ? cost[j] : price)),
    columnLower: soft.columnLower.map((bound) => Math.max(bound, -far)),
    columnUpper: soft.columnUpper.map((bound) => Math.min(bound, far)),
  };
}

function insideWalls(api: GlpkApi, program: Program, times: number): Ended {
  const result = inOtherUnits(api, walled(program, times));
  return 'end' in result ? result : { ...result, x: result.x.slice(0, program.cost.length) };
}

/** What the columns are best at by themselves: the optimum where no row holds anything. */
function byColumns({ cost, columnLower, columnUpper, matrix }: Program): Ended {
  const x = cost.map((c, j) => {
    if (c !== 0) return c > 0 ? columnLower[j] : columnUpper[j];
    return Math.min(Math.max(0, columnLower[j]), columnUpper[j]);
  });
  return x.every(Number.isFinite) ? { x, rowDual: new Float64Array(matrix.rowCount) } : { end: 'no row' };
}

/** Solves. `deadline`: in the time of `performance.now()`, looked at between runs and by the simplex method. */
export function solveInterior(problem: Problem, program: Program, deadline: number): Finding {
  const { api } = problem;
  const attempts: readonly (readonly [name: string, run: () => Ended])[] = [
    ['in other units', () => inOtherUnits(api, program)],
    ['as it is', () => interior(problem)],
    ...WALLS.map((times) => [`within walls at ${times}`, () => insideWalls(api, program, times)] as const),
    ['by columns', () => byColumns(program)],
  ];
  const doubts: string[] = [];
  for (const [name, run] of attempts) {
    if (performance.now() >= deadline) return { status: 'limit', which: 'time' };
    const result = run();
    // glp_interior cannot be stopped: an answer that comes late is said to be late, and not handed out as one in time.
    if (performance.now() >= deadline) return { status: 'limit', which: 'time' };
    if ('end' in result) {
      doubts.push(`${name}: ${result.end}`);
      continue;
    }
    const report = checkOptimal(program, result, TOLERANCES.interior);
    if (report.verdict === 'verified') return { status: 'optimal', ...result };
    doubts.push(`${name}: its optimum is none: ${report.failures.join(', ')}`);
  }
  const found = solveProblem(problem, program, undefined, deadline);
  if (found.status !== 'optimal') return found;
  return { status: 'failed', cause: `${doubts.join('; ')}; the simplex method has an optimum` };
}
