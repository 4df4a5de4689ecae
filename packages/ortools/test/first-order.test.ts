/** PDLP: good to its tolerance class, proved where it says there is no optimum, and kept to its limits. */
import { fc, test as prop } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import {
  checkFarkas,
  checkOptimal,
  checkRay,
  type Program,
  solveProgram,
  TOLERANCES,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ortools } from '../src/index.ts';
import { programs } from './random-programs.ts';
import { boxed, dense } from './support.ts';

const backend = ortools({ algorithm: 'pdlp' });

describe('what it can do', () => {
  test('it denies vertices and bases, and gives none', async () => {
    const { capabilities } = backend;
    expect(capabilities).toMatchObject({
      lp: true,
      mip: false,
      basisIn: false,
      basisOut: false,
      vertexSolutions: false,
      toleranceClass: 'firstOrder',
    });
    const outcome = await solveProgram(boxed(20, 40, 4), backend);
    if (outcome.status !== 'optimal') throw new Error(outcome.status);
    expect(outcome.solution).not.toHaveProperty('basis');
  });

  test('a demand in tiny units is served: its row is solved in units of its own', async () => {
    for (const unit of [1, 1e-6, 1e-9, 1e-13]) {
      const market = dense({
        cost: [3, 5],
        rows: [[unit, unit]],
        between: [[4 * unit, Infinity]],
        columns: [
          [0, 10],
          [0, 9],
        ],
      });
      const outcome = await solveProgram(market, backend);
      if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
      expect(outcome.objective).toBeCloseTo(12, 2);
      expect(outcome.solution.rowDual[0] * unit).toBeCloseTo(3, 2);
    }
  });

  test.each([1e-4, 1e-8, 1e-10])('a demand of %d beside one of 1e6 is served', async (small) => {
    const market = dense({
      cost: [3, 1],
      rows: [
        [1, 0],
        [0, 1],
      ],
      between: [
        [small, Infinity],
        [1e6, Infinity],
      ],
      columns: [
        [0, Infinity],
        [0, Infinity],
      ],
    });
    const outcome = await solveProgram(market, backend);
    if (outcome.status !== 'optimal') throw new Error(outcome.status);
    // Below 2^-50 of the largest bound a bound counts as the rounding of others.
    if (small > 1e-9) expect(outcome.solution.x[0] / small).toBeCloseTo(1, 2);
  });

  test('a bound that it would not get to is refused', async () => {
    const far = dense({
      cost: [-1, 0],
      rows: [[1, -1]],
      between: [[-Infinity, 0]],
      columns: [
        [0, Infinity],
        [0, 1e14],
      ],
    });
    await expect(backend.open(far)).rejects.toMatchObject({ code: 'program.numeric-range' });
  });

  test('integers are refused', async () => {
    const whole = dense({ cost: [1], rows: [[2]], between: [[3, 9]], columns: [[0, 9]], integer: [1] });
    await expect(backend.open(whole)).rejects.toMatchObject({ code: 'program.integers-unsupported' });
  });

  test('prices and reduced costs of a maximisation have the sign of the house', async () => {
    const outcome = await solveProgram(
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
      backend,
    );
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error(outcome.status);
    expect(outcome.objective).toBeCloseTo(11, 3);
    expect(outcome.solution.rowDual[0]).toBeCloseTo(2.5, 3);
    expect(outcome.solution.rowDual[1]).toBeCloseTo(0.5, 3);
  });
});

test('a session goes on from its last point', async () => {
  const session = await backend.open(boxed(60, 120, 5));
  const first = await session.solve();
  const second = await session.solve();
  expect(second.status).toBe('optimal');
  expect(second.iterations).toBeLessThan(first.iterations / 2);
  session.close();
});

test('it stops when its time is over, having taken no limit itself', async () => {
  const outcome = await solveProgram(boxed(3000, 6000, 6), backend, { timeLimit: 0.2 });
  expect(outcome).toMatchObject({ status: 'limit', which: 'time' });
});

/** Limits are an answer that is none; everything else must be proved. */
function expectAgreement(
  drawn: Program,
  outcome: Awaited<ReturnType<typeof solveProgram>>,
  vertex: Awaited<ReturnType<typeof solveProgram>>,
): void {
  if (outcome.status === 'limit' || outcome.status === 'imprecise') return;
  if (outcome.status === 'failed') throw new Error(outcome.cause);
  expect(outcome.status).toBe(vertex.status);
  if (outcome.status === 'infeasible' && outcome.proof === 'farkas')
    expect(checkFarkas(drawn, outcome.farkas).verdict).toBe('verified');
  if (outcome.status === 'unbounded') {
    expect(checkRay(drawn, outcome.ray).verdict).toBe('verified');
    expect(checkOptimal(drawn, { x: outcome.point }, TOLERANCES.firstOrder).verdict).toBe('verified');
  }
  if (outcome.status === 'optimal' && vertex.status === 'optimal')
    expect(Math.abs(outcome.objective - vertex.objective)).toBeLessThanOrEqual(
      1e-3 * (1 + Math.abs(vertex.objective - drawn.offset)),
    );
}

let answered = 0;
const RUNS = 150;
prop.prop([programs({ min: 1, max: 5 }, fc.integer({ min: -10, max: 10 }))], {
  seed: 20_261_122,
  numRuns: RUNS,
})('the verdict of HiGHS, or none', async (drawn) => {
  const outcome = await solveProgram(drawn, backend, { timeLimit: 2 });
  if (outcome.status !== 'limit' && outcome.status !== 'imprecise') answered++;
  expectAgreement(drawn, outcome, await solveProgram(drawn, highs()));
});

test('and it rarely has none', () => {
  expect(answered).toBeGreaterThan(0.95 * RUNS);
});
