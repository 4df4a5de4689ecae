/** Optima under processor sharing and priorities: gradients, proofs, and what is not convex. */
import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  type Discipline,
  disciplineOptimum,
  maximizeInBox,
  meanSystemTime,
  performanceOf,
  type Server,
  systemTimes,
} from '../src/index.ts';
import { productValues, timeProducts } from '../src/time-products.ts';
import { fiveTasks } from './five-tasks.ts';
import { randomCase } from './random-server.ts';

function disciplines(size: number): Discipline[] {
  const order = Array.from({ length: size }, (_, k) => size - 1 - k);
  return [
    { kind: 'fifo' },
    { kind: 'processorSharing' },
    { kind: 'priority', order },
    { kind: 'preemptivePriority', order },
  ];
}

function timeOf(server: Server, discipline: Discipline, tokens: Float64Array) {
  const products = timeProducts(server, discipline);
  const values = productValues(products.count, tokens.length);
  expect(products.evaluate(tokens, values)).toBe('stable');
  const time = values.p.reduce((sum, p, j) => sum + p * values.q[j], 0);
  const slope = tokens.map((_, k) =>
    values.p.reduce(
      (sum, p, j) =>
        sum + p * values.dq[j * tokens.length + k] + values.q[j] * values.dp[j * tokens.length + k],
      0,
    ),
  );
  return { time, slope, values, products };
}

property.prop([randomCase], { numRuns: 60 })(
  'products sum to the mean time, and their gradients are finite differences',
  ({ server, tokens }) => {
    for (const discipline of disciplines(tokens.length)) {
      const { time, slope } = timeOf(server, discipline, tokens);
      expect(Math.abs(time / meanSystemTime(server, tokens, discipline) - 1)).toBeLessThan(1e-12);
      tokens.forEach((l, k) => {
        const idle = 1 - performanceOf(server, tokens).utilisation;
        const { prior, servicePerToken, arrivalRate } = server;
        const step = Math.min(0.05 + 1e-4 * l, (1e-3 * idle) / (arrivalRate * prior[k] * servicePerToken[k]));
        const moved = (by: number) => tokens.map((value, j) => (j === k ? value + by : value));
        const difference =
          (meanSystemTime(server, moved(step), discipline) -
            meanSystemTime(server, moved(-step), discipline)) /
          (2 * step);
        expect(Math.abs(difference - slope[k])).toBeLessThan(1e-4 * slope[k]);
      });
    }
  },
);

property.prop([randomCase, randomCase], { numRuns: 60 })(
  'on a box the relaxation is never above the mean time',
  ({ server, tokens }) => {
    for (const discipline of disciplines(tokens.length)) {
      const lower = tokens.map((l) => l / 2);
      const at = timeOf(server, discipline, tokens);
      const from = timeOf(server, discipline, lower).values;
      const relaxed = at.values.p.reduce(
        (sum, p, j) => sum + from.q[j] * p + from.p[j] * at.values.q[j] - from.p[j] * from.q[j],
        0,
      );
      expect(relaxed).toBeLessThanOrEqual(at.time * (1 + 1e-12));
    }
  },
);

test('first come, first served: the optimum of the other methods', () => {
  const server = fiveTasks(0.1, 30);
  const none = new Float64Array(5);
  const expected = maximizeInBox(
    server,
    none,
    none.map(() => server.maxTokens),
    none,
  );
  const found = disciplineOptimum(server, { kind: 'fifo' });
  expect(found.status).toBe('optimal');
  expect(Math.abs(found.objective - expected.objective)).toBeLessThan(1e-7);
});

// Fast types first, as Cobham would have it.
const order = [3, 2, 0, 1, 4];
describe.each([
  [0.1, 30],
  [0.2, 30],
  [0.05, 30],
] as const)('five tasks, lambda %d, alpha %d', (rate, weight) => {
  const server = fiveTasks(rate, weight);
  test.each([
    ['processorSharing', 'concavity'],
    ['priority', 'branch and bound'],
    ['preemptivePriority', 'branch and bound'],
  ] as const)('%s is proved by %s; no nearby or random allocation is better', (kind, proof) => {
    const discipline: Discipline = kind === 'processorSharing' ? { kind } : { kind, order };
    const found = disciplineOptimum(server, discipline);
    expect(found).toMatchObject({ status: 'optimal', proof });
    expect(found.gap).toBeLessThanOrEqual(1e-6);
    const worthOf = (tokens: Float64Array): number =>
      weight * performanceOf(server, tokens).accuracy - meanSystemTime(server, tokens, discipline);
    expect(worthOf(found.tokens)).toBeCloseTo(found.objective, 11);
    expect(meanSystemTime(server, found.tokens, discipline)).toBeCloseTo(found.meanSystemTime, 11);
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let n = 0; n < 3000; n++) {
      const wide = n % 2 === 0 ? 1 : 0.02;
      const tried = found.tokens.map((l) => Math.max(0, l + wide * (random() - 0.5) * 6000));
      expect(worthOf(tried)).toBeLessThanOrEqual(found.bound);
    }
  });
});

