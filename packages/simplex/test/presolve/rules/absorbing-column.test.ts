/** Columns without cost that meet all their rows by going far enough. */
import { BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { INF, type Interval, lp } from '../support.ts';
import { everyObjective, reducedBy, roundTrip, shape } from './cases.ts';

const lists = (bounds: Interval) => ({
  columns: [bounds, [0, 4], [-1, 2]] as const,
  matrix: [
    [2, 1, 1],
    [-1, 1, -1],
    [0, 1, 1],
  ],
  rows: [
    [3, INF],
    [-INF, 2],
    [1, 3],
  ] as const,
});

test('it takes its rows along', () => {
  expect(shape(reducedBy(lp({ ...lists([0, INF]), cost: [0, 1, 1] }), 'dominatedColumn'))).toEqual([1, 2, 2]);
});

test('it goes to the last row it has to meet, which is then on its side', async () => {
  const { x, basis } = await roundTrip({ ...lists([0, INF]), cost: [0, 1, 1] }, 'dominatedColumn');
  expect(2 * x[0] + x[1] + x[2]).toBeCloseTo(3, 12);
  expect(basis.columns[0]).toBe(BASIC);
});

test.each([[[0, INF]], [[-9, INF]], [[9, INF]], [[-INF, INF]]] as const)(
  'the way back is exact for every objective, bounds %j',
  (bounds) => everyObjective(lists(bounds), [-1, 0, 2], 'dominatedColumn'),
);

test('downwards as well', async () => {
  const { columns, rows, matrix } = lists([-INF, 0]);
  const turned = matrix.map((row) => row.map((a, j) => (j === 0 ? -a : a)));
  await everyObjective({ columns, rows, matrix: turned }, [-1, 0, 2], 'dominatedColumn');
});
