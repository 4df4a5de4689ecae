/**
 * Every number of GLPK and of this adapter, with its reason. Source of the C constants: glpk.h of GLPK 5.0.
 */

export const OFF = 0;
export const ON = 1;
/** glp_set_obj_dir: this package is always handed a minimisation. */
export const MINIMIZE = 1;

/** Kinds of bounds. A pair of equal bounds must be `FIXED`: as `DOUBLE` glp_simplex answers EBOUND and solves nothing. */
export const FREE = 1;
export const LOWER = 2;
export const UPPER = 3;
export const DOUBLE = 4;
export const FIXED = 5;

/** Where a row or column stands; 5, at a fixed value, is read as standing on its lower bound. */
export const STAT_BASIC = 1;
export const STAT_LOWER = 2;
export const STAT_UPPER = 3;
export const STAT_FREE = 4;

/** glp_smcp.meth */
export const PRIMAL = 1;
/** Dual simplex that goes on with the primal one where it is stuck. */
export const DUAL_THEN_PRIMAL = 2;
export const DUAL = 3;
export type Method = typeof PRIMAL | typeof DUAL_THEN_PRIMAL | typeof DUAL;

/** glp_smcp.msg_lev: warnings, and a line about every run as it goes on. */
export const SAY_PROGRESS = 2;
/** Milliseconds between two such lines; GLPK's own 5000 is longer than most solves. */
export const PROGRESS_MILLISECONDS = 100;

/** sizeof(glp_smcp) on 32 bit is 352; the rest is room for a field more. */
export const PARAMETER_BYTES = 384;
/** Offsets of the fields of glp_smcp that are set here, in units of their own type. */
export const PARAMETER_INT = {
  messages: 0,
  method: 1,
  iterationLimit: 14,
  timeLimit: 15,
  outputFrequency: 16,
  presolve: 18,
} as const;
export const PARAMETER_DOUBLE = { primalTolerance: 2, dualTolerance: 3, pivotTolerance: 4 } as const;

/** Kind of a column that must be whole. */
export const INTEGER_KIND = 2;

/** sizeof(glp_iocp) on 32 bit is 312; the rest is room for a field more. Offsets as in `PARAMETER_INT`; checked by a test. */
export const SEARCH_PARAMETER_BYTES = 384;
export const SEARCH_PARAMETER_INT = {
  messages: 0,
  timeLimit: 8,
  callback: 11,
  mirCuts: 18,
  gomoryCuts: 19,
  cliqueCuts: 21,
  presolve: 22,
} as const;
export const SEARCH_PARAMETER_DOUBLE = { integrality: 2, objective: 3 } as const;

/** Why the search calls back: it is about to work on a node. Choosing one is no reason while it dives from child to child. */
export const REASON_NODE = 7;

/**
 * How far from whole a column may be, in a linear program, to count as whole; GLPK then rounds it. Its own 1e-5 would
 * move rows by more than our check allows.
 */
export const SEARCH_INTEGRALITY = 1e-9;

/**
 * A node is given up when its bound is not better than the best point by this much times 1 + |objective|. So this is how
 * close a search that ran to its end has proved its point to be. GLPK's own is 1e-7; a linear program has to be within
 * 1e-9, and so has a program with integers when no gap is allowed.
 */
export const SEARCH_OBJECTIVE = 1e-10;

/** The same in glpk.js, which leaves GLPK's own in place. */
export const JS_SEARCH_OBJECTIVE = 1e-7;

/** A run that was stopped by its clock of whole milliseconds may end this much early by ours. */
export const CLOCK_SLACK_MILLISECONDS = 10;

/** sizeof(glp_iptcp) on 32 bit is 392; the rest is room for a field more. Its first field is msg_lev. */
export const INTERIOR_PARAMETER_BYTES = 416;

/**
 * How many times the largest finite bound the walls of the interior point method stand away, and how many times the largest
 * cost it is to leave a row; tried in this order. Nearer ones end more runs well, farther ones hold more optima. Of 1,300
 * drawn programs with degenerate optima, or with numbers of several sizes, 90 need walls; these leave less than 1 %.
 */
export const WALLS: readonly number[] = [10, 1e3];

/**
 * Integer columns that may lie beyond this are kept from GLPK's presolver, which takes 40 ns for every unit of width, for
 * every pair of columns that hold each other, and cannot be stopped.
 */
export const FAR_WHOLE = 1e6;

/** A bound that a relaxation implies is moved outwards by this much, relative to 1 + |bound|, ten times what a check allows. */
export const IMPLIED_SLACK = 1e-6;

/**
 * How far from the optimum of the relaxation the walls stand between which glpk.js searches columns that reach far. Best
 * whole points are near it; a search of a few columns that finds none takes a second or so.
 */
export const SEARCH_WALL = 1e4;

/**
 * Nodes after which a search that may have no end is stopped unless its caller gave a limit. Small programs take a second
 * or two for so many.
 */
export const ENDLESS_NODES = 100_000;

/** it_lim, and tm_lim in milliseconds, are ints, and this value means "no limit". */
export const NO_LIMIT = 2 ** 31 - 1;

/** Geometric mean and equilibration, rounded to powers of two so that undoing it is exact, skipped if well scaled. */
export const SCALE_EXACT = 0x01 | 0x10 | 0x20 | 0x40;
/** glp_scale_prob's own choice: the Farkas run of Netlib's vol1 ends in EFAIL without it. */
export const SCALE_AUTO = 0x80;

/** glp_simplex's own tolerances: they decide what is called infeasible. */
export const FIRST_TOLERANCE = 1e-7;
/** Tolerances of the clean-up run from the optimal basis: our check allows 1e-7, after scaling has been undone. */
export const CLEAN_TOLERANCE = 1e-9;

/**
 * GLPK takes tableau entries below 1e-9 for zeros, and then a ray that meets a bound slowly for one that never does.
 * Where the check has refuted such a proof the last attempt looks at entries down to here.
 */
export const FINE_PIVOT = 1e-13;

/** The clean-up run is a few iterations or none; where it takes more than one per row and column it is stuck. */
export const CLEAN_ITERATIONS_PER_VARIABLE = 1;

/**
 * What GLPK states may miss a bound or a cost by this share of the terms that were summed, and is taken as it stands: about a hundred
 * roundings, where a refined optimum shows a few. What is further off is refined.
 */
export const STATED_ROUNDING = 1e-14;
/** How far apart primal and dual objective of such an optimum may be, by plain sums: a hundredth of what the check allows. */
export const STATED_GAP = 1e-11;

/** Steps of iterative refinement after a solve with the factors: each gains about as many digits as the factors have. */
export const REFINEMENTS = 1;

/**
 * A multiplier of the wrong sign up to this share of (1 + cost) is what CLEAN_TOLERANCE let pass. It reads as zero:
 * its opposite bound may be far away, and multiplier times distance would count in full against the objective.
 */
export const MULTIPLIER_NOISE = 1e-9;

/** An instance whose memory has grown to this size takes no further program: its limit is 2 GiB and it never shrinks. */
export const FULL_HEAP_BYTES = 2 ** 30;
/** An unused instance above this size is given back instead of kept. */
export const IDLE_HEAP_BYTES = 2 ** 26;
