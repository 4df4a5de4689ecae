/**
 * Elimination of the kernel that the singletons leave. Pivots minimise the Markowitz merit (r-1)(c-1) over a few of the
 * sparsest columns and rows (Suhl and Suhl 1990), among entries of at least u times the largest of their active column.
 * Rows of U are kept as they are found, by position, and turned into columns at the end, when every column has its pivot row.
 * Columns whose entries all fall below the absolute pivot tolerance are given up: the basis is deficient by them.
 */
import { ActiveMatrix } from './active-matrix.ts';
import type { BasisColumns } from './basis-columns.ts';
import { CountLists } from './count-lists.ts';
import { grownFloat64, grownInt32 } from './growth.ts';
import type { Lower } from './lower.ts';
import type { Singletons } from './singletons.ts';
import { ABSOLUTE_PIVOT, RANK_PIVOT, SEARCH_LIMIT, SINGLETON_PIVOT, TINY } from './tolerances.ts';
import type { Upper } from './upper.ts';

export class Kernel {
  private readonly matrix: ActiveMatrix;
  private readonly columns: CountLists;
  private readonly rows: CountLists;
  /**
   * Length m, by row: where the entry of that row stands in the column being updated. Never cleared: a place counts only if it
   * lies in the column and the column's entry there is of that row.
   */
  private readonly place: Int32Array;
  /** Pivots in order: row, position, value; the row's entries of U are `uColumn/uValue[uStart[k]..uStart[k + 1])`. */
  private readonly pivotRow: Int32Array;
  private readonly pivotColumn: Int32Array;
  private readonly pivotValue: Float64Array;
  private readonly uStart: Int32Array;
  private uColumn = new Int32Array(0);
  private uValue = new Float64Array(0);
  private pivots = 0;
  /** Length m, by position: entries of U in the column, then where the next one goes. */
  private readonly uCount: Int32Array;
  private foundRow = -1;
  private foundColumn = -1;
  private ticks = 0;

  constructor(m: number) {
    this.matrix = new ActiveMatrix(m);
    this.columns = new CountLists(m);
    this.rows = new CountLists(m);
    this.place = new Int32Array(m);
    this.pivotRow = new Int32Array(m);
    this.pivotColumn = new Int32Array(m);
    this.pivotValue = new Float64Array(m);
    this.uStart = new Int32Array(m + 1);
    this.uCount = new Int32Array(m);
  }

  /** Pivots the open columns of `basis` as far as they are independent. `u`: relative pivot threshold. Returns ticks. */
  eliminate(basis: BasisColumns, singletons: Singletons, lower: Lower, upper: Upper, u: number): number {
    const { open, openCount, active, rowOf } = basis;
    this.pivots = 0;
    this.ticks = 0;
    if (openCount === 0) return 0;
    this.matrix.load(basis, singletons.rowCount, singletons.columnCount);
    this.link(basis);
    this.uStart[0] = 0;
    while (this.choose(u)) {
      const row = this.foundRow;
      const column = this.foundColumn;
      this.pivot(row, column, lower);
      active[row] = 0;
      rowOf[column] = row;
    }
    this.finishUpper(basis, upper);
    let left = 0;
    for (let s = 0; s < openCount; s++) if (rowOf[open[s]] < 0) open[left++] = open[s];
    basis.openCount = left;
    return this.ticks;
  }

  private link(basis: BasisColumns): void {
    const { columns, rows, matrix } = this;
    const { open, openCount, active, m } = basis;
    columns.clear();
    rows.clear();
    for (let s = openCount - 1; s >= 0; s--) columns.add(open[s], matrix.count[open[s]]);
    for (let i = m - 1; i >= 0; i--) if (active[i] === 1) rows.add(i, matrix.rowCount[i]);
  }

