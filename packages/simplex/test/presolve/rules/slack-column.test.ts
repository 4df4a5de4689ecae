/** Columns with one entry that are slacks. */
import { expect, test } from 'vitest';
import { INF, type Interval, lp } from '../support.ts';
import { everyObjective, reducedBy, shape } from './cases.ts';

const program = (a: number, slack: Interval, row: Interval) => ({
  columns: [slack, [0, 4], [-1, 2]] as const,
  matrix: [
    [a, 1, 1],
    [0, 1, -1],
  ],
  rows: [row, [-1, 3]] as const,
});

test('a slack without cost widens the sides', () => {
  const lists = program(-2, [1, 3], [0, 5]);
  const reduced = reducedBy(lp({ ...lists, cost: [0, 1, 1] }), 'columnSingleton');
  expect(shape(reduced)).toEqual([2, 2, 4]);
  expect([reduced.rowLower[0], reduced.rowUpper[0]]).toEqual([2, 11]);
});

test('the cost of a slack of an equation moves to the other columns', () => {
  const lists = program(2, [0, 1], [3, 3]);
  const reduced = reducedBy(lp({ ...lists, cost: [4, 1, 1] }), 'columnSingleton');
  expect([...reduced.cost]).toEqual([-1, -1]);
  expect(reduced.offset).toBe(6);
  expect([reduced.rowLower[0], reduced.rowUpper[0]]).toEqual([1, 3]);
});

test('a free slack takes its row with it', () => {
  const lists = program(2, [-INF, INF], [0, 5]);
  expect(shape(reducedBy(lp({ ...lists, cost: [0, 1, 1] }), 'columnSingleton'))).toEqual([1, 2, 2]);
});

/** Every kind of slack, sign and row: between them all five ways back are taken. */
const SLACKS: readonly Interval[] = [
  [0, 1],
  [-1, INF],
  [-INF, 1],
  [-INF, INF],
  [0, 30],
];
const ROWS: readonly Interval[] = [
  [3, 3],
  [1, 2],
  [2, INF],
  [-INF, 2],
];

test.each(SLACKS.flatMap((slack) => ROWS.flatMap((row) => [2, -1].map((a) => [a, slack, row] as const))))(
  'the way back is exact for every objective: %d x, x in %j, row in %j',
  (a, slack, row) => everyObjective(program(a, slack, row), [-1, 0, 2], 'columnSingleton'),
);
