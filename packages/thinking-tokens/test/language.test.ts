import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { ortools } from '@marginal/ortools';
import { simplex } from '@marginal/simplex';
import { describe, expect, test } from 'vitest';
import { maximizeInBox, outerOptimum, performanceOf } from '../src/index.ts';
import { fiveTasks, NAMES } from './five-tasks.ts';

describe.each([
  ['highs', highs()],
  ['glpk', glpk()],
  ['simplex', simplex()],
  ['ortools, GLOP', ortools({ algorithm: 'glop' })],
] as const)('%s', (_, backend) => {
  test.each([
    [0.05, 30, 9.381402],
    [0.1, 30, 9.02384],
    [0.2, 30, 8.598311],
    [0.1, 100, 40.981773],
  ])('lambda %d, alpha %d: J = %d, proved to 1e-9', async (rate, weight, objective) => {
    const found = await outerOptimum(fiveTasks(rate, weight), NAMES, backend);
    if (found.status !== 'optimal') expect.unreachable(found.cause);
    expect(found.gap).toBeLessThanOrEqual(1e-9);
    expect(found.objective.toFixed(6)).toBe(objective.toFixed(6));
    expect(found.lower).toBeLessThanOrEqual(objective + 5e-7);
    expect(found.upper).toBeGreaterThanOrEqual(objective - 5e-7);
    expect(found.stabilityRent).toBe(0);
  });

  test('a budget that binds has a rent: the finite difference of J', async () => {
    const server = { ...fiveTasks(0.05, 30), maxTokens: 1500 };
    const found = await outerOptimum(server, NAMES, backend);
    if (found.status !== 'optimal') expect.unreachable(found.cause);
    const at = (maxTokens: number): number =>
      maximizeInBox(
        { ...server, maxTokens },
        new Float64Array(5),
        new Float64Array(5).fill(maxTokens),
        new Float64Array(5),
      ).objective;
    const rent = found.budgetRent.reduce((sum, value) => sum + value, 0);
    expect(rent).toBeGreaterThan(0);
    expect(Math.abs(rent - (at(1501) - at(1499)) / 2)).toBeLessThan(1e-3 * rent);
    expect(found.tokens.every((l) => l <= 1500)).toBe(true);
    expect(performanceOf(server, found.tokens).objective).toBeCloseTo(at(1500), 7);
  });
});