  /** Finds the next pivot; false when no column has an acceptable entry. */
  private choose(u: number): boolean {
    const { matrix, columns, rows } = this;
    const { start, count, largest, index, value, rowStart, rowCount, rowIndex } = matrix;
    const top = columns.head.length - 1;
    let bestMerit = Number.POSITIVE_INFINITY;
    let bestSize = 0;
    let searched = 0;
    this.foundRow = -1;

    for (let k = 1; k <= top; k++) {
      let next = 0;
      for (let c = columns.head[k]; c >= 0; c = next) {
        next = columns.next[c];
        if (!(largest[c] >= ABSOLUTE_PIVOT)) {
          this.giveUp(c);
          continue;
        }
        const least = Math.max(u * largest[c], ABSOLUTE_PIVOT);
        const from = start[c];
        const to = from + k;
        for (let t = from; t < to; t++) {
          const size = Math.abs(value[t]);
          if (!(size >= least)) continue;
          const merit = (k - 1) * (rowCount[index[t]] - 1);
          if (merit < bestMerit || (merit === bestMerit && size > bestSize)) {
            bestMerit = merit;
            bestSize = size;
            this.foundRow = index[t];
            this.foundColumn = c;
          }
        }
        this.ticks += k;
        searched++;
        if (bestMerit <= (k - 1) * (k - 1) || (searched >= SEARCH_LIMIT && this.foundRow >= 0)) return true;
      }
      for (let i = rows.head[k]; i >= 0; i = rows.next[i]) {
        const from = rowStart[i];
        const to = from + k;
        for (let t = from; t < to; t++) {
          const c = rowIndex[t];
          const merit = (k - 1) * (count[c] - 1);
          if (merit >= bestMerit) continue;
          let at = start[c];
          while (index[at] !== i) at++;
          this.ticks += at - start[c];
          const size = Math.abs(value[at]);
          if (
            !(
              size >= ABSOLUTE_PIVOT && size >= (k === 1 && u < RANK_PIVOT ? SINGLETON_PIVOT : u) * largest[c]
            )
          )
            continue;
          bestMerit = merit;
          bestSize = size;
          this.foundRow = i;
          this.foundColumn = c;
        }
        this.ticks += k;
        searched++;
        if (bestMerit <= k * (k - 1) || (searched >= SEARCH_LIMIT && this.foundRow >= 0)) return true;
      }
    }
    return this.foundRow >= 0;
  }

  /** Takes a column without an acceptable entry out of the active matrix. */
  private giveUp(c: number): void {
    const { matrix, columns, rows } = this;
    const from = matrix.start[c];
    const to = from + matrix.count[c];
    for (let t = from; t < to; t++) {
      const i = matrix.index[t];
      rows.remove(i);
      matrix.dropFromRow(i, c);
      rows.add(i, matrix.rowCount[i]);
    }
    columns.remove(c);
    matrix.count[c] = 0;
  }

