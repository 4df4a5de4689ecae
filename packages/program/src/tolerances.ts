/**
 * Every tolerance of this layer, in one place. All are relative (docs/conventions.md, section 6): a violation is
 * divided by one plus the size of what it violates, after the part that plain rounding explains is taken off.
 */

/** How exact the answers of an algorithm are meant to be. */
export type ToleranceClass = 'vertex' | 'interior' | 'firstOrder';

/** Largest relative residuals with which an outcome still counts as verified. */
export interface Tolerances {
  /** Row and bound violation / (1 + |bound|). */
  readonly primal: number;
  /** Stationarity and sign violation / (1 + cost scale). */
  readonly dual: number;
  /** Largest |multiplier * slack| / (1 + |objective - offset|): a constant must not loosen the check. */
  readonly complementarity: number;
  /** |primal - dual objective| / (1 + |objective - offset|). */
  readonly gap: number;
}

/**
 * Simplex codes stop at 1e-7 in their own scaled space and end far below it; 1e-7 on residuals and 1e-9 on the
 * objective is what a vertex must reach (reference tiers of MOI and MathOpt are looser, 1e-6 and 1e-5).
 * Interior points without crossover are held to 1e-6 and first-order methods to 1e-4, their own default accuracy.
 */
export const TOLERANCES: Readonly<Record<ToleranceClass, Tolerances>> = {
  vertex: { primal: 1e-7, dual: 1e-7, complementarity: 1e-7, gap: 1e-9 },
  interior: { primal: 1e-6, dual: 1e-6, complementarity: 1e-6, gap: 1e-6 },
  firstOrder: { primal: 1e-4, dual: 1e-4, complementarity: 1e-4, gap: 1e-4 },
};

/**
 * Violations up to this multiple of the summed magnitudes |a_ij x_j| of a row are rounding of the stored point
 * itself, not error of the solver: every x_j is a double, known to 2^-53 at best; 2^-50 leaves room for eight of them.
 */
export const ROUNDING_FLOOR = 2 ** -50;

/**
 * A row bound other than zero must also be met to three digits of its own size (1e-4 of the own relative violation counts,
 * against 1e-7 in a vertex). Without it a demand of 1e-8 would count as served by nothing.
 */
export const OWN_SIZE = 1e-4;

/**
 * And no class may miss such a bound by more than this share of it. Four digits of a first-order method are meant relative to one
 * plus the bound; a small demand that is served by less than half is not served by any measure.
 */
export const OWN_SIZE_MOST = 0.5;

/**
 * But never more than this is forgiven, relative to what is violated. Without a limit, terms of 1e16 that cancel
 * would excuse a violation of 1, and a wrong answer could hide behind them.
 */
export const ROUNDING_LIMIT = 1e-6;

/**
 * A dual or reduced cost of this relative size that points at a bound far away is zero that was rounded: it counts as a
 * dual error of its own size, and not as a price on that bound. Four digits below the dual tolerance, four above
 * rounding. One that points at the bound where it stands counts in full, however small.
 */
export const MULTIPLIER_NOISE = 1e-11;

/** A multiplier of a certificate below this share of the largest one is noise of the solver and may be cleared. */
export const CERTIFICATE_NOISE = 1e-9;

/** A certificate must prove its claim by this relative margin; a proof by less than rounding is none. */
export const CERTIFICATE_MARGIN = 1e-9;

/**
 * At the end of a range the objective must be where the line through the optimum ends, up to this, relative to one plus the
 * size of both objectives. Both are verified vertices, good to 1e-9; a range that is wrong misses by the slope times its error.
 */
export const RANGE_SLACK = 1e-8;

/** A reduced cost up to this, relative to the terms that it is summed from, is a zero that was rounded: two digits below the dual tolerance. */
export const ZERO_PRICE = 1e-9;

/** What is left of a dual that is zero, relative to the terms of the columns that it follows from: 2^-53 for each of a few dozen operations. */
export const DUAL_ROUNDING = 2 ** -48;

/** An integer column must be this close to a whole number. */
export const INTEGRALITY = 1e-6;

/**
 * A bound of an integer column may miss a whole number by this much, relative to 1 + |bound|, and mean it: 3 * 1.1 / 1.1
 * is a rounding above 3. Far below the primal tolerance, so that the whole number passes the check.
 */
export const WHOLE_SLACK = 1e-12;

/**
 * Relative gap, as in `SearchOptions`, up to which a search goes on unless it is told otherwise. Solvers stop at 1e-4
 * by default (HiGHS, Gurobi, CPLEX), which is a cent in a hundred dollars; here two solvers are to agree on an objective.
 */
export const DEFAULT_MIP_GAP = 1e-6;

/**
 * A bound may lie on the wrong side of the objective by this much, relative to 1 + |objective|: a point may gain as much
 * by standing outside its rows, bounds and whole numbers within the tolerances above. Beyond it, bound or point is wrong.
 */
export const BOUND_SLACK = 1e-6;
