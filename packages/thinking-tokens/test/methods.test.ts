import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  bestNeighbour,
  contractionFactor,
  fixedPoint,
  gradientLipschitz,
  hessian,
  integerOptimum,
  levelSetBounds,
  maximizeInBox,
  optimalityGap,
  performanceOf,
  projectedGradient,
  roundTokens,
  type Server,
} from '../src/index.ts';
import { fiveTasks } from './five-tasks.ts';
import { randomCase } from './random-server.ts';

function best(server: Server) {
  const size = server.prior.length;
  return maximizeInBox(
    server,
    new Float64Array(size),
    new Float64Array(size).fill(server.maxTokens),
    new Float64Array(size),
  );
}

// papers.md 4.3.
describe.each([
  [0.05, 30, [6264.5, 5646.4, 985.9, 2266.0, 1978.5], 0.146, 3.287, 0.4223, 9.381402, 'converged'],
  [0.1, 30, [4702.2, 4072.5, 704.4, 2244.6, 1392.8], 0.221, 2.665, 0.3896, 9.02384, 'oscillates'],
  [0.2, 30, [3071.9, 2470.6, 389.7, 2207.1, 735.4], 0.291, 1.89, 0.3496, 8.598311, 'oscillates'],
  [0.1, 100, [9163.5, 9317.0, 2739.7, 2536.2, 4215.5], 0.49, 8.051, 0.4903, 40.981773, 'oscillates'],
] as const)('lambda %d, alpha %d', (rate, weight, tokens, rho, time, accuracy, objective, behaviour) => {
  const server = fiveTasks(rate, weight);

  test('projected gradient and Newton reach the optimum, to the printed digits', () => {
    const found = projectedGradient(server);
    expect(found.status).toBe('converged');
    for (const at of [found.tokens, best(server).tokens]) {
      const performance = performanceOf(server, at);
      for (const [k, l] of at.entries()) expect(Math.abs(l - tokens[k])).toBeLessThan(0.051);
      expect(performance.utilisation.toFixed(3)).toBe(rho.toFixed(3));
      expect(performance.meanSystemTime.toFixed(3)).toBe(time.toFixed(3));
      expect(performance.accuracy.toFixed(4)).toBe(accuracy.toFixed(4));
      expect(performance.objective.toFixed(6)).toBe(objective.toFixed(6));
    }
  });

  test(`the fixed point ${behaviour}`, () => {
    const found = fixedPoint(server);
    expect(found.status).toBe(behaviour);
    if (behaviour === 'converged') expect(found.iterations).toBeLessThan(60);
    // Where it does not converge it offers its best iterate, with what may be missing.
    expect(performanceOf(server, found.tokens).objective + found.gap).toBeGreaterThanOrEqual(
      objective - 1e-6,
    );
  });

  test('whole tokens: proved, and rounding loses less than 1e-6', () => {
    const { tokens: at, objective: J } = best(server);
    const whole = integerOptimum(server, at);
    expect(whole.status).toBe('optimal');
    expect(whole.tokens.every(Number.isInteger)).toBe(true);
    expect(J - whole.objective).toBeLessThan(1e-6);
    expect(whole.objective).toBeGreaterThanOrEqual(bestNeighbour(server, at).objective);
    expect(whole.objective).toBeGreaterThanOrEqual(roundTokens(server, at).objective);
  });
});

property.prop([randomCase], { numRuns: 60 })(
  'the box optimum is proved, and no random point beats it',
  ({ server, tokens }) => {
    const { objective, bound } = best(server);
    expect(bound - objective).toBeLessThan(1e-9 * (1 + Math.abs(objective)));
    expect(performanceOf(server, tokens).objective).toBeLessThanOrEqual(
      bound + 1e-12 * (1 + Math.abs(bound)),
    );
    const scratch = new Float64Array(tokens.length);
    expect(
      performanceOf(server, tokens).objective + optimalityGap(server, tokens, scratch),
    ).toBeGreaterThanOrEqual(objective - 1e-12 * (1 + Math.abs(objective)));
  },
);

property.prop([randomCase], { numRuns: 60 })(
  'the level-set bounds hold at the optimum, and L bounds the curvature there',
  ({ server }) => {
    const { tokens } = best(server);
    const bounds = levelSetBounds(server);
    const { utilisation, secondMoment } = performanceOf(server, tokens);
    expect(utilisation).toBeLessThanOrEqual(bounds.utilisation * (1 + 1e-12));
    expect(secondMoment).toBeLessThanOrEqual(bounds.secondMoment * (1 + 1e-12));
    const bend = hessian(server, tokens);
    const n = tokens.length;
    for (let k = 0; k < n; k++) {
      const row = bend.subarray(k * n, k * n + n).reduce((sum, value) => sum + Math.abs(value), 0);
      expect(row).toBeLessThanOrEqual(gradientLipschitz(server) * (1 + 1e-9));
    }
  },
);

