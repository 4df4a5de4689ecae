/**
 * A phase of the dual simplex: rebuild from scratch, iterate until something ends the inner loop, look again. An end is only believed
 * when no pivot has been made since the last rebuild. Phase one is the same code on boxes instead of bounds (`enterPhaseOne`).
 */
import type { State } from '../state/state.ts';
import { FREE_BOX, PIVOTS_AT_LEAST, PIVOTS_PER_VARIABLE } from '../tolerances.ts';
import { type DualPivot, dualIterate, GO_ON, NO_COLUMN, NO_ROW, TROUBLE } from './iterate.ts';
import type { RatioTest } from './ratio-test.ts';

/** Pivots between two places where a solve can be interrupted. */
export const PIVOTS_PER_STEP = 32;
/** Factor of the relative pivot threshold each time that it is raised, and its largest value. */
const RAISE = 5;
const HIGHEST_THRESHOLD = 0.5;

/**
 * `optimal`: primal feasible for the working bounds and costs. `infeasible`: proved. `freeInfeasible`: a nonbasic free variable has a
 * reduced cost, which phase one must mend. `stuck`: every row that is violated was set aside.
 */
export type PhaseEnd = 'optimal' | 'infeasible' | 'freeInfeasible' | 'stuck';

/** Whether `state.rho`, the row of the inverse of a violated row without candidates, proves infeasibility of the program. */
export type Prove = (state: State, delta: number) => boolean;

export function raiseThreshold(state: State): void {
  const { factor } = state;
  if (factor.relativePivotThreshold >= HIGHEST_THRESHOLD) return;
  factor.relativePivotThreshold = Math.min(HIGHEST_THRESHOLD, RAISE * factor.relativePivotThreshold);
  state.counters.thresholds++;
}

/** Replaces bounds by boxes: what is dual infeasible ends away from zero. */
export function enterPhaseOne(state: State): void {
  const { total, lower, upper, form, move, dual } = state;
  for (let j = 0; j < total; j++) {
    const hasLower = form.lower[j] > -Infinity;
    const hasUpper = form.upper[j] < Infinity;
    lower[j] = hasLower ? 0 : hasUpper ? -1 : -FREE_BOX;
    upper[j] = hasUpper ? 0 : hasLower ? 1 : FREE_BOX;
    move[j] = dual[j] >= 0 ? 1 : -1;
  }
  state.placeNonbasics();
}

/** Back to the true bounds. */
export function leavePhaseOne(state: State): void {
  state.restoreBounds();
  state.placeNonbasics();
}

/** Makes reduced costs feasible: boxed variables flip, others get a shift. Returns the number of free ones that are not. */
function correctDual(state: State): number {
  const { total, eligible, move, dual, lower, upper, cost, shift, dualTolerance, generator } = state;
  let free = 0;
  for (let j = 0; j < total; j++) {
    if (eligible[j] === 0) continue;
    const toward = move[j];
    if (toward === 0) {
      if (Math.abs(dual[j]) > dualTolerance) free++;
      continue;
    }
    if (toward * dual[j] >= -dualTolerance) continue;
    if (lower[j] > -Infinity && upper[j] < Infinity) state.flip(j);
    else {
      const wanted = toward * (1 + generator.fraction()) * dualTolerance;
      const change = wanted - dual[j];
      cost[j] += change;
      shift[j] += change;
      dual[j] = wanted;
      state.costsMoved = true;
    }
  }
  return free;
}

/** Everything from scratch. Returns the number of free variables with a reduced cost. */
export function rebuild(state: State): number {
  if (!state.factored || state.factor.updates > 0) {
    state.factorise();
    state.counters.factorisations++;
  }
  state.computeDual();
  const free = correctDual(state);
  state.computePrimal();
  state.gatherBasicBounds();
  state.computeViolations();
  return free;
}

/** Runs one phase on the working bounds and costs. */
export function* dualPhase(
  state: State,
  test: RatioTest,
  pivot: DualPivot,
  prove: Prove | undefined,
): Generator<void, PhaseEnd> {
  let troubles = 0;
  const mostPivots = state.pivots + PIVOTS_AT_LEAST + PIVOTS_PER_VARIABLE * state.total;
  for (;;) {
    if (rebuild(state) > 0) return 'freeInfeasible';
    // Repairs may undo each pivot for ever: what has not ended by now is for the next rung of the ladder.
    if (state.pivots > mostPivots) return 'stuck';
    const before = state.pivots;
    let taboos = 0;
    let reason = GO_ON as number;
    for (;;) {
      reason = dualIterate(state, test, pivot);
      if (reason === GO_ON) {
        if ((state.pivots & (PIVOTS_PER_STEP - 1)) === 0) yield;
        if (state.pivots > mostPivots) return 'stuck';
        continue;
      }
      const fresh = state.factor.updates === 0;
      if (reason === NO_COLUMN) {
        if (prove?.(state, pivot.delta)) return 'infeasible';
        if (!fresh) break;
      } else if (reason !== TROUBLE || !fresh) break;
      // Even a fresh factor leaves nothing to do in this row: set it aside until something else has changed.
      state.violation[pivot.row] = 0;
      state.counters.taboos++;
      taboos++;
    }
    if (reason === TROUBLE) {
      state.counters.troubles++;
      if (++troubles % 3 === 0) raiseThreshold(state);
    }
    const moved = state.pivots > before;
    if (reason === NO_ROW && !moved) return taboos === 0 ? 'optimal' : 'stuck';
    yield;
  }
}
