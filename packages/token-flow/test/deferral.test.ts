import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { marketOf, type TokenFlowData } from '../src/index.ts';
import { cleared, clearedIfAny } from './two-places.ts';

/** One place, four hours; only electricity costs, and it has a shape. */
function day(deferHours: number, demandShape: number[], priceShape: number[], capacity = 100): TokenFlowData {
  return {
    nodes: {
      a: {
        title: '',
        capacity,
        electricityPrice: 1,
        pue: 1,
        carbonIntensity: 0,
        gpuCost: 0,
        electricityPriceShape: priceShape,
      },
    },
    links: {},
    workloads: { batch: { title: '', latencyMs: null, gpuHours: 1, energy: 1, deferHours, demandShape } },
    demand: { a: { batch: 1 } },
    demandScale: 1,
    hours: priceShape.length,
  };
}

describe('deferral', () => {
  test('work waits for the cheapest hour of its window, and its price is by arrival', async () => {
    const clearing = await cleared(marketOf(day(2, [1, 1, 1, 1], [5, 4, 2, 3])));
    expect(clearing.prices.map((p) => [p.hour, p.value])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
      [3, 3],
    ]);
    expect(clearing.served.map((s) => [s.hour, s.amount])).toEqual([
      [2, 3],
      [3, 1],
    ]);
    expect(clearing.costs.total).toBe(9);
  });

  test('nothing waits longer than its window, and nothing waits twice', async () => {
    const clearing = await cleared(marketOf(day(1, [4, 0, 0, 0], [5, 4, 2, 1])));
    expect(clearing.served.map((s) => [s.hour, s.amount])).toEqual([[1, 4]]);
    expect(clearing.prices[0].value).toBe(4);
  });

  property.prop(
    [
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
    ],
    { seed: 8, numRuns: 100 },
  )('without scarcity each arrival is priced at the least of its window', async (wait, arrivals, prices) => {
    const clearing = await cleared(marketOf(day(wait, arrivals, prices)));
    const least = prices.map((_, t) => Math.min(...prices.slice(t, t + wait + 1)));
    const cost = arrivals.reduce((sum, amount, t) => sum + amount * least[t], 0);
    expect(clearing.costs.total).toBeCloseTo(cost, 9);
    clearing.prices.forEach(({ value, demand }, t) => {
      if (demand > 0) expect(value).toBeCloseTo(least[t], 9);
    });
  });

  property.prop(
    [
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
    ],
    { seed: 9, numRuns: 100 },
  )(
    'feasible exactly if every run of hours has room for what must be served in it',
    async (arrivals, capacity, wait) => {
      const clearing = await clearedIfAny(marketOf(day(wait, arrivals, [1, 2, 3, 4, 5], capacity)));
      const hours = arrivals.length;
      const fits = arrivals.every((_, from) =>
        arrivals.every((__, to) => {
          const due = arrivals
            .filter((___, t) => t >= from && Math.min(hours - 1, t + wait) <= to)
            .reduce((sum, amount) => sum + amount, 0);
          return to < from || due <= capacity * (to - from + 1);
        }),
      );
      expect(clearing !== undefined).toBe(fits);
    },
  );
});
