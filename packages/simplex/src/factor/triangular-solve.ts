/**
 * Sparse-skip triangular solves: the pivots in order, zeros skipped, each nonzero scattered over its column (or row).
 * For vectors that are not very sparse; hyper-sparse.ts has the others. Each returns its work in ticks (about one per entry touched).
 * A comparison is written so that NaN is never taken for zero.
 */
import type { Lower } from './lower.ts';
import type { SparseVector } from './sparse-vector.ts';
import { TINY } from './tolerances.ts';
import type { Upper } from './upper.ts';

/** `v := L^-1 v`. Leaves the list unmaintained. */
export function ftranLowerSkip(v: SparseVector, lower: Lower): number {
  const x = v.value;
  const { columnOrder, columnStart, columnCount, index, value } = lower;
  let ticks = columnCount;
  v.count = -1;
  for (let k = 0; k < columnCount; k++) {
    const p = columnOrder[k];
    const xp = x[p];
    if (xp === 0) continue;
    if (xp <= TINY && xp >= -TINY) {
      x[p] = 0;
      continue;
    }
    const from = columnStart[k];
    const to = columnStart[k + 1];
    for (let t = from; t < to; t++) x[index[t]] -= xp * value[t];
    ticks += to - from;
  }
  return ticks;
}

/** `v := L^-T v`. Leaves the list unmaintained. */
export function btranLowerSkip(v: SparseVector, lower: Lower): number {
  const x = v.value;
  const { rowOrder, rowOrderStart, rowCount, rowIndex, rowValue } = lower;
  let ticks = rowCount;
  v.count = -1;
  for (let k = rowCount - 1; k >= 0; k--) {
    const p = rowOrder[k];
    const xp = x[p];
    if (xp === 0) continue;
    if (xp <= TINY && xp >= -TINY) {
      x[p] = 0;
      continue;
    }
    const from = rowOrderStart[k];
    const to = rowOrderStart[k + 1];
    for (let t = from; t < to; t++) x[rowIndex[t]] -= xp * rowValue[t];
    ticks += to - from;
  }
  return ticks;
}

/** `v := U^-1 v`, and the list rebuilt in the order of elimination, last first. */
export function ftranUpperSkip(v: SparseVector, upper: Upper): number {
  const x = v.value;
  const list = v.index;
  const { slots, slotCount, trivialCount, pivot, start, end, index, value } = upper;
  let ticks = slotCount;
  let count = 0;
  for (let k = slotCount - 1; k >= trivialCount; k--) {
    const p = slots[k];
    if (p < 0) continue;
    let xp = x[p];
    if (xp === 0) continue;
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
    ticks += to - from;
  }
  for (let k = trivialCount - 1; k >= 0; k--) {
    const p = slots[k];
    if (p < 0) continue;
    const xp = x[p];
    if (xp === 0) continue;
    if (xp <= TINY && xp >= -TINY) x[p] = 0;
    else list[count++] = p;
  }
  v.count = count;
  return ticks;
}

/** `v := U^-T v`, from slot `firstSlot` on (everything before it is zero in `v`), and the list rebuilt in elimination order. */
export function btranUpperSkip(v: SparseVector, upper: Upper, firstSlot: number): number {
  const x = v.value;
  const list = v.index;
  const { slots, slotCount, pivot, rowStart, rowEnd, rowIndex, rowValue } = upper;
  let ticks = slotCount - firstSlot;
  let count = 0;
  for (let k = firstSlot; k < slotCount; k++) {
    const p = slots[k];
    if (p < 0) continue;
    let xp = x[p];
    if (xp === 0) continue;
    if (xp <= TINY && xp >= -TINY) {
      x[p] = 0;
      continue;
    }
    xp /= pivot[p];
    x[p] = xp;
    list[count++] = p;
    const from = rowStart[p];
    const to = rowEnd[p];
    for (let t = from; t < to; t++) x[rowIndex[t]] -= xp * rowValue[t];
    ticks += to - from;
  }
  v.count = count;
  return ticks;
}
