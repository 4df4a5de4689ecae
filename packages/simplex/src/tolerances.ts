/**
 * Every tolerance of the simplex outside the basis factor, with its reason. Unless said otherwise they hold in scaled space, where
 * coefficients are of size one. What is finally believed is measured in user space by `@marginal/program`, not here.
 */

/** A basic variable may violate its bound by this much (HiGHS, CPLEX: 1e-7 and 1e-6; two digits above what updates lose). */
export const PRIMAL_FEASIBILITY = 1e-7;

/** A reduced cost may have the wrong sign by this much. */
export const DUAL_FEASIBILITY = 1e-7;

/** Both tolerances for a second run from the vertex reached, when the first one leaves residuals in user space. */
export const TIGHT_FEASIBILITY = 1e-10;

/** Should that not do, tolerances shrink by as much as residuals are too large, and by this much more; but not below rounding. */
export const TIGHTER = 0.1;
export const TIGHTEST_FEASIBILITY = 1e-15;

/** Bounds, costs and right-hand sides from here on would mean infinity. */
export const INFINITE = 1e20;

/** Coefficients smaller than this are lost beside the tolerances of rows, scaled or not; HiGHS drops them, too. */
export const SMALLEST_COEFFICIENT = 1e-9;

/** Coefficients larger than this leave no digits for the others. */
export const LARGEST_COEFFICIENT = 1e15;

/** Largest over smallest coefficient from which on a program is warned about: doubles hold sixteen digits. */
export const COEFFICIENT_RANGE = 1e12;

/** Coefficients within these sizes need no scaling (HiGHS). */
export const SCALED_FROM = 0.2;
export const SCALED_TO = 5;

/** Scale factors lie between 2^-20 and 2^20: more would move the tolerances too far from the user's units. */
export const SCALE_EXPONENT = 20;

/** A computed value below this is zero (as in the factor). */
export const TINY = 1e-14;

/** Stands for zero in a sparse accumulation whose list must not name an entry twice. */
export const CANCELLED = 1e-50;

/** Entries of the pivot row up to this do not compete in the ratio test: after 0, 10 and 20 updates (HiGHS). */
export const RATIO_ENTRY_FRESH = 1e-9;
export const RATIO_ENTRY_USED = 3e-8;
export const RATIO_ENTRY_WORN = 1e-6;

/** A group of the ratio test is good enough when its largest pivot is this share of the largest of all, or 1 (HiGHS). */
export const GOOD_PIVOT_SHARE = 0.1;

/** Relative disagreement of the pivot in its row and its column beyond which the factor is worn out (HiGHS). */
export const PIVOT_DISAGREEMENT = 1e-7;

/** A pivot below this, relative to the largest entry of its row and column, is refused while there is another choice. */
export const SMALLEST_PIVOT = 1e-9;

/** A steepest edge weight is never below this (Koberstein's value). */
export const WEIGHT_FLOOR = 1e-4;

/** A stored weight below this share of the exact one is replaced and the row chosen again (HiGHS). */
export const WEIGHT_ACCEPTANCE = 0.25;

/** Base of the cost perturbation, relative to the largest cost (HiGHS, after Koberstein). */
export const PERTURBATION = 5e-7;

/** Perturbation of the logicals, which have no costs: enough to tell ties apart, too little to matter. */
export const LOGICAL_PERTURBATION = 1e-12;

/** In phase one a free column lies between plus and minus this: a weight, not a bound. */
export const FREE_BOX = 1000;

/** A start basis counts as near an optimum with at most so many violated rows, violated by at most so much (HiGHS). */
export const NEAR_COUNT = 1000;
export const NEAR_AMOUNT = 1e-3;

/** A recomputed point is good when its relative residuals in user space are below this: two digits better than it is held to. */
export const GOOD_RESIDUAL = 1e-9;

/** The same for a point that was not refined: as good as refinement would make it, whatever the program. */
export const UNREFINED_RESIDUAL = 1e-12;

/** What a refined certificate may leave over, relative to what it is summed from: rounding of its entries, and a few digits. */
export const CLEAN = 2 ** -44;

/**
 * Pivots of one phase after which it is stuck: five times what the longest solves of Netlib take per variable. Without a limit a
 * basis that is repaired after every pivot would go on for ever.
 */
export const PIVOTS_AT_LEAST = 500;
export const PIVOTS_PER_VARIABLE = 20;

/** A second look, with tightened tolerances, starts near its end: it may take as many pivots as the first, or this many. */
export const SECOND_LOOK = 200;

/** A value may miss its bound by this share of its own size: it is not stored much more exactly. */
export const VALUE_ROUNDING = 2 ** -48;

/** So many pivots without a gain of the dual objective, by number of rows too, count as a stall. */
export const STALL_AT_LEAST = 200;
export const STALL_PER_ROW = 0.5;

/** The second time that costs are perturbed in a solve, they move this many times as far. */
export const LARGER_PERTURBATION = 10;
