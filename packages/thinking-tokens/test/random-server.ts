/** Random servers of two to six types, stable without thinking, with allocations that keep them so. */
import { fc } from '@fast-check/vitest';
import type { Server } from '../src/index.ts';

const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

export interface Case {
  readonly server: Server;
  /** Length N; utilisation is below 0.9 there. */
  readonly tokens: Float64Array;
}

export const randomCase: fc.Arbitrary<Case> = fc.integer({ min: 2, max: 6 }).chain((size) => {
  const column = (min: number, max: number): fc.Arbitrary<Float64Array> =>
    fc.array(between(min, max), { minLength: size, maxLength: size }).map((list) => Float64Array.from(list));
  return fc
    .record({
      shares: column(0.1, 1),
      serviceBase: column(0.01, 0.5),
      servicePerToken: column(1e-4, 2e-3),
      accuracyBase: column(0, 0.4),
      accuracyGain: column(0.05, 0.6),
      accuracyRate: column(5e-5, 3e-3),
      load: between(0.05, 0.9),
      weight: between(1, 200),
      tokens: column(0, 5000),
    })
    .map(({ shares, load, weight, tokens, ...fits }) => {
      const total = shares.reduce((sum, share) => sum + share, 0);
      const prior = shares.map((share) => share / total);
      const mean = prior.reduce(
        (sum, pi, k) => sum + pi * (fits.serviceBase[k] + fits.servicePerToken[k] * tokens[k]),
        0,
      );
      return { tokens, server: { ...fits, prior, weight, maxTokens: 20_000, arrivalRate: load / mean } };
    });
});
