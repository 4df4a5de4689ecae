/** What the solver measures of its own claims before it makes them: the checks of `@marginal/program`, in user space. */
import {
  type Claim,
  checkFarkas,
  checkOptimal,
  checkRay,
  type PrimalDualPoint,
  type Program,
  TOLERANCES,
} from '@marginal/program';

export interface Measurement {
  /** The largest residual. */
  readonly worst: number;
  /** Whether the checks let it pass. */
  readonly passes: boolean;
}

/** Measures an optimum, or a point without duals. */
export function measure(program: Program, point: PrimalDualPoint): Measurement {
  const { residuals, verdict } = checkOptimal(program, point, TOLERANCES.vertex);
  const worst = Math.max(residuals.primal, residuals.dual, residuals.complementarity, residuals.gap);
  return { worst, passes: verdict === 'verified' };
}

/** Whether a claim comes with a certificate that passes. */
export function isVerified(program: Program, claim: Claim): boolean {
  if (claim.status === 'optimal') return measure(program, claim).passes;
  if (claim.status === 'infeasible')
    return claim.farkas !== undefined && checkFarkas(program, claim.farkas).verdict === 'verified';
  if (claim.status !== 'unbounded' || claim.ray === undefined || claim.point === undefined) return false;
  return checkRay(program, claim.ray).verdict === 'verified' && measure(program, { x: claim.point }).passes;
}

/** Objectives further apart than this, relative to one plus their size, are not those of the same optimum. */
const SAME_OBJECTIVE = 1e-6;

/**
 * Whether a true verdict leaves no room for a claim that passed the checks. An optimum of a program that has no point by less than the
 * tolerances, or that is unbounded at a rate below them, is one within the tolerances.
 */
export function contradicts(program: Program, truth: Claim, claim: Claim): boolean {
  if (truth.status !== 'optimal' || claim.status !== 'optimal')
    return claim.status !== 'optimal' && claim.status !== truth.status;
  const objective = (x: Float64Array): number => x.reduce((sum, xj, j) => sum + program.cost[j] * xj, 0);
  const right = objective(truth.x);
  return !(Math.abs(objective(claim.x) - right) <= SAME_OBJECTIVE * (1 + Math.abs(right)));
}

/**
 * A program with the same rows whose optima lie near zero: costs pull columns to their bounds. `held`: free columns stand at zero. Where a
 * ray may start from any point, one of small numbers is met more exactly.
 */
export function nearZero(program: Program, held: boolean): Program {
  const { columnLower, columnUpper } = program;
  const cost = columnLower.map((lower, j) => (lower > -Infinity ? 1 : columnUpper[j] < Infinity ? -1 : 0));
  const zeroIfFree = (bound: number, j: number): number => (held && cost[j] === 0 ? 0 : bound);
  return {
    ...program,
    cost,
    columnLower: columnLower.map(zeroIfFree),
    columnUpper: columnUpper.map(zeroIfFree),
  };
}
