import { fc } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import { compileWeighted, greenLlm, paretoFront } from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 3 });

test('the front is convex, and no weighted sum finds a point below it', async () => {
  const market = greenLlm(data);
  const { energy, delay } = market.costs;
  const { corners, rates, complete } = await paretoFront(market, energy, delay, highs());
  expect(complete).toBe(true);
  expect(corners.length).toBeGreaterThan(2);
  for (const [k, rate] of rates.entries()) {
    expect(corners[k + 1].a).toBeGreaterThan(corners[k].a);
    expect(rate).toBeGreaterThan(0);
    if (k > 0) expect(rate).toBeLessThanOrEqual(rates[k - 1] * (1 + 1e-6));
  }
  for (const weight of [0.01, 0.1, 0.3, 1, 3, 10, 100]) {
    const result = (
      await compileWeighted(market, { energy: 1, carbon: 0, delay: weight }).solve(highs())
    ).optimal();
    const best = Math.min(...corners.map(({ a, b }) => a + weight * b));
    expect(Math.abs(result.objective - best)).toBeLessThan(1e-6 * (1 + best));
  }
});

test('corners that ran out are said', async () => {
  const market = greenLlm(data);
  const front = await paretoFront(market, market.costs.energy, market.costs.delay, highs(), { corners: 3 });
  expect(front.complete).toBe(false);
  expect(front.corners.length).toBe(3);
});
