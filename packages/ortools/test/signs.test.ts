/**
 * The sign battery: every kind of row and bound, both senses, each row also times -1. The duals must be the derivatives
 * of the optimal value with respect to the bounds, taken here by re-solving.
 */
import { type OptimalOutcome, type Program, type Sense, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ortools } from '../src/index.ts';
import { type Dense, dense } from './support.ts';

const backend = ortools();
const STEP = 1 / 64;

async function optimum(program: Program): Promise<OptimalOutcome> {
  const outcome = await solveProgram(program, backend);
  if (outcome.status !== 'optimal') throw new Error(`expected an optimum, got ${outcome.status}`);
  return outcome;
}

/** d objective / d (every finite bound of the interval at `index`), both moved together where they are equal. */
async function derivative(problem: Dense, which: 'between' | 'columns', index: number): Promise<number> {
  const intervals = problem[which] ?? [];
  const [lower, upper] = intervals[index];
  const value = async (low: number, high: number): Promise<number> => {
    const changed = intervals.map((interval, k) => (k === index ? ([low, high] as const) : interval));
    return (await optimum(dense({ ...problem, [which]: changed }))).objective;
  };
  const slope = async (dLow: number, dHigh: number): Promise<number> =>
    ((await value(lower + dLow, upper + dHigh)) - (await value(lower - dLow, upper - dHigh))) / (2 * STEP);
  if (lower === upper) return slope(STEP, STEP);
  return (await slope(STEP, 0)) + (await slope(0, STEP));
}

interface Case {
  readonly name: string;
  readonly interval: readonly [number, number];
  /** Whether less of the row is wanted when minimising: then its lower bound binds. */
  readonly wantsLess: boolean;
}

const CASES: readonly Case[] = [
  { name: '== pushed down', interval: [4, 4], wantsLess: true },
  { name: '== pushed up', interval: [4, 4], wantsLess: false },
  { name: '>=', interval: [4, Infinity], wantsLess: true },
  { name: '<=', interval: [-Infinity, 4], wantsLess: false },
  { name: 'range at its lower bound', interval: [4, 5], wantsLess: true },
  { name: 'range at its upper bound', interval: [3, 4], wantsLess: false },
  { name: 'column bound, row slack', interval: [-100, 100], wantsLess: false },
];

describe.each<Sense>(['minimize', 'maximize'])('%s', (sense) => {
  describe.each([1, -1])('row times %d', (sign) => {
    test.each(CASES)('$name: duals are derivatives', async ({ interval, wantsLess }) => {
      const direction = (wantsLess ? 1 : -1) * (sense === 'minimize' ? 1 : -1);
      const [lower, upper] = interval;
      const problem: Dense = {
        sense,
        cost: [2 * direction, 3 * direction],
        rows: [
          [sign, 2 * sign],
          [1, -1],
        ],
        between: [sign === 1 ? [lower, upper] : [-upper, -lower], [-50, 60]],
        columns: [
          [-1, 1.5],
          [-2, 3],
        ],
      };
      const { solution } = await optimum(dense(problem));
      if (solution.kind !== 'lp') throw new Error('expected duals');
      for (const i of [0, 1]) {
        expect(solution.rowDual[i]).toBeCloseTo(await derivative(problem, 'between', i), 9);
      }
      for (const j of [0, 1]) {
        expect(solution.reducedCost[j]).toBeCloseTo(await derivative(problem, 'columns', j), 9);
      }
      const binding = interval[0] !== -100;
      expect(solution.rowDual[0] !== 0).toBe(binding);
      expect([...solution.reducedCost].some((r) => r !== 0)).toBe(true);
    });
  });
});

test('the textbook maximisation: max 3x + 2y, x + y <= 4, x - y <= 2 has prices 2.5 and 0.5', async () => {
  const { solution, objective } = await optimum(
    dense({
      sense: 'maximize',
      cost: [3, 2],
      rows: [
        [1, 1],
        [1, -1],
      ],
      between: [
        [-Infinity, 4],
        [-Infinity, 2],
      ],
    }),
  );
  expect(objective).toBe(11);
  expect(solution.kind === 'lp' && [...solution.rowDual]).toEqual([2.5, 0.5]);
});
