/**
 * The intersection of two intervals, and which of them each end comes from: an end from the second one means that the
 * bound belongs to another row or column, to which its multiplier must go back.
 */
import { CROSSED, SAME_BOUND } from './tolerances.ts';

/** Ends that come from the second interval, as bits. */
export const LOWER_FROM_OTHER = 1;
export const UPPER_FROM_OTHER = 2;

export class Intersection {
  lower = 0;
  upper = 0;
  /** Sum of the bits above. */
  origin = 0;

  /** Whether there is a clear answer: an interval or a crossing. `doubtful` ones cross by rounding and are left to the solver. */
  of(lower: number, upper: number, otherLower: number, otherUpper: number): 'proper' | 'empty' | 'doubtful' {
    const lowerFromOther = otherLower > lower;
    const upperFromOther = otherUpper < upper;
    this.lower = lowerFromOther ? otherLower : lower;
    this.upper = upperFromOther ? otherUpper : upper;
    this.origin = (lowerFromOther ? LOWER_FROM_OTHER : 0) + (upperFromOther ? UPPER_FROM_OTHER : 0);
    if (this.lower === Infinity || this.upper === -Infinity) return 'doubtful';
    if (this.lower === -Infinity || this.upper === Infinity) return 'proper';
    const size = 1 + Math.min(Math.abs(this.lower), Math.abs(this.upper));
    const overlap = this.upper - this.lower;
    if (overlap < -CROSSED * size) return 'empty';
    if (overlap < -SAME_BOUND * size) return 'doubtful';
    if (overlap <= SAME_BOUND * size && overlap !== 0) {
      // The same value but for rounding: the first interval's own end is the true one.
      if (lowerFromOther) this.lower = this.upper;
      else this.upper = this.lower;
    }
    return 'proper';
  }
}
