/** Rows that put every column on a bound. */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { INF } from '../support.ts';
import { everyObjective, roundTrip } from './cases.ts';

const COLUMNS = [
  [0, 2],
  [1, 3],
  [0, INF],
] as const;

test('the extreme ratio is the dual, and its column is basic', async () => {
  // x0 - x1 >= 1 needs x0 = 2 and x1 = 1; costs 3 and 1 make the ratios 3 and -1.
  const lists = {
    cost: [3, 1, 1],
    columns: COLUMNS,
    matrix: [
      [1, -1, 0],
      [1, 1, 1],
    ],
    rows: [
      [1, INF],
      [5, INF],
    ] as const,
  };
  const { x, rowDual, basis } = await roundTrip(lists, 'forcingRow');
  expect([...x]).toEqual([2, 1, 2]);
  expect([...rowDual]).toEqual([2, 1]);
  expect([...basis.rows]).toEqual([AT_LOWER, AT_LOWER]);
  expect([...basis.columns]).toEqual([BASIC, AT_LOWER, BASIC]);
});

test('a row whose columns want to be there is basic without a price', async () => {
  const lists = { cost: [-1, 1, 1], columns: COLUMNS, matrix: [[-1, 1, 0]], rows: [[-INF, -1]] as const };
  const { rowDual, basis } = await roundTrip(lists, 'forcingRow', 'empty');
  expect([rowDual[0], basis.rows[0]]).toEqual([0, BASIC]);
  expect([...basis.columns]).toEqual([AT_UPPER, AT_LOWER, AT_LOWER]);
});

test.each([
  ['lower', [1, INF]],
  ['upper', [-INF, 1]],
] as const)('the way back is exact for every objective, on the %s side', (side, interval) =>
  everyObjective(
    {
      columns: [
        [0, 2],
        [1, 3],
        [2, 2],
        [0, 4],
      ],
      matrix: [
        side === 'lower' ? [1, -1, 0, 0] : [-1, 1, 1, 0].map((a, j) => (j === 0 ? -1 : a)),
        [1, 1, 1, 1],
      ],
      rows: [side === 'lower' ? interval : [-INF, 1], [4, 7]],
    },
    [-2, 0, 1],
    'forcingRow',
  ),
);
