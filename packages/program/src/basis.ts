/** Where each column and row of a vertex stands. Codes are the same for every backend. */

/** On its lower bound. */
export const AT_LOWER = 0;
/** In the basis: its value follows from the others. */
export const BASIC = 1;
/** On its upper bound. */
export const AT_UPPER = 2;
/** Nonbasic without any bound, held at zero. */
export const FREE_AT_ZERO = 3;

export interface Basis {
  /** Length columnCount, one code each. */
  readonly columns: Int8Array;
  /** Length rowCount, one code each; a row stands where its activity stands. */
  readonly rows: Int8Array;
}
