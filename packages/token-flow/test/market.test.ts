import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import { describe, expect, test } from 'vitest';
import {
  carbonPrice,
  formOf,
  linkOutage,
  priceRowsOf,
  reserve,
  type TokenFlowData,
  tokenFlow,
  transferAware,
} from '../src/index.ts';
import { randomMarket } from './random-market.ts';
import { cleared, TWO } from './two-places.ts';

const RATES = { transferGB: { chat: 1 }, capacityGB: { 'a>b': 3 }, costPerGB: { 'a>b': 0.5 } };

/** Two more places that nobody can reach, with a link so slow that every limit might bind. */
function withFarAway(data: TokenFlowData, latencyMs: number | null): TokenFlowData {
  const [first] = Object.values(data.nodes);
  const far = { ...first, capacity: 0 };
  return {
    ...data,
    nodes: { ...data.nodes, y: far, z: far },
    links: {
      ...data.links,
      'y>z': { from: 'y', to: 'z', bandwidth: 1, transportCost: 1, roundTripMs: 1e6 },
    },
    workloads: Object.fromEntries(
      Object.entries(data.workloads).map(([name, work]) => [name, { ...work, latencyMs }]),
    ),
  };
}

describe('tokenFlow', () => {
  property.prop([randomMarket, fc.nat()], { seed: 33, numRuns: 150 })(
    'arc form and path form with a loose limit are the same market',
    async (data, pick) => {
      const overArcs = withFarAway(data, null);
      const overPaths = withFarAway(data, 1e5);
      expect(formOf(overArcs, 'chat')).toBe('arc');
      expect(formOf(overPaths, 'chat')).toBe('path');
      const arcs = tokenFlow(overArcs).compile();
      const paths = tokenFlow(overPaths).compile();
      expect(arcs.network.routes).toHaveLength(0);
      expect(paths.network.place.size).toBe(0);
      const [one, other] = [await arcs.compiled.solve(highs()), await paths.compiled.solve(highs())];
      expect(one.status).toBe(other.status);
      if (one.status !== 'optimal' || other.status !== 'optimal') return;
      const money = 1 + Math.abs(one.objective);
      expect(Math.abs(one.objective - other.objective)).toBeLessThan(1e-9 * money);
      // Ends of price intervals are derivatives of the same cost, whatever the form.
      const { row } = priceRowsOf(arcs)[pick % priceRowsOf(arcs).length];
      const [overArc] = await dualIntervals(arcs.compiled.program, one.outcome, [row], highs());
      const [overPath] = await dualIntervals(paths.compiled.program, other.outcome, [row], highs());
      if (Number.isFinite(overArc.high)) expect(overPath.high).toBeCloseTo(overArc.high, 7);
      else expect(overPath.high).toBe(overArc.high);
    },
  );

  test('a market is a recipe: one base of many, none of them touched by the others', async () => {
    const base = tokenFlow(TWO);
    const before = await cleared(base.compile());
    await cleared(base.with(reserve(5)).compile());
    await cleared(base.with(carbonPrice(100)).compile());
    expect(await cleared(base.compile())).toEqual(before);
  });

  test('options in the data are refused, not ignored', () => {
    expect(() => tokenFlow({ ...TWO, carbonPrice: 60 })).toThrow(/carbonPrice/);
    expect(() => tokenFlow({ ...TWO, reserve: 3 })).toThrow(/reserve/);
    expect(() => tokenFlow({ ...TWO, carbonPrice: 0, carbonCap: null, reserve: 0 })).not.toThrow();
  });

  test('an order that would read link terms too early does not compile', () => {
    const secured = tokenFlow(TWO).with(linkOutage({ cut: { links: ['a>b'] } }));
    // @ts-expect-error outages are stated on the link terms that stand by then
    expect(secured.with(transferAware(RATES))).toBeDefined();
    // @ts-expect-error outages keep the reserve that is held by then
    expect(secured.with(reserve(1))).toBeDefined();
    expect(secured.with(carbonPrice(10))).toBeDefined();
  });
});
