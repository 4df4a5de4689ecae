/**
 * From a program with integer columns to a finding. Invariant: the relaxation is solved first, by the same code as any
 * linear program, so what it proves is proved with a vector: infeasible by Farkas multipliers, unbounded by a ray (the
 * whole point to start from is found by `defineBackend`), and its optimum is the first bound. Only then does GLPK
 * search: with presolver and cuts, and if that comes to nothing or its point does not stand up to our check, without. No
 * presolver sees integer columns that reach far, and a search that may have no end has a limit even when none was given.
 */
import { checkOptimal, type Program, type SearchLimits, TOLERANCES } from '@marginal/program';
import { DUAL_THEN_PRIMAL, ENDLESS_NODES, type Method } from './constants.ts';
import { type IntoptResult, intopt } from './intopt.ts';
import { type Problem, setColumnBounds, writeBasis } from './problem.ts';
import { type Finding, solveProblem } from './solve.ts';
import { farWholeColumns, isEndless } from './whole-columns.ts';

/** The optimum of the relaxation. */
type Root = Finding & { readonly status: 'optimal' };

function isFeasible(program: Program, x: Float64Array): boolean {
  return checkOptimal(program, { x }, TOLERANCES.vertex).verdict === 'verified';
}

/**
 * The point with what is not integer solved anew, the integer columns fixed where they are: the search rounds these
 * after its last linear program, and what hangs on them by a large coefficient then stands a little off.
 */
function polished(
  problem: Problem,
  program: Program,
  relaxed: Program,
  x: Float64Array,
  deadline: number,
): Float64Array | undefined {
  const columns = [...x.keys()].filter((j) => program.integer !== undefined && program.integer[j] !== 0);
  const columnLower = relaxed.columnLower.slice();
  const columnUpper = relaxed.columnUpper.slice();
  for (const j of columns) {
    columnLower[j] = x[j];
    columnUpper[j] = x[j];
    setColumnBounds(problem, j, x[j], x[j]);
  }
  const found = solveProblem(problem, { ...relaxed, columnLower, columnUpper }, DUAL_THEN_PRIMAL, deadline);
  for (const j of columns) setColumnBounds(problem, j, relaxed.columnLower[j], relaxed.columnUpper[j]);
  return found.status === 'optimal' && isFeasible(program, found.x) ? found.x : undefined;
}

/** What one search amounts to, or why another is needed. */
function conclude(
  program: Program,
  result: IntoptResult,
  polish: (x: Float64Array) => Float64Array | undefined,
): Finding | string {
  const { end, x, nodes } = result;
  const bound = result.bound + program.offset;
  if (typeof end === 'object') return end.unknown;
  if (end === 'infeasible') return { status: 'infeasible', search: true };
  const point = x === undefined || isFeasible(program, x) ? x : polish(x);
  if (end !== 'optimal')
    return { status: 'limit', which: end, ...(point === undefined ? {} : { x: point }), bound };
  if (x === undefined) return 'optimal, but there is no point';
  return point === undefined
    ? 'optimal, but its point does not satisfy the program'
    : { status: 'optimal', x: point, bound, nodes };
}

const ATTEMPTS = [
  { name: 'presolved', presolve: true, cuts: true },
  { name: 'with cuts', presolve: false, cuts: true },
  { name: 'plain', presolve: false, cuts: false },
] as const;

/** The limits to search by: one that may have no end gets one unless it was given some. */
function limitsFor(program: Program, limits: SearchLimits, deadline: number): SearchLimits {
  const given = limits.nodeLimit < Infinity || deadline < Infinity;
  return given || !isEndless(program) ? limits : { ...limits, nodeLimit: ENDLESS_NODES };
}

function branch(
  problem: Problem,
  program: Program,
  relaxed: Program,
  root: Root,
  limits: SearchLimits,
  deadline: number,
): Finding {
  const bound = relaxed.cost.reduce((sum, c, j) => sum + c * root.x[j], 0);
  const doubts: string[] = [];
  let doubtful: Finding | undefined;
  const mayPresolve = farWholeColumns(program).length === 0;
  for (const { name, presolve, cuts } of ATTEMPTS) {
    if (presolve && !mayPresolve) continue;
    if (root.basis !== undefined) writeBasis(problem, root.basis);
    if (!presolve && problem.api._glp_warm_up(problem.address) !== 0) break;
    const result = intopt(problem, { limits, deadline, bound, presolve, cuts });
    const polish = (x: Float64Array) => polished(problem, program, relaxed, x, deadline);
    const found = conclude(program, result, polish);
    if (typeof found !== 'string') return found;
    doubts.push(`${name}: ${found}`);
    if (result.end === 'optimal' && result.x !== undefined)
      doubtful ??= { status: 'optimal', x: result.x, bound: result.bound + program.offset };
  }
  return doubtful ?? { status: 'failed', cause: doubts.join('; ') };
}

/** What a search came to, and the relaxation's own finding, whose basis is where the next one starts. */
export interface SearchResult {
  readonly finding: Finding;
  readonly root: Finding;
}

/** Searches `program`; `relaxed` is its relaxation. `warm`, `deadline` and `method` as in `solveProblem`. */
export function searchProblem(
  problem: Problem,
  program: Program,
  relaxed: Program,
  limits: SearchLimits,
  warm: Method | undefined,
  deadline: number,
  method?: Method,
): SearchResult {
  const root = solveProblem(problem, relaxed, warm, deadline, method);
  switch (root.status) {
    case 'optimal':
      return {
        root,
        finding: branch(problem, program, relaxed, root, limitsFor(program, limits, deadline), deadline),
      };
    case 'unbounded': {
      const { point: _point, ...rest } = root;
      return { root, finding: rest };
    }
    case 'limit':
      return { root, finding: { status: 'limit', which: root.which } };
    default:
      return { root, finding: root };
  }
}
