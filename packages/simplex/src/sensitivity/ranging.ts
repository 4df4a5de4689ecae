/** All ranges of an optimum at once, as the contract asks for them (docs/conventions.md, section 10). */
import type { ClaimedRanging, OptimalOutcome, Program } from '@marginal/program';
import { costRanger } from './cost-ranges.ts';
import type { Range } from './range.ts';
import { type RightHandSideRange, rightHandSideRanger } from './right-hand-side-ranges.ts';

/** `outcome`: an optimum of `program`. Two short solves per column and up to four per row; yields after each of them, so that it can be left. */
export function* rangingOf(program: Program, outcome: OptimalOutcome): Generator<void, ClaimedRanging> {
  const columns = Array.from(program.cost, (_, j) => j);
  const rows = Array.from(program.rowLower, (_, i) => i);
  const costRange = costRanger(program, outcome, columns);
  const costs: Range[] = [];
  for (const column of columns) {
    yield;
    costs.push(costRange(column));
  }
  const sideRange = rightHandSideRanger(program, outcome, rows);
  const sides: RightHandSideRange[] = [];
  for (const row of rows) {
    yield;
    sides.push(sideRange(row));
  }
  /** An infinite side stays where it is. */
  const ends = (bounds: Float64Array, range: (i: number) => Range | undefined, end: 'from' | 'to') =>
    bounds.map((bound, i) => range(i)?.[end] ?? bound);
  const { rowLower, rowUpper } = program;
  // Neither side past the other, not even by rounding.
  const apart = (i: number): boolean => rowLower[i] !== rowUpper[i];
  const lower = (i: number): Range | undefined => {
    const range = sides[i].lower;
    return range !== undefined && apart(i) ? { ...range, to: Math.min(range.to, rowUpper[i]) } : range;
  };
  const upper = (i: number): Range | undefined => {
    const range = sides[i].upper;
    return range !== undefined && apart(i) ? { ...range, from: Math.max(range.from, rowLower[i]) } : range;
  };
  return {
    cost: {
      from: Float64Array.from(costs, ({ from }) => from),
      to: Float64Array.from(costs, ({ to }) => to),
    },
    rowLower: { from: ends(rowLower, lower, 'from'), to: ends(rowLower, lower, 'to') },
    rowUpper: { from: ends(rowUpper, upper, 'from'), to: ends(rowUpper, upper, 'to') },
  };
}
