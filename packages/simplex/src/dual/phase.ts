/**
 * A phase of the dual simplex: rebuild from scratch, iterate until something ends the inner loop, look again. An end is only believed
 * when no pivot has been made since the last rebuild. Phase one is the same code on boxes instead of bounds (`enterPhaseOne`).
 */
import type { Refinement } from '../result/refine.ts';
import { refactor } from '../state/regular-basis.ts';
import type { State } from '../state/state.ts';
import {
  FREE_BOX,
  LARGER_PERTURBATION,
  PIVOTS_AT_LEAST,
  PIVOTS_PER_VARIABLE,
  STALL_AT_LEAST,
  STALL_PER_ROW,
  VALUE_ROUNDING,
} from '../tolerances.ts';
import { CYCLE, type DualPivot, dualIterate, GO_ON, NO_COLUMN, NO_ROW, TROUBLE } from './iterate.ts';
import { perturbCosts } from './perturbation.ts';
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
    const hasLower = form.lowerOf(j) > -Infinity;
    const hasUpper = form.upperOf(j) < Infinity;
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
  refactor(state);
  state.computeDual();
  const free = correctDual(state);
  state.computePrimal();
  state.gatherBasicBounds();
  state.computeViolations();
  return free;
}

/** Refines the values of a fresh factor's basis and measures their violations anew. False: there is nothing to refine them with. */
export function refineValues(state: State, refinement: Refinement | undefined): boolean {
  if (refinement === undefined) return false;
  state.counters.refinements++;
  refinement.primal(state);
  state.computeViolations();
  return true;
}

/** Runs one phase on the working bounds and costs. */
export function* dualPhase(
  state: State,
  test: RatioTest,
  pivot: DualPivot,
  prove: Prove | undefined,
): Generator<void, PhaseEnd> {
  let troubles = 0;
  let idle = 0;
  let stalls = 0;
  const patience = Math.max(STALL_AT_LEAST, STALL_PER_ROW * state.m);
  pivot.leastIndex = false;
  pivot.visited.start(state);
  const mostPivots = Math.min(
    state.pivotLimit,
    state.pivots + PIVOTS_AT_LEAST + PIVOTS_PER_VARIABLE * state.total,
  );
  for (;;) {
    if (rebuild(state) > 0) return 'freeInfeasible';
    // A factorisation of a large basis takes as long as many pivots.
    yield;
    // Repairs may undo each pivot for ever: what has not ended by now is for the next rung of the ladder.
    if (state.pivots > mostPivots) return 'stuck';
    if (idle > patience) {
      idle = 0;
      state.counters.stalls++;
      if (++stalls === 1) {
        perturbCosts(state, LARGER_PERTURBATION);
        state.computeDual();
        correctDual(state);
      } else pivot.leastIndex = !pivot.leastIndex;
      pivot.visited.start(state);
    }
    const before = state.pivots;
    let taboos = 0;
    let refined = false;
    pivot.eager = false;
    let reason = GO_ON as number;
    for (;;) {
      reason = dualIterate(state, test, pivot);
      if (reason === GO_ON) {
        if ((state.pivots & (PIVOTS_PER_STEP - 1)) === 0) yield;
        pivot.eager = false;
        if (test.step === 0) idle++;
        else {
          idle = 0;
          pivot.leastIndex = false;
        }
        if (idle > patience || state.pivots > mostPivots) break;
        continue;
      }
      const fresh = state.factor.updates === 0;
      if (reason === NO_COLUMN) {
        if (prove?.(state, pivot.delta)) return 'infeasible';
        if (!fresh) break;
        // Perhaps the row is only violated by what rounding left in a value, or by less than its value can be stored to.
        if (!refined && refineValues(state, pivot.refinement)) {
          refined = true;
          continue;
        }
        if (Math.abs(pivot.delta) <= VALUE_ROUNDING * Math.abs(state.primal[pivot.row])) {
          state.violation[pivot.row] = 0;
          continue;
        }
        if (!pivot.eager) {
          pivot.eager = true;
          continue;
        }
      } else if (reason === CYCLE) state.counters.cycles++;
      else if (reason !== TROUBLE || !fresh) break;
      pivot.eager = false;
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
