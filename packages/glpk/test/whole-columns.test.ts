/** Integer columns that reach to infinity: a search that ends, by itself or by a limit, with both engines. */
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ENDLESS_NODES, SEARCH_WALL } from '../src/constants.ts';
import { glpk } from '../src/index.ts';
import { farWholeColumns, isEndless } from '../src/whole-columns.ts';
import { dense } from './support.ts';

/** 0.3 <= 7x - 5y <= 0.7 holds for no whole x and y; GLPK's presolver raises their bounds for ever. */
const WEDGE = dense({
  cost: [1, 1],
  rows: [
    [7, -5],
    [-7, 5],
  ],
  between: [
    [0.3, Infinity],
    [-0.7, Infinity],
  ],
  integer: [1, 1],
});
/** 2x - 2y = 1: the search branches for ever. */
const PARITY = dense({ cost: [1, 1], rows: [[2, -2]], between: [[1, 1]], integer: [1, 1] });

test('far and endless columns are told apart', () => {
  const program = dense({
    cost: [1, 1, 1, 1],
    columns: [
      [0, 9],
      [0, Infinity],
      [0, 1e9],
      [-Infinity, Infinity],
    ],
    rows: [[1, 1, 1, 1]],
    between: [[1, 9]],
    integer: [1, 1, 1, 0],
  });
  expect(farWholeColumns(program)).toEqual([1, 2]);
  expect(isEndless(program)).toBe(true);
  expect(isEndless({ ...program, integer: Uint8Array.of(1, 0, 1, 0) })).toBe(false);
  const { integer: _integer, ...linear } = program;
  expect([farWholeColumns(linear), isEndless(linear)]).toEqual([[], false]);
});

describe.each([{}, { engine: 'glpk.js' }] as const)('%j', (options) => {
  const backend = glpk(options);

  test.each([
    ['presolver without an end', WEDGE],
    ['search without an end', PARITY],
  ])('%s: no limit was given, and yet there is one', async (_, program) => {
    const outcome = await solveProgram(program, backend);
    expect(outcome).toMatchObject({ status: 'limit', which: 'nodes' });
    expect(outcome).not.toHaveProperty('incumbent');
  });

  test('the presolver keeps the time limit, too', async () => {
    const outcome = await solveProgram(WEDGE, backend, { timeLimit: 0.2 });
    expect(outcome.status).toBe('limit');
  });

  test('an optimum among endless columns is proved all the same', async () => {
    // 3x + 7y >= 1e4 + 1/2 at least cost: any whole sum above a dozen can be made.
    const program = dense({
      cost: [3, 7],
      rows: [[3, 7]],
      between: [[1e4 + 0.5, Infinity]],
      integer: [1, 1],
    });
    expect(await solveProgram(program, backend)).toMatchObject({ status: 'optimal', objective: 1e4 + 1 });
  });

  test('infeasible within bounds that only the rows imply', async () => {
    const program = dense({ cost: [1, 1], rows: [[2, 4]], between: [[3, 3]], integer: [1, 1] });
    expect(await solveProgram(program, backend)).toMatchObject({ status: 'infeasible', proof: 'search' });
  });
});

test('a limit that was given stands', async () => {
  const outcome = await solveProgram(PARITY, glpk(), { nodeLimit: 10 });
  expect(outcome).toMatchObject({ status: 'limit', which: 'nodes' });
  expect(ENDLESS_NODES).toBeGreaterThan(10);
});

test('a point beyond the walls of glpk.js is never called the best, nor missing', async () => {
  // x = 3y + 1/2 has no whole point, but 2x = 6y + z with z at most 1 has many far away; the costs pull outwards.
  const far = 4 * SEARCH_WALL;
  const program = dense({
    cost: [-1, 2, 0],
    columns: [
      [0, Infinity],
      [0, Infinity],
      [0, 1],
    ],
    rows: [
      [1, -2, 0],
      [0, 1, far],
    ],
    between: [
      [-Infinity, 1],
      [far, Infinity],
    ],
    integer: [1, 1, 1],
  });
  const [small, large] = await Promise.all([
    solveProgram(program, glpk({ engine: 'glpk.js' })),
    solveProgram(program, glpk()),
  ]);
  expect(large).toMatchObject({ status: 'optimal', objective: -1 });
  expect(['optimal', 'limit']).toContain(small.status);
  if (small.status === 'optimal') expect(small.objective).toBe(-1);
});
