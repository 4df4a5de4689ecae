/** The work of an iteration grows with the types and no faster: numbers read are counted, not seconds. */
import { describe, expect, test } from 'vitest';
import { fixedPoint, maximizeInBox, projectedGradient, type Server } from '../src/index.ts';

/** A server of many like types whose arrays count what is read from them. */
function counted(size: number): { server: Server; reads: () => number } {
  let reads = 0;
  const column = (value: (k: number) => number): Float64Array => {
    const plain = Float64Array.from({ length: size }, (_, k) => value(k));
    return new Proxy(plain, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
        const found: unknown = Reflect.get(target, key, target);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  };
  const server: Server = {
    arrivalRate: 0.1,
    weight: 30,
    maxTokens: 32_768,
    prior: column(() => 1 / size),
    serviceBase: column((k) => 0.1 + (k % 7) / 20),
    servicePerToken: column((k) => 1e-4 * (1 + (k % 5))),
    accuracyBase: column(() => 0.1),
    accuracyGain: column((k) => 0.2 + (k % 3) / 10),
    accuracyRate: column((k) => 1e-4 * (1 + (k % 9))),
  };
  return { server, reads: () => reads };
}

describe.each([
  ['fixed point', (server: Server) => fixedPoint(server, 8)],
  ['projected gradient', (server: Server) => projectedGradient(server, 8)],
] as const)('%s, eight iterations', (_, run) => {
  test('100 times the types, 100 times the reads', () => {
    const readsOf = (size: number): number => {
      const { server, reads } = counted(size);
      expect(run(server).iterations).toBe(8);
      return reads();
    };
    const [few, many] = [readsOf(100), readsOf(10_000)];
    expect(few).toBeGreaterThan(8 * 100);
    expect(many / few).toBeGreaterThan(99);
    expect(many / few).toBeLessThan(101);
  });
});

test('Newton to its proof: 1000 types in a few times the reads per type of 50', () => {
  const perType = (size: number): number => {
    const { server, reads } = counted(size);
    const none = new Float64Array(size);
    const { bound, objective } = maximizeInBox(
      server,
      none,
      none.map(() => server.maxTokens),
      none,
    );
    expect(bound - objective).toBeLessThan(1e-8);
    return reads() / size;
  };
  expect(perType(1000)).toBeLessThan(5 * perType(50));
});
