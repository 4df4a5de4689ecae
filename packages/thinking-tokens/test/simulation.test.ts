import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  arrivalStatistics,
  meanSystemTime,
  performanceOf,
  readArrivals,
  simulate,
  simulateArrivals,
  simulateServices,
  systemTimes,
} from '../src/index.ts';
import { randomStream } from '../src/simulation.ts';
import { fiveTasks } from './five-tasks.ts';

const server = fiveTasks(0.1, 30);
const tokens = Float64Array.of(4702.2, 4072.5, 704.4, 2244.6, 1392.8);

test('the formula lies in the interval of at least 95 % of 200 seeded runs, at a confidence of 95 %', () => {
  const { meanSystemTime: formula, meanService } = performanceOf(server, tokens);
  let covered = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const { systemTime, wait } = simulate(server, tokens, { seed, customers: 30_000 });
    const holds =
      Math.abs(systemTime.mean - formula) <= systemTime.halfWidth &&
      Math.abs(wait.mean - (formula - meanService)) <= wait.halfWidth;
    if (holds) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(190);
});

test('same seed, same run; another seed, another', () => {
  const run = (seed: number): number => simulate(server, tokens, { seed, customers: 3000 }).systemTime.mean;
  expect(run(5)).toBe(run(5));
  expect(run(5)).not.toBe(run(6));
});

test('M/M/1: mean and tail of the time in the system', () => {
  const { systemTime, utilisation, quantiles } = simulateServices(0.6, (random) => -Math.log(random()), {
    seed: 3,
    customers: 300_000,
  });
  expect(Math.abs(systemTime.mean - 2.5)).toBeLessThan(2 * systemTime.halfWidth);
  expect(utilisation).toBeCloseTo(0.6, 1);
  // Exponential with mean 1 / (1 - rho).
  expect(Math.abs(quantiles.p99 / (2.5 * Math.log(100)) - 1)).toBeLessThan(0.05);
});

describe('disciplines', () => {
  test('work conservation: sum rho_k W_k is the same under any priority (Kleinrock)', () => {
    const rho = (k: number): number =>
      server.arrivalRate * server.prior[k] * (server.serviceBase[k] + server.servicePerToken[k] * tokens[k]);
    const total = (times: Float64Array): number =>
      times.reduce((sum, time, k) => {
        const service = server.serviceBase[k] + server.servicePerToken[k] * tokens[k];
        return sum + rho(k) * (time - service);
      }, 0);
    const fifo = total(systemTimes(server, tokens, { kind: 'fifo' }));
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ])
      expect(total(systemTimes(server, tokens, { kind: 'priority', order }))).toBeCloseTo(fifo, 12);
  });

  test('shortest first is the best priority; sharing is t / (1 - rho)', () => {
    const { utilisation, meanService } = performanceOf(server, tokens);
    expect(meanSystemTime(server, tokens, { kind: 'processorSharing' })).toBeCloseTo(
      meanService / (1 - utilisation),
      12,
    );
    const service = Array.from(tokens, (l, k) => server.serviceBase[k] + server.servicePerToken[k] * l);
    const order = [0, 1, 2, 3, 4].sort((a, b) => service[a] - service[b]);
    const shortest = meanSystemTime(server, tokens, { kind: 'priority', order });
    expect(shortest).toBeLessThan(meanSystemTime(server, tokens, { kind: 'fifo' }));
    expect(meanSystemTime(server, tokens, { kind: 'priority', order: order.reverse() })).toBeGreaterThan(
      shortest,
    );
  });

  test('what cannot be carried has no mean, what goes before it has; orders must be orders', () => {
    const busy = { ...server, arrivalRate: 0.6 };
    const times = systemTimes(busy, tokens, { kind: 'priority', order: [3, 2, 4, 1, 0] });
    expect(times[3]).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(times[0]).toBe(Number.POSITIVE_INFINITY);
    expect(systemTimes(busy, tokens, { kind: 'fifo' })[3]).toBe(Number.POSITIVE_INFINITY);
    expect(() => systemTimes(server, tokens, { kind: 'priority', order: [0, 0, 1, 2, 3] })).toThrow(
      'priority order',
    );
  });
});

