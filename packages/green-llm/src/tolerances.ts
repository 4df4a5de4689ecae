/** Tolerances of this package, relative (docs/conventions.md, section 6). */

/**
 * A corner of a front must lie this far below the line between its neighbours, relative to the weighted sum. Objectives
 * are verified to 1e-9; ten times that is a corner, and not the noise of an edge.
 */
export const EDGE_PRECISION = 1e-8;

/** A water budget that binds nobody, L: a thousand times what a large region evaporates in a day, and no number that solvers lose digits beside. */
export const AMPLE_WATER = 1e9;
