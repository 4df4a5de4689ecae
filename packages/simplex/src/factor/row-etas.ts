/**
 * The row transformations R of the Forrest-Tomlin updates: `B = L R^-1 U`. Eta t changes entry p_t alone:
 * `(R_t v)_p = v_p + sum_k r_k v_k`. Forward it is a dot product, or for sparse vectors a scatter through chains by column;
 * backward a scatter.
 *
 * Chains: eta t reads entry k as left by the last eta before t with pivot k. Give every such state a node: row k at first
 * node k, after eta s with pivot k node m + s. The chain of a node lists the etas that read it and their coefficients; a
 * forward pass pushes each nonzero node along its chain into the sums of later etas and never touches zeros.
 *
 * Numbers are stored first and replaced then, never chosen by `? :` between a constant and a sum: the engine's first compiler would put every sum
 * into a box of its own.
 */
import { grownFloat64, grownInt32 } from './growth.ts';
import type { SparseVector } from './sparse-vector.ts';
import { CANCELLED, TINY } from './tolerances.ts';

export class RowEtas {
  readonly limit: number;
  /** Number of etas. */
  count = 0;
  /** Length limit: p_t. */
  readonly pivotRow: Int32Array;
  /** Length limit + 1: where the coefficients of each eta start. */
  readonly start: Int32Array;
  index = new Int32Array(0);
  value = new Float64Array(0);
  size = 0;
  /** Length m + limit, by node: first of its chain, -1 if empty. */
  private readonly chain: Int32Array;
  /** Length m, by row: its node now. */
  private readonly node: Int32Array;
  /** By coefficient: the eta it belongs to, and the next one of its chain. */
  private eta = new Int32Array(0);
  private next = new Int32Array(0);
  /** Length limit: sums on their way to each eta, zero between calls. */
  private readonly sum: Float64Array;
  private readonly m: number;

  constructor(m: number, limit: number) {
    this.m = m;
    this.limit = limit;
    this.pivotRow = new Int32Array(limit);
    this.start = new Int32Array(limit + 1);
    this.chain = new Int32Array(m + limit);
    this.node = new Int32Array(m);
    this.sum = new Float64Array(limit);
  }

  /** Empty. */
  reset(): void {
    this.count = 0;
    this.size = 0;
    this.chain.fill(-1);
    const node = this.node;
    for (let i = 0; i < node.length; i++) node[i] = i;
  }

  /** Room for `more` coefficients. */
  private reserve(more: number): void {
    if (this.size + more <= this.index.length) return;
    this.index = grownInt32(this.index, this.size, more);
    this.value = grownFloat64(this.value, this.size, more);
    this.eta = grownInt32(this.eta, this.size, more);
    this.next = grownInt32(this.next, this.size, more);
  }

  /** Appends an eta of row `p` from the packed entries of `e`, times `factor`, without entry p. Storage grows when it is full. */
  append(p: number, e: SparseVector, factor: number): void {
    this.reserve(e.packCount);
    const { index, value, eta, next, chain, node, count } = this;
    const { packCount, packIndex, packValue } = e;
    let at = this.size;
    for (let k = 0; k < packCount; k++) {
      const i = packIndex[k];
      if (i === p) continue;
      index[at] = i;
      value[at] = packValue[k] * factor;
      eta[at] = count;
      next[at] = chain[node[i]];
      chain[node[i]] = at++;
    }
    this.pivotRow[count] = p;
    node[p] = this.m + count;
    this.size = at;
    this.count = count + 1;
    this.start[count + 1] = at;
  }

  /** `v := R v` by dot products. Keeps the list, if there is one. Returns ticks. */
  forwardDense(v: SparseVector): number {
    const x = v.value;
    const { count, pivotRow, start, index, value } = this;
    const listed = v.count >= 0;
    for (let t = 0; t < count; t++) {
      const p = pivotRow[t];
      const before = x[p];
      let after = before;
      const to = start[t + 1];
      for (let k = start[t]; k < to; k++) after += value[k] * x[index[k]];
      if (before !== 0 || after !== 0) {
        if (listed && before === 0) v.index[v.count++] = p;
        x[p] = after;
        if (after <= TINY && after >= -TINY) x[p] = CANCELLED;
      }
    }
    return count + this.size;
  }

  /** `v := R v` along the chains of the listed nonzeros of `v`. Returns ticks. */
  forwardSparse(v: SparseVector): number {
    const x = v.value;
    const list = v.index;
    const { count, m, pivotRow, chain, eta, next, value, sum } = this;
    const listed = v.count;
    let ticks = count + listed;
    for (let l = 0; l < listed; l++) {
      const i = list[l];
      let k = chain[i];
      if (k < 0) continue;
      const xi = x[i];
      for (; k >= 0; k = next[k]) {
        sum[eta[k]] += value[k] * xi;
        ticks += 2;
      }
    }
    for (let t = 0; t < count; t++) {
      const p = pivotRow[t];
      const before = x[p];
      const added = sum[t];
      if (before === 0 && added === 0) continue;
      sum[t] = 0;
      if (before === 0) list[v.count++] = p;
      let after = before + added;
      if (after <= TINY && after >= -TINY) after = CANCELLED;
      x[p] = after;
      for (let k = chain[m + t]; k >= 0; k = next[k]) {
        sum[eta[k]] += value[k] * after;
        ticks += 2;
      }
    }
    return ticks;
  }

  /** `v := R^T v`. Keeps the list, if there is one. Returns ticks. */
  backward(v: SparseVector): number {
    const x = v.value;
    const list = v.index;
    const { count, pivotRow, start, index, value } = this;
    const listed = v.count >= 0;
    let listCount = v.count;
    let ticks = count;
    for (let t = count - 1; t >= 0; t--) {
      const xp = x[pivotRow[t]];
      if (xp === 0) continue;
      const from = start[t];
      const to = start[t + 1];
      ticks += 2 * (to - from);
      if (listed) {
        for (let k = from; k < to; k++) {
          const i = index[k];
          const before = x[i];
          const after = before + xp * value[k];
          if (before === 0) list[listCount++] = i;
          x[i] = after;
          if (after <= TINY && after >= -TINY) x[i] = CANCELLED;
        }
      } else {
        for (let k = from; k < to; k++) x[index[k]] += xp * value[k];
      }
    }
    if (listed) v.count = listCount;
    return ticks;
  }
}
