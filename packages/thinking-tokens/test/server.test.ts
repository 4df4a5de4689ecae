import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { gradient, hessian, largestStableRate, performanceOf, type Server } from '../src/index.ts';
import { randomCase } from './random-server.ts';

property.prop([randomCase], { numRuns: 100 })(
  'gradient and Hessian are finite differences',
  ({ server, tokens }) => {
    const slope = new Float64Array(tokens.length);
    gradient(server, tokens, slope);
    const bend = hessian(server, tokens);
    tokens.forEach((l, k) => {
      const { prior, servicePerToken, accuracyGain, accuracyRate, arrivalRate, weight } = server;
      const idle = 1 - performanceOf(server, tokens).utilisation;
      // Small beside the room that is left before the limit, where times bend the most.
      const step = Math.min(0.05 + 1e-4 * l, (1e-3 * idle) / (arrivalRate * prior[k] * servicePerToken[k]));
      const gain = weight * accuracyGain[k] * accuracyRate[k];
      const parts = prior[k] * (gain + servicePerToken[k] / idle ** 2);
      const moved = (by: number): Float64Array => tokens.map((value, j) => (j === k ? value + by : value));
      const [above, below] = [moved(step), moved(-step)];
      const difference =
        (performanceOf(server, above).objective - performanceOf(server, below).objective) / (2 * step);
      expect(Math.abs(difference - slope[k])).toBeLessThan(1e-5 * parts);
      const [up, down] = [new Float64Array(tokens.length), new Float64Array(tokens.length)];
      gradient(server, above, up);
      gradient(server, below, down);
      up.forEach((value, j) => {
        const second = (value - down[j]) / (2 * step);
        const stated = bend[j * tokens.length + k];
        expect(Math.abs(second - stated)).toBeLessThan(
          1e-4 * (Math.abs(stated) + Math.abs(bend[j * tokens.length + j])),
        );
      });
    });
  },
);

property.prop([randomCase], { numRuns: 100 })(
  'J is strictly concave: -H has a Cholesky factor',
  ({ server, tokens }) => {
    const n = tokens.length;
    const bend = hessian(server, tokens);
    // Scaled to a unit diagonal, so that one tolerance fits all units.
    const scale = Float64Array.from({ length: n }, (_, k) => 1 / Math.sqrt(-bend[k * n + k]));
    const factor = new Float64Array(n * n);
    for (let r = 0; r < n; r++)
      for (let s = 0; s <= r; s++) {
        let sum = -bend[r * n + s] * scale[r] * scale[s];
        for (let k = 0; k < s; k++) sum -= factor[r * n + k] * factor[s * n + k];
        if (r === s) expect(sum).toBeGreaterThan(0);
        factor[r * n + s] = r === s ? Math.sqrt(sum) : sum / factor[s * n + s];
      }
  },
);

describe('closed forms', () => {
  const one = (base: number, arrivalRate: number): Server => ({
    arrivalRate,
    weight: 1,
    maxTokens: 1,
    prior: Float64Array.of(1),
    serviceBase: Float64Array.of(base),
    servicePerToken: Float64Array.of(1),
    accuracyBase: Float64Array.of(0.5),
    accuracyGain: Float64Array.of(0),
    accuracyRate: Float64Array.of(1),
  });

  test.each([0.1, 0.5, 0.9])('M/D/1 at load %d: s (1 + rho / (2 (1 - rho)))', (rho) => {
    const { meanSystemTime, utilisation } = performanceOf(one(2, rho / 2), Float64Array.of(0));
    expect(utilisation).toBeCloseTo(rho, 14);
    expect(meanSystemTime).toBeCloseTo(2 * (1 + rho / (2 * (1 - rho))), 12);
  });

  test.each([0.1, 0.5, 0.9])(
    'M/M/1 at load %d: s / (1 - rho), by many types with exponential quantiles',
    (rho) => {
      const size = 20_000;
      const base = Float64Array.from({ length: size }, (_, k) => -2 * Math.log(1 - (k + 0.5) / size));
      const same = new Float64Array(size);
      const { meanSystemTime } = performanceOf(
        {
          arrivalRate: rho / 2,
          weight: 1,
          maxTokens: 1,
          prior: same.map(() => 1 / size),
          serviceBase: base,
          servicePerToken: same.map(() => 1),
          accuracyBase: same,
          accuracyGain: same,
          accuracyRate: same.map(() => 1),
        },
        same,
      );
      expect(Math.abs(meanSystemTime / (2 / (1 - rho)) - 1)).toBeLessThan(1e-3);
    },
  );

  test('at and beyond the stable rate there is no mean', () => {
    const server = one(2, 0.5);
    expect(largestStableRate(server)).toBe(0.5);
    expect(performanceOf(server, Float64Array.of(0)).meanSystemTime).toBe(Number.POSITIVE_INFINITY);
    expect(gradient(server, Float64Array.of(0), new Float64Array(1))).toBe(1);
    expect(hessian(server, Float64Array.of(0))[0]).toBeNaN();
  });
});
