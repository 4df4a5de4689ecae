/**
 * Between what a row's activity must lie, given the bounds of its columns:
 *
 *   min = sum over a > 0 of a l + sum over a < 0 of a u,   max likewise with the other bounds,
 *
 * finite parts and infinite terms apart, so that one column can be left out. Summed afresh each time it is asked for:
 * sums kept up to date by differences drift.
 */
import type { WorkingProblem } from './working-problem.ts';

export class ActivityBounds {
  private minimumSum = 0;
  private maximumSum = 0;
  private minimumInfinite = 0;
  private maximumInfinite = 0;

  get minimum(): number {
    return this.minimumInfinite > 0 ? -Infinity : this.minimumSum;
  }

  get maximum(): number {
    return this.maximumInfinite > 0 ? Infinity : this.maximumSum;
  }

  /** Of the whole row, or of all but one entry of it. */
  measure(work: WorkingProblem, row: number, without = -1): void {
    const { entryColumn, entryValue, nextInRow, columnLower, columnUpper } = work;
    let minimumSum = 0;
    let maximumSum = 0;
    let minimumInfinite = 0;
    let maximumInfinite = 0;
    for (let e = work.rowHead[row]; e >= 0; e = nextInRow[e]) {
      if (e === without) continue;
      const a = entryValue[e];
      const atLower = a * columnLower[entryColumn[e]];
      const atUpper = a * columnUpper[entryColumn[e]];
      const least = a > 0 ? atLower : atUpper;
      const most = a > 0 ? atUpper : atLower;
      if (least === -Infinity) minimumInfinite++;
      else minimumSum += least;
      if (most === Infinity) maximumInfinite++;
      else maximumSum += most;
    }
    this.minimumSum = minimumSum;
    this.maximumSum = maximumSum;
    this.minimumInfinite = minimumInfinite;
    this.maximumInfinite = maximumInfinite;
  }
}
