/** Every tolerance of this package, each with its reason. All are relative (docs/conventions.md, section 6). */

/**
 * Room that a cap on an earlier objective gets at least, times 1 + |objective - offset|, when the program has integers:
 * an incumbent is whole to 1e-6, so another search with the integers exact may fall short of it by as much. Without
 * integers the room is the duality gap with which an optimum counts as verified (`TOLERANCES[...].gap`): the optimum
 * itself is not known any better, and a tighter cap may leave no point at all.
 */
export const INTEGER_CAP_ROOM = 1e-6;

/**
 * How far the objective with its integers fixed may be from that of the integer program, times 1 + |objective -
 * offset|. The incumbent is whole to 1e-6, the fixed program exactly. Worse by more means that the incumbent leaned on
 * integers that are not whole; better by more, and by more than the search was allowed to leave, that it was no optimum.
 */
export const FIXED_OBJECTIVE = 1e-6;

/**
 * Largest |value - f(argument)|, relative to 1 + |f|, with which a value counts as its function's: integers are whole
 * to 1e-6, and rows hold to 1e-7 each.
 */
export const FUNCTION_VALUE = 1e-6;

/**
 * How far along a ray functions are looked at, largest step. Far enough that a value that runs away from its function
 * is off by a thousand of its units; near enough that the ray's own rounding, 1e-9 of it, stays below `FUNCTION_VALUE`.
 */
export const RAY_REACH = 1e3;

/**
 * Slopes of a piecewise-linear function that differ by less than this, times what their rounding is measured against,
 * are equal: points typed on a straight line must not become a kink. Each slope takes three roundings of 2^-53.
 */
export const SLOPE_ROUNDING = 2 ** -50;

/** Ends of ranges closer than this, relative to their size, are the same: a range is known to a few times 2^-53. */
export const EXCESS_ROUNDING = 2 ** -46;

/** What one step of interval arithmetic may lose, relative to the summed magnitudes: 2^-53, with room. */
export const RANGE_ROUNDING = 2 ** -52;

/**
 * What evaluating a convex function or the intercept of a tangent may lose, relative to the summed magnitudes of its
 * terms: `Math.exp`, `log` and `pow` are within one unit in the last place in every engine (fdlibm), an expression
 * takes at most six further roundings of 2^-53; sixteen units leave room.
 */
export const FUNCTION_ROUNDING = 2 ** -48;

/**
 * Slopes of tangents stay between these in size (or are zero): coefficients that every solver keeps as they are, next
 * to the 1 of the value. A tangent of another slope is as valid, and where this costs too much the gap says so.
 */
export const SMALLEST_SLOPE = 1e-10;
export const LARGEST_SLOPE = 1e8;

/** Tangents of functions that grow faster than their slopes touch where the value is below this, for the same reason. */
export const LARGEST_VALUE = 1e12;

/** Rows of tangents are scaled up, by powers of two, until no coefficient is smaller than this: solvers drop small ones. */
export const SMALLEST_CUT_COEFFICIENT = 1e-6;

/**
 * Simplex codes take rows as met to 1e-7, absolutely. A tangent that a point violates by less is therefore written large
 * enough for the violation to come to this much, ten times as much, as long as no coefficient exceeds the other number
 * by that. More than this gains nothing, and rows of 1e3 times as much end in answers that do not pass our checks.
 */
export const VISIBLE_CUT = 1e-6;
export const LARGEST_CUT_COEFFICIENT = 1e6;

/**
 * A fresh start after a solver has lost its way keeps this many tangents of each member, the closest ones, and writes
 * them this much smaller. Without, GLPK cycles for ever between tangents that are nearly parallel (seen at 200 rows).
 */
export const KEPT_TANGENTS = 4;
export const COARSER_CUT = 16;

/**
 * A fresh start where no new tangent can be found although the gap is open has tangents around the best point, this far
 * apart at first, relative to their slopes, and half as far each time: a bound misses the square of it.
 */
export const CLOSE_SPREAD = 5e-5;

/** Fresh starts in one solve, */
export const FRESH_STARTS = 6;

/** one of them when a linear program takes this many times as long as the slowest before, and this many seconds more. */
export const PATIENCE_FACTOR = 100;
export const PATIENCE_SECONDS = 1;

/** The steepest first tangents, in size: steeper ones are only made where the optimum turns out to need them, */
export const STEEPEST_START = 1e4;

/** each at most this many times steeper than the steepest before, so that one wild point does not spoil the program. */
export const SLOPE_GROWTH = 16;

/**
 * Two tangents of one member whose slopes differ relatively by less than this are one: between them they miss the
 * function by an order of its square, 1e-11 of the function's terms, and closer ones look dependent to a solver.
 */
export const SAME_SLOPE = 1e-5;

/** A point this far below its function, relative to 1 + |f|, is worth a tangent; below that it is rounding. */
export const WORTH_A_CUT = 1e-13;

/** The relative gap that is asked for unless the caller says otherwise: the one with which a vertex counts as verified. */
export const OUTER_GAP = 1e-9;

/** Rounds of linear programs after which the approximation gives up, and rounds without any gain after which it does. */
export const OUTER_ROUNDS = 500;
export const OUTER_PATIENCE = 12;

/** Passes over all rows to find the box in which an optimum must lie: each only tightens what the last one left. */
export const BOX_PASSES = 12;

/** Multiplications spent at most on bounding columns that no single row bounds: about a tenth of a second. */
export const FREE_COLUMNS_WORK = 5e7;

/** A bound that moves by less than this, relative to its size, is not worth another pass. */
export const BOX_PROGRESS = 1e-3;

/**
 * An amount whose range over the optima is no wider than this, relative to 1 + |amount|, is one amount. The optimum is held to
 * 1e-9 and rows to 1e-7, and a near tie trades a thousandth of the objective for an amount many times its size.
 */
export const AMOUNT_WIDTH = 1e-5;

/** How tightly an optimum is held, relative to 1 + |objective|, for a solver that finds no point that is closer: its own primal tolerance. */
export const LOOSE_OPTIMUM = 1e-7;
