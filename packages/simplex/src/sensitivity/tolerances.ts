/** Tolerances of the sensitivity questions, relative (docs/conventions.md, section 6). */

/** A value this close to its bound, relative to 1 + |bound|, stands on it: the primal tolerance of a vertex. */
export const AT_BOUND = 1e-7;

/** A dual or reduced cost up to this, relative to 1 + the largest cost, is zero that was rounded: two digits below the dual tolerance. */
export const ZERO_DUAL = 1e-9;

/** Left and right price no further apart than this, relative to 1 + |price|, are one price: prices of two solvers agree to 1e-7. */
export const UNIQUE_WIDTH = 1e-7;
