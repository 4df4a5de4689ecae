/** Every number that this adapter hands to the solvers or holds them to, with its reason. */

/** Feasibility tolerance of GLOP's usual run; its default is 1e-8, and our check wants a gap of 1e-9. */
export const FIRST_TOLERANCE = 1e-9;

/** Of a second look at an answer that our check refuted. */
export const TIGHT_TOLERANCE = 1e-11;

/** Of SCIP, relative; its own, 1e-6, is more than our check allows, and its points use it up. */
export const SEARCH_TOLERANCE = 1e-9;

/**
 * GLOP turns in circles on some badly scaled programs, for ever. A run that has made so many pivots, and so many more for
 * each row and column, is given up for another one; the programs of Netlib stay far below.
 */
export const PIVOTS_AT_LEAST = 20_000;
export const PIVOTS_PER_VARIABLE = 50;

/** Relative and absolute accuracy asked of PDLP, in its own norms: a hundredth of what its tolerance class allows. */
export const FIRST_ORDER_TOLERANCE = 1e-6;

/** And when our check refutes the point that it stopped at. */
export const TIGHT_FIRST_ORDER_TOLERANCE = 1e-9;

/**
 * Iterations of PDLP after which the clock is looked at, doubled from turn to turn: PDLP itself takes no time limit. A
 * turn goes on from the last point but not from the last step size, so turns must not be short.
 */
export const FIRST_TURN = 4096;

/** The first turn under a time limit, before the pace is known. */
export const FIRST_LIMITED_TURN = 512;

/** Iterations of PDLP in all: it approaches some programs for ever. */
export const MOST_ITERATIONS = 500_000;

/** Shortest turn when the time left is short; PDLP looks at its residuals every 64 iterations. */
export const SHORTEST_TURN = 64;
