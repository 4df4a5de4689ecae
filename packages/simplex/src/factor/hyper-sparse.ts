/**
 * Hyper-sparse triangular solves (Gilbert and Peierls 1988; Hall and McKinnon 2005): a depth-first search from the listed
 * nonzeros over the structure of the factor gives the entries that can become nonzero, in topological order, and the solve
 * visits these alone. Cost is proportional to the arithmetic, not to m. Invariant: marks are clean between calls.
 */
import type { SparseVector } from './sparse-vector.ts';
import { TINY } from './tolerances.ts';

/** Workspace of the search, for vectors of length m. */
export class Reach {
  /** Length m, all zero between calls. */
  readonly mark: Uint8Array;
  /** Length m: nodes on the stack, and where each one's scan stands. */
  readonly stackNode: Int32Array;
  readonly stackAt: Int32Array;
  /** Length m: the reached nodes; every node comes after those it scatters into. */
  readonly order: Int32Array;

  constructor(m: number) {
    this.mark = new Uint8Array(m);
    this.stackNode = new Int32Array(m);
    this.stackAt = new Int32Array(m);
    this.order = new Int32Array(m);
  }
}

/** The nodes reachable from the list of `v` over `start/end/index`, left marked in `reach.order`. Returns their number. */
function search(
  v: SparseVector,
  reach: Reach,
  start: Int32Array,
  end: Int32Array,
  index: Int32Array,
): number {
  const { mark, stackNode, stackAt, order } = reach;
  const list = v.index;
  const listed = v.count;
  let reached = 0;
  for (let l = 0; l < listed; l++) {
    let node = list[l];
    if (mark[node] !== 0) continue;
    mark[node] = 1;
    let at = start[node];
    let stop = end[node];
    let depth = 0;
    for (;;) {
      if (at < stop) {
        const child = index[at++];
        if (mark[child] !== 0) continue;
        mark[child] = 1;
        const from = start[child];
        const to = end[child];
        if (from === to) {
          order[reached++] = child;
          continue;
        }
        stackNode[depth] = node;
        stackAt[depth++] = at;
        node = child;
        at = from;
        stop = to;
      } else {
        order[reached++] = node;
        if (depth === 0) break;
        node = stackNode[--depth];
        at = stackAt[depth];
        stop = end[node];
      }
    }
  }
  return reached;
}

/** Solve with a unit diagonal: L by its columns, or L^T by its rows. `v` must be listed. Returns ticks. */
export function solveUnitHyper(
  v: SparseVector,
  reach: Reach,
  start: Int32Array,
  end: Int32Array,
  index: Int32Array,
  value: Float64Array,
): number {
  const reached = search(v, reach, start, end, index);
  const { mark, order } = reach;
  const x = v.value;
  const list = v.index;
  let count = 0;
  let ticks = 4 * reached;
  for (let k = reached - 1; k >= 0; k--) {
    const p = order[k];
    mark[p] = 0;
    const xp = x[p];
    if (xp <= TINY && xp >= -TINY) {
      x[p] = 0;
      continue;
    }
    list[count++] = p;
    const from = start[p];
    const to = end[p];
    for (let t = from; t < to; t++) x[index[t]] -= xp * value[t];
    ticks += 2 * (to - from);
  }
  v.count = count;
  return ticks;
}

/** Solve with the diagonal `pivot`: U by its columns, or U^T by its rows. `v` must be listed. Returns ticks. */
export function solvePivotHyper(
  v: SparseVector,
  reach: Reach,
  start: Int32Array,
  end: Int32Array,
  index: Int32Array,
  value: Float64Array,
  pivot: Float64Array,
): number {
  const reached = search(v, reach, start, end, index);
  const { mark, order } = reach;
  const x = v.value;
  const list = v.index;
  let count = 0;
  let ticks = 4 * reached;
  for (let k = reached - 1; k >= 0; k--) {
    const p = order[k];
    mark[p] = 0;
    let xp = x[p];
    if (xp <= TINY && xp >= -TINY) {
      x[p] = 0;
      continue;
    }
    xp /= pivot[p];
    x[p] = xp;
    list[count++] = p;
    const from = start[p];
    const to = end[p];
    for (let t = from; t < to; t++) x[index[t]] -= xp * value[t];
    ticks += 2 * (to - from);
  }
  v.count = count;
  return ticks;
}
