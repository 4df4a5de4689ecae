/**
 * Programs with integer columns in glpk.js, which passes on neither the return code of glp_intopt nor any bound. So the
 * relaxation is solved first: what it proves is proved, and its optimum is a bound. A search that ran to its end is as good
 * as GLPK's own tolerance. The presolver cannot be done without here, so columns that reach far are searched between walls,
 * and what is beyond is bounded by its relaxation.
 */
import {
  allowedDistance,
  checkOptimal,
  type Program,
  relaxation,
  type SearchLimits,
  TOLERANCES,
} from '@marginal/program';
import { FAR_WHOLE, IMPLIED_SLACK, JS_SEARCH_OBJECTIVE, SEARCH_WALL } from '../constants.ts';
import type { Finding } from '../solve.ts';
import { statusName } from '../status.ts';
import { farWholeColumns } from '../whole-columns.ts';
import { pointOf } from './document.ts';
import { ask, isLate, solveLinear } from './linear.ts';
import type { Instance } from './package.ts';

function value(program: Program, x: Float64Array): number {
  return x.reduce((sum, entry, j) => sum + program.cost[j] * entry, 0);
}

/** Whether every whole point has a whole objective: then no objective lies between a bound and the next whole number. */
function hasWholeObjective({ cost, integer }: Program): boolean {
  return cost.every((c, j) => c === 0 || (Number.isInteger(c) && integer?.[j] === 1));
}

function isFeasible(program: Program, x: Float64Array): boolean {
  return checkOptimal(program, { x }, TOLERANCES.vertex).verdict === 'verified';
}

/** The rest solved anew with the integer columns fixed where they are: GLPK takes 1e-5 from whole for whole. */
async function polished(
  instance: Instance,
  program: Program,
  relaxed: Program,
  x: Float64Array,
  deadline: number,
): Promise<Float64Array | undefined> {
  const fixed = (bounds: Float64Array): Float64Array =>
    bounds.map((bound, j) => (program.integer?.[j] === 1 ? x[j] : bound));
  const rest: Program = {
    ...relaxed,
    columnLower: fixed(relaxed.columnLower),
    columnUpper: fixed(relaxed.columnUpper),
  };
  const found = await solveLinear(instance, rest, deadline);
  return found.status === 'optimal' && isFeasible(program, found.x) ? found.x : undefined;
}

/** The same with every far column between the bounds that the relaxation implies, where it implies any. */
async function withImpliedBounds(
  instance: Instance,
  program: Program,
  relaxed: Program,
  deadline: number,
): Promise<Program> {
  const implied = { columnLower: program.columnLower.slice(), columnUpper: program.columnUpper.slice() };
  for (const j of farWholeColumns(program)) {
    for (const [side, direction] of [
      ['columnLower', 1],
      ['columnUpper', -1],
    ] as const) {
      if (Math.abs(program[side][j]) <= FAR_WHOLE) continue;
      const cost = new Float64Array(program.cost.length);
      cost[j] = direction;
      const end = await solveLinear(instance, { ...relaxed, offset: 0, cost }, deadline);
      if (end.status !== 'optimal') continue;
      // Outwards by more than the tolerances of a linear program, then to a whole number.
      const slack = IMPLIED_SLACK * (1 + Math.abs(end.x[j]));
      implied[side][j] =
        direction > 0
          ? Math.max(program.columnLower[j], Math.ceil(end.x[j] - slack))
          : Math.min(program.columnUpper[j], Math.floor(end.x[j] + slack));
    }
  }
  const isEmpty = implied.columnLower.some((lower, j) => lower > implied.columnUpper[j]);
  return isEmpty ? program : { ...program, ...implied };
}

/** The same with every far column between walls around a point, at whole numbers. */
function withWalls(program: Program, far: readonly number[], point: Float64Array): Program {
  const columnLower = program.columnLower.slice();
  const columnUpper = program.columnUpper.slice();
  for (const j of far) {
    columnLower[j] = Math.max(columnLower[j], Math.floor(point[j]) - SEARCH_WALL);
    columnUpper[j] = Math.min(columnUpper[j], Math.ceil(point[j]) + SEARCH_WALL);
  }
  return { ...program, columnLower, columnUpper };
}

/** What the search came to between the walls. `bound`: Infinity where there is no point. */
interface Found {
  readonly x?: Float64Array;
  readonly bound: number;
}

