/**
 * The matrix by row, each row partitioned: entries of columns that can enter the basis come first. PRICE then meets no basic and no
 * fixed column. Invariant: row i holds its entries in [start_i, start_i+1), those of active columns in [start_i, active_i); `place`
 * and `entry` are inverse to each other. A change of basis costs one swap per nonzero of the two columns.
 */
export class RowCopy {
  /** Length m + 1. */
  readonly start: Int32Array;
  /** Length m: end of the active part of each row. */
  readonly active: Int32Array;
  /** Length nnz: column and value of each entry. */
  readonly column: Int32Array;
  readonly value: Float64Array;
  /** Length nnz: where entry k of the column-wise matrix stands here, and the other way round. */
  private readonly place: Int32Array;
  private readonly entry: Int32Array;
  private readonly starts: Int32Array;
  private readonly rows: Int32Array;

  constructor(m: number, n: number, starts: Int32Array, rows: Int32Array, values: Float64Array) {
    const nnz = starts[n];
    this.starts = starts;
    this.rows = rows;
    this.start = new Int32Array(m + 1);
    this.active = new Int32Array(m);
    this.column = new Int32Array(nnz);
    this.value = new Float64Array(nnz);
    this.place = new Int32Array(nnz);
    this.entry = new Int32Array(nnz);
    const { start, active } = this;
    for (let k = 0; k < nnz; k++) start[rows[k] + 1]++;
    for (let i = 0; i < m; i++) start[i + 1] += start[i];
    for (let i = 0; i < m; i++) active[i] = start[i];
    for (let j = 0; j < n; j++) {
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        const at = active[rows[k]]++;
        this.column[at] = j;
        this.value[at] = values[k];
        this.place[k] = at;
        this.entry[at] = k;
      }
    }
  }

  /** Partitions anew; `isActive`: one flag per column, and perhaps more after them. O(nnz). */
  partition(isActive: Uint8Array): void {
    const { start, active, column } = this;
    const m = active.length;
    for (let i = 0; i < m; i++) {
      let end = start[i + 1];
      let at = start[i];
      while (at < end) {
        if (isActive[column[at]] !== 0) at++;
        else this.swap(at, --end);
      }
      active[i] = end;
    }
  }

  /** Column j can enter from now on. It could not before. */
  activate(j: number): void {
    const { starts, rows, active, place } = this;
    const end = starts[j + 1];
    for (let k = starts[j]; k < end; k++) this.swap(place[k], active[rows[k]]++);
  }

  /** Column j cannot enter from now on. It could before. */
  deactivate(j: number): void {
    const { starts, rows, active, place } = this;
    const end = starts[j + 1];
    for (let k = starts[j]; k < end; k++) this.swap(place[k], --active[rows[k]]);
  }

  private swap(a: number, b: number): void {
    if (a === b) return;
    const { column, value, place, entry } = this;
    const j = column[a];
    column[a] = column[b];
    column[b] = j;
    const x = value[a];
    value[a] = value[b];
    value[b] = x;
    const k = entry[a];
    entry[a] = entry[b];
    entry[b] = k;
    place[entry[a]] = a;
    place[k] = b;
  }
}
