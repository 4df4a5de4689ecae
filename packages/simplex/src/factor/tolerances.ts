/** Every tolerance of the basis factor, with its reason. All are in the space of the matrix handed over (scaled, if it is). */

/** Values up to this size are zero: rounding of sums of numbers of size one leaves about 1e-16, far below; HiGHS and GLOP use it too. */
export const TINY = 1e-14;

/** Stands for an exact zero in a vector whose list must not name an entry twice; every kernel and `tidy` reads it as zero. */
export const CANCELLED = 1e-50;

/** An LU pivot below this is no pivot: with coefficients of size one it is what cancellation leaves of a zero (HiGHS). */
export const ABSOLUTE_PIVOT = 1e-10;

/** Default of the relative threshold u: a pivot is at least u times the largest entry of its active column. */
export const RELATIVE_PIVOT = 0.1;

/** The threshold with which a basis that looks singular is factorised again: near partial pivoting, which reveals rank well. */
export const RANK_PIVOT = 0.9;

/**
 * A row with one active entry causes no growth, so it may be a pivot below u; but an entry this much smaller than its column
 * is, inside the kernel, more likely what cancellation left of a zero.
 */
export const SINGLETON_PIVOT = 1e-7;

/** Markowitz search ends after this many columns and rows once there is a candidate (4 in Suhl and Suhl, 8 in HiGHS). */
export const SEARCH_LIMIT = 8;

/** Largest relative disagreement of the pivot computed from the column and from the row; beyond it the factor is worn out (HiGHS). */
export const PIVOT_DISAGREEMENT = 1e-7;

/** An update pivot below this share of the largest spike entry would make U nearly singular. */
export const UPDATE_PIVOT = 1e-11;

/** Lists longer than this share of the vector are treated as dense (HiGHS, GLOP: 5 %). */
export const HYPER_LIST = 0.05;

/** Depth-first kernels pay off while the result is expected to stay below these densities (HiGHS's constants). */
export const HYPER_FTRAN_LOWER = 0.15;
export const HYPER_FTRAN_UPPER = 0.1;
export const HYPER_BTRAN_UPPER = 0.15;
export const HYPER_BTRAN_LOWER = 0.1;

/** Clearing by list costs more than filling above this share. */
export const CLEAR_BY_LIST = 0.3;
