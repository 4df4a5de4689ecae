/**
 * The directions d in which the optimum x may be left, as a program of its own with the same costs and the same matrix:
 *
 *   d_j >= 0 where x_j stands on its lower bound, <= 0 on its upper one, 0 when fixed, free otherwise;   A d likewise by rows.
 *
 * Its optimum is d = 0, by optimality of x, and the basis of x is optimal in it. Moving one of its zeros by one unit and solving
 * again gives the rate at which the objective of the original follows, to the right of a kink or to its left: dual pivots of
 * length zero at a degenerate optimum are ordinary ones here. Sides that do not bind at x are gone, so the answer is a rate, not a step.
 */
import { createProgram, type LpSolution, NotAllowedError, type Program } from '@marginal/program';
import { openSync, type SyncSession } from '../sync.ts';
import { standing } from './standing.ts';

function coneSides({ onLower, onUpper }: { readonly onLower: Uint8Array; readonly onUpper: Uint8Array }) {
  return {
    lower: Float64Array.from(onLower, (on) => (on !== 0 ? 0 : -Infinity)),
    upper: Float64Array.from(onUpper, (on) => (on !== 0 ? 0 : Infinity)),
  };
}

export class Cone {
  readonly program: Program;
  private readonly session: SyncSession;
  private readonly solution: LpSolution;
  private fresh = true;

  constructor(program: Program, solution: LpSolution) {
    const stands = standing(program, solution);
    const rows = coneSides(stands.rows);
    const columns = coneSides(stands.columns);
    this.program = createProgram({
      ...program,
      offset: 0,
      columnLower: columns.lower,
      columnUpper: columns.upper,
      rowLower: rows.lower,
      rowUpper: rows.upper,
    });
    this.session = openSync(this.program, { presolve: false });
    this.solution = solution;
  }

  /** The optimal rate with these sides of one row or column in place of its own; undefined when there is no such direction. */
  rate(kind: 'rowBounds' | 'columnBounds', index: number, lower: number, upper: number): number | undefined {
    const { program, session } = this;
    const own =
      kind === 'rowBounds'
        ? { lower: program.rowLower, upper: program.rowUpper }
        : { lower: program.columnLower, upper: program.columnUpper };
    const at = Int32Array.of(index);
    session.update({ [kind]: { index: at, lower: Float64Array.of(lower), upper: Float64Array.of(upper) } });
    const { basis } = this.solution;
    const outcome = session.solve(this.fresh && basis !== undefined ? { startBasis: basis } : {});
    this.fresh = false;
    session.update({
      [kind]: {
        index: at,
        lower: Float64Array.of(own.lower[index]),
        upper: Float64Array.of(own.upper[index]),
      },
    });
    if (outcome.status === 'optimal') return outcome.objective;
    if (outcome.status === 'infeasible') return undefined;
    const name = kind === 'rowBounds' ? program.names.row(index) : program.names.column(index);
    throw new NotAllowedError({
      code: 'simplex.no-rate',
      place: name,
      cause: `the program for its rate came out ${outcome.status}`,
      remedy: 'choose larger or smaller units so that numbers lie near 1',
    });
  }
}
