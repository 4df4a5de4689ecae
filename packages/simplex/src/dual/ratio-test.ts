/**
 * The dual ratio test: Harris with bound flipping (CHUZC). With `a_j = moveOut move_j alpha_j` and `g_j = move_j d_j`, breakpoints are at
 * `g_j / a_j`. The slope of the dual objective starts at |delta| and loses `a_j range_j` at each breakpoint passed; a boxed variable can be
 * passed and is flipped. Groups of breakpoints that tolerances cannot tell apart are collected until the slope is used up; the entering
 * variable has the largest pivot of the last group whose pivots are good. After HiGHS (HEkkDualRow).
 */
import { grownInt32 } from '../factor/growth.ts';
import type { State } from '../state/state.ts';
import {
  GOOD_PIVOT_SHARE,
  RATIO_ENTRY_FRESH,
  RATIO_ENTRY_USED,
  RATIO_ENTRY_WORN,
  SMALLEST_PIVOT,
} from '../tolerances.ts';

/** How far the coarse pass looks beyond the first Harris bound. */
const COARSE_FACTOR = 10;
const COARSE_STEP = 1e-7;
/** A step this long is no step. */
const ENDLESS = 1e18;

export class RatioTest {
  /** The entering variable, its entry in the pivot row, and the dual step `d_q / alpha_q` (0 when it has the wrong sign). */
  entering = -1;
  alpha = 0;
  step = 0;
  /** What entries of the pivot row are measured against. */
  scale = 1;
  /** The first `flipCount` of `flips` (length total), which are the first candidates, are passed over and go to their other bounds. */
  flipCount = 0;
  readonly flips: Int32Array;
  /** Length total: candidates and their `a_j`. */
  private readonly candidate: Int32Array;
  readonly pivot: Float64Array<ArrayBuffer>;
  /** Ends of the groups; longer when there are more. */
  private groupEnd = new Int32Array(64);

  constructor(total: number) {
    this.candidate = new Int32Array(total);
    this.flips = this.candidate;
    this.pivot = new Float64Array(total);
  }

  /**
   * Chooses for the row in `state.pivotRow` with violation `delta` (negative: below the lower bound). False: nothing can enter.
   * `leastIndex`: the first breakpoint, of those that tie the least index, and no flips.
   */
  choose(state: State, delta: number, leastIndex = false): boolean {
    this.entering = -1;
    this.flipCount = 0;
    const moveOut = delta < 0 ? -1 : 1;
    if (state.freeCount > 0) this.openFree(state, moveOut);
    const found = leastIndex ? this.pickFirst(state, moveOut) : this.pick(state, moveOut, Math.abs(delta));
    if (state.freeCount > 0) this.closeFree(state);
    return found;
  }

  /** A free variable may move either way; let it move the way that its entry asks for. */
  private openFree(state: State, moveOut: number): void {
    const { pivotRow, eligible, move, freeList } = state;
    const { index, value, count } = pivotRow;
    for (let k = 0; k < state.freeCount; k++) move[freeList[k]] = 0;
    for (let k = 0; k < count; k++) {
      const j = index[k];
      if (move[j] === 0 && eligible[j] !== 0) move[j] = value[k] * moveOut > 0 ? 1 : -1;
    }
  }

  private closeFree(state: State): void {
    const { move, freeList } = state;
    for (let k = 0; k < state.freeCount; k++) move[freeList[k]] = 0;
  }

  private pickFirst(state: State, moveOut: number): boolean {
    const { pivotRow, move, dual } = state;
    const { index, value, count } = pivotRow;
    let q = -1;
    let theta = Infinity;
    for (let k = 0; k < count; k++) {
      const j = index[k];
      const a = value[k] * (moveOut * move[j]);
      if (a < SMALLEST_PIVOT * this.scale) continue;
      const t = Math.max(0, dual[j] * move[j]) / a;
      if (t > theta || (t === theta && j > q)) continue;
      theta = t;
      q = j;
      this.alpha = value[k];
    }
    if (q < 0) return false;
    this.entering = q;
    this.step = dual[q] * move[q] > 0 ? dual[q] / this.alpha : 0;
    return true;
  }

