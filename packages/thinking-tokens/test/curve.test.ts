/** Tables and other concave curves in place of the exponential, through every method that takes them. */
import { test as property } from '@fast-check/vitest';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { simplex } from '@marginal/simplex';
import { describe, expect, test } from 'vitest';
import {
  type AccuracyCurve,
  type AccuracyTable,
  contractionFactor,
  fixedPoint,
  gradientLipschitz,
  integerOptimum,
  maximizeInBox,
  outerOptimum,
  performanceOf,
  projectedGradient,
  type Server,
  withCurves,
} from '../src/index.ts';
import { fiveTasks, NAMES } from './five-tasks.ts';
import { randomCase } from './random-server.ts';

function best(server: Server) {
  const none = new Float64Array(server.prior.length);
  return maximizeInBox(
    server,
    none,
    none.map(() => server.maxTokens),
    none,
  );
}

/** The exponential of type `k`, at `count` points that lie closer where it bends. */
function tabled(server: Server, k: number, count: number): AccuracyTable {
  const tokens = Float64Array.from({ length: count }, (_, n) => server.maxTokens * (n / (count - 1)) ** 2);
  const { accuracyBase, accuracyGain, accuracyRate } = server;
  return {
    kind: 'table',
    tokens,
    accuracy: tokens.map((l) => accuracyBase[k] - accuracyGain[k] * Math.expm1(-accuracyRate[k] * l)),
  };
}

function smoothed(server: Server, k: number): AccuracyCurve {
  const [base, gain, rate] = [server.accuracyBase[k], server.accuracyGain[k], server.accuracyRate[k]];
  return {
    kind: 'smooth',
    value: (l) => base - gain * Math.expm1(-rate * l),
    slope: (l) => gain * rate * Math.exp(-rate * l),
    curvature: gain * rate * rate,
  };
}

const five = fiveTasks(0.1, 30);

describe('the exponential given as a curve', () => {
  const server = withCurves(
    five,
    Array.from(five.prior, (_, k) => smoothed(five, k)),
  );

  test('has the same optimum by Newton and by the gradient; the fixed point says why it does not try', () => {
    const expected = best(five);
    expect(best(server).objective).toBeCloseTo(expected.objective, 12);
    // A little less: what the curve gains up to the budget is less than A.
    expect(gradientLipschitz(server) / gradientLipschitz(five)).toBeCloseTo(1, 1);
    expect(gradientLipschitz(server)).toBeLessThanOrEqual(gradientLipschitz(five));
    const found = projectedGradient(server);
    expect(found.status).toBe('converged');
    expect(performanceOf(server, found.tokens).objective).toBeCloseTo(expected.objective, 8);
    expect(fixedPoint(server)).toMatchObject({
      status: 'refused',
      cause: expect.stringContaining('closed form'),
    });
    expect(contractionFactor(server)).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['highs', highs()],
    ['glpk', glpk()],
    ['simplex', simplex()],
  ] as const)('and by tangents on %s, proved to 1e-9', async (_, backend) => {
    const found = await outerOptimum(server, NAMES, backend);
    if (found.status !== 'optimal') expect.unreachable(found.cause);
    expect(found.gap).toBeLessThanOrEqual(1e-9);
    const { objective } = best(five);
    expect(found.lower).toBeLessThanOrEqual(objective + 1e-12);
    expect(found.upper).toBeGreaterThanOrEqual(objective - 1e-12);
  });
});

test('a curve of another kind: square-root saturation, gradient, Newton and tangents agree', async () => {
  const scale = 2000;
  // 0.2 + 0.6 (1 - 1 / sqrt(1 + l / scale)).
  const curve: AccuracyCurve = {
    kind: 'smooth',
    value: (l) => 0.8 - 0.6 / Math.sqrt(1 + l / scale),
    slope: (l) => 0.3 / scale / (1 + l / scale) ** 1.5,
    curvature: 0.45 / scale ** 2,
  };
  const server = withCurves(five, [curve, undefined, curve, undefined, undefined]);
  const { objective, bound } = best(server);
  expect(bound - objective).toBeLessThan(1e-9);
  const byGradient = projectedGradient(server);
  expect(byGradient.status).toBe('converged');
  expect(Math.abs(performanceOf(server, byGradient.tokens).objective - objective)).toBeLessThan(2e-8);
  const found = await outerOptimum(server, NAMES, highs());
  if (found.status !== 'optimal') expect.unreachable(found.cause);
  expect(Math.abs(found.objective - objective)).toBeLessThan(2e-8);
  expect(found.upper).toBeGreaterThanOrEqual(objective - 1e-12);
});

