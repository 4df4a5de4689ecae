/** Tolerances of this package, relative (docs/conventions.md, section 6). */

/** A fixed point has been reached when no allocation moves by more than this share of the budget. */
export const FIXED_POINT_STEP = 1e-12;

/** Rounds without a smaller step after which a fixed point is said to oscillate; contractions seen took 40 in all. */
export const SWING_ROUNDS = 50;

/** An iterative method has converged when J is proved to be within this of the optimum, relative to 1 + |J|. */
export const METHOD_GAP = 1e-9;

/** Iterations of the projected gradient at most. Its condition is the ratio of the largest to the least curvature, up to 1e5 here. */
export const GRADIENT_LIMIT = 2_000_000;

/** Iterations times types at most: some ten seconds, after which the gap that is left is reported. */
export const GRADIENT_WORK = 500_000_000;

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

/** Nodes of the integer search at most; five types take some hundred. */
export const NODE_LIMIT = 5000;

/** Nodes times types at most: each open node holds four numbers a type. */
export const NODE_WORK = 4_000_000;

/** Types up to which all neighbours of an optimum are tried, 2 to their number. */
export const NEIGHBOUR_TYPES = 16;

/** Priors sum to 1 up to this: a share typed with nine digits is meant. */
export const PRIOR_SUM = 1e-9;

/**
 * Gaps between arrivals whose squared coefficient of variation is farther from 1 than this are not a Poisson stream's, nor are
 * counts per minute whose variance is farther from their mean, relative: a thousand gaps of a true one stay within 0.2.
 */
export const POISSON_DEVIATION = 0.5;

/** Short streams scatter more: nothing within so many standard deviations is held against them; a true one passes 97 times in 100. */
export const POISSON_SIGMAS = 3;

/** Methods agree when their J differ by no more than this, relative to 1 + |J|: twice what each of them promises. */
export const METHOD_AGREEMENT = 2e-9;

/** A plan is an answer when its proof is this close, relative to 1 + |J|; 1e-14 is usual. */
export const PLAN_GAP = 1e-9;

/** Changes of J up to this, relative to 1 + |J|, are rounding of its sums. */
export const FLAT = 2 ** -50;

/** Slopes of a table may grow by this share from piece to piece: rounding of accuracies with a dozen digits. */
export const TABLE_CONCAVITY = 1e-9;

/** Places at which a smooth curve is looked at before it is believed. */
export const CURVE_SAMPLES = 512;

/** Slopes of a smooth curve may be off by this share: they are computed, not typed. */
export const CURVE_SLOPE = 1e-6;

/** The outer approximation proves J to this, relative to 1 + |J|: what the language proves by default. */
export const OUTER_GAP = 1e-9;

/** Where the first tangents of a smooth curve touch, as shares of the budget: closer where it bends more. */
export const FIRST_TANGENTS: readonly number[] = [0, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.7, 1];

/** Rounds of tangents at most; their error falls with the square of their distance, and a dozen are usual. */
export const TANGENT_ROUNDS = 60;

/** Tangents are no closer than this share of the budget: slopes would not tell them apart. */
export const TANGENT_APART = 1e-9;

/** Slopes of tables in the program, per mille by share of the budget, are no smaller: our own simplex keeps no less. */
export const LEAST_SLOPE = 2e-9;

/** An allocation under another discipline is proved when the bound is this close, relative to 1 + |J|. */
export const DISCIPLINE_GAP = 1e-6;

/** Boxes of that proof at most: some seconds for five types. */
export const DISCIPLINE_NODES = 20_000;

/** A local climb ends at this gap of the tangent, relative to 1 + |J|: a thousandth of what is to be proved. */
export const SPECTRAL_GAP = 1e-9;

/** Steps of a local climb, and of a relaxation, at most: the tangent's gap is counted whatever is left. */
export const SPECTRAL_STEPS = 5000;
export const RELAXATION_STEPS = 300;

/** A routing is proved when the bound is this close, relative to 1 + |J|. */
export const ROUTING_GAP = 1e-6;

/** Routings that send each type to one server are all tried up to so many. */
export const ASSIGNMENTS = 1024;

/** Steps of the routing at most; each allocates anew. */
export const ROUTING_STEPS = 200;

/** Rounds of the search for prices of a busy second: the bound holds wherever it stops. */
export const PRICE_STEPS = 400;

/** Halvings of a family of allocations in search of a promise: to a millionth of it, far below what a simulation can tell. */
export const LATENCY_HALVINGS = 20;

/** Places of a curve at most: enough for any picture. */
export const CURVE_PLACES = 400;

/** Types up to which the outer approximation is tried without a time limit: 100 take a second or two, 300 twenty. */
export const OUTER_TYPES = 150;
