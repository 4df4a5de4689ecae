/** Random small programs with every kind of row and column. */
import { fc } from '@fast-check/vitest';
import type { Program } from '@marginal/program';
import { dense } from './support.ts';

/** Whole numbers, so that degenerate vertices and ties abound, and reals of mixed sizes. */
export const entry = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -10, max: 10 }) },
  {
    weight: 1,
    arbitrary: fc.double({ min: -10, max: 10, noNaN: true }).map((v) => Math.round(v * 1e4) / 1e4),
  },
);
/** Free, fixed, one-sided and two-sided. */
export function intervals(number: fc.Arbitrary<number>): fc.Arbitrary<readonly [number, number]> {
  return fc.oneof(
    fc.constant([0, Infinity] as const),
    fc.constant([-Infinity, Infinity] as const),
    number.map((a) => [a, Infinity] as const),
    number.map((a) => [-Infinity, a] as const),
    number.map((a) => [a, a] as const),
    fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  );
}

/** Programs of every shape: `sizes` bounds rows and columns, `number` draws costs, coefficients and bounds. */
export function programs(
  sizes: { readonly min: number; readonly max: number },
  number: fc.Arbitrary<number> = entry,
): fc.Arbitrary<Program> {
  const interval = intervals(number);
  const size = fc.integer(sizes);
  return fc
    .tuple(size, size, fc.constantFrom('minimize' as const, 'maximize' as const))
    .chain(([m, n, sense]) =>
      fc
        .record({
          cost: fc.array(number, { minLength: n, maxLength: n }),
          rows: fc.array(fc.array(fc.oneof(fc.constant(0), number), { minLength: n, maxLength: n }), {
            minLength: m,
            maxLength: m,
          }),
          between: fc.array(interval, { minLength: m, maxLength: m }),
          columns: fc.array(interval, { minLength: n, maxLength: n }),
        })
        .map((parts) => dense({ ...parts, sense })),
    );
}
