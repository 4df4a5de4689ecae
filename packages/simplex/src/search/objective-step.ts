/**
 * The step between two objectives that whole columns can have: when every column with a cost is integer and all costs are multiples of s,
 * so is c'x, and a bound may be rounded up to the next multiple. A binary knapsack with whole values ends much sooner with it.
 */
import type { Program } from '@marginal/program';
import { STEP_ERROR, STEP_SLACK } from './tolerances.ts';

/** Steps are looked for down to this share of the largest cost. */
const SMALLEST_SHARE = 1e-6;

/** The largest step that divides all costs, 0 when a column with a cost is not integer or none is found. */
export function objectiveStep(program: Program): number {
  const { cost, integer } = program;
  let largest = 0;
  for (let j = 0; j < cost.length; j++) {
    if (cost[j] === 0) continue;
    if (integer === undefined || integer[j] === 0) return 0;
    largest = Math.max(largest, Math.abs(cost[j]));
  }
  if (largest === 0) return 0;
  let step = 0;
  for (const c of cost) {
    if (c === 0) continue;
    let [a, b] = [Math.max(step, Math.abs(c)), Math.min(step, Math.abs(c))];
    while (b > STEP_ERROR * largest) [a, b] = [b, a % b];
    step = a;
    if (step < SMALLEST_SHARE * largest) return 0;
  }
  // Remainders of decimal fractions are rounded ones: a step must fit every cost.
  for (const c of cost) {
    const count = c / step;
    if (Math.abs(count - Math.round(count)) > STEP_ERROR * (1 + Math.abs(count))) return 0;
  }
  return step;
}

/** The least multiple of `step` that is not below `bound`, up to rounding of the bound; `bound` itself when there is no step. */
export function roundedUp(bound: number, step: number): number {
  if (step === 0 || !Number.isFinite(bound)) return bound;
  const count = bound / step;
  return Math.max(bound, Math.ceil(count - STEP_SLACK * (1 + Math.abs(count))) * step);
}
