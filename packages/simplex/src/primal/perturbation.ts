/**
 * Bound perturbation against primal degeneracy: bounds of basic variables move outwards a little, at random, so that no two rows stop the
 * entering variable at once. The present point stays feasible, because no nonbasic variable moves. Sizes as in HiGHS.
 */
import type { State } from '../state/state.ts';
import { NEAR_AMOUNT, PERTURBATION } from '../tolerances.ts';

/** Moves the working bounds of basic variables that are not fixed. */
export function perturbBounds(state: State): void {
  const { m, basic, lower, upper, generator } = state;
  for (let r = 0; r < m; r++) {
    const j = basic[r];
    const fixed = lower[j] === upper[j];
    const below = PERTURBATION * (1 + generator.fraction());
    const above = PERTURBATION * (1 + generator.fraction());
    if (fixed) continue;
    if (lower[j] > -Infinity) lower[j] -= below * Math.max(1, Math.abs(lower[j]));
    if (upper[j] < Infinity) upper[j] += above * Math.max(1, Math.abs(upper[j]));
  }
  state.gatherBasicBounds();
  state.boundsMoved = true;
  state.counters.perturbations++;
}

/**
 * Takes violations that are small as they are: the violated bounds move to where their variables stand. False when one is too large for
 * that, and then nothing is moved.
 */
export function shiftBounds(state: State): boolean {
  const { m, basic, lower, upper, primal, violation } = state;
  for (let r = 0; r < m; r++) if (violation[r] > NEAR_AMOUNT * NEAR_AMOUNT) return false;
  for (let r = 0; r < m; r++) {
    if (violation[r] === 0) continue;
    const j = basic[r];
    if (primal[r] < lower[j]) lower[j] = primal[r];
    else upper[j] = primal[r];
  }
  state.gatherBasicBounds();
  state.computeViolations();
  state.boundsMoved = true;
  return true;
}
