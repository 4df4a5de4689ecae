import { checkOptimal, solveProgram, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { paysInterior } from '../src/algorithms.ts';
import { ALGORITHMS, type Algorithm, type HighsOptions, highs } from '../src/index.ts';
import { INFEASIBLE, program, randomProgram, TEXTBOOK, UNBOUNDED } from './programs.ts';
import { expectStatus, flat } from './solve.ts';

/** Three plants and three places at one cost for every way: all plans are optimal, and a vertex leaves at least three of nine ways unused. */
const FACE = program({
  cost: new Array<number>(9).fill(1),
  matrix: [
    [1, 1, 1, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 1, 1, 1, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 1, 1, 1],
    [1, 0, 0, 1, 0, 0, 1, 0, 0],
    [0, 1, 0, 0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0, 1, 0, 0, 1],
  ],
  rows: [
    [-Infinity, 4],
    [-Infinity, 4],
    [-Infinity, 4],
    [2, 2],
    [3, 3],
    [2, 2],
  ],
});

function used(x: Float64Array): number {
  return x.filter((amount) => amount > 0.01).length;
}

const DRAWN = randomProgram(60, 120, 5, 11);

describe.each(ALGORITHMS)('algorithm %s', (algorithm) => {
  const backend = highs({ algorithm });

  test('finds the optimum of simplex, to the tolerances of its class', async () => {
    for (const stated of [TEXTBOOK, DRAWN]) {
      const vertex = flat(await solveProgram(stated, highs()));
      const other = flat(await solveProgram(stated, backend));
      const tolerances = TOLERANCES[backend.capabilities.toleranceClass];
      const size = 1 + Math.abs(vertex.objective);
      expect(Math.abs(other.objective - vertex.objective)).toBeLessThanOrEqual(2 * tolerances.gap * size);
      expect(checkOptimal(stated, other, tolerances).failures).toEqual([]);
    }
  });

  test('has a basis exactly if it says so, and a point inside the face otherwise', async () => {
    const { basis, x } = flat(await solveProgram(FACE, backend));
    expect(basis !== undefined).toBe(backend.capabilities.basisOut);
    if (backend.capabilities.vertexSolutions) expect(used(x)).toBeLessThanOrEqual(6);
    else expect(used(x)).toBe(9);
  });

  test('proves that there is no optimum', async () => {
    expectStatus(await solveProgram(INFEASIBLE, backend), 'infeasible');
    expectStatus(await solveProgram(UNBOUNDED, backend), 'unbounded');
  });

  test('follows a session through changes of costs and of bounds', async () => {
    const session = await backend.open(DRAWN);
    try {
      await session.solve();
      const index = Int32Array.of(0, 1);
      await session.update({ cost: { index, value: Float64Array.of(0.5, 7) } });
      const costs = flat(await session.solve());
      expect(costs.objective).toBeCloseTo(flat(await solveProgram(session.program, highs())).objective, 3);
      await session.update({
        columnBounds: { index, lower: Float64Array.of(0, 0), upper: Float64Array.of(0.25, 0.25) },
      });
      const bounds = flat(await session.solve());
      expect(bounds.objective).toBeCloseTo(flat(await solveProgram(session.program, highs())).objective, 3);
    } finally {
      session.close();
    }
  });
});

test('names say the algorithm, the default is plain highs', () => {
  expect(ALGORITHMS.map((algorithm) => highs({ algorithm }).name)).toEqual([
    'highs',
    'highs:ipm',
    'highs:ipm-no-crossover',
    'highs:pdlp',
    'highs:choose',
  ]);
  expect(highs().name).toBe('highs');
});

test('an unknown algorithm is refused with the ones there are', () => {
  expect(() => highs({ algorithm: 'barrier' as Algorithm })).toThrow(/ipm-no-crossover/);
});

test('without a vertex there are no searches', async () => {
  const whole = { ...FACE, integer: new Uint8Array(9).fill(1) };
  for (const algorithm of ['ipm-no-crossover', 'pdlp'] as const)
    await expect(highs({ algorithm }).open(whole)).rejects.toMatchObject({
      code: 'program.integers-unsupported',
    });
});

test('the worker runs the algorithm it was asked for', async () => {
  const { x } = flat(await solveProgram(FACE, highs({ algorithm: 'ipm-no-crossover', thread: 'worker' })));
  expect(used(x)).toBe(9);
});

test('interior point is chosen for many rows and well filled columns only', () => {
  expect(paysInterior(TEXTBOOK)).toBe(false);
  expect(paysInterior(randomProgram(1000, 2000, 6, 3))).toBe(true);
  expect(paysInterior(randomProgram(4000, 6000, 2, 3))).toBe(false);
});

test('a thread that there is none of is refused, types or none', () => {
  expect(() => highs({ thread: 'x' } as unknown as HighsOptions)).toThrow("there is no thread 'x'");
});
