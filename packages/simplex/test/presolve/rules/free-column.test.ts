/** Columns with one entry whose bounds are implied. */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, lp } from '../support.ts';
import { reducedBy, roundTrip, shape } from './cases.ts';

const lists = (cost: number, a: number) => ({
  offset: 1,
  cost: [cost, 1, -1],
  columns: [
    [-INF, INF],
    [0, 4],
    [-1, 2],
  ] as const,
  matrix: [
    [a, 1, 2],
    [0, 1, -1],
  ],
  rows: [
    [2, 6],
    [-1, 3],
  ] as const,
});

test('its cost goes to the other columns, priced on the side that binds', () => {
  const reduced = reducedBy(lp(lists(6, 2)), 'columnSingleton');
  expect(shape(reduced)).toEqual([1, 2, 2]);
  expect([...reduced.cost]).toEqual([1 - 3, -1 - 6]);
  expect(reduced.offset).toBe(1 + 3 * 2);
});

test.each([
  { cost: 6, a: 2, status: AT_LOWER },
  { cost: -6, a: 2, status: AT_UPPER },
  { cost: 6, a: -2, status: AT_UPPER },
  { cost: -6, a: -2, status: AT_LOWER },
])('the dual is cost over coefficient: $cost, $a', async ({ cost, a, status }) => {
  const { rowDual, basis } = await roundTrip(lists(cost, a), 'columnSingleton');
  expect(rowDual[0]).toBe(cost / a);
  expect([basis.rows[0], basis.columns[0]]).toEqual([status, BASIC]);
});

test('bounds that the row implies are no bounds', async () => {
  const implied = lists(6, 2);
  // 2 x0 = 2 - x1 - 2 x2 lies in [2 - 4 - 4, 2 + 2].
  const columns = [[-3, 2], ...implied.columns.slice(1)] as const;
  expect(shape(reducedBy(lp({ ...implied, columns }), 'columnSingleton'))).toEqual([1, 2, 2]);
  await roundTrip({ ...implied, columns }, 'columnSingleton');
});

test('a bound that can bind keeps the column', () => {
  const tight = {
    ...lists(6, 2),
    columns: [
      [-2.5, 2],
      [0, 4],
      [-1, 2],
    ] as const,
  };
  expect(presolve(lp(tight), { rules: ['columnSingleton'] }).status).toBe('unchanged');
});

test('without a side for its price the row stays', () => {
  const open = {
    ...lists(6, 2),
    rows: [
      [-INF, 6],
      [-1, 3],
    ] as const,
  };
  expect(presolve(lp(open), { rules: ['columnSingleton'] }).status).toBe('unchanged');
});
