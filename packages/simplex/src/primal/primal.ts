/**
 * The primal simplex, phase two, from a primal feasible basis with the true costs. Ends are believed only when nothing has changed since
 * everything was recomputed.
 */
import { PIVOTS_PER_STEP, raiseThreshold, refineValues } from '../dual/phase.ts';
import { refactor } from '../state/regular-basis.ts';
import type { State } from '../state/state.ts';
import { PIVOTS_AT_LEAST, PIVOTS_PER_VARIABLE } from '../tolerances.ts';
import { GO_ON, NO_COLUMN, NO_ROW, type PrimalPivot, primalIterate, TROUBLE } from './iterate.ts';
import { perturbBounds, shiftBounds } from './perturbation.ts';

/** `infeasible`: the basis was not primal feasible after a rebuild, which is for the dual method to mend. */
export type PrimalEnd = 'optimal' | 'unbounded' | 'infeasible' | 'stuck';

/** Whether entering `pivot.entering` for ever, with `state.column`, is a ray of the program. */
export type ProveRay = (state: State, pivot: PrimalPivot) => boolean;

/** Rebuilds after which a run that has not ended is taken to be degenerate. */
const PERTURBED_AFTER = 2;

/** Rebuilds without any gain after which degenerate vertices are told apart at random. */
const PATIENCE = 3;

/** Recomputes values and reduced costs. Returns the number of violated basic variables. */
function rebuild(state: State, pivot: PrimalPivot): number {
  refactor(state);
  state.computeDual();
  state.computePrimal();
  state.gatherBasicBounds();
  const violated = state.computeViolations();
  if (violated === 0 || !refineValues(state, pivot.refinement)) return violated;
  return state.computeViolations();
}

function objective(state: State): number {
  const { m, total, nonbasic, value, cost, basic, primal } = state;
  let sum = 0;
  for (let j = 0; j < total; j++) if (nonbasic[j] !== 0) sum += cost[j] * value[j];
  for (let r = 0; r < m; r++) sum += cost[basic[r]] * primal[r];
  return sum;
}

/** True bounds again; what the perturbation left infeasible, the next rebuild shows. */
function restore(state: State): void {
  if (!state.boundsMoved) return;
  state.restoreBounds();
  state.placeNonbasics();
}

/** New Devex weights at random, between one and ten: another order among ties. */
function shuffle(state: State, pivot: PrimalPivot): void {
  const { devex } = pivot;
  for (let j = 0; j < devex.length; j++) devex[j] = 1 + 9 * state.generator.fraction();
}

export function* primalSimplex(
  state: State,
  pivot: PrimalPivot,
  prove: ProveRay,
): Generator<void, PrimalEnd> {
  let troubles = 0;
  let best = Infinity;
  let idle = 0;
  pivot.devex.fill(1);
  pivot.taboo.fill(0);
  const mostPivots = Math.min(
    state.pivotLimit,
    state.pivots + PIVOTS_AT_LEAST + PIVOTS_PER_VARIABLE * state.total,
  );
  for (let round = 0; ; round++) {
    if (state.pivots > mostPivots) {
      restore(state);
      return 'stuck';
    }
    if (rebuild(state, pivot) > 0 && !shiftBounds(state)) {
      restore(state);
      return 'infeasible';
    }
    yield;
    if (round === PERTURBED_AFTER) perturbBounds(state);
    const now = objective(state);
    if (now < best) {
      best = now;
      idle = 0;
    } else if (++idle > PATIENCE) shuffle(state, pivot);
    const before = state.pivots;
    let taboos = 0;
    let reason = GO_ON as number;
    for (;;) {
      reason = primalIterate(state, pivot);
      if (reason === GO_ON) {
        if ((state.pivots & (PIVOTS_PER_STEP - 1)) === 0) yield;
        continue;
      }
      const fresh = state.factor.updates === 0;
      if (reason === NO_ROW) {
        // From here on the ray; the point it starts from must lie within the true bounds.
        if (state.boundsMoved) break;
        if (prove(state, pivot)) return 'unbounded';
        if (!fresh) break;
      } else if (reason !== TROUBLE || !fresh) break;
      pivot.taboo[pivot.entering] = 1;
      state.counters.taboos++;
      taboos++;
    }
    if (reason === TROUBLE) {
      state.counters.troubles++;
      if (++troubles % 3 === 0) raiseThreshold(state);
    }
    const moved = state.pivots > before;
    if (state.boundsMoved && (reason === NO_ROW || (reason === NO_COLUMN && !moved))) {
      restore(state);
      if (rebuild(state, pivot) > 0) return 'infeasible';
    } else if (reason === NO_COLUMN && !moved) return taboos === 0 ? 'optimal' : 'stuck';
    if (taboos > 0) pivot.taboo.fill(0);
    yield;
  }
}
