/** The largest allocation within a promise of latency, on M/M/1 where it is known and on the five tasks. */
import { describe, expect, test } from 'vitest';
import { largestScale, performanceOf, quantileLimit, simulate } from '../src/index.ts';
import { fiveTasks } from './five-tasks.ts';

const exponential = (u: number, scale: number): number => -Math.log(u) * scale;

describe('M/M/1: P(T > t) = e^(-(1/s - lambda) t), so that s = 1 / (lambda + ln(1/p) / t)', () => {
  test.each([
    [0.5, 5, 0.05],
    [0.8, 3, 0.01],
    [0.2, 10, 0.1],
  ])('lambda %d, t %d, p %d', (rate, seconds, share) => {
    const exact = 1 / (rate + Math.log(1 / share) / seconds);
    const found = largestScale(rate, exponential, { seconds, share }, 4, { seed: 11, customers: 150_000 });
    expect(found.status).toBe('kept');
    expect(found.low).toBeLessThanOrEqual(found.scale);
    expect(found.high).toBeGreaterThanOrEqual(found.scale);
    expect(exact).toBeGreaterThan(found.low);
    expect(exact).toBeLessThan(found.high);
    expect(Math.abs(found.scale / exact - 1)).toBeLessThan(0.03);
    expect(found.late.mean).toBeLessThanOrEqual(share);
  });

  test('the interval holds the exact scale in at least 36 of 40 seeded runs', () => {
    const exact = 1 / (0.5 + Math.log(20) / 5);
    let covered = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const options = { seed, customers: 15_000 };
      const { low, high } = largestScale(0.5, exponential, { seconds: 5, share: 0.05 }, 4, options);
      if (low <= exact && exact <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(36);
  });
});

describe('five tasks', () => {
  const server = fiveTasks(0.1, 30);
  const tokens = Float64Array.of(4702.2, 4072.5, 704.4, 2244.6, 1392.8);

  test('a tighter promise leaves less; what is found keeps it in a simulation of its own', () => {
    const options = { seed: 5, customers: 30_000 };
    const loose = quantileLimit(server, tokens, { seconds: 5, share: 0.05 }, options);
    const tight = quantileLimit(server, tokens, { seconds: 3, share: 0.05 }, options);
    expect(tight.scale).toBeLessThan(loose.scale);
    expect(loose.scale).toBeLessThan(1);
    const seen = simulate(
      server,
      tokens.map((l) => l * loose.low),
      { seed: 99, customers: 60_000 },
    );
    expect(seen.quantiles.p95).toBeLessThan(5);
  });

  test('never at or beyond full load, however easy the promise', () => {
    const far = tokens.map((l) => 10 * l);
    const options = { seed: 5, customers: 3000 };
    const found = quantileLimit({ ...server, arrivalRate: 0.2 }, far, { seconds: 1e9, share: 0.5 }, options);
    expect(
      performanceOf(
        { ...server, arrivalRate: 0.2 },
        far.map((l) => l * found.scale),
      ).utilisation,
    ).toBeLessThan(1);
    expect(() =>
      quantileLimit({ ...server, arrivalRate: 5 }, tokens, { seconds: 1, share: 0.5 }, options),
    ).toThrow('4.44800');
  });

  test('all of it where the promise is easy, none where not even answers at once keep it', () => {
    const options = { seed: 5, customers: 3000 };
    expect(quantileLimit(server, tokens, { seconds: 1e4, share: 0.05 }, options)).toMatchObject({
      status: 'kept',
      scale: 1,
    });
    expect(quantileLimit(server, tokens, { seconds: 0.01, share: 0.05 }, options)).toMatchObject({
      status: 'impossible',
      scale: 0,
    });
    expect(() => quantileLimit(server, tokens, { seconds: 0, share: 0.05 }, options)).toThrow('seconds');
    expect(() => quantileLimit(server, tokens, { seconds: 1, share: 1 }, options)).toThrow('share');
  });
});
