/** Where textbook rules cycle or stall: the classical examples, assignment and transportation with equal costs, permuted rows. */
import { describe, expect, test } from 'vitest';
import { solveSync } from '../src/index.ts';
import { assignment, INF, type Interval, lp, objectiveOf, uniform, verified } from './support.ts';

const atMost = (b: number): Interval => [-INF, b];

describe('cycling examples', () => {
  test('Beale (1955)', () => {
    const program = lp({
      cost: [-0.75, 150, -0.02, 6],
      matrix: [
        [0.25, -60, -0.04, 9],
        [0.5, -90, -0.02, 3],
        [0, 0, 1, 0],
      ],
      rows: [atMost(0), atMost(0), atMost(1)],
    });
    expect(objectiveOf(solveSync(program))).toBeCloseTo(-0.05, 12);
  });

  test('Kuhn', () => {
    const program = lp({
      cost: [-2, -3, 1, 12],
      matrix: [
        [-2, -9, 1, 9],
        [1 / 3, 1, -1 / 3, -2],
        [2, 3, -1, -12],
      ],
      rows: [atMost(0), atMost(0), atMost(2)],
    });
    expect(objectiveOf(solveSync(program))).toBeCloseTo(-2, 12);
  });

  test('Marshall and Suurballe (1969)', () => {
    const program = lp({
      cost: [-0.4, -0.4, 1.8, 0],
      matrix: [
        [0.6, -6.4, 4.8, 0],
        [0.2, -1.8, 0.6, 0],
        [0.4, -1.6, 0.2, 0],
        [0, 1, 0, 1],
      ],
      rows: [atMost(0), atMost(0), atMost(0), atMost(1)],
    });
    const outcome = verified(solveSync(program));
    // x = (4, 1, 0, 0) meets every row: -0.4 * 5.
    expect(objectiveOf(outcome)).toBeCloseTo(-2, 12);
  });

  test('Chvatal (1983), p. 31', () => {
    const program = lp({
      sense: 'maximize',
      cost: [10, -57, -9, -24],
      matrix: [
        [0.5, -5.5, -2.5, 9],
        [0.5, -1.5, -0.5, 1],
        [1, 0, 0, 0],
      ],
      rows: [atMost(0), atMost(0), atMost(1)],
    });
    expect(objectiveOf(solveSync(program))).toBeCloseTo(1, 12);
  });
});

/** The optimum of an assignment by looking at all permutations. */
function bestAssignment(cost: Float64Array, n: number): number {
  const search = (row: number, taken: number): number => {
    if (row === n) return 0;
    let best = Infinity;
    for (let k = 0; k < n; k++) {
      if ((taken & (1 << k)) !== 0) continue;
      best = Math.min(best, cost[row * n + k] + search(row + 1, taken | (1 << k)));
    }
    return best;
  };
  return search(0, 0);
}

describe('massive degeneracy', () => {
  test.each([1, 2, 5, 50])('assignment with %i kinds of costs', (costs) => {
    for (let seed = 1; seed <= 5; seed++) {
      const program = assignment(6, costs, seed);
      expect(objectiveOf(solveSync(program))).toBeCloseTo(bestAssignment(program.cost, 6), 9);
    }
  });

  test('assignment of 40 with equal costs', () => {
    expect(objectiveOf(solveSync(assignment(40, 1, 1)))).toBe(0);
  });

  test('transportation with equal costs, supply equal to demand', () => {
    const [sources, sinks] = [12, 15];
    const matrix = Array.from({ length: sources + sinks }, (_, i) =>
      Array.from({ length: sources * sinks }, (_column, j) =>
        Number(i < sources ? Math.floor(j / sinks) === i : j % sinks === i - sources),
      ),
    );
    const rows = Array.from({ length: sources + sinks }, (_, i): Interval => {
      const amount = i < sources ? sinks : sources;
      return [amount, amount];
    });
    const program = lp({ cost: Array.from({ length: sources * sinks }, () => 3), matrix, rows });
    expect(objectiveOf(solveSync(program))).toBeCloseTo(3 * sources * sinks, 9);
  });

  test('the order of rows changes nothing but the way', () => {
    const program = assignment(6, 3, 9);
    const expected = objectiveOf(solveSync(program));
    const draw = uniform(4);
    const { rowCount, columnCount, starts, rows } = program.matrix;
    for (let round = 0; round < 50; round++) {
      const order = Array.from({ length: rowCount }, (_, i) => i);
      for (let i = rowCount - 1; i > 0; i--) {
        const k = Math.floor(draw() * (i + 1));
        [order[i], order[k]] = [order[k], order[i]];
      }
      const moved = rows.slice();
      for (let j = 0; j < columnCount; j++)
        moved.set(
          rows
            .slice(starts[j], starts[j + 1])
            .map((i) => order[i])
            .sort(),
          starts[j],
        );
      const permuted = { ...program, matrix: { ...program.matrix, rows: moved } };
      expect(objectiveOf(solveSync(permuted))).toBeCloseTo(expected, 9);
    }
  });
});
