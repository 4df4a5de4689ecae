/** Rows with one entry. */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, lp } from '../support.ts';
import { everyObjective, reducedBy, roundTrip } from './cases.ts';

test('the row is a bound of its column', () => {
  const lists = {
    cost: [1, 1],
    columns: [
      [0, 10],
      [0, 10],
    ] as const,
    matrix: [
      [-2, 0],
      [1, 1],
    ],
    rows: [
      [-8, -4],
      [3, INF],
    ] as const,
  };
  const reduced = reducedBy(lp(lists), 'singletonRow');
  expect([reduced.columnLower[0], reduced.columnUpper[0]]).toEqual([2, 4]);
  expect(reduced.matrix.rowCount).toBe(1);
});

test.each([
  { cost: 6, a: 2, row: [4, 8], dual: 3, status: AT_LOWER },
  { cost: -6, a: 2, row: [4, 8], dual: -3, status: AT_UPPER },
  { cost: 6, a: -2, row: [-8, -4], dual: -3, status: AT_UPPER },
  { cost: -6, a: -2, row: [-8, -4], dual: 3, status: AT_LOWER },
] as const)(
  'its multiplier is the row dual: $cost x, $a x in $row',
  async ({ cost, a, row, dual, status }) => {
    const lists = { cost: [cost], columns: [[0, 10]] as const, matrix: [[a]], rows: [row] };
    const { rowDual, reducedCost, basis } = await roundTrip(lists, 'singletonRow', 'empty');
    expect([rowDual[0], reducedCost[0]]).toEqual([dual, 0]);
    expect([basis.rows[0], basis.columns[0]]).toEqual([status, BASIC]);
  },
);

test('a bound of the column that is as tight keeps its reduced cost', async () => {
  const lists = { cost: [6], columns: [[2, 10]] as const, matrix: [[2]], rows: [[4, INF]] as const };
  const { rowDual, reducedCost } = await roundTrip(lists, 'singletonRow', 'empty');
  expect([rowDual[0], reducedCost[0]]).toEqual([0, 6]);
});

test('two rows that fix a column from both sides', () =>
  everyObjective(
    {
      columns: [
        [-5, 5],
        [0, 3],
      ],
      matrix: [
        [2, 0],
        [-1, 0],
        [1, 1],
      ],
      rows: [
        [2, 8],
        [-1, 4],
        [2, INF],
      ],
    },
    [-2, 0, 1],
    'singletonRow',
  ));

test('bounds that cross are infeasible', () => {
  const program = lp({ cost: [1], columns: [[0, 1]], matrix: [[1]], rows: [[2, 3]] });
  expect(presolve(program).status).toBe('infeasible');
});

test('bounds that cross by rounding are one point, by a little more the solver decides', () => {
  const crossing = (by: number) => lp({ cost: [1], columns: [[0, 1]], matrix: [[1]], rows: [[1 + by, 3]] });
  const rules = ['singletonRow'] as const;
  expect(presolve(crossing(1e-13), { rules }).status).toBe('reduced');
  expect(presolve(crossing(1e-9), { rules }).status).toBe('unchanged');
});
