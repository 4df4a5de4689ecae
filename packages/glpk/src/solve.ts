/**
 * From an open problem to a finding. Owns the order of attempts: where a basis is at hand, go on from it without
 * presolve; else presolved; else from an advanced basis; else from the slack basis. An attempt that ends without an
 * answer GLPK can prove hands over to the next; when none is left the finding is `failed` with every attempt's cause.
 * Rays and statuses come from runs without presolve only: the presolver says "no optimum" without saying which.
 */
import { type Claim, checkFarkas, checkOptimal, checkRay, type Program, TOLERANCES } from '@marginal/program';
import {
  CLEAN_ITERATIONS_PER_VARIABLE,
  CLEAN_TOLERANCE,
  DUAL_THEN_PRIMAL,
  FINE_PIVOT,
  type Method,
  PRIMAL,
  SCALE_AUTO,
  SCALE_EXACT,
} from './constants.ts';
import { Factors } from './factors.ts';
import { findFarkas } from './farkas.ts';
import { refinedOptimum, refinedPoint } from './optimum.ts';
import { type Problem, primalPoint, readBasis, writeBasis } from './problem.ts';
import { findRay } from './ray.ts';
import { type SimplexResult, simplex, type Terms } from './simplex.ts';
import { statedOptimum } from './stated-optimum.ts';
import { PRIMAL_FEASIBLE } from './status.ts';

type WithoutIterations<One> = One extends Claim ? Omit<One, 'iterations'> : never;

/** A claim before its iterations are counted. */
export type Finding = WithoutIterations<Claim>;

interface Attempt {
  readonly name: string;
  readonly method: Method;
  readonly presolve?: boolean;
  readonly pivotTolerance?: number;
  readonly prepare?: (problem: Problem) => void;
}

function rescale({ api, address }: Problem): void {
  api._glp_scale_prob(address, SCALE_AUTO);
  api._glp_adv_basis(address, 0);
}

function rescaleExactly({ api, address }: Problem): void {
  api._glp_scale_prob(address, SCALE_EXACT);
  api._glp_std_basis(address);
}

const COLD: readonly [Attempt, ...Attempt[]] = [
  { name: 'presolved', method: PRIMAL, presolve: true },
  { name: 'advanced basis', method: PRIMAL, prepare: ({ api, address }) => api._glp_adv_basis(address, 0) },
  {
    name: 'slack basis',
    method: DUAL_THEN_PRIMAL,
    prepare: ({ api, address }) => api._glp_std_basis(address),
  },
  { name: 'other scaling', method: PRIMAL, prepare: rescale },
  { name: 'fine pivots', method: PRIMAL, pivotTolerance: FINE_PIVOT, prepare: rescaleExactly },
];

/** The present point of a run that was stopped, if it satisfies everything. */
function stopped(problem: Problem, attempt: Attempt): Finding {
  const { api, address } = problem;
  const usable = attempt.presolve !== true && api._glp_get_prim_stat(address) === PRIMAL_FEASIBLE;
  return { status: 'limit', which: 'time', ...(usable ? { x: primalPoint(problem) } : {}) };
}

/** What one attempt came to. */
interface Tried {
  readonly finding?: Finding;
  /** Why another attempt is needed; the finding stands unless a later attempt makes a better one. */
  readonly doubt?: string;
}

function unbounded(problem: Problem, program: Program): Tried {
  const factors = Factors.of(problem, program);
  const ray = factors && findRay(problem, program, factors);
  if (factors === undefined || ray === undefined) return { doubt: 'unbounded, but GLPK names no ray' };
  const finding: Finding = {
    status: 'unbounded',
    ray,
    point: refinedPoint(problem, program, readBasis(problem, program), factors),
  };
  const report = checkRay(program, ray);
  return report.verdict === 'verified'
    ? { finding }
    : { finding, doubt: `unbounded, but ${report.failures.join(', ')}` };
}

function infeasible(problem: Problem, program: Program, terms: Terms): Tried {
  const proof = findFarkas(problem, program, terms);
  if ('without' in proof) {
    if (proof.without === 'timeLimit') return { finding: { status: 'limit', which: 'time' } };
    return { doubt: `infeasible, but the run for a proof ended with ${describe(proof.without)}` };
  }
  const { farkas } = proof;
  const finding: Finding = { status: 'infeasible', farkas };
  const report = checkFarkas(program, farkas);
  return report.verdict === 'verified'
    ? { finding }
    : { finding, doubt: `infeasible, but ${report.failures.join(', ')}` };
}