describe('arrivals as they were', () => {
  test('a Poisson stream looks like one; a clock and a burst do not', () => {
    let seed = 1;
    // A small linear congruential generator, independent of the one under test.
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    let at = 0;
    const poisson = Float64Array.from({ length: 20_000 }, () => {
      at -= Math.log(random()) * 0.5;
      return at;
    });
    expect(arrivalStatistics(poisson)).toMatchObject({ likePoisson: 'yes' });
    const clock = arrivalStatistics(Float64Array.from({ length: 2000 }, (_, n) => n * 0.5));
    expect(clock.gapVariability).toBeCloseTo(0, 9);
    expect(clock.likePoisson).toBe('no');
    expect(clock.warning).toContain('not Poisson');
  });

  test.each([
    [10, 125],
    [50, 125],
    [10, 190],
    [1, 179],
    [5, 610],
    [0.2, 1199],
  ])(
    'Poisson at %d/s for %d s, a length that cuts a minute short: flagged at most 5 times in 100',
    (rate, span) => {
      let flagged = 0;
      for (let seed = 1; seed <= 100; seed++) {
        const random = randomStream(seed);
        // The first number of a small seed is next to 0: a gap of its own kind.
        for (let skipped = 0; skipped < 8; skipped++) random();
        const times = [0];
        for (;;) {
          const next = times[times.length - 1] - Math.log(random()) / rate;
          if (next > span) break;
          times.push(next);
        }
        if (arrivalStatistics(Float64Array.from(times)).likePoisson === 'no') flagged++;
      }
      expect(flagged).toBeLessThanOrEqual(5);
    },
  );

  test('a trace too short for an interval names how many arrivals are needed', () => {
    const few = Float64Array.of(0, 60, 125, 200);
    expect(() => arrivalStatistics(few)).toThrow('31 arrivals');
    expect(() => simulateArrivals(server, tokens, few, { seed: 1 })).toThrow('31 arrivals');
  });

  test('times out of order, or too few, are refused by place', () => {
    expect(() => arrivalStatistics(Float64Array.of(0, 10, 5, 300))).toThrow('arrival 3');
    expect(() => arrivalStatistics(Float64Array.of(0, 10))).toThrow('cover 10 s');
    expect(() => readArrivals('A,B\n1,2')).toThrow('TIMESTAMP');
    expect(() => readArrivals('TIMESTAMP\nyesterday')).toThrow('line 2');
    const [first, second] = readArrivals(
      'TIMESTAMP,X\n2023-11-16 18:15:46.6805900,1\n2023-11-16 18:15:47.9,2\n',
    );
    expect(second - first).toBeCloseTo(1.21941, 9);
  });
});

const traces = new URL('../../../../shared/data/traces/', import.meta.url);
function trace(name: string): Float64Array | undefined {
  try {
    return readArrivals(
      gunzipSync(readFileSync(new URL(`AzureLLMInferenceTrace_${name}.2023.csv.gz`, traces))).toString(
        'utf8',
      ),
    );
  } catch {
    return undefined;
  }
}

// Azure LLM inference trace 2023 (Patel et al., Splitwise, ISCA 2024).
describe.each([
  ['conv', 1.2, 16.13],
  ['code', 173, 163.96],
] as const)('the Azure trace of %s', (name, variability, dispersion) => {
  const times = trace(name);
  test.skipIf(times === undefined)(
    times === undefined
      ? 'skipped: ../shared is not beside this clone'
      : 'is not Poisson, and waits longer than the formula says',
    () => {
      if (times === undefined) return;
      const found = arrivalStatistics(times);
      expect(found.gapVariability).toBeCloseTo(variability, variability > 100 ? 0 : 1);
      expect(Math.abs(found.dispersion - dispersion)).toBeLessThan(0.001 * dispersion);
      expect(found.likePoisson).toBe('no');
      const { meanSystemTime: formula } = performanceOf(server, tokens);
      const { systemTime } = simulateArrivals(server, tokens, times, { seed: 1 });
      expect(systemTime.mean).toBeGreaterThan(formula);
    },
  );
});
