/**
 * Bounds of integer columns that follow from the relaxation once a point is known. By weak duality at the root, every point has
 *
 *   c'x  >=  z_root + r_j (x_j - lower_j)   for r_j > 0,      c'x  >=  z_root + r_j (x_j - upper_j)   for r_j < 0,
 *
 * so a column that moves further than (best - z_root) / |r_j| leads to nothing better than the best point.
 */
import type { DiscreteColumns } from './discrete-columns.ts';
import { NO_BETTER, SETTLED } from './tolerances.ts';

export class ReducedCostFixing {
  /** Length columnCount: bounds of every node from now on. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  private readonly rootLower: Float64Array;
  private readonly rootUpper: Float64Array;
  private readonly discrete: DiscreteColumns;
  private root: { readonly bound: number; readonly reducedCost: Float64Array } | undefined;

  constructor(lower: Float64Array, upper: Float64Array, discrete: DiscreteColumns) {
    this.rootLower = lower;
    this.rootUpper = upper;
    this.lower = lower.slice();
    this.upper = upper.slice();
    this.discrete = discrete;
  }

  /** The relaxation was solved. */
  setRoot(bound: number, reducedCost: Float64Array): void {
    this.root = { bound, reducedCost };
  }

  /** A point with this objective is known. */
  tighten(best: number): void {
    const { root, discrete, lower, upper, rootLower, rootUpper } = this;
    if (root === undefined) return;
    const room = best - root.bound + NO_BETTER * (1 + Math.abs(best));
    for (const j of discrete.columns) {
      const r = root.reducedCost[j];
      if (!discrete.isInteger(j) || Math.abs(r) <= NO_BETTER) continue;
      const steps = Math.floor(room / Math.abs(r) + SETTLED);
      if (r > 0 && rootLower[j] > -Infinity) upper[j] = Math.min(upper[j], rootLower[j] + steps);
      else if (r < 0 && rootUpper[j] < Infinity) lower[j] = Math.max(lower[j], rootUpper[j] - steps);
    }
  }
}
