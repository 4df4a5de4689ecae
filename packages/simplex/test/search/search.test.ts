/** Searches against enumeration and against HiGHS; limits and gaps that say the truth; what has no optimum. */
import { highs } from '@marginal/highs';
import {
  createProgram,
  type OptimalOutcome,
  type Outcome,
  type Program,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { simplex } from '../../src/index.ts';
import { INF, lp, relativeDifference, uniform } from '../support.ts';
import { discreteProgram, enumerate } from './support.ts';

const EXACT = { mipGap: 0 };

function optimal(outcome: Outcome): OptimalOutcome {
  if (outcome.status !== 'optimal') throw new Error(`not optimal: ${JSON.stringify(outcome)}`);
  return outcome;
}

function integers(program: Program): Program {
  return createProgram({ ...program, integer: new Uint8Array(program.cost.length).fill(1) });
}

/** Values and weights up to 60, half of the weight fits. */
function knapsack(seed: number, items: number, rows = 1): Program {
  const draw = uniform(seed);
  const weights = Array.from({ length: rows }, () =>
    Array.from({ length: items }, () => 5 + Math.floor(55 * draw())),
  );
  return integers(
    lp({
      sense: 'maximize',
      cost: weights[0].map((w) => w + Math.floor(20 * draw())),
      columns: weights[0].map(() => [0, 1] as const),
      matrix: weights,
      rows: weights.map((row) => [-INF, Math.floor(row.reduce((sum, w) => sum + w, 0) / 2)] as const),
    }),
  );
}

describe('agrees', () => {
  test('with enumeration of tiny programs', async () => {
    let feasible = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const program = discreteProgram(seed, 3, 4, { integer: 1, semicontinuous: seed % 2 === 0 ? 0 : 0.5 });
      const expected = enumerate(program);
      const outcome = await solveProgram(program, simplex(), EXACT);
      if (expected === undefined) expect(outcome.status, `seed ${seed}`).toBe('infeasible');
      else {
        feasible++;
        expect(relativeDifference(optimal(outcome).objective, expected), `seed ${seed}`).toBeLessThan(1e-9);
      }
    }
    expect(feasible).toBeGreaterThan(50);
  });

  test('with HiGHS on small mixed programs', async () => {
    const reference = highs();
    let feasible = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const kind = { integer: 0.5, semicontinuous: seed % 3 === 0 ? 0.4 : 0 };
      const program = discreteProgram(seed, 3 + (seed % 5), 4 + (seed % 9), kind);
      const expected = await solveProgram(program, reference);
      const outcome = await solveProgram(program, simplex());
      expect(outcome.status, `seed ${seed}`).toBe(expected.status);
      if (expected.status !== 'optimal') continue;
      feasible++;
      // Both stop within a gap of 1e-6.
      expect(relativeDifference(optimal(outcome).objective, expected.objective), `seed ${seed}`).toBeLessThan(
        2e-6,
      );
    }
    expect(feasible).toBeGreaterThan(100);
  });

  test('with HiGHS on knapsacks with one row and with three', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const program = knapsack(seed, 25, seed % 2 === 0 ? 1 : 3);
      const expected = optimal(await solveProgram(program, highs(), EXACT));
      const outcome = optimal(await solveProgram(program, simplex(), EXACT));
      expect(outcome.objective, `seed ${seed}`).toBeCloseTo(expected.objective, 6);
    }
  });
});

describe('no optimum', () => {
  test('the relaxation is infeasible: a Farkas proof', async () => {
    const program = integers(lp({ cost: [1, 1], matrix: [[1, 1]], rows: [[-5, -1]] }));
    expect(await solveProgram(program, simplex())).toMatchObject({ status: 'infeasible', proof: 'farkas' });
  });

  test('only no whole point: infeasible by search', async () => {
    const box = [
      [0, 9],
      [0, 9],
    ] as const;
    const program = integers(lp({ cost: [1, 1], columns: box, matrix: [[2, 2]], rows: [[5, 5]] }));
    expect(await solveProgram(program, simplex())).toMatchObject({ status: 'infeasible', proof: 'search' });
  });

  test('unbounded, with a whole point and a ray', async () => {
    const program = integers(lp({ cost: [-1, -1], matrix: [[2, -2]], rows: [[1, 5]] }));
    const outcome = await solveProgram(program, simplex());
    if (outcome.status !== 'unbounded') throw new Error(`not unbounded: ${outcome.status}`);
    for (const x of outcome.point) expect(Math.abs(x - Math.round(x))).toBeLessThan(1e-6);
  });
});

