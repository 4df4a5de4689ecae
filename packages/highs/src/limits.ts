/**
 * Every number this adapter hands to HiGHS or holds HiGHS to, with its reason. HiGHS's own defaults stand wherever a
 * program does not need more, because they also steer its arithmetic: with `small_matrix_value` at 1e-12 instead of
 * 1e-9, HiGHS 1.15.1 ends `unknown` on klein1, which it otherwise proves infeasible.
 */
import type { NumericRange } from '@marginal/program';

/** HiGHS in the WASM module; a test compares it with what the module says. */
export const HIGHS_VERSION = '1.15.1';

/** Coefficients up to this size are dropped by default; `WIDEST_DROPPED` is the lowest the option can be set to. */
export const DEFAULT_DROPPED = 1e-9;
export const WIDEST_DROPPED = 1e-12;

/** Coefficients from here on are refused by default. Up to 1e20 HiGHS still solves; at 1e25 it ends `unknown`. */
export const DEFAULT_COEFFICIENT_CEILING = 1e15;
export const WIDEST_COEFFICIENT = 1e20;

/**
 * Bounds and costs from here on are infinite by default. They can be kept up to any finite number, and HiGHS works
 * with bounds and big-M costs of 1e100; where dual simplex gives up (all costs above 1e18), primal simplex goes on.
 */
export const DEFAULT_INFINITY = 1e20;
export const WIDEST_INFINITY = 1e100;

/** Stands above the widest number kept, so that "as large as" and "larger than" in HiGHS's tests do not matter. */
export const CEILING_MARGIN = 10;

/** Upper bounds of semicontinuous columns above this are lowered to it, or make the run fail (kMaxSemiVariableUpper). */
export const SEMICONTINUOUS_CEILING = 1e5;

/** What `highs()` keeps as it is. HiGHS drops sizes up to and including 1e-12, hence the next double. */
export const NUMERIC_RANGE: NumericRange = {
  smallestCoefficient: WIDEST_DROPPED * (1 + Number.EPSILON),
  largestCoefficient: WIDEST_COEFFICIENT,
  infinity: WIDEST_INFINITY,
  semicontinuousUpper: SEMICONTINUOUS_CEILING,
};

/** "No limit": the options refuse Infinity (H8). */
export const NO_TIME_LIMIT = 1e300;

/** HiGHS's default feasibility tolerances, absolute and in its scaled space. */
export const DEFAULT_TOLERANCE = 1e-7;

/** The tightest tolerance HiGHS accepts: for a second look at an answer that our check refuted. */
export const TIGHT_TOLERANCE = 1e-10;

/** What interior point and first-order methods keep: beyond, their scaling loses the numbers or they come to no end. */
export const INTERIOR_RANGE: NumericRange = {
  smallestCoefficient: 1e-9,
  largestCoefficient: 1e9,
  infinity: 1e12,
};

/** HiGHS's own optimality tolerance of its interior point method, relative. */
export const INTERIOR_OPTIMALITY = 1e-8;

/** Of the first-order method: HiGHS's own, a thousandth of what its class is held to; and when our check refutes a point. */
export const FIRST_ORDER_TOLERANCE = 1e-7;
export const FIRST_ORDER_SECOND_TOLERANCE = 1e-9;

/** It approaches some programs for ever, those without an optimum among them: then it is time to look for a proof. */
export const MOST_FIRST_ORDER_ITERATIONS = 500_000;

/** Where interior point pays, see `paysInterior`. Below, simplex takes milliseconds; sparser columns are those of networks. */
export const INTERIOR_ROWS = 800;
export const INTERIOR_NONZEROS = 10_000;
export const INTERIOR_DENSITY = 5;

/**
 * Absolute feasibility and integrality tolerance of a search. HiGHS's own, 1e-6, is more than our check allows, and
 * its points use it up (a semicontinuous column from 2 on ends at 1.999999): a tenth of what the check allows.
 */
export const SEARCH_TOLERANCE = 1e-8;

/** "No limit" of `mip_max_nodes`, an int; also its default. */
export const NO_NODE_LIMIT = 2 ** 31 - 1;

/**
 * Bytes of WASM memory above which an instance takes no new programs. Memory never shrinks and ends at 2 GiB; a
 * program of 4 million nonzeros takes about 75 MB to hold and several times that to solve.
 */
export const RETIREMENT_BYTES = 1.5 * 2 ** 30;

/** What a WASM instance can grow to, for messages. */
export const LARGEST_MEGABYTES = 2048;

/** Simplex iterations between two reports of progress: some milliseconds on programs that take long. */
export const ITERATIONS_PER_REPORT = 100;

/** Log lines kept to explain a failure, and characters of a cause that are worth reading (H16). */
export const KEPT_LOG_LINES = 200;
export const CAUSE_LENGTH = 500;
