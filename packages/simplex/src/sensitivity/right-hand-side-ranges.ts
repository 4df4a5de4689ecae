/**
 * How far one right-hand side may move, all else the same, while the duals (y, r) stay optimal, so that the objective moves along a line of
 * slope y_i. They stay so as long as some point keeps complementary slackness with them, that is, lies on their face
 *
 *   x_j on its lower bound where r_j > 0, on its upper one where r_j < 0;   row k on its lower side where y_k > 0, on its upper one where y_k < 0
 *
 * (for the minimisation). With row i left out, the activities of row i on that face are an interval [least, greatest], and the side that
 * binds may lie anywhere in it. It does not depend on the basis: at a degenerate optimum the range of a basis can be smaller.
 */
import {
  createProgram,
  type LpSolution,
  NotAllowedError,
  type OptimalOutcome,
  type Program,
  pricedSides,
  transpose,
} from '@marginal/program';
import { openSync, type SyncSession } from '../sync.ts';
import { admitOptimum } from './admit-optimum.ts';
import type { Range } from './range.ts';

/** Ranges of the sides of one row, in units of the row; a side that is infinite has none. An equation moves as one: both are the same. */
export interface RightHandSideRange {
  readonly lower?: Range;
  readonly upper?: Range;
}

/** Bounds with each multiplier's side held: +1 the lower, -1 the upper, 0 both as they are. An infinite side holds nothing. */
function held(
  lower: Float64Array,
  upper: Float64Array,
  side: Int8Array,
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  return {
    lower: lower.map((bound, k) => (side[k] < 0 && upper[k] < Infinity ? upper[k] : bound)),
    upper: upper.map((bound, k) => (side[k] > 0 && lower[k] > -Infinity ? lower[k] : bound)),
  };
}

class DualFace {
  readonly rowSide: Int8Array;
  private readonly program: Program;
  private readonly session: SyncSession;
  private readonly byRow: Program['matrix'];
  private readonly rows: ReturnType<typeof held>;

  constructor(program: Program, solution: LpSolution) {
    const priced = pricedSides(program, solution);
    this.rowSide = priced.rows;
    this.rows = held(program.rowLower, program.rowUpper, this.rowSide);
    const columns = held(program.columnLower, program.columnUpper, priced.columns);
    this.program = program;
    this.byRow = transpose(program.matrix);
    this.session = openSync(
      createProgram({
        ...program,
        sense: 'minimize',
        offset: 0,
        cost: new Float64Array(program.cost.length),
        columnLower: columns.lower,
        columnUpper: columns.upper,
        rowLower: this.rows.lower,
        rowUpper: this.rows.upper,
      }),
      { presolve: false },
    );
  }

  /** Least and greatest activity of the row on the face, with these sides in place of its own. */
  activities(row: number, lower: number, upper: number): Range {
    const { session, byRow, rows } = this;
    const index = byRow.rows.slice(byRow.starts[row], byRow.starts[row + 1]);
    const coefficients = byRow.values.slice(byRow.starts[row], byRow.starts[row + 1]);
    const at = Int32Array.of(row);
    session.update({
      cost: { index, value: coefficients },
      rowBounds: { index: at, lower: Float64Array.of(lower), upper: Float64Array.of(upper) },
    });
    const from = this.end(row);
    session.update({ cost: { index, value: coefficients.map((value) => -value) } });
    const to = 0 - this.end(row);
    session.update({
      cost: { index, value: new Float64Array(index.length) },
      rowBounds: {
        index: at,
        lower: Float64Array.of(rows.lower[row]),
        upper: Float64Array.of(rows.upper[row]),
      },
    });
    return { from, to };
  }

  private end(row: number): number {
    const outcome = this.session.solve();
    if (outcome.status === 'optimal') return outcome.objective;
    if (outcome.status === 'unbounded') return -Infinity;
    throw new NotAllowedError({
      code: 'simplex.no-range',
      place: this.program.names.row(row),
      cause: `the program for its range came out ${outcome.status}`,
      remedy: 'choose larger or smaller units so that numbers lie near 1',
    });
  }
}

/**
 * The values that the sides of each of `rows` may have, one at a time, while the duals of `outcome` stay optimal. Two short solves each.
 * Throws as `oneSidedPrices` does, and `NotAllowedError` `simplex.no-range`.
 */
export function rightHandSideRanges(
  program: Program,
  outcome: OptimalOutcome,
  rows: readonly number[],
): RightHandSideRange[] {
  return rows.map(rightHandSideRanger(program, outcome, rows));
}

/** The same, to be asked for these rows one after the other. */
export function rightHandSideRanger(
  program: Program,
  outcome: OptimalOutcome,
  rows: readonly number[],
): (row: number) => RightHandSideRange {
  const face = new DualFace(program, admitOptimum(program, outcome, 'row', rows));
  const { rowLower, rowUpper } = program;
  return (row) => {
    const low = rowLower[row];
    const high = rowUpper[row];
    const side = face.rowSide[row];
    if (low === high) {
      const both = face.activities(row, -Infinity, Infinity);
      return { lower: both, upper: both };
    }
    const lowerRange = (): Range => {
      // Held on its upper side, the row leaves the lower one to itself.
      if (side < 0) return { from: -Infinity, to: high };
      const { from, to } = face.activities(row, -Infinity, high);
      return { from: side > 0 ? from : -Infinity, to };
    };
    const upperRange = (): Range => {
      if (side > 0) return { from: low, to: Infinity };
      const { from, to } = face.activities(row, low, Infinity);
      return { from, to: side < 0 ? to : Infinity };
    };
    return {
      ...(low === -Infinity ? {} : { lower: lowerRange() }),
      ...(high === Infinity ? {} : { upper: upperRange() }),
    };
  };
}
