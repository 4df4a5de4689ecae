/**
 * What is left to eliminate: active rows by open columns, values by column and the pattern also by row. Columns and rows lie
 * in files with free room behind each; one that outgrows its room moves to the end. Invariant: entry (i, c) is in column c
 * exactly if c is in the pattern of row i.
 */
import type { BasisColumns } from './basis-columns.ts';
import { grownFloat64, grownInt32 } from './growth.ts';

export class ActiveMatrix {
  /** Length m each, by position: entries are `index/value[start..start + count)`, room for `room`. */
  readonly start: Int32Array;
  readonly count: Int32Array;
  readonly room: Int32Array;
  /** Length m, by position: largest absolute value of the column. */
  readonly largest: Float64Array;
  index = new Int32Array(0);
  value = new Float64Array(0);
  size = 0;

  /** Length m each, by row: positions are `rowIndex[rowStart..rowStart + rowCount)`. */
  readonly rowStart: Int32Array;
  readonly rowCount: Int32Array;
  readonly rowRoom: Int32Array;
  rowIndex = new Int32Array(0);
  rowSize = 0;

  constructor(m: number) {
    this.start = new Int32Array(m);
    this.count = new Int32Array(m);
    this.room = new Int32Array(m);
    this.largest = new Float64Array(m);
    this.rowStart = new Int32Array(m);
    this.rowCount = new Int32Array(m);
    this.rowRoom = new Int32Array(m);
  }

  /** Takes the open columns of `basis`, restricted to active rows. `rowCount`, `columnCount`: as left by the singletons. */
  load(basis: BasisColumns, rowCount: Int32Array, columnCount: Int32Array): void {
    const { m, open, openCount, active, variable } = basis;
    const { starts, rows, values } = basis.matrix;
    let entries = 0;
    for (let s = 0; s < openCount; s++) entries += columnCount[open[s]];
    // Rows and columns both get room for twice what they hold.
    this.index = grownInt32(this.index, 0, 4 * entries);
    this.value = grownFloat64(this.value, 0, 4 * entries);
    this.rowIndex = grownInt32(this.rowIndex, 0, 4 * entries);
    const { index, value, rowIndex } = this;
    let at = 0;
    for (let i = 0; i < m; i++) {
      this.rowCount[i] = 0;
      if (active[i] === 0) continue;
      this.rowStart[i] = at;
      this.rowRoom[i] = 2 * rowCount[i];
      at += 2 * rowCount[i];
    }
    this.rowSize = at;
    at = 0;
    for (let s = 0; s < openCount; s++) {
      const c = open[s];
      let put = at;
      let largest = 0;
      const to = starts[variable[c] + 1];
      for (let t = starts[variable[c]]; t < to; t++) {
        const i = rows[t];
        if (active[i] === 0) continue;
        index[put] = i;
        value[put++] = values[t];
        const size = Math.abs(values[t]);
        if (size > largest) largest = size;
        rowIndex[this.rowStart[i] + this.rowCount[i]++] = c;
      }
      this.start[c] = at;
      this.count[c] = put - at;
      this.room[c] = 2 * columnCount[c];
      this.largest[c] = largest;
      at += 2 * columnCount[c];
    }
    this.size = at;
  }

  /** Room at the end of the files for `columns` more column entries and `rows` more row entries. */
  reserve(columns: number, rows: number): void {
    this.index = grownInt32(this.index, this.size, columns);
    this.value = grownFloat64(this.value, this.size, columns);
    this.rowIndex = grownInt32(this.rowIndex, this.rowSize, rows);
  }

  /** Position of row `i` within column `c`, an offset into `index` and `value`. The entry must exist. */
  find(i: number, c: number): number {
    const index = this.index;
    let at = this.start[c];
    while (index[at] !== i) at++;
    return at;
  }

  /** Takes position `c` out of the pattern of row `i`. */
  dropFromRow(i: number, c: number): void {
    const rowIndex = this.rowIndex;
    let at = this.rowStart[i];
    while (rowIndex[at] !== c) at++;
    rowIndex[at] = rowIndex[this.rowStart[i] + --this.rowCount[i]];
  }

  /** Adds position `c` to the pattern of row `i`, moving the row to the end of the (reserved) file when it is full. */
  addToRow(i: number, c: number): void {
    const rowIndex = this.rowIndex;
    const count = this.rowCount[i];
    let start = this.rowStart[i];
    if (count === this.rowRoom[i]) {
      const moved = this.rowSize;
      for (let k = 0; k < count; k++) rowIndex[moved + k] = rowIndex[start + k];
      start = moved;
      this.rowStart[i] = moved;
      this.rowRoom[i] = 2 * count + 2;
      this.rowSize = moved + 2 * count + 2;
    }
    rowIndex[start + count] = c;
    this.rowCount[i] = count + 1;
  }

  /** Moves column `c` to the end of the (reserved) file, with room for `room` entries. */
  moveColumn(c: number, room: number): void {
    const { index, value } = this;
    const from = this.start[c];
    const to = this.size;
    const count = this.count[c];
    for (let k = 0; k < count; k++) {
      index[to + k] = index[from + k];
      value[to + k] = value[from + k];
    }
    this.start[c] = to;
    this.room[c] = room;
    this.size = to + room;
  }
}
