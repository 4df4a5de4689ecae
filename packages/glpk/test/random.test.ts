/**
 * Random small programs with every kind of row and column. Whatever they are, the outcome must be verified: optimal,
 * infeasible or unbounded with proof, never imprecise or failed; and a session that changes into the program must say
 * the same as a cold solve.
 */
import { fc, test } from '@fast-check/vitest';
import { type Program, solveProgram } from '@marginal/program';
import { describe, expect } from 'vitest';
import { glpk } from '../src/index.ts';
import { dense } from './support.ts';

const backend = glpk();
const VERIFIED = ['optimal', 'infeasible', 'unbounded'];

/** Whole numbers, so that degenerate vertices and ties abound, and reals of mixed sizes. */
const entry = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -10, max: 10 }) },
  {
    weight: 1,
    arbitrary: fc.double({ min: -10, max: 10, noNaN: true }).map((v) => Math.round(v * 1e4) / 1e4),
  },
);
const interval = fc.oneof(
  fc.constant([0, Infinity] as const),
  fc.constant([-Infinity, Infinity] as const),
  entry.map((a) => [a, Infinity] as const),
  entry.map((a) => [-Infinity, a] as const),
  entry.map((a) => [a, a] as const),
  fc.tuple(entry, entry).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
);

function programs(sizes: { readonly min: number; readonly max: number }): fc.Arbitrary<Program> {
  const size = fc.integer(sizes);
  return fc
    .tuple(size, size, fc.constantFrom('minimize' as const, 'maximize' as const))
    .chain(([m, n, sense]) =>
      fc
        .record({
          cost: fc.array(entry, { minLength: n, maxLength: n }),
          rows: fc.array(fc.array(fc.oneof(fc.constant(0), entry), { minLength: n, maxLength: n }), {
            minLength: m,
            maxLength: m,
          }),
          between: fc.array(interval, { minLength: m, maxLength: m }),
          columns: fc.array(interval, { minLength: n, maxLength: n }),
        })
        .map((parts) => dense({ ...parts, sense })),
    );
}

describe('every outcome is verified', () => {
  test.prop([programs({ min: 1, max: 7 })], { seed: 20260921, numRuns: 2000 })('cold', async (program) => {
    expect(VERIFIED).toContain((await solveProgram(program, backend)).status);
  });

  test.prop(
    [
      programs({ min: 3, max: 6 }),
      fc.array(fc.tuple(fc.nat(5), entry, interval), { minLength: 1, maxLength: 4 }),
    ],
    {
      seed: 20260922,
      numRuns: 500,
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
