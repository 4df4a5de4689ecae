/** A change of a drawn program, in units of the program's own numbers, so that a badly scaled one stays what it is. */
import type { Delta, Program } from '@marginal/program';
import fc from 'fast-check';
import type { Interval } from './sketch.ts';

export interface DrawnChange {
  readonly column: number;
  /** The cost of the column is multiplied by this. */
  readonly cost: number;
  readonly row: number;
  readonly sides: 'free' | 'meet' | 'move' | 'keep';
  /** Bounds move by this many times their own size. */
  readonly step: number;
}

export const DRAWN_CHANGE: fc.Arbitrary<DrawnChange> = fc.record({
  column: fc.nat(7),
  cost: fc.constantFrom(1, 0, -1, 2),
  row: fc.nat(7),
  sides: fc.constantFrom('keep' as const, 'move' as const, 'meet' as const, 'free' as const),
  step: fc.constantFrom(-1, 1, -0.5, 0.5),
});

function moved([lower, upper]: Interval, { sides, step }: DrawnChange): Interval {
  switch (sides) {
    case 'keep':
      return [lower, upper];
    case 'free':
      return [-Infinity, Infinity];
    case 'meet': {
      const side = Number.isFinite(lower) ? lower : upper;
      return Number.isFinite(side) ? [side, side] : [lower, upper];
    }
    case 'move': {
      const size = Math.max(...[lower, upper].map((bound) => (Number.isFinite(bound) ? Math.abs(bound) : 0)));
      return [lower + step * size, upper + step * size];
    }
  }
}

/** The change as it fits this program. */
export function deltaOf(program: Program, change: DrawnChange): Delta {
  const j = change.column % program.cost.length;
  const cost = { index: Int32Array.of(j), value: Float64Array.of(program.cost[j] * change.cost + 0) };
  if (program.rowLower.length === 0) return { cost };
  const i = change.row % program.rowLower.length;
  const [lower, upper] = moved([program.rowLower[i], program.rowUpper[i]], change);
  return {
    cost,
    rowBounds: { index: Int32Array.of(i), lower: Float64Array.of(lower), upper: Float64Array.of(upper) },
  };
}
