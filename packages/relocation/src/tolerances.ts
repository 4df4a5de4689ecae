/** Tolerances of this package, relative (docs/conventions.md, section 6). */

/** Two optima are one step of a frontier when they agree to this, relative to 1 + |value|: the verified gap of a vertex. */
export const SAME_VALUE = 1e-9;

/** A reduced cost above minus this, relative to 1 + the largest cost, cannot be told from zero: the verified dual error of a vertex, tightened a hundredfold so that screening skips nothing that a solve could see. */
export const NO_GAIN = 1e-9;

/** Amounts of work below this share of the demand are what a solver leaves of nothing. */
export const VISIBLE = 1e-9;
