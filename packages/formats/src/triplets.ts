/**
 * Triplets (row, column, value) in any order to a matrix by column. Two stable counting sorts, linear in the number
 * of triplets, rows and columns; the terms of one entry are added in the order in which they came. What becomes zero
 * is left out, as `CscMatrix` demands.
 */
import type { CscMatrix } from '@marginal/program';

export interface Compressed {
  readonly matrix: CscMatrix;
  /** Triplets that were added to an earlier one of the same row and column. */
  readonly merged: number;
  /** Entries left out because they are zero. */
  readonly zeros: number;
}

/** Positions 0..length-1 in `order`, stably sorted by `key`, which is in 0..count-1. */
function countingSort(key: Int32Array, count: number, order: Int32Array | undefined): Int32Array {
  const next = new Int32Array(count + 1);
  for (let k = 0; k < key.length; k++) next[key[k] + 1]++;
  for (let i = 0; i < count; i++) next[i + 1] += next[i];
  const sorted = new Int32Array(key.length);
  for (let k = 0; k < key.length; k++) {
    const from = order === undefined ? k : order[k];
    sorted[next[key[from]]++] = from;
  }
  return sorted;
}

function increases(key: Int32Array): boolean {
  for (let k = 1; k < key.length; k++) if (key[k] < key[k - 1]) return false;
  return true;
}

/** `rows`, `columns` and `values` have one entry per triplet. */
export function compressTriplets(
  rowCount: number,
  columnCount: number,
  rows: Int32Array,
  columns: Int32Array,
  values: Float64Array,
): Compressed {
  const byRow = increases(rows) ? undefined : countingSort(rows, rowCount, undefined);
  const order = countingSort(columns, columnCount, byRow);
  const starts = new Int32Array(columnCount + 1);
  const outRows = new Int32Array(rows.length);
  const outValues = new Float64Array(rows.length);
  let filled = 0;
  let merged = 0;
  let zeros = 0;
  let at = 0;
  for (let j = 0; j < columnCount; j++) {
    while (at < order.length && columns[order[at]] === j) {
      const row = rows[order[at]];
      let sum = values[order[at++]];
      for (; at < order.length && columns[order[at]] === j && rows[order[at]] === row; at++, merged++) {
        sum += values[order[at]];
      }
      if (sum === 0) {
        zeros++;
        continue;
      }
      outRows[filled] = row;
      outValues[filled++] = sum;
    }
    starts[j + 1] = filled;
  }
  return {
    matrix: {
      rowCount,
      columnCount,
      starts,
      rows: outRows.slice(0, filled),
      values: outValues.slice(0, filled),
    },
    merged,
    zeros,
  };
}