  private pick(state: State, moveOut: number, slope: number): boolean {
    const { pivotRow, move, dual, lower, upper, dualTolerance, random } = state;
    const { index, value, count } = pivotRow;
    const { candidate, pivot } = this;
    let { groupEnd } = this;
    const updates = state.factor.updates;
    const least = updates < 10 ? RATIO_ENTRY_FRESH : updates < 20 ? RATIO_ENTRY_USED : RATIO_ENTRY_WORN;
    const entry = least * this.scale;

    let all = 0;
    let bound = Infinity;
    let largest = 0;
    for (let k = 0; k < count; k++) {
      const j = index[k];
      const toward = move[j];
      const a = value[k] * (moveOut * toward);
      if (a > entry) {
        candidate[all] = j;
        pivot[all++] = a;
        const relaxed = dual[j] * toward + dualTolerance;
        if (bound * a > relaxed) bound = relaxed / a;
        if (a > largest) largest = a;
      }
    }
    if (all === 0) return false;
    // Rounding may have left a reduced cost infeasible by more than the tolerance.
    if (bound < 0) bound = 0;

    // Coarse pass: from perhaps thousands to the few that the slope can reach.
    let near = 0;
    let reach = COARSE_FACTOR * bound + COARSE_STEP;
    let lost = 0;
    for (;;) {
      for (let k = near; k < all; k++) {
        const a = pivot[k];
        const j = candidate[k];
        if (dual[j] * move[j] <= reach * a) {
          lost += a * (upper[j] - lower[j]);
          candidate[k] = candidate[near];
          pivot[k] = pivot[near];
          candidate[near] = j;
          pivot[near++] = a;
        }
      }
      if (lost >= slope || near === all) break;
      reach *= COARSE_FACTOR;
    }

    // Groups of breakpoints within the tolerance of each other.
    let groups = 0;
    let grouped = 0;
    let theta = bound;
    lost = 0;
    groupEnd[0] = 0;
    while (theta < ENDLESS) {
      let next = Infinity;
      const before = grouped;
      for (let k = grouped; k < near; k++) {
        const j = candidate[k];
        const a = pivot[k];
        const g = dual[j] * move[j];
        if (g <= theta * a) {
          lost += a * (upper[j] - lower[j]);
          candidate[k] = candidate[grouped];
          pivot[k] = pivot[grouped];
          candidate[grouped] = j;
          pivot[grouped++] = a;
        } else if (g + dualTolerance < next * a) next = (g + dualTolerance) / a;
      }
      if (grouped > before) {
        if (++groups === groupEnd.length) {
          groupEnd = grownInt32(groupEnd, groups, 1);
          this.groupEnd = groupEnd;
        }
        groupEnd[groups] = grouped;
      }
      if (lost >= slope || grouped === near) break;
      // Rounding may leave the next bound where it was: take the smallest step that counts.
      theta = next > theta ? next : theta + theta * 1e-12 + 1e-300;
    }
    if (groups === 0) return false;

    // The last group with a good pivot.
    const good = Math.min(GOOD_PIVOT_SHARE * largest, 1);
    let at = -1;
    let chosen = groups;
    for (let g = groups; g > 0; g--) {
      let best = -1;
      let size = 0;
      for (let k = groupEnd[g - 1]; k < groupEnd[g]; k++) {
        const a = pivot[k];
        if (a > size || (a === size && random[candidate[k]] < random[candidate[best]])) {
          size = a;
          best = k;
        }
      }
      if (at < 0 || size > pivot[at]) {
        at = best;
        chosen = g;
      }
      if (size > good) {
        at = best;
        chosen = g;
        break;
      }
    }
    const q = candidate[at];
    if (pivot[at] < SMALLEST_PIVOT * this.scale) return false;
    this.entering = q;
    this.alpha = pivot[at] * moveOut * move[q];
    this.step = dual[q] * move[q] > 0 ? dual[q] / this.alpha : 0;
    if (this.step !== 0) {
      const passed = groupEnd[chosen - 1];
      this.flipCount = passed;
    }
    return true;
  }
}
