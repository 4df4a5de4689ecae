/** Rows that the bounds of their columns imply. */
import { BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, lp } from '../support.ts';
import { everyObjective, reducedBy, roundTrip, shape } from './cases.ts';

const COLUMNS = [
  [0, 2],
  [-1, 3],
] as const;

test('a row within its activity bounds leaves, and is basic without a price', async () => {
  const lists = { cost: [-1, 1], columns: COLUMNS, matrix: [[1, -2]], rows: [[-6, 4]] as const };
  const { rowDual, basis } = await roundTrip(lists, 'redundantRow');
  expect([rowDual[0], basis.rows[0]]).toEqual([0, BASIC]);
});

test('a side that cannot bind is dropped, the other stays', () => {
  const program = lp({
    cost: [1, 1],
    columns: COLUMNS,
    matrix: [
      [1, 1],
      [1, 1],
    ],
    rows: [
      [-1, 4],
      [-1, 5],
    ],
  });
  const reduced = reducedBy(program, 'redundantRow');
  expect(shape(reduced)).toEqual([1, 2, 2]);
  expect([reduced.rowLower[0], reduced.rowUpper[0]]).toEqual([-INF, 4]);
});

test('a free row leaves whatever its columns are', () => {
  const program = lp({
    cost: [1],
    columns: [[-INF, INF]],
    matrix: [[3], [1]],
    rows: [
      [-INF, INF],
      [0, INF],
    ],
  });
  expect(shape(reducedBy(program, 'redundantRow'))).toEqual([1, 1, 1]);
});

test.each([
  [6, 7],
  [-9, -2],
])('sides [%d, %d] out of reach are infeasible', (lower, upper) => {
  const program = lp({ cost: [0, 0], columns: COLUMNS, matrix: [[1, 1]], rows: [[lower, upper]] });
  expect(presolve(program, { rules: ['redundantRow'] }).status).toBe('infeasible');
});

test('the way back is exact for every objective', () =>
  everyObjective(
    {
      columns: COLUMNS,
      matrix: [
        [1, 1],
        [1, -1],
        [2, 1],
      ],
      rows: [
        [-1, 5],
        [-3, 1],
        [2, INF],
      ],
    },
    [-2, -1, 0, 1],
    'redundantRow',
  ));
