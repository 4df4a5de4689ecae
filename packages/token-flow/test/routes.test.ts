import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { findRoutes, type TokenFlowData } from '../src/index.ts';
import { randomMarket } from './random-market.ts';

/** All sequences of different nodes from `origin` along links, by brute force over permutations of the nodes. */
function bruteForce(data: TokenFlowData, origin: string, limit: number): string[] {
  const links = new Map(
    Object.values(data.links).map((link) => [`${link.from}>${link.to}`, link.roundTripMs]),
  );
  const found: string[] = [];
  const extend = (path: readonly string[], latency: number): void => {
    if (latency > limit) return;
    found.push(path.join('>'));
    for (const next of Object.keys(data.nodes)) {
      const hop = links.get(`${path[path.length - 1]}>${next}`);
      if (hop !== undefined && !path.includes(next)) extend([...path, next], latency + hop);
    }
  };
  extend([origin], 0);
  return found.sort();
}

describe('findRoutes', () => {
  property.prop([randomMarket], { seed: 7, numRuns: 200 })(
    'finds exactly the simple paths within the limit',
    (data) => {
      const routes = findRoutes(data);
      for (const [workload, { latencyMs }] of Object.entries(data.workloads)) {
        for (const origin of Object.keys(data.nodes)) {
          const mine = routes.filter((r) => r.workload === workload && r.path[0] === origin);
          expect(mine.map((r) => r.path.join('>')).sort()).toEqual(
            bruteForce(data, origin, latencyMs ?? Number.POSITIVE_INFINITY),
          );
          for (const route of mine) expect(route.links).toHaveLength(route.path.length - 1);
        }
      }
      expect(new Set(routes.map((r) => r.label)).size).toBe(routes.length);
    },
  );

  test('too many paths are refused, not walked for ever', () => {
    const names = Array.from({ length: 12 }, (_, n) => `n${n}`);
    const node = { title: '', capacity: 1, electricityPrice: 0, pue: 1, carbonIntensity: 0, gpuCost: 0 };
    const links = names.flatMap((from) =>
      names
        .filter((to) => to !== from)
        .map((to) => ({ from, to, bandwidth: 1, transportCost: 0, roundTripMs: 1 })),
    );
    const data: TokenFlowData = {
      nodes: Object.fromEntries(names.map((name) => [name, node])),
      links: Object.fromEntries(links.map((link) => [`${link.from}>${link.to}`, link])),
      workloads: { batch: { title: '', latencyMs: null, gpuHours: 1, energy: 0 } },
      demand: {},
      demandScale: 1,
    };
    expect(() => findRoutes(data)).toThrow(/simple paths stay within the latency limit/);
  });
});