describe('tables', () => {
  test.each([
    ['highs', highs()],
    ['glpk', glpk()],
    ['simplex', simplex()],
  ] as const)('on %s: the same optimum as along the pieces, some types at points', async (_, backend) => {
    const server = withCurves(five, [
      tabled(five, 0, 8),
      undefined,
      tabled(five, 2, 30),
      tabled(five, 3, 5),
      undefined,
    ]);
    const { tokens, objective, bound } = best(server);
    expect(bound - objective).toBeLessThan(1e-9);
    const found = await outerOptimum(server, NAMES, backend);
    if (found.status !== 'optimal') expect.unreachable(found.cause);
    expect(found.gap).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found.objective - objective)).toBeLessThan(2e-8);
    expect(found.upper).toBeGreaterThanOrEqual(objective - 1e-11);
    const points = tabled(five, 3, 5).tokens;
    expect(points).toContain(tokens[3]);
    expect(projectedGradient(server)).toMatchObject({ status: 'refused' });
  });

  test('flat after the last point: nobody thinks beyond it', async () => {
    const table: AccuracyTable = {
      kind: 'table',
      tokens: Float64Array.of(0, 500, 1000),
      accuracy: Float64Array.of(0.1, 0.5, 0.7),
    };
    const server = withCurves(
      { ...five, weight: 1e4 },
      Array.from(five.prior, () => table),
    );
    expect(Array.from(best(server).tokens)).toEqual([1000, 1000, 1000, 1000, 1000]);
    const found = await outerOptimum(server, NAMES, highs());
    if (found.status !== 'optimal') expect.unreachable(found.cause);
    for (const l of found.tokens) expect(Math.abs(l - 1000)).toBeLessThan(1e-3);
  });

  property.prop([randomCase], { numRuns: 40 })(
    'proved, and no random point is better',
    ({ server, tokens }) => {
      const small = withCurves(
        server,
        Array.from(server.prior, (_, k) => (k % 2 === 0 ? tabled(server, k, 4 + 3 * k) : undefined)),
      );
      const { objective, bound } = best(small);
      expect(bound - objective).toBeLessThan(1e-9 * (1 + Math.abs(objective)));
      expect(performanceOf(small, tokens).objective).toBeLessThanOrEqual(
        bound + 1e-12 * (1 + Math.abs(bound)),
      );
    },
  );

  test('whole tokens of two tables: the best of all pairs', () => {
    const small = {
      ...five,
      maxTokens: 40,
      accuracyRate: five.accuracyRate.map((b) => b * 300),
      prior: Float64Array.of(0.5, 0.5, 0, 0, 0),
    };
    const server = withCurves(small, [tabled(small, 0, 6), tabled(small, 1, 9)]);
    const { tokens } = best(server);
    const whole = integerOptimum(server, tokens);
    let brute = Number.NEGATIVE_INFINITY;
    for (let a = 0; a <= 40; a++)
      for (let b = 0; b <= 40; b++)
        brute = Math.max(brute, performanceOf(server, Float64Array.of(a, b, 0, 0, 0)).objective);
    expect(whole.status).toBe('optimal');
    expect(Math.abs(whole.objective - brute)).toBeLessThan(1e-12 * (1 + Math.abs(brute)));
  });
});

describe('curves that are not concave and non-decreasing are refused by place', () => {
  const table = (tokens: number[], accuracy: number[]): AccuracyCurve => ({
    kind: 'table',
    tokens: Float64Array.from(tokens),
    accuracy: Float64Array.from(accuracy),
  });
  const smooth = (
    value: (l: number) => number,
    slope: (l: number) => number,
    curvature = 1,
  ): AccuracyCurve => ({
    kind: 'smooth',
    value,
    slope,
    curvature,
  });
  test.each<[AccuracyCurve, string]>([
    [table([0, 10, 20], [0.1, 0.2, 0.4]), 'thinking-tokens.not-concave'],
    [table([0, 10, 20], [0.1, 0.3, 0.2]), 'thinking-tokens.not-increasing'],
    [table([0, 10], [0.1, 1.2]), 'thinking-tokens.accuracy-range'],
    [table([5, 10], [0.1, 0.2]), 'thinking-tokens.table-start'],
    [table([0, 10, 10], [0.1, 0.2, 0.3]), 'thinking-tokens.table-order'],
    [table([0], [0.1]), 'thinking-tokens.table-length'],
    [
      smooth(
        (l) => (l / 4e4) ** 2,
        (l) => l / 8e8,
      ),
      'thinking-tokens.not-concave',
    ],
    [
      smooth(
        (l) => 1 - l / 4e4,
        () => -1 / 4e4,
      ),
      'thinking-tokens.not-increasing',
    ],
    [
      smooth(
        (l) => l / 4e4,
        () => 1,
      ),
      'thinking-tokens.slope',
    ],
    [
      smooth(
        (l) => Math.sqrt(l / 4e4),
        (l) => 0.5 / Math.sqrt(4e4 * Math.max(l, 1)),
        0,
      ),
      'thinking-tokens.curvature',
    ],
    [
      smooth(
        (l) => l,
        () => 1,
      ),
      'thinking-tokens.accuracy-range',
    ],
  ])('case %#', (curve, code) => {
    expect(() => withCurves(five, [undefined, curve])).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ code, place: expect.stringContaining('curves[1]') })],
      }),
    );
  });
});

test('a price of tokens comes off J: the optimum is one of the finite difference, and all methods agree', async () => {
  const priced: Server = { ...five, tokenCost: new Float64Array(5).fill(2e-4) };
  const { tokens, objective, bound } = best(priced);
  expect(bound - objective).toBeLessThan(1e-9);
  for (const [k, l] of tokens.entries()) expect(l).toBeLessThan(best(five).tokens[k]);
  const spent = tokens.reduce((sum, l, k) => sum + five.prior[k] * l, 0);
  const { objective: unpriced } = performanceOf(five, tokens);
  expect(objective).toBeCloseTo(unpriced - 2e-4 * spent, 12);
  const found = await outerOptimum(priced, NAMES, highs());
  if (found.status !== 'optimal') expect.unreachable(found.cause);
  expect(Math.abs(found.objective - objective)).toBeLessThan(2e-8);
  const byGradient = projectedGradient(priced);
  expect(Math.abs(performanceOf(priced, byGradient.tokens).objective - objective)).toBeLessThan(2e-8);
  const calm = { ...priced, arrivalRate: 0.05 };
  const byPoint = fixedPoint(calm);
  expect(byPoint.status).toBe('converged');
  expect(performanceOf(calm, byPoint.tokens).objective).toBeCloseTo(best(calm).objective, 8);
});
