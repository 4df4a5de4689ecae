import { fc, test as property } from '@fast-check/vitest';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import type { Backend } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type Clearing, clearingOf, marketOf, type TokenFlowData } from '../src/index.ts';
import { randomMarket } from './random-market.ts';

const NODE = { title: 'node', electricityPrice: 0, pue: 1, carbonIntensity: 100, gpuCost: 1, capacity: 10 };

/** Two places, one link: b serves at 1 $/Mtok, a at 5, the link carries 3 at 0.5. */
const TWO: TokenFlowData = {
  nodes: { a: { ...NODE, gpuCost: 5 }, b: NODE },
  links: {
    'b>a': { from: 'b', to: 'a', bandwidth: 9, transportCost: 9, roundTripMs: 5 },
    'a>b': { from: 'a', to: 'b', bandwidth: 3, transportCost: 0.5, roundTripMs: 5 },
  },
  workloads: { chat: { title: 'chat', latencyMs: 10, gpuHours: 1, energy: 0 } },
  demand: { a: { chat: 4 }, b: { chat: 2 } },
  demandScale: 1,
};

async function clear(data: TokenFlowData, backend: Backend): Promise<Clearing | undefined> {
  const market = marketOf(data);
  const result = await market.compiled.solve(backend);
  return result.status === 'optimal' ? clearingOf(market, result) : undefined;
}

/** Payments against costs and rents, relative. */
function imbalance({ settlement }: Clearing): number {
  const { buyersPay, processing, transport, computeRents, linkRents } = settlement;
  return Math.abs(buyersPay - processing - transport - computeRents - linkRents) / (1 + Math.abs(buyersPay));
}

