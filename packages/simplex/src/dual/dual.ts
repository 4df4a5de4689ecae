/**
 * The dual simplex from any basis: phase one on boxes when a variable that no flip can mend is dual infeasible, then phase two. Ends at
 * an optimum of the working costs, which may be perturbed; with a proof of infeasibility; or with the news that the true costs are dual
 * infeasible.
 */
import { refactor } from '../state/regular-basis.ts';
import type { State } from '../state/state.ts';
import type { DualPivot } from './iterate.ts';
import { dualPhase, enterPhaseOne, leavePhaseOne, type Prove } from './phase.ts';
import type { RatioTest } from './ratio-test.ts';

export type DualEnd = 'optimal' | 'infeasible' | 'dualInfeasible' | 'stuck';

/** Phase one and two may send each other back this often: free variables lose their zero reduced cost by rounding alone. */
const ROUNDS = 6;

/** Dual violations that no flip can mend, with reduced costs from scratch. */
function openViolations(state: State): number {
  refactor(state);
  state.computeDual();
  state.flipToDualFeasible();
  return state.countDualViolations();
}

function* phaseOne(state: State, test: RatioTest, pivot: DualPivot): Generator<void, boolean> {
  if (openViolations(state) === 0) return true;
  for (;;) {
    enterPhaseOne(state);
    yield* dualPhase(state, test, pivot, undefined);
    leavePhaseOne(state);
    if (openViolations(state) === 0) return true;
    if (!state.costsMoved) return false;
    state.restoreCosts();
    if (openViolations(state) === 0) return true;
  }
}

export function* dualSimplex(
  state: State,
  test: RatioTest,
  pivot: DualPivot,
  prove: Prove,
): Generator<void, DualEnd> {
  for (let round = 0; round < ROUNDS; round++) {
    if (!(yield* phaseOne(state, test, pivot))) return 'dualInfeasible';
    const end = yield* dualPhase(state, test, pivot, prove);
    if (end !== 'freeInfeasible') return end;
  }
  return 'stuck';
}
