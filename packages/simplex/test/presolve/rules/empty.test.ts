/** Rows and columns without entries. */
import { AT_LOWER, AT_UPPER, BASIC, FREE_AT_ZERO } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, lp } from '../support.ts';
import { reducedBy, roundTrip, shape } from './cases.ts';

test('an empty column goes to the bound its cost prefers, and its cost is its reduced cost', async () => {
  const { x, reducedCost, basis } = await roundTrip(
    {
      cost: [1, -1, 0, 0, 0],
      columns: [
        [-2, 5],
        [-2, 5],
        [-3, 1],
        [2, INF],
        [-INF, INF],
      ],
      matrix: [[0, 0, 0, 0, 0]],
      rows: [[-1, INF]],
    },
    'empty',
  );
  expect([...x]).toEqual([-2, 5, 1, 2, 0]);
  expect([...reducedCost]).toEqual([1, -1, 0, 0, 0]);
  expect([...basis.columns]).toEqual([AT_LOWER, AT_UPPER, AT_UPPER, AT_LOWER, FREE_AT_ZERO]);
  expect([...basis.rows]).toEqual([BASIC]);
});

test('what has entries stays', () => {
  const program = lp({
    cost: [1, 1],
    columns: [
      [0, 1],
      [0, 1],
    ],
    matrix: [
      [1, 0],
      [0, 0],
    ],
    rows: [
      [1, 1],
      [0, 0],
    ],
  });
  expect(shape(reducedBy(program, 'empty'))).toEqual([1, 1, 1]);
});

test.each([
  [1, 2],
  [-2, -1],
])('an empty row cannot lie between %d and %d', (lower, upper) => {
  const program = lp({ cost: [0], columns: [[0, 1]], matrix: [[0]], rows: [[lower, upper]] });
  expect(presolve(program).status).toBe('infeasible');
});

test('a cost without the bound it asks for is no optimum', () => {
  const program = lp({ cost: [1], columns: [[-INF, 4]], matrix: [[0]], rows: [[0, 0]] });
  expect(presolve(program).status).toBe('unboundedOrInfeasible');
});
