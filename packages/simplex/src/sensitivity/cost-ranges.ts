/**
 * How far one cost may move, all else the same, while the point x stays optimal. It stays so as long as no direction d of its cone (`Cone`)
 * improves: with c'd + t d_j >= 0 and d_j scaled to +1 or -1, for a minimisation
 *
 *   -min { c'd : d_j = +1 }  <=  t  <=  min { c'd : d_j = -1 },      without a limit where there is no such d.
 *
 * So it does not depend on the basis: at a degenerate optimum the range of a basis can be smaller, this one is the largest.
 */
import type { OptimalOutcome, Program } from '@marginal/program';
import { admitOptimum } from './admit-optimum.ts';
import { Cone } from './cone.ts';
import type { Range } from './range.ts';

/**
 * The values that the cost of each of `columns` may have while the point of `outcome` stays optimal, in objective units per unit of the column.
 * Two short solves each. Throws as `oneSidedPrices` does, with `simplex.column` for a column that is not there.
 */
export function costRanges(program: Program, outcome: OptimalOutcome, columns: readonly number[]): Range[] {
  return columns.map(costRanger(program, outcome, columns));
}

/** The same, to be asked for these columns one after the other. */
export function costRanger(
  program: Program,
  outcome: OptimalOutcome,
  columns: readonly number[],
): (column: number) => Range {
  const cone = new Cone(program, admitOptimum(program, outcome, 'column', columns));
  const { columnLower, columnUpper } = cone.program;
  return (column) => {
    /** By how much the objective worsens at least, per unit of the column in this direction. */
    const loss = (step: 1 | -1): number => {
      if (step === 1 ? columnUpper[column] === 0 : columnLower[column] === 0) return Infinity;
      const rate = cone.rate('columnBounds', column, step, step);
      if (rate === undefined) return Infinity;
      return Math.max(0, program.sense === 'minimize' ? rate : -rate);
    };
    const cost = program.cost[column];
    const up = loss(1);
    const down = loss(-1);
    return program.sense === 'minimize'
      ? { from: cost - up, to: cost + down }
      : { from: cost - down, to: cost + up };
  };
}