describe('limits', () => {
  const program = knapsack(77, 40, 4);

  test('a node limit leaves a bound and a point on the right sides of the optimum', async () => {
    const best = optimal(await solveProgram(program, highs(), EXACT)).objective;
    for (const nodeLimit of [1, 5, 40]) {
      const outcome = await solveProgram(program, simplex(), { ...EXACT, nodeLimit });
      if (outcome.status !== 'limit') throw new Error(`no limit: ${outcome.status}`);
      expect(outcome.which).toBe('nodes');
      expect(outcome.bound).toBeGreaterThanOrEqual(best - 1e-6);
      expect(outcome.incumbent?.objective ?? -INF).toBeLessThanOrEqual(best + 1e-6);
    }
  });

  test('no nodes, no time, no work, an aborted signal', async () => {
    expect(await solveProgram(program, simplex(), { nodeLimit: 0 })).toMatchObject({ which: 'nodes' });
    expect(await solveProgram(program, simplex(), { timeLimit: 0 })).toMatchObject({ which: 'time' });
    expect(await solveProgram(program, simplex({ workLimit: 5000 }), EXACT)).toMatchObject({
      which: 'iterations',
    });
    const signal = AbortSignal.abort();
    expect(await solveProgram(program, simplex(), { signal })).toMatchObject({ which: 'aborted' });
  });

  test('an abort in the middle of a search is heard, and what was reached is told', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const outcome = await solveProgram(program, simplex(), {
      ...EXACT,
      signal: controller.signal,
      onProgress,
    });
    if (outcome.status !== 'limit') throw new Error(`no limit: ${outcome.status}`);
    expect(outcome.which).toBe('aborted');
    expect(outcome.bound).toBeDefined();
  });

  test('a wide gap ends sooner, and the bound is one', async () => {
    const best = optimal(await solveProgram(program, highs(), EXACT)).objective;
    const wide = optimal(await solveProgram(program, simplex(), { mipGap: 0.05 }));
    if (wide.solution.kind !== 'mip') throw new Error('no search');
    expect(wide.solution.bound).toBeGreaterThanOrEqual(best - 1e-6);
    expect(wide.objective).toBeLessThanOrEqual(best + 1e-6);
    expect(wide.solution.gap).toBeLessThanOrEqual(0.05);
    const absolute = optimal(await solveProgram(program, simplex(), { mipGap: 0, mipAbsoluteGap: 30 }));
    expect(best - absolute.objective).toBeLessThanOrEqual(30 + 1e-6);
  });
});

describe('sessions', () => {
  test('a program that gets an integer column, and whose bounds then change', async () => {
    const session = await simplex().open(lp({ cost: [1], matrix: [[2]], rows: [[3, INF]] }));
    expect(optimal(await session.solve()).objective).toBeCloseTo(1.5, 9);
    const matrix = {
      rowCount: 1,
      columnCount: 1,
      starts: Int32Array.of(0, 1),
      rows: Int32Array.of(0),
      values: Float64Array.of(2),
    };
    const one = (x: number): Float64Array => Float64Array.of(x);
    await session.update({
      addColumns: { cost: one(0.5), lower: one(0), upper: one(1), integer: Uint8Array.of(1), matrix },
    });
    expect(optimal(await session.solve()).objective).toBeCloseTo(1, 9);
    await session.update({ columnBounds: { index: Int32Array.of(1), lower: one(0), upper: one(2) } });
    expect(optimal(await session.solve()).objective).toBeCloseTo(1, 9);
    await session.update({ columnBounds: { index: Int32Array.of(0), lower: one(0), upper: one(0) } });
    expect(optimal(await session.solve()).objective).toBeCloseTo(1, 9);
    session.close();
  });

  test('the same search twice: the same nodes and pivots', async () => {
    const program = knapsack(5, 20, 2);
    const first = optimal(await solveProgram(program, simplex(), EXACT));
    const second = optimal(await solveProgram(program, simplex(), EXACT));
    expect(second.iterations).toBe(first.iterations);
    expect(second.solution).toEqual(first.solution);
  });
});

describe('a switch behind a large coefficient', () => {
  /** min x + 100 b + 1000 s:  x <= M b,  x + s >= D,  b 0 or 1. Either all is bought at 1000, or the switch is paid. */
  const switched = (most: number, demand: number): Program =>
    createProgram({
      ...lp({
        cost: [1, 100, 1000],
        columns: [
          [0, INF],
          [0, 1],
          [0, INF],
        ],
        matrix: [
          [1, -most, 0],
          [1, 0, 1],
        ],
        rows: [
          [-INF, 0],
          [demand, INF],
        ],
      }),
      integer: Uint8Array.of(0, 1, 0),
    });

  test.each([
    [1e6, 1e-3],
    [1e5, 1e-4],
    [1e4, 5e-6],
    [1e6, 1],
    [1e9, 0.5],
  ])('M = %d, D = %d: a billionth of a switch carries nothing', async (most, demand) => {
    const { objective, solution } = optimal(await solveProgram(switched(most, demand), simplex(), EXACT));
    const expected = Math.min(1000 * demand, demand + 100);
    expect(Math.abs(objective - expected)).toBeLessThan(1e-7 * expected);
    expect([0, 1]).toContain(solution.x[1]);
  });
});
