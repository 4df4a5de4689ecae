/** Tolerances of the sensitivity questions, relative (docs/conventions.md, section 6). */

/**
 * A value this close to its bound stands on it, relative to 1 + |bound|, and to the width of its interval, and to what else its rows are
 * summed from: the primal tolerance of a vertex.
 */
export const AT_BOUND = 1e-7;

/** What is left of a value that is zero, relative to the terms of the rows that it follows from: 2^-53 for each of a few dozen operations. */
export const VALUE_ROUNDING = 2 ** -48;

/** Left and right price no further apart than this, relative to 1 + |price|, are one price: prices of two solvers agree to 1e-7. */
export const UNIQUE_WIDTH = 1e-7;
