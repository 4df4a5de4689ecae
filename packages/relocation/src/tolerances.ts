/** Tolerances of this package, relative (docs/conventions.md, section 6). */

/** Two optima are one step of a frontier when they agree to this, relative to 1 + |value|: the verified gap of a vertex. */
export const SAME_VALUE = 1e-9;

/** A reduced cost above minus this, relative to 1 + the largest cost, cannot be told from zero: the verified dual error of a vertex, tightened a hundredfold so that screening skips nothing that a solve could see. */
export const NO_GAIN = 1e-9;

/** Amounts of work below this share of the demand are what a solver leaves of nothing. */
export const VISIBLE = 1e-9;

/** One request in an hour, Mreq: positive demands below it are refused. */
export const ONE_REQUEST = 1e-6;

/** A plan's cost added up by hand and its program's objective agree to this: flows below `VISIBLE` are left out of the one. */
export const SAME_BILL = 1e-6;

/** A column that is 0 or 1 is read as 1 above this: whole numbers are verified to far less than a half. */
export const HALF = 0.5;

/** Two ends of a rate are one number when they agree to this, relative: the accuracy of verified duals. */
export const SAME_RATE = 1e-6;
