/** One-sided prices against differences of the optimal objective, against the ends of the dual face, and where they are known. */
import { dualIntervals } from '@marginal/prices';
import { InvalidInputError, NotAllowedError, type Sense } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { oneSidedPrices, simplex, solveSync } from '../../src/index.ts';
import { feasibleProgram, INF, lp, relativeDifference, tinyProgram } from '../support.ts';
import { objectiveAfter, optimum, rowSides } from './support.ts';

/** Offers of 100 at 10, 50 at 30, 50 at 50 against a demand of exactly 150: one unit less saves 30, one more costs 50. */
const staircase = (sense: Sense) =>
  lp({
    sense,
    cost: [10, 30, 50].map((c) => (sense === 'minimize' ? c : -c)),
    columns: [
      [0, 100],
      [0, 50],
      [0, 50],
    ],
    matrix: [[1, 1, 1]],
    rows: [[150, 150]],
  });

function expectSame(actual: number, expected: number, what: string): void {
  if (Number.isFinite(expected)) expect(relativeDifference(actual, expected), what).toBeLessThan(1e-6);
  else expect(actual, what).toBe(expected);
}

describe('known prices', () => {
  test('a staircase: [30, 50]', () => {
    const program = staircase('minimize');
    const [price] = oneSidedPrices(program, optimum(solveSync(program)), [0]);
    expect(price).toMatchObject({ left: 30, right: 50, low: 30, high: 50, unique: false });
  });

  test('the same as a maximisation: left and right change places', () => {
    const program = staircase('maximize');
    const [price] = oneSidedPrices(program, optimum(solveSync(program)), [0]);
    expect(price).toMatchObject({ left: -30, right: -50, low: -50, high: -30, unique: false });
  });

  test('a step that is infeasible has an infinite price', () => {
    const program = lp({ cost: [3], columns: [[0, 4]], matrix: [[1]], rows: [[4, INF]] });
    const [price] = oneSidedPrices(program, optimum(solveSync(program)), [0]);
    expect(price).toMatchObject({ left: 3, right: INF, unique: false });
  });

  test('no step either way: infinite on both sides, and not one price', () => {
    const program = lp({ cost: [3], columns: [[4, 4]], matrix: [[1]], rows: [[4, 4]] });
    const [price] = oneSidedPrices(program, optimum(solveSync(program)), [0]);
    expect(price).toEqual({ left: -INF, right: INF, low: -INF, high: INF, unique: false });
  });

  test('a row with room on both sides costs nothing', () => {
    const program = lp({ cost: [3], columns: [[1, 4]], matrix: [[1]], rows: [[0, 2]] });
    const [price] = oneSidedPrices(program, optimum(solveSync(program)), [0]);
    expect(price).toEqual({ left: 0, right: 0, low: 0, high: 0, unique: true });
  });
});

/** Tiny random programs that have an optimum, by seed. */
function* solvable(seeds: number) {
  for (let seed = 1; seed <= seeds; seed++) {
    const program = seed % 4 === 0 ? feasibleProgram(seed, 8, 14, true) : tinyProgram(seed);
    const outcome = solveSync(program);
    if (outcome.status === 'optimal') yield { seed, program, outcome };
  }
}

describe('random degenerate programs', () => {
  test('both ends are the differences of the optimal objective', () => {
    let kinks = 0;
    for (const { seed, program, outcome } of solvable(600)) {
      const rows = Array.from(program.rowLower.keys());
      const prices = oneSidedPrices(program, outcome, rows);
      for (const row of rows) {
        const { left, right, unique } = prices[row];
        if (!unique) kinks++;
        const { rowLower, rowUpper } = program;
        const activity = outcome.solution.kind === 'lp' ? outcome.solution.rowActivity[row] : Number.NaN;
        const binds = (bound: number): number => (Math.abs(activity - bound) < 1e-6 ? 1 : 0);
        const step = 1e-4;
        const moved = (t: number): number =>
          objectiveAfter(
            program,
            rowSides(row, rowLower[row] + t * binds(rowLower[row]), rowUpper[row] + t * binds(rowUpper[row])),
          );
        const what = `seed ${seed}, row ${row}`;
        expectSame(right, (moved(step) - outcome.objective) / step, `${what}, right`);
        expectSame(left, (outcome.objective - moved(-step)) / step, `${what}, left`);
      }
    }
    expect(kinks).toBeGreaterThan(50);
  });

  test('low and high are the ends of the dual face', async () => {
    for (const { seed, program, outcome } of solvable(120)) {
      const rows = Array.from(program.rowLower.keys());
      const prices = oneSidedPrices(program, outcome, rows);
      const intervals = await dualIntervals(program, outcome, rows, simplex());
      for (const row of rows) {
        expectSame(prices[row].low, intervals[row].low, `seed ${seed}, row ${row}, low`);
        expectSame(prices[row].high, intervals[row].high, `seed ${seed}, row ${row}, high`);
      }
    }
  });
});

describe('refused', () => {
  const program = staircase('minimize');
  const outcome = optimum(solveSync(program));

  test('rows that are not there', () => {
    expect(() => oneSidedPrices(program, outcome, [1])).toThrow(InvalidInputError);
    expect(() => oneSidedPrices(program, outcome, [0.5])).toThrow(InvalidInputError);
  });

  test('the optimum of another program', () => {
    expect(() => oneSidedPrices({ ...program, cost: Float64Array.of(10, 30, 20) }, outcome, [0])).toThrow(
      NotAllowedError,
    );
    const smaller = lp({ cost: [1], matrix: [[1]], rows: [[1, 1]] });
    expect(() => oneSidedPrices(smaller, outcome, [0])).toThrow(NotAllowedError);
  });

  test('a program with integers', () => {
    expect(() => oneSidedPrices({ ...program, integer: Uint8Array.of(1, 0, 0) }, outcome, [0])).toThrow(
      /no duals/,
    );
  });
});