/** Reads out the present basis as an optimum. */
function optimal(problem: Problem, program: Program): Tried {
  const factors = Factors.of(problem, program);
  if (factors === undefined) return { doubt: 'the optimal basis cannot be factorised' };
  const basis = readBasis(problem, program);
  return { finding: { status: 'optimal', ...refinedOptimum(problem, program, basis, factors), basis } };
}

function conclude(problem: Problem, program: Program, result: SimplexResult, terms: Terms): Tried {
  if (result === 'optimal') return optimal(problem, program);
  if (result === 'unbounded') return unbounded(problem, program);
  if (result === 'infeasible') return infeasible(problem, program, terms);
  return { doubt: describe(result) };
}

/**
 * One attempt. An optimum that is exact but for rounding stands. Any other basis that GLPK calls optimal or unbounded is
 * run on from to tighter tolerances, without presolve:
 * the presolver forgives an empty row a bound that it misses by 1e-3, and this run does not. Where the second
 * run leads nowhere the first one's optimum stands, if it stands up to our check.
 */
function tryOnce(problem: Problem, program: Program, attempt: Attempt, deadline: number): Tried {
  attempt.prepare?.(problem);
  const { method, presolve, pivotTolerance } = attempt;
  const terms: Terms = { deadline, ...(pivotTolerance === undefined ? {} : { pivotTolerance }) };
  const first = simplex(problem, { ...terms, method, presolve: presolve === true });
  if (first === 'timeLimit') return { finding: stopped(problem, attempt) };
  if (first !== 'optimal' && first !== 'unbounded') return conclude(problem, program, first, terms);
  const basis = readBasis(problem, program);
  if (first === 'optimal') {
    const stated = statedOptimum(problem, program, basis);
    if (stated !== undefined) return { finding: { status: 'optimal', ...stated, basis } };
  }
  const iterationLimit = CLEAN_ITERATIONS_PER_VARIABLE * (problem.rowCount + problem.columnCount);
  const second = simplex(problem, { ...terms, method: PRIMAL, tolerance: CLEAN_TOLERANCE, iterationLimit });
  const cleaned = conclude(problem, program, second, terms);
  if (first === 'unbounded' || (cleaned.finding !== undefined && cleaned.doubt === undefined)) return cleaned;
  writeBasis(problem, basis);
  if (problem.api._glp_warm_up(problem.address) !== 0) return cleaned;
  const { finding, doubt } = optimal(problem, program);
  if (finding?.status !== 'optimal') return { doubt: doubt ?? 'no optimum' };
  const report = checkOptimal(program, finding, TOLERANCES.vertex);
  return report.verdict === 'verified'
    ? { finding }
    : { finding, doubt: `optimal, but ${report.failures.join(', ')}` };
}

function describe(result: SimplexResult): string {
  return typeof result === 'string' ? result : result.unknown;
}

/**
 * Solves. `warm`: the method to go on with from the present basis, absent for a cold start. `deadline`: in the time of
 * `performance.now()`. `method`: of the first cold attempt and of going on from a basis; what follows goes its own
 * way, and the clean-up run is primal, as ever.
 */
export function solveProblem(
  problem: Problem,
  program: Program,
  warm: Method | undefined,
  deadline: number,
  method?: Method,
): Finding {
  const [first, ...others] = COLD;
  const cold = method === undefined ? COLD : [{ ...first, method }, ...others];
  const attempts = warm === undefined ? cold : [{ name: 'present basis', method: method ?? warm }, ...cold];
  const doubts: string[] = [];
  let doubtful: Finding | undefined;
  for (const attempt of attempts) {
    const { finding, doubt } = tryOnce(problem, program, attempt, deadline);
    if (finding !== undefined && doubt === undefined) return finding;
    doubtful = finding ?? doubtful;
    doubts.push(`${attempt.name}: ${doubt ?? 'nothing'}`);
  }
  return doubtful ?? { status: 'failed', cause: doubts.join('; ') };
}