/** The relaxation of `program` beyond each wall of `near`: no point out there is better than the least of these optima. */
async function boundBeyond(
  instance: Instance,
  program: Program,
  near: Program,
  far: readonly number[],
  deadline: number,
): Promise<number | undefined> {
  const relaxed = relaxation(program);
  let least = Infinity;
  for (const j of far) {
    for (const [side, wall] of [
      ['columnLower', near.columnUpper[j] + 1],
      ['columnUpper', near.columnLower[j] - 1],
    ] as const) {
      const bounds = relaxed[side].slice();
      bounds[j] = wall;
      const beyond: Program = { ...relaxed, [side]: bounds };
      if (beyond.columnLower[j] > beyond.columnUpper[j]) continue;
      const found = await solveLinear(instance, beyond, deadline);
      if (found.status === 'infeasible') continue;
      if (found.status !== 'optimal') return undefined;
      least = Math.min(least, value(program, found.x));
    }
  }
  return least;
}

/** One search between walls around the columns that reach far, all the columns where there are none. */
async function searchNear(
  instance: Instance,
  program: Program,
  relaxed: Program,
  deadline: number,
): Promise<Found | Finding> {
  const result = await ask(instance, program, true, deadline);
  const status = result && statusName(result.result.status);
  if (result === undefined || isLate(deadline)) {
    if (status !== 'optimal' && status !== 'feasible') return { status: 'limit', which: 'time' };
  }
  if (status === 'infeasible') return { bound: Infinity };
  if (result !== undefined && (status === 'optimal' || status === 'feasible')) {
    const raw = pointOf(result, program.matrix.columnCount);
    const x = isFeasible(program, raw) ? raw : await polished(instance, program, relaxed, raw, deadline);
    const late = isLate(deadline);
    if (late && (status === 'feasible' || x === undefined))
      return { status: 'limit', which: 'time', ...(x === undefined ? {} : { x }) };
    if (status === 'feasible')
      return { status: 'failed', cause: 'the search ended at a point, but not at its end' };
    if (x === undefined) return { status: 'failed', cause: 'optimal, but its point violates the program' };
    // Nodes that were given up had bounds no better than this.
    const found = value(program, raw);
    const bound = found - JS_SEARCH_OBJECTIVE * (1 + Math.abs(found));
    return { x, bound: hasWholeObjective(program) ? Math.ceil(bound) : bound };
  }
  if (isLate(deadline)) return { status: 'limit', which: 'time' };
  return { status: 'failed', cause: `the search ended with status ${result?.result.status}` };
}

/** Searches. `deadline`: in the time of `performance.now()`. */
export async function searchWhole(
  instance: Instance,
  program: Program,
  deadline: number,
  limits: SearchLimits,
): Promise<Finding> {
  const relaxed = relaxation(program);
  const { offset } = program;
  const root = await solveLinear(instance, relaxed, deadline);
  if (root.status === 'limit') return { status: 'limit', which: root.which };
  if (root.status !== 'optimal') return root;
  const rootBound = value(relaxed, root.x);
  const bounded = await withImpliedBounds(instance, program, relaxed, deadline);
  const far = farWholeColumns(bounded);
  const near = withWalls(bounded, far, root.x);
  const found = await searchNear(instance, near, relaxation(near), deadline);
  if ('status' in found) return found.status === 'limit' ? { ...found, bound: rootBound + offset } : found;
  const { x } = found;
  const objective = x === undefined ? Infinity : value(program, x);
  // What the root proves needs no look beyond the walls.
  const isRoot = x !== undefined && objective - rootBound <= allowedDistance(limits, objective);
  const beyond = isRoot ? Infinity : await boundBeyond(instance, bounded, near, far, deadline);
  const bound = isRoot ? rootBound : Math.max(rootBound, Math.min(found.bound, beyond ?? rootBound));
  if (x === undefined && bound === Infinity) return { status: 'infeasible', search: true };
  if (x !== undefined && objective - bound <= allowedDistance(limits, objective))
    return { status: 'optimal', x, bound: bound + offset };
  if (x !== undefined && far.length === 0) return { status: 'optimal', x, bound: bound + offset };
  // What lies beyond the walls is an open node of the tree.
  const which = isLate(deadline) ? 'time' : 'nodes';
  return { status: 'limit', which, ...(x === undefined ? {} : { x }), bound: bound + offset };
}
