/**
 * The factor L of `B = L U`, a product of column etas in pivot order, stored by columns and by rows so that both `L` and
 * `L^T` are solved by scattering. Rows and columns are named by their pivot row; the unit diagonal is not stored. Columns
 * and rows without entries (all of the triangular part of a basis) are not in the orders, so a pass never visits them.
 */
import { grownFloat64, grownInt32 } from './growth.ts';

export class Lower {
  /** Length m each, by pivot row: the column's entries are `index/value[start..end)`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Pivot rows of the columns with entries, in pivot order; the first `columnCount`. */
  readonly columnOrder: Int32Array;
  /** Length m + 1: where the k-th column of `columnOrder` starts. */
  readonly columnStart: Int32Array;
  columnCount = 0;
  index = new Int32Array(0);
  value = new Float64Array(0);
  /** Number of stored entries. */
  size = 0;

  /** The same by rows; entries name the pivot rows of their columns. */
  readonly rowStart: Int32Array;
  readonly rowEnd: Int32Array;
  readonly rowOrder: Int32Array;
  readonly rowOrderStart: Int32Array;
  rowCount = 0;
  rowIndex = new Int32Array(0);
  rowValue = new Float64Array(0);

  constructor(m: number) {
    this.start = new Int32Array(m);
    this.end = new Int32Array(m);
    this.columnOrder = new Int32Array(m);
    this.columnStart = new Int32Array(m + 1);
    this.rowStart = new Int32Array(m);
    this.rowEnd = new Int32Array(m);
    this.rowOrder = new Int32Array(m);
    this.rowOrderStart = new Int32Array(m + 1);
  }

  /** Empty, as L of the identity. */
  reset(): void {
    this.start.fill(0);
    this.end.fill(0);
    this.columnCount = 0;
    this.size = 0;
    this.rowCount = 0;
  }

  /** Room for `more` entries beyond `size`. */
  reserve(more: number): void {
    this.index = grownInt32(this.index, this.size, more);
    this.value = grownFloat64(this.value, this.size, more);
  }

  /** Ends the column of pivot row `p`, whose entries were written from `first` to `size`. */
  closeColumn(p: number, first: number): void {
    if (first === this.size) return;
    this.start[p] = first;
    this.end[p] = this.size;
    this.columnOrder[this.columnCount] = p;
    this.columnStart[this.columnCount++] = first;
    this.columnStart[this.columnCount] = this.size;
  }

  /** Builds the copy by rows. The first m entries of `order` are the pivot rows in pivot order. */
  transpose(order: Int32Array): void {
    const { size, index, value, rowStart, rowEnd, rowOrder, rowOrderStart, columnOrder, columnStart } = this;
    const m = this.start.length;
    this.rowIndex = grownInt32(this.rowIndex, 0, size);
    this.rowValue = grownFloat64(this.rowValue, 0, size);
    const { rowIndex, rowValue, columnCount } = this;
    rowEnd.fill(0);
    for (let t = 0; t < size; t++) rowEnd[index[t]]++;
    let at = 0;
    let rows = 0;
    for (let k = 0; k < m; k++) {
      const i = order[k];
      rowStart[i] = at;
      if (rowEnd[i] > 0) {
        rowOrder[rows] = i;
        rowOrderStart[rows++] = at;
        at += rowEnd[i];
      }
      rowEnd[i] = rowStart[i];
    }
    rowOrderStart[rows] = at;
    this.rowCount = rows;
    for (let k = 0; k < columnCount; k++) {
      const p = columnOrder[k];
      for (let t = columnStart[k]; t < columnStart[k + 1]; t++) {
        const put = rowEnd[index[t]]++;
        rowIndex[put] = p;
        rowValue[put] = value[t];
      }
    }
  }
}
