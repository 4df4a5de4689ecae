/**
 * The triangular part of a basis. Logicals pivot in their own rows. Then, until none is left: a column with one active entry
 * pivots there (the rest of it belongs to U, and nothing to L); a row with one open column pivots there (active entries of
 * the column become multipliers of L, and no other column changes). No arithmetic beyond the divisions, so no growth and no
 * threshold; entries below the absolute pivot tolerance are left to the kernel.
 */
import type { BasisColumns } from './basis-columns.ts';
import { grownInt32 } from './growth.ts';
import type { Lower } from './lower.ts';
import { ABSOLUTE_PIVOT } from './tolerances.ts';
import type { Upper } from './upper.ts';

export class Singletons {
  /** Length m: open structural columns with an entry in each active row. Valid for active rows after `peel`. */
  readonly rowCount: Int32Array;
  /** Length m: active entries of each open structural column. Valid for open positions after `peel`. */
  readonly columnCount: Int32Array;
  private readonly rowStart: Int32Array;
  /** Positions with an entry in each row, by row. */
  private rowColumns = new Int32Array(0);
  private readonly rowQueue: Int32Array;
  private readonly columnQueue: Int32Array;

  constructor(m: number) {
    this.rowCount = new Int32Array(m);
    this.columnCount = new Int32Array(m);
    this.rowStart = new Int32Array(m + 1);
    this.rowQueue = new Int32Array(m);
    this.columnQueue = new Int32Array(m);
  }

  /**
   * Pivots all logicals and singletons of `basis` into `lower` and `upper`. A row singleton must be at least `relative` times
   * the largest active entry of its column: 0 for a basis believed regular; more where rank is in question, because a long
   * chain of small pivots is exact but leaves a badly conditioned choice of rows. Returns ticks.
   */
  peel(basis: BasisColumns, lower: Lower, upper: Upper, relative: number): number {
    const { m, n, variable, rowOf, active, open } = basis;
    const { starts, rows, values } = basis.matrix;
    const { rowCount, columnCount, rowStart, rowQueue, columnQueue } = this;
    active.fill(1);
    rowCount.fill(0);

    let structurals = 0;
    for (let c = 0; c < m; c++) {
      rowOf[c] = -1;
      const j = variable[c];
      if (j < n) open[structurals++] = c;
      else if (active[j - n] === 1) {
        active[j - n] = 0;
        rowOf[c] = j - n;
        upper.closeColumn(j - n, 1, 0);
      }
    }
    upper.trivialCount = upper.slotCount;

    let nonzeros = 0;
    let rowTail = 0;
    let columnTail = 0;
    for (let s = 0; s < structurals; s++) {
      const c = open[s];
      const from = starts[variable[c]];
      const to = starts[variable[c] + 1];
      let count = 0;
      for (let t = from; t < to; t++) {
        const i = rows[t];
        if (active[i] === 0) continue;
        rowCount[i]++;
        count++;
      }
      columnCount[c] = count;
      if (count === 1) columnQueue[columnTail++] = c;
      nonzeros += to - from;
    }
    basis.nonzeros = nonzeros + m - structurals;
    upper.reserve(nonzeros);
    lower.reserve(nonzeros);
    this.rowColumns = grownInt32(this.rowColumns, 0, nonzeros);
    const rowColumns = this.rowColumns;
    let at = 0;
    for (let i = 0; i < m; i++) {
      at += rowCount[i];
      rowStart[i] = at;
      if (rowCount[i] === 1) rowQueue[rowTail++] = i;
    }
    rowStart[m] = at;
    for (let s = structurals - 1; s >= 0; s--) {
      const c = open[s];
      const to = starts[variable[c] + 1];
      for (let t = starts[variable[c]]; t < to; t++) {
        const i = rows[t];
        if (active[i] === 1) rowColumns[--rowStart[i]] = c;
      }
    }

    const { index: lowerIndex, value: lowerValue } = lower;
    const { index: upperIndex, value: upperValue } = upper;
    let rowNext = 0;
    let columnNext = 0;
    while (rowNext < rowTail || columnNext < columnTail) {
      if (columnNext < columnTail) {
        const c = columnQueue[columnNext++];
        if (rowOf[c] >= 0 || columnCount[c] !== 1) continue;
        const from = starts[variable[c]];
        const to = starts[variable[c] + 1];
        let pivotAt = from;
        while (active[rows[pivotAt]] === 0) pivotAt++;
        const pivot = values[pivotAt];
        if (Math.abs(pivot) < ABSOLUTE_PIVOT) continue;
        const p = rows[pivotAt];
        const first = upper.size;
        let put = first;
        for (let t = from; t < to; t++) {
          if (t === pivotAt) continue;
          upperIndex[put] = rows[t];
          upperValue[put++] = values[t];
        }
        upper.size = put;
        upper.closeColumn(p, pivot, first);
        rowOf[c] = p;
        active[p] = 0;
        const end = rowStart[p + 1];
        for (let t = rowStart[p]; t < end; t++) {
          const other = rowColumns[t];
          if (rowOf[other] < 0 && --columnCount[other] === 1) columnQueue[columnTail++] = other;
        }
      } else {
        const p = rowQueue[rowNext++];
        if (active[p] === 0 || rowCount[p] !== 1) continue;
        let k = rowStart[p];
        while (rowOf[rowColumns[k]] >= 0) k++;
        const c = rowColumns[k];
        const from = starts[variable[c]];
        const to = starts[variable[c] + 1];
        let pivotAt = from;
        while (rows[pivotAt] !== p) pivotAt++;
        const pivot = values[pivotAt];
        if (Math.abs(pivot) < ABSOLUTE_PIVOT) continue;
        if (relative > 0) {
          let largest = 0;
          for (let t = from; t < to; t++) {
            if (active[rows[t]] === 1) largest = Math.max(largest, Math.abs(values[t]));
          }
          if (Math.abs(pivot) < relative * largest) continue;
        }
        const firstUpper = upper.size;
        const firstLower = lower.size;
        let putUpper = firstUpper;
        let putLower = firstLower;
        for (let t = from; t < to; t++) {
          const i = rows[t];
          if (t === pivotAt) continue;
          if (active[i] === 0) {
            upperIndex[putUpper] = i;
            upperValue[putUpper++] = values[t];
          } else {
            lowerIndex[putLower] = i;
            lowerValue[putLower++] = values[t] / pivot;
            if (--rowCount[i] === 1) rowQueue[rowTail++] = i;
          }
        }
        upper.size = putUpper;
        lower.size = putLower;
        upper.closeColumn(p, pivot, firstUpper);
        lower.closeColumn(p, firstLower);
        rowOf[c] = p;
        active[p] = 0;
      }
    }

    let left = 0;
    for (let s = 0; s < structurals; s++) if (rowOf[open[s]] < 0) open[left++] = open[s];
    basis.openCount = left;
    return m + 4 * nonzeros;
  }
}
