/** Thresholds of this package, each with its reason. */

/**
 * From here on many codes read a bound as infinite (CPLEX, HiGHS: 1e20). It stays the number that it is, so that files
 * survive reading and writing; a note tells, because the writer of the file may have meant infinity.
 */
export const HUGE_BOUND = 1e20;