property.prop([randomCase], { numRuns: 60 })(
  'where the condition holds, the fixed point converges',
  ({ server }) => {
    // Slow arrivals make a contraction of any server.
    const calm = { ...server, arrivalRate: server.arrivalRate * 1e-4 };
    const factor = contractionFactor(calm);
    const found = fixedPoint(calm);
    if (factor < 1) {
      expect(found.status).toBe('converged');
      expect(Math.abs(performanceOf(calm, found.tokens).objective - best(calm).objective)).toBeLessThan(
        1e-8 * (1 + calm.weight),
      );
    }
  },
);

test('a server of two types: the best of a fine grid is no better', () => {
  const server: Server = {
    arrivalRate: 0.3,
    weight: 20,
    maxTokens: 3000,
    prior: Float64Array.of(0.4, 0.6),
    serviceBase: Float64Array.of(0.2, 0.1),
    servicePerToken: Float64Array.of(1e-3, 5e-4),
    accuracyBase: Float64Array.of(0.1, 0.3),
    accuracyGain: Float64Array.of(0.6, 0.4),
    accuracyRate: Float64Array.of(1e-3, 2e-3),
  };
  let grid = Number.NEGATIVE_INFINITY;
  let at = [0, 0];
  for (let a = 0; a <= 3000; a += 5)
    for (let b = 0; b <= 3000; b += 5) {
      const { objective } = performanceOf(server, Float64Array.of(a, b));
      if (objective > grid) [grid, at] = [objective, [a, b]];
    }
  const { tokens, objective } = best(server);
  expect(grid).toBeLessThanOrEqual(objective);
  expect(objective - grid).toBeLessThan(1e-4);
  for (const [k, l] of tokens.entries()) expect(Math.abs(l - at[k])).toBeLessThanOrEqual(5);
});

property.prop([randomCase], { numRuns: 25 })(
  'the integer optimum is no worse than any whole point of a random cell',
  ({ server, tokens }) => {
    const small = { ...server, maxTokens: 6, accuracyRate: server.accuracyRate.map((b) => b * 300) };
    const { tokens: at } = best(small);
    const whole = integerOptimum(small, at);
    expect(whole.status).toBe('optimal');
    let brute = Number.NEGATIVE_INFINITY;
    const size = tokens.length;
    for (let code = 0; code < 7 ** size; code++) {
      let rest = code;
      const point = new Float64Array(size).map(() => {
        const digit = rest % 7;
        rest = (rest - digit) / 7;
        return digit;
      });
      brute = Math.max(brute, performanceOf(small, point).objective);
    }
    expect(Math.abs(whole.objective - brute)).toBeLessThan(1e-11 * (1 + Math.abs(brute)));
  },
);

test('a node limit leaves a bound and no claim', () => {
  const server = { ...fiveTasks(0.1, 30) };
  const { tokens } = best(server);
  const stopped = integerOptimum(server, tokens, 1);
  expect(stopped.status).toBe('limit');
  expect(stopped.bound).toBeGreaterThanOrEqual(stopped.objective);
});

test.each([1e6, 1e9, 1e12])(
  'the fixed point converges as its condition says, however large the budget: l_max %d',
  (maxTokens) => {
    const server = { ...fiveTasks(1e-4, 30), maxTokens };
    expect(contractionFactor(server)).toBeLessThan(1);
    const { status, gap, tokens } = fixedPoint(server);
    expect(status).toBe('converged');
    const { objective, tokens: exact } = best(server);
    expect(objective - performanceOf(server, tokens).objective).toBeLessThanOrEqual(gap + 1e-12);
    tokens.forEach((l, k) => {
      expect(Math.abs(l - exact[k])).toBeLessThan(1);
    });
  },
);

test('a thinned history says which iteration each entry is of', () => {
  const { history, historyStride, iterations } = projectedGradient(fiveTasks(0.1, 30));
  expect(historyStride).toBeGreaterThan(1);
  const last = 1 + (history.length - 1) * historyStride;
  expect(last).toBeLessThanOrEqual(iterations);
  expect(last).toBeGreaterThan(iterations - historyStride);
  const entry = 5;
  const upTo = projectedGradient(fiveTasks(0.1, 30), 1 + entry * historyStride);
  expect(upTo.step).toBe(history[entry]);
});
