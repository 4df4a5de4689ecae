/**
 * What moving a column by one unit up or down has cost so far, on average: the estimate by which the next column to branch on is chosen
 * (Benichou et al. 1971, product rule of Achterberg 2007). A column without observations is taken for an average one.
 */
import type { Split } from './discrete-columns.ts';

/** Keeps a product of gains from being zero when one side gains nothing. */
const LEAST_GAIN = 1e-6;

class Average {
  readonly sum: Float64Array;
  readonly count: Int32Array;
  private total = 0;
  private observations = 0;

  constructor(columnCount: number) {
    this.sum = new Float64Array(columnCount);
    this.count = new Int32Array(columnCount);
  }

  note(j: number, gain: number): void {
    this.sum[j] += gain;
    this.count[j]++;
    this.total += gain;
    this.observations++;
  }

  of(j: number): number {
    if (this.count[j] > 0) return this.sum[j] / this.count[j];
    return this.observations > 0 ? this.total / this.observations : 1;
  }
}

export class PseudoCosts {
  private readonly up: Average;
  private readonly down: Average;

  constructor(columnCount: number) {
    this.up = new Average(columnCount);
    this.down = new Average(columnCount);
  }

  /** The bound rose by `gain` when the column was moved by `distance` in this direction. */
  note(column: number, direction: 1 | -1, distance: number, gain: number): void {
    (direction > 0 ? this.up : this.down).note(column, Math.max(0, gain) / distance);
  }

  /** How much splitting here promises: the larger, the better. */
  score({ column, down, up }: Split): number {
    return Math.max(LEAST_GAIN, down * this.down.of(column)) * Math.max(LEAST_GAIN, up * this.up.of(column));
  }
}
