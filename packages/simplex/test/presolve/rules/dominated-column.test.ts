/** Columns whose reduced cost has a known sign. */
import { AT_LOWER, AT_UPPER } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, lp } from '../support.ts';
import { roundTrip } from './cases.ts';

const ROWS = [
  [-INF, 8],
  [2, INF],
] as const;

test('a cost that every row agrees with puts the column on its bound', async () => {
  // x0 only uses up the first row and helps no other; x1 only helps.
  const lists = {
    cost: [1, -1, 1],
    columns: [
      [1, 5],
      [0, 3],
      [0, 9],
    ] as const,
    matrix: [
      [2, 0, 1],
      [0, 1, 1],
    ],
    rows: ROWS,
  };
  const { basis } = await roundTrip(lists, 'dominatedColumn');
  expect([...basis.columns.slice(0, 2)]).toEqual([AT_LOWER, AT_UPPER]);
});

test('a column with one entry and one bound limits the dual of its row', async () => {
  // x0 can serve the row at 2 without end, so its dual is at most 2, and x1 at 5 is never worth it.
  const lists = {
    cost: [2, 5, 1],
    columns: [
      [0, INF],
      [0, 3],
      [0, 1],
    ] as const,
    matrix: [
      [1, 1, 1],
      [0, 1, 1],
    ],
    rows: [
      [4, INF],
      [-INF, 3],
    ] as const,
  };
  const { x, reducedCost } = await roundTrip(lists, 'dominatedColumn');
  expect(x[1]).toBe(0);
  expect(reducedCost[1]).toBeGreaterThanOrEqual(3);
});

test('columns that limit the same dual prove nothing about each other', () => {
  const lists = {
    cost: [2, 2],
    columns: [
      [0, INF],
      [0, INF],
    ] as const,
    matrix: [[1, 1]],
    rows: [[4, INF]] as const,
  };
  expect(presolve(lp(lists), { rules: ['dominatedColumn'] }).status).toBe('unchanged');
});

test('a missing bound that such a cost asks for is no optimum', () => {
  const lists = {
    cost: [1, 1],
    columns: [
      [-INF, 5],
      [0, 1],
    ] as const,
    matrix: [[2, 1]],
    rows: [[-INF, 8]] as const,
  };
  expect(presolve(lp(lists), { rules: ['dominatedColumn'] }).status).toBe('unboundedOrInfeasible');
});
