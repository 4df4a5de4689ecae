/**
 * Cost perturbation against dual degeneracy: every cost moves a little, at random, so that the reduced cost it starts from becomes more
 * feasible. Sizes after HiGHS, which follows Koberstein and Huangfu. Costs of free and fixed variables stay.
 */
import { RANDOM_RANGE } from '../state/random.ts';
import type { State } from '../state/state.ts';
import { LOGICAL_PERTURBATION, PERTURBATION } from '../tolerances.ts';

/** Costs above this enter with their fourth root: a few huge ones must not drown the others. */
const LARGE_COST = 100;
/** With fewer boxed variables than this share, flips are rare and small perturbations do. */
const FEW_BOXED = 0.01;

/** Perturbs the working costs, `factor` times as much as usual. */
export function perturbCosts(state: State, factor: number): void {
  const { n, total, cost, random, form } = state;
  let largest = 0;
  let boxed = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(cost[j]));
  for (let j = 0; j < total; j++) if (form.upperOf(j) - form.lowerOf(j) < Infinity) boxed++;
  if (largest > LARGE_COST) largest = Math.sqrt(Math.sqrt(largest));
  if (boxed < FEW_BOXED * total) largest = Math.min(largest, 1);
  const base = PERTURBATION * largest * factor;
  for (let j = 0; j < n; j++) {
    const amount = (Math.abs(cost[j]) + 1) * base * (1 + random[j] / RANDOM_RANGE);
    const lower = form.lowerOf(j);
    const upper = form.upperOf(j);
    if (upper === Infinity) {
      if (lower > -Infinity) cost[j] += amount;
    } else if (lower === -Infinity) cost[j] -= amount;
    else if (lower !== upper) cost[j] += cost[j] >= 0 ? amount : -amount;
  }
  for (let j = n; j < total; j++) cost[j] += (0.5 - random[j] / RANDOM_RANGE) * LOGICAL_PERTURBATION;
  state.costsMoved = true;
  state.counters.perturbations++;
}

/**
 * Costs with which the present basis is dual feasible and nothing is degenerate, whatever the true costs: the dual method then finds a
 * feasible point, or a proof that there is none.
 */
export function feasibilityCosts(state: State): void {
  const { total, cost, shift, random, eligible, move } = state;
  for (let j = 0; j < total; j++) cost[j] = eligible[j] === 0 ? 0 : move[j] * (1 + random[j] / RANDOM_RANGE);
  shift.fill(0);
  state.costsMoved = true;
}
