/** The promise of latency over three families: each keeps it, the best is no worse than the scaled plan. */
import { describe, expect, test } from 'vitest';
import { latencyOptimum, maximizeInBox, performanceOf, simulate } from '../src/index.ts';
import { fiveTasks } from './five-tasks.ts';

const server = fiveTasks(0.1, 30);
const none = new Float64Array(5);
const plan = maximizeInBox(
  server,
  none,
  none.map(() => server.maxTokens),
  none,
).tokens;
const options = { seed: 1, customers: 15_000 };

describe.each([2, 4])('5 %% above %d s', (seconds) => {
  const { status, best, families, scaled } = latencyOptimum(server, plan, { seconds, share: 0.05 }, options);

  test('the best beats the scaled plan, and J and lateness are those of its tokens', () => {
    expect(status).toBe('kept');
    const byScale = performanceOf(
      server,
      plan.map((l) => l * scaled.scale),
    ).objective;
    expect(best.objective).toBeGreaterThan(byScale + 1e-3);
    expect(best.objective).toBeLessThan(performanceOf(server, plan).objective);
    for (const { tokens, objective, late } of families) {
      expect(performanceOf(server, tokens).objective).toBe(objective);
      expect(late.mean).toBeLessThanOrEqual(0.05);
      expect(objective).toBeLessThanOrEqual(best.objective);
    }
  });

  test('it keeps the promise in a run of another seed, up to its interval', () => {
    const seen = simulate(server, best.tokens, { seed: 77, customers: 60_000 });
    expect(seen.quantiles.p90).toBeLessThan(seconds);
  });
});

test('an easy promise leaves the plan alone; an impossible one says so', () => {
  const easy = latencyOptimum(server, plan, { seconds: 1e4, share: 0.05 }, options);
  expect(easy.best.family).toBe('none');
  expect(easy.best.tokens).toEqual(plan);
  const never = latencyOptimum(server, plan, { seconds: 0.01, share: 0.05 }, options);
  expect(never.status).toBe('impossible');
  expect(never.best.late.mean).toBeGreaterThan(0.05);
});

test('whole tokens stay whole and keep it', () => {
  const { best } = latencyOptimum(
    server,
    plan.map((l) => Math.round(l)),
    { seconds: 3, share: 0.05 },
    { ...options, whole: 'yes' },
  );
  expect(Array.from(best.tokens).every(Number.isInteger)).toBe(true);
  expect(best.late.mean).toBeLessThanOrEqual(0.05);
});
