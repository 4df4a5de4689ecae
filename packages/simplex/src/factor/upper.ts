/**
 * The factor U of `B = L U`, and of `B = L R^-1 U` after updates, stored by columns and by rows. Rows and columns are named
 * by their pivot row. Invariant: an entry (i, p) of column p has a slot before p's; both copies hold the same entries.
 * Updates void the old slot of a pivot row and append a new one, so the stored indices never need to be permuted.
 */
import { grownFloat64, grownInt32 } from './growth.ts';

/** Free places that every row gets for updates when it is laid out; more are found by moving the row to the end. */
const ROW_SLACK = 4;

export class Upper {
  /** Length m + update limit: pivot rows in elimination order, -1 for slots voided by updates. */
  readonly slots: Int32Array;
  slotCount = 0;
  /** Length m, by pivot row: its slot. */
  readonly slotOf: Int32Array;
  /** Leading slots that are logicals: pivot one, no entries in the column. */
  trivialCount = 0;
  /** Length m, by pivot row: the diagonal. */
  readonly pivot: Float64Array;

  /** Length m each, by pivot row: the column's off-diagonal entries are `index/value[start..end)`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  index = new Int32Array(0);
  value = new Float64Array(0);
  /** Used length of the columns' storage, holes included. */
  size = 0;
  /** Off-diagonal entries now. */
  entries = 0;

  /** The same by rows, each row with room up to `rowLimit`. */
  readonly rowStart: Int32Array;
  readonly rowEnd: Int32Array;
  readonly rowLimit: Int32Array;
  rowIndex = new Int32Array(0);
  rowValue = new Float64Array(0);
  rowSize = 0;

  constructor(m: number, updateLimit: number) {
    this.slots = new Int32Array(m + updateLimit);
    this.slotOf = new Int32Array(m);
    this.pivot = new Float64Array(m);
    this.start = new Int32Array(m);
    this.end = new Int32Array(m);
    this.rowStart = new Int32Array(m);
    this.rowEnd = new Int32Array(m);
    this.rowLimit = new Int32Array(m);
  }

  reset(): void {
    this.slotCount = 0;
    this.trivialCount = 0;
    this.size = 0;
    this.rowSize = 0;
  }

  /** Room for `more` entries in the columns' storage. */
  reserve(more: number): void {
    this.index = grownInt32(this.index, this.size, more);
    this.value = grownFloat64(this.value, this.size, more);
  }

  /** Appends the slot of pivot row `p`, whose column was written from `first` to `size`. */
  closeColumn(p: number, pivot: number, first: number): void {
    this.start[p] = first;
    this.end[p] = this.size;
    this.pivot[p] = pivot;
    this.slotOf[p] = this.slotCount;
    this.slots[this.slotCount++] = p;
  }

  /** Room for a column of `column` entries more, and for `rows` places at the end of the rows' storage. */
  reserveUpdate(column: number, rows: number): void {
    this.reserve(column);
    this.rowIndex = grownInt32(this.rowIndex, this.rowSize, rows);
    this.rowValue = grownFloat64(this.rowValue, this.rowSize, rows);
  }

  /** Builds the copy by rows with slack. */
  transpose(): void {
    const { size, index, value, start, end, slots, slotCount, rowStart, rowEnd, rowLimit } = this;
    this.rowIndex = grownInt32(this.rowIndex, 0, size + ROW_SLACK * slotCount);
    this.rowValue = grownFloat64(this.rowValue, 0, size + ROW_SLACK * slotCount);
    const { rowIndex, rowValue } = this;
    rowLimit.fill(0);
    for (let t = 0; t < size; t++) rowLimit[index[t]]++;
    let at = 0;
    for (let k = 0; k < slotCount; k++) {
      const i = slots[k];
      rowStart[i] = at;
      rowEnd[i] = at;
      at += rowLimit[i] + ROW_SLACK;
      rowLimit[i] = at;
    }
    this.rowSize = at;
    this.entries = size;
    for (let k = 0; k < slotCount; k++) {
      const p = slots[k];
      const last = end[p];
      for (let t = start[p]; t < last; t++) {
        const put = rowEnd[index[t]]++;
        rowIndex[put] = p;
        rowValue[put] = value[t];
      }
    }
  }
}
