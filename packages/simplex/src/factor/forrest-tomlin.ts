/**
 * The Forrest-Tomlin update in its partial-solve form. When variable q replaces the basic variable of row p, with
 * `s = R L^-1 a_q` (the spike) and `e = U^-T e_p`, both by-products of solves already made: row p of U is emptied by the row eta
 * `v_p + u_pp sum_k e_k v_k`, column p becomes the spike in the last place, and the new diagonal is `u_pp alpha_p`.
 * Nothing is eliminated and no stored index is permuted. After Huangfu and Hall (2013), section on the FT update.
 */
import type { RowEtas } from './row-etas.ts';
import type { SparseVector } from './sparse-vector.ts';
import { PIVOT_DISAGREEMENT, TINY, UPDATE_PIVOT } from './tolerances.ts';
import type { Upper } from './upper.ts';

/** The update was made. */
export const UPDATED = 0;
/** The pivot of the column and that of the row disagree: solves have lost accuracy. */
export const PIVOTS_DISAGREE = 1;
/** The pivot is too small beside the spike, or not a number. */
export const PIVOT_TOO_SMALL = 2;
/** The update limit is reached. */
export const NO_ROOM = 3;
/** The packed by-products do not belong to the present state of the factor. */
export const STALE_PACK = 4;

/** Why an update was refused (nothing was changed then), or `UPDATED`. */
export type UpdateOutcome = 0 | 1 | 2 | 3 | 4;

/** Checks an update without making it. `alpha`: the pivot as computed from the row. */
export function checkUpdate(
  upper: Upper,
  etas: RowEtas,
  aq: SparseVector,
  rho: SparseVector,
  work: Float64Array,
  row: number,
  alpha: number,
): UpdateOutcome {
  const pivot = aq.value[row];
  if (!(Math.abs(pivot - alpha) <= PIVOT_DISAGREEMENT * Math.min(Math.abs(pivot), Math.abs(alpha)))) {
    return PIVOTS_DISAGREE;
  }
  // The new diagonal again, from the packed vectors alone: u_pp e's.
  const { packCount: spikeCount, packIndex: spikeIndex, packValue: spikeValue } = aq;
  const { packCount: etaCount, packIndex: etaIndex, packValue: etaValue } = rho;
  let largest = 0;
  for (let k = 0; k < spikeCount; k++) {
    const x = spikeValue[k];
    work[spikeIndex[k]] = x;
    const size = x < 0 ? -x : x;
    if (size > largest) largest = size;
  }
  let product = 0;
  for (let k = 0; k < etaCount; k++) product += etaValue[k] * work[etaIndex[k]];
  for (let k = 0; k < spikeCount; k++) work[spikeIndex[k]] = 0;
  const before = upper.pivot[row];
  const diagonal = before * pivot;
  if (!(Math.abs(product - pivot) <= PIVOT_DISAGREEMENT * Math.abs(pivot))) return PIVOTS_DISAGREE;
  if (!(Math.abs(diagonal) > TINY && Math.abs(diagonal) >= UPDATE_PIVOT * largest)) return PIVOT_TOO_SMALL;
  return etas.count === etas.limit ? NO_ROOM : UPDATED;
}

/** Makes room in U for an update: storage grows by half when it is full, so rarely. */
function reserve(upper: Upper, aq: SparseVector): void {
  const { packCount, packIndex } = aq;
  const { rowStart, rowEnd, rowLimit } = upper;
  // Every row the spike meets might have to move; the room is for the sum of what that takes.
  let moved = 0;
  for (let k = 0; k < packCount; k++) {
    const i = packIndex[k];
    if (rowEnd[i] === rowLimit[i]) moved += movedRoom(rowEnd[i] - rowStart[i]);
  }
  upper.reserveUpdate(packCount, moved);
}

/** Room that a row of `count` entries gets when it moves to the end. */
function movedRoom(count: number): number {
  return count + (count >> 2) + 6;
}

/** Makes an update that `checkUpdate` has passed. Returns ticks. */
export function applyUpdate(
  upper: Upper,
  etas: RowEtas,
  aq: SparseVector,
  rho: SparseVector,
  row: number,
): number {
  reserve(upper, aq);
  const { slots, slotOf, pivot, start, end, index, value } = upper;
  const { rowStart, rowEnd, rowLimit, rowIndex, rowValue } = upper;
  let ticks = 4;

  // Row p leaves the columns.
  const oldRowEnd = rowEnd[row];
  for (let k = rowStart[row]; k < oldRowEnd; k++) {
    const c = rowIndex[k];
    let at = start[c];
    while (index[at] !== row) at++;
    ticks += at - start[c] + 1;
    const last = --end[c];
    index[at] = index[last];
    value[at] = value[last];
  }
  let dropped = oldRowEnd - rowStart[row];
  rowEnd[row] = rowStart[row];

  // Column p leaves the rows.
  const oldEnd = end[row];
  for (let k = start[row]; k < oldEnd; k++) {
    const i = index[k];
    let at = rowStart[i];
    while (rowIndex[at] !== row) at++;
    ticks += at - rowStart[i] + 1;
    const last = --rowEnd[i];
    rowIndex[at] = rowIndex[last];
    rowValue[at] = rowValue[last];
  }

  dropped += oldEnd - start[row];

  // The spike becomes the last column.
  const { packCount, packIndex, packValue } = aq;
  let put = upper.size;
  start[row] = put;
  for (let k = 0; k < packCount; k++) {
    const i = packIndex[k];
    if (i === row) continue;
    index[put] = i;
    value[put++] = packValue[k];
    let at = rowEnd[i];
    if (at === rowLimit[i]) {
      const from = rowStart[i];
      const count = at - from;
      const to = upper.rowSize;
      for (let l = 0; l < count; l++) {
        rowIndex[to + l] = rowIndex[from + l];
        rowValue[to + l] = rowValue[from + l];
      }
      rowStart[i] = to;
      rowLimit[i] = to + movedRoom(count);
      upper.rowSize = rowLimit[i];
      at = to + count;
      ticks += count;
    }
    rowIndex[at] = row;
    rowValue[at] = packValue[k];
    rowEnd[i] = at + 1;
  }
  upper.entries += put - start[row] - dropped;
  end[row] = put;
  upper.size = put;
  ticks += 3 * packCount;

  etas.append(row, rho, pivot[row]);
  ticks += 2 * rho.packCount;

  pivot[row] *= aq.value[row];
  slots[slotOf[row]] = -1;
  slotOf[row] = upper.slotCount;
  slots[upper.slotCount++] = row;
  return ticks;
}