describe.each([highs(), glpk()])('$name', (backend) => {
  test('two places in closed form: 3 travel, 1 stays, the link earns the difference', async () => {
    const clearing = await clear(TWO, backend);
    expect(clearing?.costs).toMatchObject({
      energy: 0,
      gpu: 3 * 1 + 1 * 5 + 2 * 1,
      transport: 1.5,
      total: 11.5,
    });
    expect(clearing?.prices.map((p) => [p.location, p.value])).toEqual([
      ['a', 5],
      ['b', 1],
    ]);
    const link = clearing?.limits.find((l) => l.labels.from === 'a');
    expect(link).toMatchObject({
      use: 3,
      cap: 3,
      saturated: true,
      rent: 5 - 1 - 0.5,
      rentUnit: '$/Mtok',
      rentTotal: 10.5,
    });
    expect(clearing?.limits.find((l) => l.labels.from === 'b')).toMatchObject({
      use: 0,
      saturated: false,
      rent: 0,
    });
    expect(clearing?.served).toContainEqual({
      origin: 'a',
      server: 'b',
      workload: 'chat',
      path: ['a', 'b'],
      links: ['a>b'],
      latencyMs: 5,
      amount: 3,
    });
    expect(clearing?.carbonKg).toBe(0);
  });

  test('names may hold any sign: links are never confused, routes never collide', async () => {
    const names = ['a', 'b>c', 'a>b', 'c', 'a > b', 'constructor'];
    const link = { bandwidth: 1, transportCost: 0.1, roundTripMs: 1 };
    const data: TokenFlowData = {
      nodes: Object.fromEntries(names.map((name) => [name, { ...NODE, gpuCost: name === 'a' ? 5 : 1 }])),
      links: {
        one: { ...link, from: 'a', to: 'b>c' },
        two: { ...link, from: 'a>b', to: 'c', bandwidth: 4, transportCost: 0.9 },
        three: { ...link, from: 'a', to: 'a > b', bandwidth: 0.5 },
      },
      workloads: {
        chat: { title: 'chat', latencyMs: null, gpuHours: 1, energy: 0 },
        length: { title: '', latencyMs: null, gpuHours: 1, energy: 0 },
      },
      demand: { a: { chat: 2 } },
      demandScale: 1,
    };
    const clearing = await clear(data, backend);
    expect(clearing?.limits.find((l) => l.labels.to === 'b>c')).toMatchObject({
      use: 1,
      cap: 1,
      saturated: true,
    });
    expect(clearing?.limits.find((l) => l.labels.to === 'a > b')).toMatchObject({
      use: 0.5,
      saturated: true,
    });
    expect(clearing?.limits.find((l) => l.labels.to === 'c')).toMatchObject({ use: 0, cap: 4 });
    expect(clearing?.prices.find((p) => p.location === 'a' && p.workload === 'chat')?.value).toBe(5);
    expect(clearing?.prices.reduce((demand, p) => demand + p.demand, 0)).toBe(2);
  });

  test('small flows at high cost are in the flows: the settlement holds from them alone', async () => {
    const data: TokenFlowData = {
      ...TWO,
      nodes: { a: { ...NODE, capacity: 1e6, gpuCost: 1 }, b: { ...NODE, gpuCost: 0 } },
      workloads: { ...TWO.workloads, rare: { title: '', latencyMs: 0, gpuHours: 1.1e6, energy: 0 } },
      demand: { a: { chat: 1e5, rare: 9e-5 } },
    };
    const clearing = await clear(data, backend);
    const cost = clearing?.flows.reduce((sum, flow) => sum + flow.cost, 0) ?? 0;
    expect(Math.abs(cost - (clearing?.costs.total ?? 0)) / cost).toBeLessThan(1e-9);
  });

  test('a latency limit below the round trip keeps the workload at home', async () => {
    const clearing = await clear(
      { ...TWO, workloads: { chat: { ...TWO.workloads.chat, latencyMs: 4.9 } } },
      backend,
    );
    expect(clearing?.served.every((s) => s.path.length === 1)).toBe(true);
    expect(clearing?.prices[0].value).toBe(5);
  });

  test('demand beyond capacity is infeasible, and the proof names demand and capacity', async () => {
    const market = marketOf({ ...TWO, demandScale: 4 });
    const result = await market.compiled.solve(backend);
    expect(result.status).toBe('infeasible');
    if (result.status !== 'infeasible') return;
    expect(new Set(result.conflict().map((row) => row.name))).toContain('compute');
    expect(result.conflict().some((row) => row.name === 'meet' && row.labels[0] === 'a')).toBe(true);
  });

  property.prop([randomMarket], { seed: 605, numRuns: 150 })(
    'payments equal costs and rents; no rent without saturation',
    async (data) => {
      const clearing = await clear(data, backend);
      fc.pre(clearing !== undefined);
      if (clearing === undefined) return;
      expect(imbalance(clearing)).toBeLessThan(1e-9);
      for (const limit of clearing.limits) {
        expect(limit.rent).toBeGreaterThanOrEqual(0);
        if (!limit.saturated) expect(limit.rent).toBe(0);
      }
      const { energy, gpu, transport, total } = clearing.costs;
      expect(energy + gpu + transport).toBeCloseTo(total, 9);
      const flowCost = clearing.flows.reduce((sum, flow) => sum + flow.cost, 0);
      expect(Math.abs(flowCost - total)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(total)));
    },
  );

  property.prop([randomMarket, fc.nat()], { seed: 9047, numRuns: 60 })(
    'each price equals both one-sided differences where it is unique',
    async (data, pick) => {
      const market = marketOf(data);
      const result = await market.compiled.solve(backend);
      fc.pre(result.status === 'optimal');
      if (result.status !== 'optimal') return;
      const { prices } = clearingOf(market, result);
      const { location, workload, value, row } = prices[pick % prices.length];
      const [interval] = await dualIntervals(market.compiled.program, result.outcome, [row], backend);
      const step = 1 / 1024;
      const moved = async (by: number): Promise<number | undefined> => {
        const demand = {
          ...data.demand,
          [location]: { ...data.demand[location], [workload]: (data.demand[location]?.[workload] ?? 0) + by },
        };
        return (await clear({ ...data, demand }, backend))?.costs.total;
      };
      const above = await moved(step);
      if (above === undefined) expect(interval.high).toBe(Number.POSITIVE_INFINITY);
      else expect((above - result.objective) / step).toBeCloseTo(interval.high, 6);
      if (!interval.unique) return;
      expect(value).toBeCloseTo(interval.low, 7);
      const below = await moved(-step);
      if (below !== undefined) expect((result.objective - below) / step).toBeCloseTo(value, 6);
    },
  );
});
