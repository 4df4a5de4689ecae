/**
 * The columns that the search is about: integer ones and those that are zero or between their bounds. Owns what such a column may be,
 * how far a value is from that, and into which two intervals a column is split:
 *
 *   integer:         [lower, floor x]  and  [ceil x, upper];        semicontinuous with 0 < x < least:   [0, 0]  and  [least, upper]
 */
import type { Program } from '@marginal/program';

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
      return x <= 0
        ? { column: j, below: 0, above: 0, down: 0, up: 0 }
        : { column: j, below: 0, above: least, down: x, up: least - x };
    }
    const below = Math.floor(x) + 0;
    if (this.integer[j] === 0 || below === x) return { column: j, below: x, above: x, down: 0, up: 0 };
    return { column: j, below, above: below + 1, down: x - below, up: below + 1 - x };
  }

  /** The largest interval around the value `x`, which column j may take, that holds no gap; `upper`: that of the column. */
  part(j: number, x: number, upper: number): { readonly lower: number; readonly upper: number } {
    return this.integer[j] !== 0 || x === 0 ? { lower: x, upper: x } : { lower: this.least[j], upper };
  }

  /**
   * Parts these bounds of a column that holds more than one part although its value is one that it may take: `x` on one side, the
   * nearest other value on the other one. Undefined when there is no other one.
   */
  apart(j: number, x: number, lower: number, upper: number): Split | undefined {
    const least = this.least[j];
    if (lower === upper) return undefined;
    if (least > 0 && lower < least)
      return { column: j, below: 0, above: least, down: x > 0 ? 1 : 0, up: x > 0 ? 0 : 1 };
    if (this.integer[j] === 0) return undefined;
    return x > lower
      ? { column: j, below: x - 1, above: x, down: 1, up: 0 }
      : { column: j, below: x, above: x + 1, down: 0, up: 1 };
  }
}
