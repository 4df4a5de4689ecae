/** Small random instances: two or three areas and sites, two kinds of queries, one resource. */
import { fc } from '@fast-check/vitest';
import type { GreenData } from '../src/index.ts';

const amount = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const daily = (min: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(amount(min, max), { minLength: 24, maxLength: 24 });
const byKind = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.record({ chat: value, code: value });

/** Always feasible: every site could serve everything, but for water, of which there is more than enough. */
export const randomInstance: fc.Arbitrary<GreenData> = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }))
  .chain(([areaCount, siteCount]) => {
    const siteNames = Array.from({ length: siteCount }, (_, j) => `site ${j}`);
    const bySite = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
      fc.record(Object.fromEntries(siteNames.map((name) => [name, value])));
    const area = fc.record({
      title: fc.constant('an area'),
      demand: byKind(daily(10, 50)),
      tokenSize: byKind(daily(0.001, 0.005)),
      bandwidth: bySite(amount(500, 3000)),
      latency: bySite(amount(0.001, 0.08)),
      delayLimit: byKind(amount(5, 20)),
    });
    const site = fc.record({
      title: fc.constant('a site'),
      price: daily(0.05, 0.3),
      carbon: daily(0.05, 0.8),
      carbonTax: amount(0, 0.05),
      renewable: daily(0, 2),
      gridCap: fc.constant(Array.from({ length: 24 }, () => 1000)),
      pue: amount(1, 1.4),
      wue: daily(0.3, 1),
      ewif: daily(0.1, 0.6),
      resources: fc.record({ gpu: amount(2000, 5000) }),
      delayPerToken: byKind(amount(1e-6, 5e-5)),
    });
    const query = fc.record({
      title: fc.constant('a kind'),
      tokensIn: amount(20, 500),
      tokensOut: amount(20, 500),
      energyIn: amount(5e-6, 1e-5),
      energyOut: amount(1e-5, 3e-5),
      delayPenalty: amount(0.01, 0.2),
      resourcePerToken: fc.record({ gpu: amount(0.001, 0.005) }),
    });
    return fc.record({
      queries: byKind(query),
      areas: fc.record(
        Object.fromEntries(Array.from({ length: areaCount }, (_, i) => [`area ${i}`, area] as const)),
      ),
      sites: bySite(site),
      waterBudget: fc.constant(1e6),
      delayDefinition: fc.constantFrom('batch' as const, 'query' as const),
      renewableScale: fc.constant(1),
      carbonScale: fc.constant(1),
      tokenEnergyScale: fc.constant(1),
      delayPenaltyScale: fc.constant(1),
      demandScale: fc.constant(1),
    });
  });
