/**
 * Prices at a degenerate optimum: the optimal objective z as a function of one right-hand side has a kink there, and a derivative on either
 * side. With the step of one unit up or down in the cone of directions (`Cone`),
 *
 *   right = rate(+1),   left = -rate(-1),   and no direction means that no such step is feasible: an infinite price.
 *
 * What moves are the sides that bind: both of an equation, one of a range, none where there is room (then the price is zero).
 */
import type { OptimalOutcome, Program } from '@marginal/program';
import { admitOptimum } from './admit-optimum.ts';
import { Cone } from './cone.ts';
import { UNIQUE_WIDTH } from './tolerances.ts';

/** In objective units per unit of the row, in the objective's own sense (docs/conventions.md, 1.1 and 1.6). */
export interface OneSidedPrice {
  /** Derivative for one unit less. */
  readonly left: number;
  /** Derivative for one unit more. */
  readonly right: number;
  /** The lesser of both: `left` when minimising, `right` when maximising. With `high` the interval of all optimal duals. */
  readonly low: number;
  readonly high: number;
  /** Whether both are one price, up to `UNIQUE_WIDTH`. */
  readonly unique: boolean;
}

/**
 * One-sided prices of `rows`, in their order. `outcome` must be a verified optimum of `program`, from any backend; its basis, if it has one,
 * saves work. Throws `NotAllowedError` (`simplex.no-duals`, `simplex.other-optimum`, `simplex.no-rate`) and `InvalidInputError` (`simplex.row`).
 */
export function oneSidedPrices(
  program: Program,
  outcome: OptimalOutcome,
  rows: readonly number[],
): OneSidedPrice[] {
  const solution = admitOptimum(program, outcome, 'row', rows);
  const cone = new Cone(program, solution);
  const { rowLower, rowUpper } = cone.program;
  const worst = program.sense === 'minimize' ? Infinity : -Infinity;
  return rows.map((row) => {
    const onLower = rowLower[row] === 0;
    const onUpper = rowUpper[row] === 0;
    if (!onLower && !onUpper) return { left: 0, right: 0, low: 0, high: 0, unique: true };
    const moved = (step: number): number =>
      cone.rate('rowBounds', row, onLower ? step : -Infinity, onUpper ? step : Infinity) ?? worst;
    const right = moved(1) + 0;
    const left = 0 - moved(-1);
    const low = Math.min(left, right);
    const high = Math.max(left, right);
    const width = high - low;
    const unique = Number.isFinite(width) && width <= UNIQUE_WIDTH * (1 + Math.abs(low));
    return { left, right, low, high, unique };
  });
}