test('two types under priorities: the best of a fine grid is within the bound, and no better than the gap allows', () => {
  const five = fiveTasks(0.3, 40);
  const server: Server = { ...five, prior: Float64Array.of(0.3, 0, 0, 0.7, 0), maxTokens: 6000 };
  for (const kind of ['priority', 'preemptivePriority'] as const) {
    const discipline: Discipline = { kind, order: [3, 0, 1, 2, 4] };
    const found = disciplineOptimum(server, discipline);
    expect(found.status).toBe('optimal');
    let grid = Number.NEGATIVE_INFINITY;
    for (let a = 0; a <= 6000; a += 15)
      for (let b = 0; b <= 3000; b += 15) {
        const tokens = Float64Array.of(a, 0, 0, b, 0);
        grid = Math.max(
          grid,
          server.weight * performanceOf(server, tokens).accuracy - meanSystemTime(server, tokens, discipline),
        );
      }
    expect(grid).toBeLessThanOrEqual(found.bound);
    expect(found.objective - grid).toBeLessThan(1e-3);
  }
});

test.each([
  ['priority', 0.98948, 0.1957, 71.63, -0.0098, 0.87],
  ['preemptivePriority', 0.98656, 0.1755, 60.84, -0.00515, 0.3756],
] as const)(
  'the mean time under %s is not convex: a midpoint above the chord',
  (kind, share, short, long, less, more) => {
    const two = (first: number, second: number) => Float64Array.of(first, second);
    // Many short tasks first and seldom a long one, near full load.
    const server: Server = {
      arrivalRate: 1,
      weight: 1,
      maxTokens: 1000,
      prior: two(share, 1 - share),
      serviceBase: two(0, 0),
      servicePerToken: two(1, 1),
      accuracyBase: two(0, 0),
      accuracyGain: two(0, 0),
      accuracyRate: two(1, 1),
    };
    const times = [-1, 0, 1].map((step) =>
      meanSystemTime(server, two(short + step * less, long + step * more), { kind, order: [0, 1] }),
    );
    expect(times.every(Number.isFinite)).toBe(true);
    expect(times[1]).toBeGreaterThan(((times[0] + times[2]) / 2) * (1 + 1e-8));
  },
);

test('too few boxes: a local optimum and a bound, and no claim', () => {
  const found = disciplineOptimum(fiveTasks(0.1, 100), { kind: 'preemptivePriority', order }, 10);
  expect(found.status).toBe('local');
  expect(found.bound).toBeGreaterThan(found.objective);
});

test('an order that is none, and a table, are refused', () => {
  const server = fiveTasks(0.1, 30);
  expect(() => disciplineOptimum(server, { kind: 'priority', order: [0, 0, 1, 2, 3] })).toThrow(
    'priority order',
  );
  const tokens = Float64Array.of(0, 100);
  const table = { kind: 'table', tokens, accuracy: Float64Array.of(0, 0.5) } as const;
  expect(() => disciplineOptimum({ ...server, curves: [table] }, { kind: 'processorSharing' })).toThrow(
    'table',
  );
});

test('a server that cannot carry the arrivals is refused with the largest stable rate', () => {
  expect(() => disciplineOptimum(fiveTasks(4.4481, 30), { kind: 'processorSharing' })).toThrow('4.44800');
});

describe('priorities, simulated event by event', () => {
  /** Mean time in the system by type; the work of an interrupted task resumes. */
  function simulated(server: Server, tokens: Float64Array, kind: string, ranks: readonly number[]): number[] {
    let seed = 4711;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const queues: { at: number; left: number }[][] = tokens.reduce<{ at: number; left: number }[][]>(
      (list) => list.concat([[]]),
      [],
    );
    const [sum, count] = [new Float64Array(tokens.length), new Float64Array(tokens.length)];
    let now = 0;
    let next = 0;
    let serving = -1;
    for (let arrived = 0; arrived < 400_000; ) {
      if (serving < 0 || kind === 'preemptivePriority')
        serving = ranks.find((k) => queues[k].length > 0) ?? -1;
      const left = serving < 0 ? Number.POSITIVE_INFINITY : queues[serving][0].left;
      if (now + left <= next) {
        now += left;
        const [done] = queues[serving].splice(0, 1);
        sum[serving] += now - done.at;
        count[serving]++;
        serving = -1;
        continue;
      }
      if (serving >= 0) queues[serving][0].left -= next - now;
      now = next;
      let [k, u] = [0, random()];
      while (k < tokens.length - 1 && u > server.prior[k]) u -= server.prior[k++];
      queues[k].push({ at: now, left: server.serviceBase[k] + server.servicePerToken[k] * tokens[k] });
      next = now - Math.log(random()) / server.arrivalRate;
      arrived++;
    }
    return Array.from(sum, (total, k) => total / count[k]);
  }

  test.each(['priority', 'preemptivePriority'] as const)('%s: means by type within 3 %%', (kind) => {
    const server = fiveTasks(0.25, 30);
    const tokens = Float64Array.of(3000, 2500, 700, 2200, 1400);
    const seen = simulated(server, tokens, kind, order);
    const formula = systemTimes(server, tokens, { kind, order });
    for (const [k, time] of formula.entries()) expect(Math.abs(seen[k] / time - 1)).toBeLessThan(0.03);
  });
});
