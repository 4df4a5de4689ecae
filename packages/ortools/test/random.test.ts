/**
 * Random small programs with every kind of row and column. Whatever they are, the outcome must be verified: optimal,
 * infeasible or unbounded with proof, never imprecise or failed; HiGHS must say the same; and a session that changes into
 * the program must say the same as a cold solve.
 */
import { fc, test } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { type Outcome, type Program, solveProgram } from '@marginal/program';
import { describe, expect } from 'vitest';
import { ortools } from '../src/index.ts';
import { entry, intervals, programs } from './random-programs.ts';

const backend = ortools();
const other = highs();
const VERIFIED = ['optimal', 'infeasible', 'unbounded'];

/** Four decades of size, in steps that arithmetic does not like. */
const scaled = fc
  .tuple(fc.integer({ min: -99, max: 99 }), fc.constantFrom(0.1, 1, 0.003, 13))
  .map(([a, b]) => a * b);

/** Same verdict and same value; a program without a point may well be unbounded besides, but has one verdict here. */
function expectSame(drawn: Program, one: Outcome, two: Outcome): void {
  expect(VERIFIED).toContain(one.status);
  expect(one.status).toBe(two.status);
  if (one.status === 'optimal' && two.status === 'optimal')
    expect(Math.abs(one.objective - two.objective)).toBeLessThanOrEqual(
      1e-8 * (1 + Math.abs(two.objective - drawn.offset)),
    );
}

describe('every outcome is verified, and that of HiGHS', () => {
  test.prop([programs({ min: 1, max: 7 })], { seed: 20260921, numRuns: 800 })('cold', async (drawn) => {
    expectSame(drawn, await solveProgram(drawn, backend), await solveProgram(drawn, other));
  });

  test.prop([programs({ min: 1, max: 7 }, scaled)], { seed: 20260923, numRuns: 400 })(
    'cold, with numbers of four decades',
    async (drawn) => {
      expectSame(drawn, await solveProgram(drawn, backend), await solveProgram(drawn, other));
    },
  );

  test.prop(
    [
      programs({ min: 3, max: 6 }),
      fc.array(fc.tuple(fc.nat(5), entry, intervals(entry)), { minLength: 1, maxLength: 4 }),
    ],
    {
      seed: 20260922,
      numRuns: 250,
    },
  )('warm, after changes, with the same verdict as a cold solve', async (program, changes) => {
    const session = await backend.open(program);
    expect(VERIFIED).toContain((await session.solve()).status);
    for (const [at, cost, [lower, upper]] of changes) {
      await session.update({
        cost: { index: Int32Array.of(at % program.cost.length), value: Float64Array.of(cost) },
        rowBounds: {
          index: Int32Array.of(at % program.rowLower.length),
          lower: Float64Array.of(lower),
          upper: Float64Array.of(upper),
        },
      });
      const warm = await session.solve();
      const cold = await solveProgram(session.program, backend);
      expect(VERIFIED).toContain(warm.status);
      // A program that is infeasible both ways has one proof only; so verdicts agree, and so do values.
      expect(warm.status).toBe(cold.status);
      if (warm.status === 'optimal' && cold.status === 'optimal')
        expect(warm.objective).toBeCloseTo(cold.objective, 6);
    }
    session.close();
  });
});
