/** Proportional rows. */
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, type Interval, lp } from '../support.ts';
import { everyObjective, reducedBy, shape } from './cases.ts';

const lists = (factor: number, first: Interval, second: Interval) => ({
  columns: [
    [0, 5],
    [-2, 5],
  ] as const,
  matrix: [
    [1, 2],
    [factor, 2 * factor],
    [1, -1],
  ],
  rows: [first, second, [-4, 4]] as const,
});

test('they become one row with the intersection of their sides', () => {
  const reduced = reducedBy(lp({ ...lists(-2, [0, 6], [-8, -2]), cost: [1, 1] }), 'parallelRows');
  expect(shape(reduced)).toEqual([2, 2, 4]);
  expect([reduced.rowLower[0], reduced.rowUpper[0]]).toEqual([1, 4]);
});

const SIDES: readonly Interval[] = [
  [1, 4],
  [2, INF],
  [-INF, 3],
  [2, 2],
];

test.each(SIDES.flatMap((first) => SIDES.flatMap((side) => [0.5, -2].map((f) => [f, first, side] as const))))(
  'the dual goes back to the row whose side it is: factor %d, %j and %j',
  (factor, first, side) => {
    const [low, high] = [side[0] * factor, side[1] * factor];
    return everyObjective(
      lists(factor, first, [Math.min(low, high), Math.max(low, high)]),
      [-3, -1, 0, 1, 2],
      'parallelRows',
    );
  },
);

test('sides without a common point are infeasible', () => {
  const program = lp({ ...lists(1, [0, 1], [2, 3]), cost: [0, 0] });
  expect(presolve(program, { rules: ['parallelRows'] }).status).toBe('infeasible');
});
