/** Columns whose bounds are one point. */
import { expect, test } from 'vitest';
import { INF, lp } from '../support.ts';
import { everyObjective, reducedBy } from './cases.ts';

const LISTS = {
  offset: 7,
  columns: [
    [2, 2],
    [0, 3],
    [-1, -1],
    [0, INF],
  ] as const,
  matrix: [
    [1, 1, 2, 0],
    [3, -1, 0, 1],
  ],
  rows: [
    [1, 2],
    [-INF, 9],
  ] as const,
};

test('sides and constant take the value over', () => {
  const reduced = reducedBy(lp({ ...LISTS, cost: [5, 1, 4, 1] }), 'fixedColumn');
  expect(reduced.offset).toBe(7 + 5 * 2 - 4);
  expect([...reduced.rowLower]).toEqual([1, -INF]);
  expect([...reduced.rowUpper]).toEqual([2, 3]);
  expect([...reduced.cost]).toEqual([1, 1]);
});

test('the way back is exact for every objective', () => everyObjective(LISTS, [-1, 0, 2], 'fixedColumn'));
