/** Equations of two columns. */
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, type Interval, lp } from '../support.ts';
import { everyObjective, reducedBy, shape } from './cases.ts';

const lists = (ratio: number, first: Interval, second: Interval) => ({
  columns: [first, second, [0, 4]] as const,
  matrix: [
    [1, ratio, 0],
    [1, 1, 1],
    [0, 2, -1],
  ],
  rows: [
    [2, 2],
    [-5, 6],
    [-9, INF],
  ] as const,
});

test('one column is written by the other, in rows, costs and bounds', () => {
  // x0 = 2 - 2 x1 with x0 in [0, 6], so x1 in [-2, 1].
  const reduced = reducedBy(lp({ ...lists(2, [0, 6], [-5, 5]), cost: [3, 1, 1] }), 'doubletonEquation');
  expect(shape(reduced)).toEqual([2, 2, 4]);
  expect([reduced.columnLower[0], reduced.columnUpper[0]]).toEqual([-2, 1]);
  expect([...reduced.cost]).toEqual([1 - 6, 1]);
  expect(reduced.offset).toBe(6);
  expect([reduced.rowLower[0], reduced.rowUpper[0]]).toEqual([-7, 4]);
});

test('an entry that cancels leaves', () => {
  expect(
    shape(reducedBy(lp({ ...lists(1, [0, 6], [-5, 5]), cost: [3, 1, 1] }), 'doubletonEquation')),
  ).toEqual([2, 2, 3]);
});

const BOUNDS: readonly Interval[] = [
  [0, 3],
  [-4, INF],
  [-INF, 5],
  [-INF, INF],
];

test.each(
  BOUNDS.flatMap((first) =>
    BOUNDS.flatMap((second) => [2, -0.5].map((ratio) => [ratio, first, second] as const)),
  ),
)('the way back is exact for every objective: ratio %d, bounds %j and %j', (ratio, first, second) =>
  everyObjective(lists(ratio, first, second), [-1, 0, 2], 'doubletonEquation'),
);

test('bounds that no point of the line meets are infeasible', () => {
  const program = lp({ ...lists(1, [5, 6], [0, 1]), cost: [0, 0, 0] });
  expect(presolve(program, { rules: ['doubletonEquation'] }).status).toBe('infeasible');
});

test('coefficients of very different size are left alone', () => {
  const program = lp({ ...lists(1e5, [0, 1], [0, 1]), cost: [0, 0, 0] });
  expect(presolve(program, { rules: ['doubletonEquation'] }).status).toBe('unchanged');
});
