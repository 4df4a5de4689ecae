/**
 * Sparse matrices by column (CSC). Invariant: `starts` is non-decreasing from 0 to the number of nonzeros, and the
 * rows of a column increase strictly, so that there are no duplicates. Immutable by convention: nobody writes into
 * a matrix that a `Program` holds.
 */
import { twoProductError, twoSumError } from './compensated.ts';

export interface CscMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Length columnCount + 1, offsets into `rows` and `values`. */
  readonly starts: Int32Array;
  /** Length nnz, row index of each nonzero, increasing within a column. */
  readonly rows: Int32Array;
  /** Length nnz, coefficient of each nonzero, finite and not zero. */
  readonly values: Float64Array;
}

/** Whether the invariant above holds and all rows are within the matrix. The arrays must have the lengths they should. */
export function isCanonical({ rowCount, columnCount, starts, rows, values }: CscMatrix): boolean {
  if (starts[0] !== 0) return false;
  for (let j = 0; j < columnCount; j++) if (!(starts[j + 1] >= starts[j])) return false;
  for (let j = 0, k = 0; j < columnCount; j++) {
    let previous = -1;
    for (const end = starts[j + 1]; k < end; k++) {
      if (!(rows[k] > previous)) return false;
      previous = rows[k];
    }
    if (previous >= rowCount) return false;
  }
  for (let k = 0; k < values.length; k++) if (values[k] === 0 || values[k] - values[k] !== 0) return false;
  return true;
}

/** The same matrix by row: a CSC matrix of the transpose. O(nnz), one counting sort. */
export function transpose(matrix: CscMatrix): CscMatrix {
  const { rowCount, columnCount, starts, rows, values } = matrix;
  const nnz = starts[columnCount];
  const outStarts = new Int32Array(rowCount + 1);
  for (let k = 0; k < nnz; k++) outStarts[rows[k] + 1]++;
  for (let i = 0; i < rowCount; i++) outStarts[i + 1] += outStarts[i];
  const next = outStarts.slice(0, rowCount);
  const outRows = new Int32Array(nnz);
  const outValues = new Float64Array(nnz);
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const at = next[rows[k]]++;
      outRows[at] = j;
      outValues[at] = values[k];
    }
  }
  return {
    rowCount: columnCount,
    columnCount: rowCount,
    starts: outStarts,
    rows: outRows,
    values: outValues,
  };
}

/** A matrix-vector product in compensated arithmetic, with the size of what was summed. */
export interface CompensatedProduct {
  /** Each entry correctly rounded but for errors of second order. */
  readonly value: Float64Array;
  /** Sum of |a_ij v_j| behind each entry: what its rounding is measured against. */
  readonly magnitude: Float64Array;
}

/**
 * `A x`. `x`: length columnCount. Returns arrays of length rowCount. `low` and `magnitude`: zeros, as long at least, to be used for what is
 * behind the values.
 */
export function multiply(
  matrix: CscMatrix,
  x: Float64Array,
  low: Float64Array = new Float64Array(matrix.rowCount),
  magnitude: Float64Array = new Float64Array(matrix.rowCount),
): CompensatedProduct {
  const { rowCount, columnCount, starts, rows, values } = matrix;
  const value = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const xj = x[j];
    if (xj === 0) continue;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const i = rows[k];
      const p = values[k] * xj;
      const s = value[i] + p;
      low[i] += twoProductError(values[k], xj, p) + twoSumError(value[i], p, s);
      value[i] = s;
      magnitude[i] += Math.abs(p);
    }
  }
  for (let i = 0; i < rowCount; i++) value[i] += low[i];
  return { value, magnitude };
}

/** `A'y`. `y`: length rowCount. Returns arrays of length columnCount, or those given, which are as long at least. */
export function multiplyTransposed(
  matrix: CscMatrix,
  y: Float64Array,
  value: Float64Array = new Float64Array(matrix.columnCount),
  magnitude: Float64Array = new Float64Array(matrix.columnCount),
): CompensatedProduct {
  const { columnCount, starts, rows, values } = matrix;
  for (let j = 0; j < columnCount; j++) {
    let high = 0;
    let low = 0;
    let size = 0;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const p = values[k] * y[rows[k]];
      const s = high + p;
      low += twoProductError(values[k], y[rows[k]], p) + twoSumError(high, p, s);
      high = s;
      size += Math.abs(p);
    }
    value[j] = high + low;
    magnitude[j] = size;
  }
  return { value, magnitude };
}
