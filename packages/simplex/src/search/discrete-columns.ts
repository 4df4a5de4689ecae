/**
 * The columns that the search is about: integer ones and those that are zero or between their bounds. Owns what such a column may be,
 * how far a value is from that, and into which two intervals a column is split:
 *
 *   integer:         [lower, floor x]  and  [ceil x, upper];        semicontinuous with 0 < x < least:   [0, 0]  and  [least, upper]
 */
import type { Program } from '@marginal/program';
import { BRANCHABLE } from './tolerances.ts';

/** What a column is split into, and how far its value is from either part. */
export interface Split {
  readonly column: number;
  /** Largest value of the lower part, least of the upper one. */
  readonly below: number;
  readonly above: number;
  readonly down: number;
  readonly up: number;
}

export class DiscreteColumns {
  /** Their indices in the program, ascending. */
  readonly columns: Int32Array;
  /** Length columnCount: 1 for integer columns. */
  private readonly integer: Uint8Array;
  /** Length columnCount: what a semicontinuous column is at least when it is not zero; 0 for all others. */
  private readonly least: Float64Array;

  constructor(program: Program) {
    const { columnCount } = program.matrix;
    const { integer, semicontinuous, columnLower } = program;
    this.integer = integer ?? new Uint8Array(columnCount);
    this.least = columnLower.map((lower, j) => (semicontinuous?.[j] ? lower : 0));
    this.columns = Int32Array.from(
      Array.from({ length: columnCount }, (_, j) => j).filter(
        (j) => this.integer[j] !== 0 || this.least[j] > 0,
      ),
    );
  }

  isInteger(j: number): boolean {
    return this.integer[j] !== 0;
  }

  /** The nearest values below and above `x` that column j may take, both `x` itself when it is one of them. */
  split(j: number, x: number): Split {
    const least = this.least[j];
    if (least > 0 && x < least) {
      const near = x <= BRANCHABLE ? 0 : least;
      const settled = x <= BRANCHABLE || least - x <= BRANCHABLE;
      return settled
        ? { column: j, below: near, above: near, down: 0, up: 0 }
        : { column: j, below: 0, above: least, down: x, up: least - x };
    }
    const whole = Math.round(x) + 0;
    if (this.integer[j] === 0) return { column: j, below: x, above: x, down: 0, up: 0 };
    if (Math.abs(x - whole) <= BRANCHABLE) return { column: j, below: whole, above: whole, down: 0, up: 0 };
    const below = Math.floor(x) + 0;
    return { column: j, below, above: below + 1, down: x - below, up: below + 1 - x };
  }
}
