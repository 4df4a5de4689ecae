import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { findRoutes, marketOf, priceOfMillisecond, type TokenFlowData } from '../src/index.ts';
import { randomMarket } from './random-market.ts';
import { TWO } from './two-places.ts';

function limited(data: TokenFlowData, latencyMs: number | null): TokenFlowData {
  return {
    ...data,
    workloads: { ...data.workloads, chat: { ...data.workloads.chat, latencyMs } },
  };
}

async function costAt(data: TokenFlowData, latencyMs: number | null): Promise<number> {
  const result = await marketOf(limited(data, latencyMs)).compiled.solve(highs());
  return result.status === 'optimal' ? result.objective : Number.POSITIVE_INFINITY;
}

describe('priceOfMillisecond', () => {
  test('two places in closed form', async () => {
    expect(await priceOfMillisecond(TWO, { workload: 'chat' }, highs())).toEqual({
      status: 'priced',
      limitMs: 10,
      cost: 11.5,
      holdsFromMs: 5,
      tighter: { breakpointMs: 5, limitMs: 0, cost: 22, change: 10.5, perMs: 1.05 },
    });
    const tight = limited(TWO, 4);
    expect(await priceOfMillisecond(tight, { workload: 'chat', origin: 'a' }, highs())).toMatchObject({
      holdsFromMs: 0,
      looser: { breakpointMs: 5, cost: 11.5, change: -10.5, perMs: 10.5 },
    });
    expect(await priceOfMillisecond(limited(TWO, null), { workload: 'chat' }, highs())).toMatchObject({
      limitMs: null,
      holdsFromMs: 5,
      tighter: { limitMs: 0, change: 10.5, perMs: null },
    });
  });

  test('labels that nothing has are refused; a market without clearing has no price', async () => {
    await expect(priceOfMillisecond(TWO, { workload: 'chta' }, highs())).rejects.toThrow(/chta/);
    await expect(priceOfMillisecond(TWO, { workload: 'chat', origin: 'x' }, highs())).rejects.toThrow(/x/);
    expect(await priceOfMillisecond({ ...TWO, demandScale: 9 }, { workload: 'chat' }, highs())).toEqual({
      status: 'infeasible',
    });
  });

  test('a step may be several links away', async () => {
    const hop = { bandwidth: 9, transportCost: 0, roundTripMs: 10 };
    const chain = {
      ...limited(TWO, 0),
      nodes: { ...TWO.nodes, m: { ...TWO.nodes.a, capacity: 0 }, n: { ...TWO.nodes.a, capacity: 0 } },
      links: {
        one: { ...hop, from: 'a', to: 'm' },
        two: { ...hop, from: 'm', to: 'n' },
        three: { ...hop, from: 'n', to: 'b' },
      },
    };
    const priced = await priceOfMillisecond(chain, { workload: 'chat', origin: 'a' }, highs());
    expect(priced).toMatchObject({ cost: 22, looser: { breakpointMs: 30, cost: 6 } });
    const back = await priceOfMillisecond(limited(chain, null), { workload: 'chat', origin: 'a' }, highs());
    expect(back).toMatchObject({ cost: 6, holdsFromMs: 30, tighter: { limitMs: 20, cost: 22 } });
  });

  property.prop([randomMarket, fc.constantFrom(null, 4, 12, 25)], { seed: 15, numRuns: 60 })(
    'the steps are those of solving at every path time',
    async (data, latencyMs) => {
      const here = limited(data, latencyMs);
      const priced = await priceOfMillisecond(here, { workload: 'chat' }, highs());
      const cost = await costAt(data, latencyMs);
      expect(priced.status).toBe(Number.isFinite(cost) ? 'priced' : 'infeasible');
      if (priced.status !== 'priced') return;
      const limit = latencyMs ?? Number.POSITIVE_INFINITY;
      const times = [...new Set(findRoutes(limited(data, null), ['chat']).map((r) => r.latencyMs))];
      times.sort((a, b) => a - b);
      const isSame = (other: number) => Math.abs(other - cost) <= 1e-8 * (1 + Math.abs(cost));
      for (const time of times) {
        const there = await costAt(data, time);
        if (time < priced.holdsFromMs) expect(isSame(there)).toBe(false);
        else if (time < (priced.looser?.breakpointMs ?? Number.POSITIVE_INFINITY))
          expect(isSame(there)).toBe(true);
        else expect(there).toBeLessThan(cost);
        if (time <= limit && time >= priced.holdsFromMs) expect(isSame(there)).toBe(true);
      }
      if (priced.tighter !== undefined) {
        const there = await costAt(data, priced.tighter.limitMs);
        expect(priced.tighter.cost ?? Number.POSITIVE_INFINITY).toBeCloseTo(there, 8);
        expect(times.filter((t) => t < priced.holdsFromMs).at(-1)).toBe(priced.tighter.limitMs);
      }
    },
  );
});
