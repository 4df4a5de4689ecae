/**
 * The pivot row `alpha = rho' [A I]` over the variables that can enter, as a packed list (PRICE). Row-wise: each nonzero of rho adds its
 * row of the partitioned copy. While the result is expected to be sparse its entries are listed as they appear; otherwise the sums are
 * dense and packed in one pass. `sum` is all zero between calls.
 */
import type { SparseVector } from '../factor/sparse-vector.ts';
import type { RowCopy } from '../form/row-copy.ts';
import { CANCELLED, TINY } from '../tolerances.ts';

/** Listing entries one by one costs more than a dense pass above this expected density (HiGHS). */
const LIST_DENSITY = 0.1;
const NEWEST = 0.05;

export class PivotRow {
  /** Number of packed entries. */
  count = 0;
  /** Length total: variable and entry. */
  readonly index: Int32Array;
  readonly value: Float64Array;
  /** Share of the columns that are nonzero, a running average. */
  density = 0;
  private readonly n: number;
  private readonly sum: Float64Array;

  constructor(n: number, total: number) {
    this.n = n;
    this.index = new Int32Array(total);
    this.value = new Float64Array(total);
    this.sum = new Float64Array(n);
  }

  /** Takes the entry of variable j out of the row. */
  drop(j: number): void {
    const { index, value } = this;
    for (let k = 0; k < this.count; k++) {
      if (index[k] !== j) continue;
      this.count--;
      index[k] = index[this.count];
      value[k] = value[this.count];
      return;
    }
  }

  /** Computes the row. `eligible`: length total, 1 where a variable may enter. Returns the work done. */
  compute(rho: SparseVector, rowCopy: RowCopy, eligible: Uint8Array): number {
    const { n, index, value, sum } = this;
    const { start, active, column, value: entries } = rowCopy;
    const rows = rho.index;
    const multipliers = rho.value;
    const listed = rho.count;
    let count = 0;
    let work = 0;
    if (this.density < LIST_DENSITY) {
      for (let l = 0; l < listed; l++) {
        const i = rows[l];
        const a = multipliers[i];
        const end = active[i];
        work += end - start[i];
        for (let p = start[i]; p < end; p++) {
          const j = column[p];
          const before = sum[j];
          const after = before + a * entries[p];
          if (before === 0) index[count++] = j;
          sum[j] = after;
          if (after < TINY && after > -TINY) sum[j] = CANCELLED;
        }
      }
      let kept = 0;
      for (let k = 0; k < count; k++) {
        const j = index[k];
        const x = sum[j];
        sum[j] = 0;
        if (x === CANCELLED) continue;
        index[kept] = j;
        value[kept++] = x;
      }
      count = kept;
    } else {
      for (let l = 0; l < listed; l++) {
        const i = rows[l];
        const a = multipliers[i];
        const end = active[i];
        work += end - start[i];
        for (let p = start[i]; p < end; p++) sum[column[p]] += a * entries[p];
      }
      for (let j = 0; j < n; j++) {
        const x = sum[j];
        if (x === 0) continue;
        sum[j] = 0;
        if (x < TINY && x > -TINY) continue;
        index[count] = j;
        value[count++] = x;
      }
      work += n >> 2;
    }
    this.density = (1 - NEWEST) * this.density + (NEWEST * count) / (n + 1);
    for (let l = 0; l < listed; l++) {
      const i = rows[l];
      if (eligible[n + i] === 0) continue;
      index[count] = n + i;
      value[count++] = multipliers[i];
    }
    this.count = count;
    return work;
  }
}
