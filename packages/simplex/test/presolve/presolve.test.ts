/** What presolve says of a program, and what it leaves alone. */
import { createProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { presolve, RULE_NAMES } from '../../src/presolve/presolve.ts';
import { expectRoundTrip, INF, lp, solve } from './support.ts';

const TINY = lp({
  offset: 3,
  cost: [1, 2],
  columns: [
    [0, INF],
    [0, INF],
  ],
  matrix: [[1, 1]],
  rows: [[2, INF]],
});

/** Nothing to find: two dense rows, bounded columns that can stand on either side. */
const IRREDUCIBLE = lp({
  cost: [1, -1, 2],
  columns: [
    [0, 3],
    [0, 3],
    [0, 3],
  ],
  matrix: [
    [1, 2, -1],
    [3, 1, -2],
  ],
  rows: [
    [-1, 2],
    [-2, 3],
  ],
});

test('a program that is solved on the way has its vertex', () => {
  const presolved = presolve(TINY);
  if (presolved.status !== 'solved') throw new Error(presolved.status);
  expect([...presolved.point.x]).toEqual([2, 0]);
  expect([...presolved.point.rowDual]).toEqual([1]);
  expect([...presolved.point.reducedCost]).toEqual([0, 1]);
});

test('a program that cannot be reduced is unchanged', () => {
  expect(presolve(IRREDUCIBLE)).toEqual({ status: 'unchanged', reason: 'irreducible' });
});

test('a reduction of fewer rows than asked for is none', () => {
  // One row of three is a bound in disguise.
  const program = lp({
    cost: [1, -1, 2],
    columns: [
      [0, 3],
      [0, 3],
      [0, 3],
    ],
    matrix: [
      [1, 2, -1],
      [3, 1, -2],
      [1, 0, 0],
    ],
    rows: [
      [-1, 2],
      [-2, 3],
      [-INF, 2],
    ],
  });
  expect(presolve(program, { leastRows: 1 / 3 }).status).toBe('reduced');
  expect(presolve(program, { leastRows: 0.34 })).toEqual({ status: 'unchanged', reason: 'fewRows' });
});

test('programs with integers or semicontinuous columns, and maximisations, are left alone', () => {
  const integer = createProgram({ ...TINY, integer: Uint8Array.of(1, 0) });
  const bounded = { ...TINY, columnUpper: Float64Array.of(9, 9) };
  const semicontinuous = createProgram({ ...bounded, semicontinuous: Uint8Array.of(0, 1) });
  const discrete = { status: 'unchanged', reason: 'discrete' };
  expect(presolve(integer)).toEqual(discrete);
  expect(presolve(semicontinuous)).toEqual(discrete);
  expect(presolve({ ...TINY, sense: 'maximize' })).toEqual({ status: 'unchanged', reason: 'maximisation' });
});

test('without rules nothing happens', () => {
  expect(presolve(TINY, { rules: [] })).toEqual({ status: 'unchanged', reason: 'irreducible' });
});

test('programs without rows, without columns, without either', () => {
  const none = { columns: [], cost: [], matrix: [], rows: [] };
  expect(presolve(lp(none))).toEqual({ status: 'unchanged', reason: 'irreducible' });
  expect(presolve(lp({ ...none, cost: [1], columns: [[2, 3]] }))).toMatchObject({ status: 'solved' });
  expect(presolve(lp({ ...none, rows: [[0, 1]], matrix: [[]] }))).toMatchObject({ status: 'solved' });
  expect(presolve(lp({ ...none, rows: [[1, 1]], matrix: [[]] }))).toEqual({ status: 'infeasible' });
});

test('rows and columns of the reduced program keep their names, and the constant its value', async () => {
  const program = lp({
    offset: 5,
    cost: [4, 1, -1, 2],
    columns: [
      [1, 1],
      [0, 3],
      [0, 3],
      [0, 3],
    ],
    matrix: [
      [0, 0, 0, 0],
      [1, 1, 2, -1],
      [1, 3, 1, -2],
    ],
    rows: [
      [0, 1],
      [0, 3],
      [-1, 4],
    ],
  });
  const presolved = presolve(program);
  if (presolved.status !== 'reduced') throw new Error(presolved.status);
  const { names, offset, matrix } = presolved.program;
  expect([matrix.rowCount, matrix.columnCount]).toEqual([2, 3]);
  expect([names.row(0), names.row(1)]).toEqual(['r1', 'r2']);
  expect([names.column(0), names.column(2)]).toEqual(['c1', 'c3']);
  expect(offset).toBe(9);
  await expectRoundTrip(program);
});

test('a bound that only follows from rows does not appear in the reduced program', () => {
  // The first row implies x0 <= 4 and x1 <= 4; no dual may stand on that.
  const program = lp({
    cost: [-1, -2, -1],
    columns: [
      [0, INF],
      [0, INF],
      [0, 2],
    ],
    matrix: [
      [1, 1, 1],
      [1, -1, 2],
      [2, 1, -1],
    ],
    rows: [
      [1, 4],
      [-2, 2],
      [-1, 5],
    ],
  });
  const presolved = presolve(program);
  const reduced = presolved.status === 'reduced' ? presolved.program : program;
  expect([reduced.columnUpper[0], reduced.columnUpper[1]]).toEqual([INF, INF]);
});

test('the point of a reduced program may be handed in again', async () => {
  const program = lp({
    cost: [1, 1, 1],
    columns: [
      [0, 3],
      [0, 3],
      [1, 1],
    ],
    matrix: [
      [1, 2, 1],
      [2, 1, 1],
    ],
    rows: [
      [3, 4],
      [3, 5],
    ],
  });
  const presolved = presolve(program, { rules: RULE_NAMES });
  if (presolved.status !== 'reduced') throw new Error(presolved.status);
  const inner = await solve(presolved.program);
  if (inner.status !== 'optimal') throw new Error(inner.status);
  expect(presolved.postsolve(inner.point)).toEqual(presolved.postsolve(inner.point));
});
