/**
 * The matrix by row, each row partitioned: entries of columns that can enter the basis come first. PRICE then meets no basic and no
 * fixed column. Invariant: row i holds its entries in [start_i, start_i+1), those of active columns in [start_i, active_i);
 * `place` says where. A change of basis costs one swap per nonzero of the two columns, and a search of the column that is swapped with.
 * Up to 65,535 columns indices take two bytes: for a wide program this copy is most of what a solve holds.
 */

type Index = Int32Array | Uint16Array;

/** The most that two bytes hold. */
const SHORT = 65_535;

export class RowCopy {
  /** Length m + 1. */
  readonly start: Int32Array;
  /** Length m: end of the active part of each row. */
  readonly active: Int32Array;
  /** Length nnz: column and value of each entry. */
  readonly column: Index;
  readonly value: Float64Array;
  /** Length nnz: where entry k of the column-wise matrix stands here, from the start of its row. */
  private readonly place: Index;
  private readonly starts: Int32Array;
  private readonly rows: Int32Array;

  constructor(m: number, n: number, starts: Int32Array, rows: Int32Array, values: Float64Array) {
    const nnz = starts[n];
    this.starts = starts;
    this.rows = rows;
    this.start = new Int32Array(m + 1);
    this.active = new Int32Array(m);
    this.column = n <= SHORT ? new Uint16Array(nnz) : new Int32Array(nnz);
    this.value = new Float64Array(nnz);
    this.place = n <= SHORT ? new Uint16Array(nnz) : new Int32Array(nnz);
    const { start, active } = this;
    for (let k = 0; k < nnz; k++) start[rows[k] + 1]++;
    for (let i = 0; i < m; i++) start[i + 1] += start[i];
    for (let i = 0; i < m; i++) active[i] = start[i];
    for (let j = 0; j < n; j++) {
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        const i = rows[k];
        const at = active[i]++;
        this.column[at] = j;
        this.value[at] = values[k];
        this.place[k] = at - start[i];
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
        else this.swap(i, this.find(i, column[at]), at, --end);
      }
      active[i] = end;
    }
  }

  /** Column j can enter from now on. It could not before. */
  activate(j: number): void {
    const { start, starts, rows, active, place } = this;
    const end = starts[j + 1];
    for (let k = starts[j]; k < end; k++) {
      const i = rows[k];
      this.swap(i, k, start[i] + place[k], active[i]++);
    }
  }

  /** Column j cannot enter from now on. It could before. */
  deactivate(j: number): void {
    const { start, starts, rows, active, place } = this;
    const end = starts[j + 1];
    for (let k = starts[j]; k < end; k++) {
      const i = rows[k];
      this.swap(i, k, start[i] + place[k], --active[i]);
    }
  }

  /** Which entry of the column-wise matrix lies in row i and column j. It must exist. */
  private find(i: number, j: number): number {
    const { rows, starts } = this;
    let k = starts[j];
    while (rows[k] !== i) k++;
    return k;
  }

  /** Exchanges places a and b of row i; `k`: which entry of the column-wise matrix stands at a. */
  private swap(i: number, k: number, a: number, b: number): void {
    if (a === b) return;
    const { column, value, place } = this;
    const base = this.start[i];
    const j = column[b];
    place[this.find(i, j)] = a - base;
    place[k] = b - base;
    column[b] = column[a];
    column[a] = j;
    const x = value[a];
    value[a] = value[b];
    value[b] = x;
  }
}
