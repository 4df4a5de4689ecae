/**
 * A point with settled columns near a point without: each unsettled column goes where no row can object, and to the nearest value where
 * some row can object on either side. `locks` are the rows that a move down or up can violate (Achterberg 2007, simple rounding).
 */
import type { Program } from '@marginal/program';
import type { DiscreteColumns } from './discrete-columns.ts';
import { SETTLED } from './tolerances.ts';

export class Rounding {
  private readonly discrete: DiscreteColumns;
  /** Length columnCount: 1 where some row objects. */
  private readonly lockedDown: Uint8Array;
  private readonly lockedUp: Uint8Array;

  constructor(program: Program, discrete: DiscreteColumns) {
    const { starts, rows, values, columnCount } = program.matrix;
    this.discrete = discrete;
    this.lockedDown = new Uint8Array(columnCount);
    this.lockedUp = new Uint8Array(columnCount);
    for (const j of discrete.columns) {
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        const hasLower = program.rowLower[rows[k]] > -Infinity;
        const hasUpper = program.rowUpper[rows[k]] < Infinity;
        if (values[k] > 0 ? hasLower : hasUpper) this.lockedDown[j] = 1;
        if (values[k] > 0 ? hasUpper : hasLower) this.lockedUp[j] = 1;
      }
    }
  }

  /** The point with every discrete column on the nearest value that it may take. */
  nearest(x: Float64Array): Float64Array {
    return this.rounded(x, (_j, down, up) => down <= up);
  }

  /** The same, but where the rows allow it in the direction that hurts none. */
  unlocked(x: Float64Array): Float64Array {
    return this.rounded(x, (j, down, up) => {
      if (Math.min(down, up) <= SETTLED || this.lockedDown[j] === this.lockedUp[j]) return down <= up;
      return this.lockedDown[j] === 0;
    });
  }

  private rounded(x: Float64Array, goesDown: (j: number, down: number, up: number) => boolean): Float64Array {
    const point = x.slice();
    for (const j of this.discrete.columns) {
      const { below, above, down, up } = this.discrete.split(j, x[j]);
      point[j] = goesDown(j, down, up) ? below : above;
    }
    return point;
  }
}
