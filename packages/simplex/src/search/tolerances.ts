/** Tolerances of the search over integer and semicontinuous columns. */

/**
 * A column this close to a value that it may take is tried at that value first (INTEGRALITY of the program layer). Should no point come of
 * it, the column is branched on however close it is: with x <= 1e6 b, a b of 1e-9 carries 1e-3 of x.
 */
export const SETTLED = 1e-6;

/** A node whose bound is within this of the best point, relative to 1 + |objective|, cannot improve it by more than rounding. */
export const NO_BETTER = 1e-9;

/** A bound is lowered by this much, relative to its size, before it is rounded up to the next objective that whole columns can have. */
export const STEP_SLACK = 1e-7;

/** Costs are multiples of a step when they are whole numbers of it to this relative error. */
export const STEP_ERROR = 1e-12;
