/**
 * HiGHS's ranging in the terms of the contract. HiGHS gives, for the optimal basis, the values that a cost may have while the
 * reduced costs keep their signs, and that the bound of a nonbasic row may have while the basic variables keep within theirs. So
 * at a degenerate optimum a range may be narrower than that of the point or of the duals; it is never wider.
 */
import {
  AT_UPPER,
  BASIC,
  type Basis,
  type ClaimedRanging,
  type Program,
  type Ranges,
} from '@marginal/program';
import type { RangingResult } from 'highs';
import { DEFAULT_INFINITY } from './limits.ts';

/** HiGHS writes no limit as an infinity or as a number it reads as one. */
function ends(down: Float64Array, up: Float64Array): Ranges {
  const plain = (value: number): number =>
    Math.abs(value) < DEFAULT_INFINITY ? value : Math.sign(value) * Infinity;
  return { from: down.map(plain), to: up.map(plain) };
}

/** `activity`: A x of the optimum with this basis. Length rowCount. */
export function claimedRanging(
  { rowLower, rowUpper }: Program,
  basis: Basis,
  activity: Float64Array,
  ranging: RangingResult,
): ClaimedRanging {
  const binding = ends(ranging.rowBoundDown.value, ranging.rowBoundUp.value);
  const count = rowLower.length;
  const lower = { from: new Float64Array(count), to: new Float64Array(count) };
  const upper = { from: new Float64Array(count), to: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const [low, high] = [rowLower[i], rowUpper[i]];
    const { from, to } = { from: binding.from[i], to: binding.to[i] };
    const basic = basis.rows[i] === BASIC;
    const atUpper = !basic && (basis.rows[i] === AT_UPPER || low === -Infinity);
    const atLower = !basic && !atUpper;
    const between = Math.min(Math.max(activity[i], low), high);
    if (low === high && !basic) {
      [lower.from[i], lower.to[i], upper.from[i], upper.to[i]] = [from, to, from, to];
      continue;
    }
    if (low === high) {
      // A basic equation: its right-hand side is said to move nowhere, which is always true.
      [lower.from[i], lower.to[i], upper.from[i], upper.to[i]] = [low, low, low, low];
      continue;
    }
    // A side that does not bind may go as far as the activity, and away from it for ever.
    lower.from[i] = atLower ? from : -Infinity;
    lower.to[i] = low === -Infinity ? low : atLower ? Math.min(to, high) : between;
    upper.from[i] = high === Infinity ? high : atUpper ? Math.max(from, low) : between;
    upper.to[i] = atUpper ? to : Infinity;
  }
  return { cost: ends(ranging.colCostDown.value, ranging.colCostUp.value), rowLower: lower, rowUpper: upper };
}
