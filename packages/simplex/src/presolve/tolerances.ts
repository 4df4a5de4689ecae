/**
 * Every tolerance of the presolve, with its reason. Values are those of the program as it was handed over, unscaled.
 * Rounding may only be called a reduction where what it may spoil stays far below the checks of a vertex (1e-7).
 */

/** Two numbers that differ by this, relative to 1 + size, are the same bound: a few hundred roundings, four digits below the checks. */
export const SAME_BOUND = 1e-11;

/** Bounds must cross by this, relative to 1 + size, to be called crossed: the primal tolerance of a vertex. In between, the solver decides. */
export const CROSSED = 1e-7;

/** What a sum leaves of its two terms below this share of them is rounding, and zero in truth. */
export const CANCELLED = 1e-13;

/** An implied bound may exceed the bound it implies by this, relative to 1 + size: two digits below the primal tolerance. */
export const IMPLIED_SLACK = 1e-9;

/** A reduced cost must have its sign by this, relative to 1 + |cost|, before the program is called unbounded: below it, rounding. */
export const DUAL_MARGIN = 1e-9;

/** A pivot below this amplifies what it divides beyond what the checks forgive: then the row stays. */
export const SMALLEST_PIVOT = 1e-7;

/** A substituted coefficient may be this much smaller than what it is divided into: three of sixteen digits are lost at most. */
export const PIVOT_RATIO = 1e-3;

/** A finite column bound that moves a row side by more than this times 1 + |side| drowns the side: then the column stays. */
export const LARGEST_SHIFT = 1e6;

/** Coefficients of two lines may differ by this share and be proportional: rounding of a few substitutions. */
export const PROPORTIONAL = 1e-13;

/** Factors between proportional lines beyond this range are not worth their rounding. */
export const LARGEST_FACTOR = 1e4;

/** Sums kept up to date by differences are off by up to this share of their terms: thousands of roundings. A screen, not a verdict. */
export const SUMMARY_ROUNDING = 1e-12;

/**
 * Presolve that takes away less than this share of the rows is dropped: the basis stays as large as it was, so pivots cost the same, and
 * what went were mostly bounds and slacks that the dual simplex flips over for nothing. Of the Netlib programs from 100 rows on those
 * that lose by presolve (dfl001, fit1p, grow7, grow15, scsd6) give up less than 3 % of their rows; those that gain, 6 % and more.
 */
export const LEAST_ROWS = 0.05;