  /** Eliminates with pivot (p, q): the column of L, the row of U, and the rank-one update of the other columns of the row. */
  private pivot(p: number, q: number, lower: Lower): void {
    const { matrix, columns, rows, place } = this;
    const { start, count, room, largest, rowStart, rowCount } = matrix;
    const multipliers = count[q] - 1;
    const others = rowCount[p] - 1;

    // Room for the worst fill-in, so that no array changes below.
    let columnRoom = 0;
    let rowRoom = 0;
    for (let t = rowStart[p]; t < rowStart[p] + rowCount[p]; t++) {
      const c = matrix.rowIndex[t];
      if (count[c] + multipliers > room[c]) columnRoom += 2 * (count[c] + multipliers);
    }
    for (let t = start[q]; t < start[q] + count[q]; t++) {
      const i = matrix.index[t];
      // A row may move more than once; its rooms then add up to at most twice the last one.
      if (rowCount[i] + others > matrix.rowRoom[i]) rowRoom += 4 * (rowCount[i] + others + 1);
    }
    matrix.reserve(columnRoom, rowRoom);
    lower.reserve(multipliers);
    const k = this.pivots++;
    const uFirst = this.uStart[k];
    this.uColumn = grownInt32(this.uColumn, uFirst, others);
    this.uValue = grownFloat64(this.uValue, uFirst, others);
    const { index, value, rowIndex } = matrix;
    const { uColumn, uValue } = this;
    const { index: lowerIndex, value: lowerValue } = lower;

    // The pivot column becomes a column of L and leaves the rows.
    const pivotValue = value[matrix.find(p, q)];
    const lowerFirst = lower.size;
    let put = lowerFirst;
    const qEnd = start[q] + count[q];
    for (let t = start[q]; t < qEnd; t++) {
      const i = index[t];
      rows.remove(i);
      matrix.dropFromRow(i, q);
      if (i === p) continue;
      lowerIndex[put] = i;
      lowerValue[put++] = value[t] / pivotValue;
    }
    lower.size = put;
    lower.closeColumn(p, lowerFirst);
    columns.remove(q);
    count[q] = 0;

    // The pivot row becomes a row of U; the other columns of the row are updated.
    let uPut = uFirst;
    let ticks = 2 * (multipliers + others);
    const rowEnd = rowStart[p] + rowCount[p];
    for (let r = rowStart[p]; r < rowEnd; r++) {
      const c = rowIndex[r];
      columns.remove(c);
      let from = start[c];
      let last = from + count[c] - 1;
      let at = from;
      if (multipliers === 0) while (index[at] !== p) at++;
      else {
        for (let t = from; t <= last; t++) place[index[t]] = t;
        at = place[p];
        place[index[last]] = at;
      }
      const alpha = value[at];
      index[at] = index[last];
      value[at] = value[last];
      uColumn[uPut] = c;
      uValue[uPut++] = alpha;

      // The largest entry is known unless the one that was largest goes or changes.
      const topBefore = largest[c];
      let top = topBefore;
      let stale = alpha === top || alpha === -top;
      for (let l = lowerFirst; l < put; l++) {
        const i = lowerIndex[l];
        const t = place[i];
        let x = -alpha * lowerValue[l];
        if (t >= from && t < last && index[t] === i) {
          const before = value[t];
          if (before === topBefore || before === -topBefore) stale = true;
          x += before;
          if (x < TINY && x > -TINY) {
            last--;
            index[t] = index[last];
            value[t] = value[last];
            place[index[t]] = t;
            matrix.dropFromRow(i, c);
            continue;
          }
          value[t] = x;
        } else {
          if (x < TINY && x > -TINY) continue;
          if (last - from === room[c]) {
            count[c] = last - from;
            matrix.moveColumn(c, 2 * (count[c] + multipliers));
            const moved = start[c] - from;
            from += moved;
            last += moved;
            for (let k = from; k < last; k++) place[index[k]] = k;
          }
          index[last] = i;
          value[last++] = x;
          matrix.addToRow(i, c);
          ticks += 3;
        }
        const size = x < 0 ? -x : x;
        if (size > top) top = size;
      }
      ticks += last - from + 2 * multipliers;
      if (stale) {
        top = 0;
        for (let t = from; t < last; t++) {
          const size = value[t] < 0 ? -value[t] : value[t];
          if (size > top) top = size;
        }
        ticks += last - from;
      }
      count[c] = last - from;
      largest[c] = top;
      columns.add(c, count[c]);
    }
    rowCount[p] = 0;
    this.uStart[k + 1] = uPut;
    for (let l = lowerFirst; l < put; l++) {
      const i = lowerIndex[l];
      rows.add(i, rowCount[i]);
    }
    this.pivotRow[k] = p;
    this.pivotColumn[k] = q;
    this.pivotValue[k] = pivotValue;
    this.ticks += ticks;
  }

  /** Appends the pivoted columns to U: their entries in rows pivoted before the kernel, then those found in the kernel. */
  private finishUpper(basis: BasisColumns, upper: Upper): void {
    const { pivots, pivotRow, pivotColumn, pivotValue, uStart, uColumn, uValue, uCount } = this;
    const { variable, rowOf, active } = basis;
    const { starts, rows, values } = basis.matrix;
    const kernelEntries = uStart[pivots];
    upper.reserve(basis.nonzeros + kernelEntries);
    const { index, value } = upper;
    // Rows of the kernel are told from those before it by this mark.
    for (let k = 0; k < pivots; k++) {
      active[pivotRow[k]] = 2;
      uCount[pivotColumn[k]] = 0;
    }
    for (let t = 0; t < kernelEntries; t++) uCount[uColumn[t]]++;
    for (let k = 0; k < pivots; k++) {
      const c = pivotColumn[k];
      const first = upper.size;
      let put = first;
      const to = starts[variable[c] + 1];
      for (let t = starts[variable[c]]; t < to; t++) {
        if (active[rows[t]] !== 0) continue;
        index[put] = rows[t];
        value[put++] = values[t];
      }
      upper.size = put + uCount[c];
      uCount[c] = put;
      upper.closeColumn(pivotRow[k], pivotValue[k], first);
    }
    for (let k = 0; k < pivots; k++) {
      for (let t = uStart[k]; t < uStart[k + 1]; t++) {
        const c = uColumn[t];
        if (rowOf[c] < 0) continue;
        index[uCount[c]] = pivotRow[k];
        value[uCount[c]++] = uValue[t];
      }
      active[pivotRow[k]] = 0;
    }
    this.ticks += 2 * kernelEntries;
  }
}
