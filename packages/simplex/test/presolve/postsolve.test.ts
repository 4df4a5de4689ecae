/** Reductions that build on one another: what one of them gives back is what an earlier one takes up. */
import { AT_LOWER, BASIC } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve } from '../../src/presolve/presolve.ts';
import { everyObjective, roundTrip } from './rules/cases.ts';
import { expectRoundTrip, INF, type Interval, lp, solve } from './support.ts';

const WIDE: Interval = [-50, 50];

test('a slack is set by the activity of its row, substituted columns included', () =>
  everyObjective(
    {
      // The slack x3 goes first; then x0 = -7 - 2 x1 moves a constant out of its row.
      columns: [WIDE, [-20, 20], [0, 4], [0, 30]],
      matrix: [
        [1, 2, 0, 0],
        [3, 1, 1, 1],
        [1, 1, -1, 0],
      ],
      rows: [
        [-7, -7],
        [-9, 12],
        [-8, 8],
      ],
    },
    [-1, 0, 2],
    'columnSingleton',
    'doubletonEquation',
  ));

test('a slack is set by the activity of its row, fixed columns included', () =>
  everyObjective(
    {
      columns: [
        [5, 5],
        [-20, 20],
        [0, 4],
        [0, 30],
      ],
      matrix: [
        [3, 1, 1, 1],
        [0, 1, -1, 0],
      ],
      rows: [
        [-9, 40],
        [-8, 8],
      ],
    },
    [-1, 0, 2],
    'fixedColumn',
    'columnSingleton',
  ));

test('the reduced cost of a merged column goes on to the row that was its bound', async () => {
  // x1 >= 1 is a row; then x0 + 2 x1 is one column, which stands on its lower bound.
  const lists = {
    cost: [1, 2, 5],
    columns: [
      [0, 9],
      [-9, 9],
      [0, 1],
    ] as const,
    matrix: [
      [0, 1, 0],
      [1, 2, 1],
      [1, 2, -1],
    ],
    rows: [
      [1, INF],
      [-30, 30],
      [-40, 40],
    ] as const,
  };
  const { x, rowDual, basis } = await roundTrip(lists, 'singletonRow', 'parallelColumns');
  expect([...x]).toEqual([0, 1, 0]);
  expect([...rowDual]).toEqual([2, 0, 0]);
  expect([basis.rows[0], basis.columns[1]]).toEqual([AT_LOWER, BASIC]);
});

test.each([
  ['singletonRow', 'doubletonEquation'],
  ['singletonRow', 'forcingRow'],
  ['parallelRows', 'doubletonEquation'],
] as const)('multipliers pass through two rules: %s, %s', (...rules) =>
  everyObjective(
    {
      columns: [
        [0, 9],
        [-9, 9],
        [0, 3],
      ],
      matrix: [
        [0, -2, 0],
        [1, 1, 0],
        [1, 1, 1],
        [2, 2, 2],
        [0, 1, -1],
      ],
      rows: [
        [-4, 2],
        [3, 3],
        [2, 5],
        [6, INF],
        [-4, 3],
      ],
    },
    [-2, -1, 0, 1],
    ...rules,
  ),
);

test('a long chain of substitutions comes back whole', async () => {
  const LENGTH = 60;
  const at = (i: number, j: number): number => (j === i ? -1.25 : j === i + 1 ? 1 : 0);
  const matrix = Array.from({ length: LENGTH - 1 }, (_, i) =>
    Array.from({ length: LENGTH }, (_, j) => at(i, j)),
  );
  matrix.push(Array.from({ length: LENGTH }, (_, j) => 1 + (j % 3)));
  const program = lp({
    cost: Array.from({ length: LENGTH }, (_, j) => (j % 7) - 2.5),
    columns: Array.from({ length: LENGTH }, (): Interval => [-1e5, 1e5]),
    matrix,
    rows: [...Array.from({ length: LENGTH - 1 }, (_, i): Interval => [0.1 * i, 0.1 * i]), [-1e6, 1e6]],
  });
  expect(presolve(program).status).toBe('solved');
  await expectRoundTrip(program);
});

test('the constant of the reduced program is that of the original less what is gone', async () => {
  const program = lp({
    offset: 11,
    cost: [3, -2, 1, 4],
    columns: [[2, 2], WIDE, [0, 4], [-1, 6]],
    matrix: [
      [1, 1, 2, 0],
      [1, 3, 1, -2],
      [0, 1, -1, 1],
      [0, 2, 1, 3],
    ],
    rows: [
      [6, 6],
      [-20, 20],
      [-5, 9],
      [-4, 12],
    ],
  });
  const presolved = presolve(program, { rules: ['fixedColumn', 'doubletonEquation'] });
  if (presolved.status !== 'reduced') throw new Error(presolved.status);
  const [inner, direct] = [await solve(presolved.program), await solve(program)];
  if (inner.status !== 'optimal' || direct.status !== 'optimal') throw new Error('expected two optima');
  expect(inner.objective).toBeCloseTo(direct.objective, 9);
  await expectRoundTrip(program, { rules: ['fixedColumn', 'doubletonEquation'] });
});
