/** Tolerances of the search over integer and semicontinuous columns. */

/** A column this close to a value that it may take counts as settled, and its point as a candidate (INTEGRALITY of the program layer). */
export const SETTLED = 1e-6;

/** Below this distance there is nothing left to branch on: both children would be the node itself again. */
export const BRANCHABLE = 1e-9;

/** A node whose bound is within this of the best point, relative to 1 + |objective|, cannot improve it by more than rounding. */
export const NO_BETTER = 1e-9;

/** A bound is lowered by this much, relative to its size, before it is rounded up to the next objective that whole columns can have. */
export const STEP_SLACK = 1e-7;

/** Costs are multiples of a step when they are whole numbers of it to this relative error. */
export const STEP_ERROR = 1e-12;
