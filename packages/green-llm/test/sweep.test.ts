import { fc } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import { compileWeighted, greenLlm, SCALES, sweep } from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const WEIGHTS = { energy: 1, carbon: 1, delay: 1 };
const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 5 });

test.each(SCALES)('%s: each point is what a model built with that scale has', async (scale) => {
  const values = [1, 0.5, 1.2, 0];
  let count = 0;
  for await (const point of sweep(greenLlm(data), WEIGHTS, scale, values, highs())) {
    const fresh = (
      await compileWeighted(greenLlm({ ...data, [scale]: point.scale }), WEIGHTS).solve(highs())
    ).optimal();
    expect(point.result.optimal().objective).toBeCloseTo(fresh.objective, 6);
    count++;
  }
  expect(count).toBe(values.length);
});
