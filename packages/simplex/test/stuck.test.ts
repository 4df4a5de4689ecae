import { highs } from '@marginal/highs';
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type SolveStatistics, simplex, solveSync } from '../src/index.ts';
import { lp, objectiveOf, verified } from './support.ts';

const I = Number.POSITIVE_INFINITY;

test('a basis that is repaired after every pivot comes to an end, without any limit given', {
  timeout: 60_000,
}, () => {
  const program = lp({
    cost: [0, 0, 0, 0],
    columns: [
      [-I, I],
      [-I, -3],
      [-I, -3],
      [-0.8, -0.8],
    ],
    matrix: [
      [0, -1e-6, 1, 0],
      [1, -1, -1, 0],
      [-1, 0, 0, -1e-6],
      [-1e-6, 1e-6, 0, 1],
    ],
    rows: [
      [0, 0],
      [0, I],
      [0, I],
      [0, 0],
    ],
  });
  // A point exists, so anything but a proof to the contrary is honest.
  expect(['optimal', 'imprecise', 'failed']).toContain(solveSync(program).status);
});

test('an unbounded program that a tiny dual on a free row makes look optimal', async () => {
  const program = lp({
    cost: [2, 0],
    columns: [
      [-I, 3],
      [0, I],
    ],
    matrix: [
      [1, 1e6],
      [-1e6, -1],
    ],
    rows: [
      [-I, I],
      [0, 0],
    ],
  });
  expect(solveSync(program).status).not.toBe('optimal');
  expect((await solveProgram(program, highs())).status).toBe('unbounded');
});

describe('coefficients of many sizes', () => {
  test('an optimum that only another way down reaches', () => {
    const program = lp({
      cost: [0, 0, 3, 0, 0, 0],
      columns: [
        [0, I],
        [0, I],
        [-I, -1],
        [0, 1],
        [0, I],
        [0, I],
      ],
      matrix: [
        [0, 0, 0, 0, 0, 1],
        [1e3, 0, 0, -1e-3, 0, 0],
        [1e-3, 0, 0, 0, -1e3, 0],
        [0, 0, 1, 1e3, 1e-3, 1],
        [0, -1e-3, 0, 0, 0, 1e3],
        [0, 1e3, 0, 0, 0, 0],
      ],
      rows: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [-3, -3],
        [0, I],
      ],
    });
    // As listed -1e-3 y = -3 and x_5 = 0: y = 3000, and x_2 = -1000 x_3 - x_4 / 1000 with x_3 <= 1 gives 3 * -1000.
    expect(objectiveOf(solveSync(program))).toBeCloseTo(-3000, 6);
  });

  test('an optimum at zero whose duals cancel eight digits', () => {
    const program = lp({
      cost: [-5563121, 0, -13358953],
      matrix: [
        [1, 1e7, 18],
        [1e8, 1, 0],
      ],
      rows: [
        [0, 0],
        [0, 0],
      ],
    });
    // All coefficients and columns are at least zero, so that every column is zero.
    expect(objectiveOf(solveSync(program))).toBe(0);
  });

  test('a ray whose first point misses its rows', async () => {
    const program = lp({
      cost: [0, -0.2, 0, -3],
      columns: [
        [-1, -1],
        [-I, I],
        [-I, I],
        [0, I],
      ],
      matrix: [
        [1, 1e6, -1e6, 0],
        [1, 0, 1e-6, 1e-6],
        [0, 0, 0, 1e-6],
      ],
      rows: [
        [0, I],
        [1, 1],
        [-I, 2.2],
      ],
    });
    expect(solveSync(program).status).toBe('unbounded');
    expect((await solveProgram(program, simplex())).status).toBe('unbounded');
  });

  test('what nothing settles says what was tried, and stays within its budget', () => {
    // The only point is (3e15, 1e15, 5e8) and some digits that doubles do not have.
    const program = lp({
      cost: [1, 0, 0],
      columns: [
        [-I, I],
        [-I, I],
        [-I, I],
      ],
      matrix: [
        [1, -3, 1e-7],
        [1e8, -3e8, 1],
        [1e-8, 0, 1e8],
      ],
      rows: [
        [7, 7],
        [3, 3],
        [1, 1],
      ],
    });
    let statistics: SolveStatistics | undefined;
    const outcome = solveSync(program, {
      onStatistics: (s) => {
        statistics = s;
      },
    });
    if (outcome.status === 'failed') expect(outcome.cause).toContain('from the slack basis');
    else if (outcome.status === 'imprecise') expect(outcome.failures.length).toBeGreaterThan(0);
    else verified(outcome);
    expect(statistics?.fallbacks.exact).toBe(1);
    expect(outcome.iterations).toBeLessThan(200);
  });
});
