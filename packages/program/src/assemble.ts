/**
 * A matrix from terms by column as they were written: each column sorted by row, terms of one row and column merged into
 * their exact sum (so that it does not depend on their order), sums of exactly zero dropped; both are counted. Invariant:
 * what comes out is canonical (`matrix.ts`), because every term has been looked at here; `createProgram` takes the
 * word of this module once per matrix and looks at every entry itself the next time.
 */
import { refuse } from './errors.ts';
import { exactSum } from './exact-sum.ts';
import type { CscMatrix } from './matrix.ts';

/** Terms by column, in any order within it. */
export interface ColumnTerms {
  /** Length columnCount + 1: column j's terms are starts[j]..starts[j + 1]. */
  readonly starts: Int32Array;
  /** Length terms: row of each. */
  readonly rows: Int32Array;
  /** Length terms. */
  readonly values: Float64Array;
}

/** The matrix and what became of the terms, or that some term is infinite or not a number. */
export type Assembly =
  | {
      readonly status: 'assembled';
      readonly matrix: CscMatrix;
      /** Terms that were added to another one of the same row and column. */
      readonly merged: number;
      /** Entries left out because they came to exactly zero. */
      readonly zeros: number;
    }
  | { readonly status: 'infinite' };

/** Segments up to this length are sorted by insertion: nearly all are in order already, one term per constraint. */
const INSERTION_LIMIT = 64;

/** Sorts the terms from..to of a column by row, equal rows in order of writing. */
function sortSegment(rows: Int32Array, values: Float64Array, from: number, to: number): void {
  if (to - from > INSERTION_LIMIT) {
    const order = Uint32Array.from({ length: to - from }, (_, k) => from + k);
    order.sort((a, b) => rows[a] - rows[b] || a - b);
    const sortedRows = Int32Array.from(order, (k) => rows[k]);
    const sortedValues = Float64Array.from(order, (k) => values[k]);
    rows.set(sortedRows, from);
    values.set(sortedValues, from);
    return;
  }
  for (let k = from + 1; k < to; k++) {
    const row = rows[k];
    const value = values[k];
    let at = k;
    for (; at > from && rows[at - 1] > row; at--) {
      rows[at] = rows[at - 1];
      values[at] = values[at - 1];
    }
    rows[at] = row;
    values[at] = value;
  }
}

/** What is the matter with a column, as bits. */
const UNSORTED = 1;
/** Some row stands twice, or some term is zero. */
const LOOSE = 2;
const INFINITE = 4;
const OUTSIDE = 8;

/** Looks at the terms from..to of a column once. */
function inspect(rows: Int32Array, values: Float64Array, from: number, to: number, rowCount: number): number {
  let matter = 0;
  let previous = -1;
  for (let k = from; k < to; k++) {
    const row = rows[k];
    const value = values[k];
    if (row <= previous) matter |= row < 0 ? OUTSIDE : UNSORTED;
    if (row >= rowCount) matter |= OUTSIDE;
    if (value === 0) matter |= LOOSE;
    else if (value - value !== 0) matter |= INFINITE;
    previous = row;
  }
  return matter;
}

/** The same of a column with two terms, which nodal balances are full of: sorted without a branch that nobody can predict. */
function inspectPair(rows: Int32Array, values: Float64Array, from: number, rowCount: number): number {
  const a = rows[from];
  const b = rows[from + 1];
  const first = values[from];
  const second = values[from + 1];
  if (a < 0 || b < 0 || a >= rowCount || b >= rowCount) return OUTSIDE;
  const swap = (b - a) >>> 31;
  rows[from + swap] = a;
  rows[from + 1 - swap] = b;
  values[from + swap] = first;
  values[from + 1 - swap] = second;
  const infinite = first - first !== 0 || second - second !== 0 ? INFINITE : 0;
  return infinite | (a === b || first === 0 || second === 0 ? LOOSE : 0);
}

/** Sorts every column, in place, looks at every term once, and says what is the matter with any column. */
function sortColumns({ starts, rows, values }: ColumnTerms, rowCount: number): number {
  const fit = starts[0] === 0 && starts[starts.length - 1] === rows.length && rows.length === values.length;
  let matter = fit ? 0 : OUTSIDE;
  for (let j = 1; j < starts.length; j++) {
    const from = starts[j - 1];
    const to = starts[j];
    if (to < from) return OUTSIDE;
    const here =
      to - from === 2 ? inspectPair(rows, values, from, rowCount) : inspect(rows, values, from, to, rowCount);
    matter |= here;
    if ((here & UNSORTED) === 0) continue;
    sortSegment(rows, values, from, to);
    for (let k = from + 1; k < to; k++) if (rows[k] === rows[k - 1]) matter |= LOOSE;
  }
  return matter;
}

/** Merges what has one row and column and drops zeros, in place. */
function merge({ starts, rows, values }: ColumnTerms): { nonzeros: number; merged: number; zeros: number } {
  let merged = 0;
  let zeros = 0;
  let out = 0;
  let from = 0;
  for (let j = 0; j + 1 < starts.length; j++) {
    const to = starts[j + 1];
    starts[j] = out;
    while (from < to) {
      const first = from;
      const row = rows[from++];
      while (from < to && rows[from] === row) from++;
      merged += from - first - 1;
      const value = exactSum(values, first, from);
      if (value === 0) {
        zeros++;
        continue;
      }
      rows[out] = row;
      values[out++] = value;
    }
  }
  starts[starts.length - 1] = out;
  return { nonzeros: out, merged, zeros };
}

/** Matrices made here that no program holds yet. */
const fresh = new WeakSet<CscMatrix>();

/** Whether the matrix was made here and nobody has asked before. */
export function isFresh(matrix: CscMatrix): boolean {
  return fresh.delete(matrix);
}

/**
 * Makes the matrix. The arrays of `terms` are taken over and changed: do not use them again, and do not write into the
 * matrix. Throws `InvalidInputError` `program.terms` when starts and rows do not fit together; sums that overflow come
 * out as infinities and are refused by `createProgram`. O(terms) when columns are nearly in order.
 */
export function assembleMatrix(terms: ColumnTerms, rowCount: number): Assembly {
  const { starts, rows, values } = terms;
  const columnCount = starts.length - 1;
  const matter = sortColumns(terms, rowCount);
  if ((matter & OUTSIDE) !== 0) {
    refuse([
      {
        code: 'program.terms',
        place: 'terms',
        cause: 'some column or row is outside the matrix',
        remedy: 'give non-decreasing starts from 0 to the number of terms, and rows of the matrix',
      },
    ]);
  }
  // Before anything is merged: infinities of both signs must not cancel unseen.
  if ((matter & INFINITE) !== 0) return { status: 'infinite' };
  if ((matter & LOOSE) === 0) {
    const matrix = { rowCount, columnCount, starts, rows, values };
    fresh.add(matrix);
    return { status: 'assembled', matrix, merged: 0, zeros: 0 };
  }
  const { nonzeros, merged, zeros } = merge(terms);
  const matrix = {
    rowCount,
    columnCount,
    starts,
    rows: rows.slice(0, nonzeros),
    values: values.slice(0, nonzeros),
  };
  return { status: 'assembled', matrix, merged, zeros };
}
