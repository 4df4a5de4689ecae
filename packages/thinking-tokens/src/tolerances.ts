/** Tolerances of this package, relative (docs/conventions.md, section 6). */

/** A fixed point has been reached when no allocation moves by more than this share of the budget. */
export const FIXED_POINT_STEP = 1e-12;

/** Rounds without a smaller step after which a fixed point is said to oscillate; contractions seen took 40 in all. */
export const SWING_ROUNDS = 50;

/** An iterative method has converged when J is proved to be within this of the optimum, relative to 1 + |J|. */
export const METHOD_GAP = 1e-9;

/** Iterations of the projected gradient at most. Its condition is the ratio of the largest to the least curvature, up to 1e5 here. */
export const GRADIENT_LIMIT = 2_000_000;

/** Entries of a history that are kept: enough for a curve. */
export const HISTORY = 400;

/** A node of the integer search is settled when its bound is this close to its point, relative to 1 + |J|: a few roundings of J. */
export const BOX_GAP = 1e-14;

/** Newton steps at most; ten are usual. */
export const BOX_STEPS = 100;

/** Halvings of a Newton step before it is given up: beyond them a step does not change a double. */
export const HALVINGS = 60;

/** Allocations whose J differs by less than this, relative to 1 + |J|, are equally good: rounding of the sums. */
export const SAME_OBJECTIVE = 1e-13;

/** Nodes of the integer search at most. */
export const NODE_LIMIT = 200_000;

/** Types up to which all neighbours of an optimum are tried, 2 to their number. */
export const NEIGHBOUR_TYPES = 16;

/** Priors sum to 1 up to this: a share typed with nine digits is meant. */
export const PRIOR_SUM = 1e-9;

/**
 * Gaps between arrivals whose squared coefficient of variation is farther from 1 than this are not a Poisson stream's, nor are
 * counts per minute whose variance is farther from their mean, relative: a thousand gaps of a true one stay within 0.2.
 */
export const POISSON_DEVIATION = 0.5;

/** Methods agree when their J differ by no more than this, relative to 1 + |J|: twice what each of them promises. */
export const METHOD_AGREEMENT = 2e-9;

/** Changes of J up to this, relative to 1 + |J|, are rounding of its sums. */
export const FLAT = 2 ** -50;
