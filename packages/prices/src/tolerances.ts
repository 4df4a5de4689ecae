/** Tolerances of this layer, relative (docs/conventions.md, section 6). */

/** An activity this close to its bound, relative to 1 + |bound|, stands on it: the primal tolerance of a vertex. */
export const AT_BOUND = 1e-7;

/** An interval no wider than this, relative to 1 + |price|, is one price: prices of two solvers agree to 1e-7. */
export const UNIQUE_WIDTH = 1e-7;

/** A coefficient below this share of the largest in its column does not settle a dual: errors of the others would grow by its inverse. */
export const SETTLING_PIVOT = 1e-3;

/**
 * A dual seen this close to a bound of its own, relative to 1 + |bound|, is at its end. Hundred times finer than
 * `UNIQUE_WIDTH`, so that what it rounds off never decides whether a price is unique.
 */
export const AT_END = 1e-9;

/** A ray of optimal duals takes along those whose share of its largest entry is more than this; below it may be noise. */
export const ON_RAY = 1e-3;
