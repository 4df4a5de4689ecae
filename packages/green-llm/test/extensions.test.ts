import { fc } from '@fast-check/vitest';
import type { OptimalResult } from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import {
  battery,
  compileWeighted,
  errorCap,
  type GreenData,
  type GreenExtension,
  greenLlm,
  serverPower,
  unmetDemand,
  waiting,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const WEIGHTS = { energy: 1, carbon: 1, delay: 1 };
const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 11 });
const sites = Object.keys(data.sites);

async function optimum(of: GreenData, ...extensions: GreenExtension[]) {
  const market = greenLlm(of, ...extensions);
  const result: OptimalResult = (await compileWeighted(market, WEIGHTS).solve(highs())).optimal();
  return { market, result };
}

const base = await optimum(data);

describe('nothing added, nothing changed', () => {
  test.each<[string, GreenExtension[]]>([
    ['unmet demand that may not be unmet', [unmetDemand({ penalty: 0, cap: 0 })]],
    ['windows of no hours', [waiting({ chat: 0, code: 0 })]],
    [
      'batteries that hold nothing',
      [battery(Object.fromEntries(sites.map((j) => [j, { capacity: 0, power: 5 }])))],
    ],
    ['error caps of one', [errorCap({ rate: () => 0.5, cap: () => 1 })]],
    [
      'all of them',
      [
        unmetDemand({ penalty: 1, cap: 0 }),
        waiting({}),
        battery({}),
        errorCap({ rate: () => 1, cap: () => 1 }),
      ],
    ],
  ])('%s', async (_, extensions) => {
    const { result, market } = await optimum(data, ...extensions);
    expect(result.objective).toBeCloseTo(base.result.objective, 7);
    expect(result.evaluate(market.costs.energy)).toBeCloseTo(
      base.result.evaluate(base.market.costs.energy),
      5,
    );
  });

  test('servers that idle for nothing and peak at the energy of a query', async () => {
    const same = { tokensIn: 100, tokensOut: 100, energyIn: 1e-5, energyOut: 2e-5 };
    const uniform = {
      ...data,
      queries: Object.fromEntries(
        Object.entries(data.queries).map(([k, query]) => [k, { ...query, ...same }]),
      ),
    };
    const plain = await optimum(uniform);
    const { result } = await optimum(
      uniform,
      serverPower({ idle: 0, peak: 0.3, rate: 100, servers: () => 1000 }),
    );
    expect(result.objective).toBeCloseTo(plain.result.objective, 7);
  });
});

describe('what each adds', () => {
  test('unmet demand: a load goes unmet exactly when its price is above the penalty', async () => {
    const prices = base.result.price(base.market.allocate);
    const perQuery = [...prices].map(([[i, k, t], value]) => value / data.areas[i].demand[k][t as number]);
    const penalty = [...perQuery].sort((a, b) => a - b)[Math.floor(perQuery.length / 2)];
    const { result, market } = await optimum(data, unmetDemand({ penalty }));
    expect(result.objective).toBeLessThan(base.result.objective);
    const done = result.value(market.share);
    for (const [[i, k, t], price] of result.price(market.allocate)) {
      const load = data.areas[i].demand[k][t as number];
      expect(price / load).toBeLessThanOrEqual(penalty + 1e-9);
      const served = sites.reduce((sum, j) => sum + done.at(i, k, j, t), 0);
      if (price / load < penalty - 1e-9) expect(served).toBeCloseTo(1, 6);
    }
  });

  test('waiting: cheaper, and no query is lost', async () => {
    const { result, market } = await optimum(data, waiting({ chat: 2, code: 23 }));
    expect(result.objective).toBeLessThanOrEqual(base.result.objective + 1e-9);
    const done = result.value(market.share);
    for (const [i, area] of Object.entries(data.areas))
      for (const k of Object.keys(data.queries)) {
        const asked = area.demand[k].reduce((sum, n) => sum + n, 0);
        const served = area.demand[k].reduce(
          (sum, n, t) => sum + sites.reduce((part, j) => part + n * done.at(i, k, j, t), 0),
          0,
        );
        expect(served).toBeCloseTo(asked, 5);
      }
  });

  test('a battery: cheaper the larger it is, and it gives no more than it took', async () => {
    const of = (capacity: number) =>
      battery(Object.fromEntries(sites.map((j) => [j, { capacity, power: 1, efficiency: 0.8 }])));
    const small = await optimum(data, of(1));
    const large = await optimum(data, of(4));
    expect(small.result.objective).toBeLessThanOrEqual(base.result.objective + 1e-9);
    expect(large.result.objective).toBeLessThanOrEqual(small.result.objective + 1e-9);
    const byName = (name: string): number => {
      const variable = large.market.model.variables.find((v) => v.name === name);
      if (variable === undefined) expect.unreachable();
      return [...large.result.value(variable).values].reduce((sum, x) => sum + x, 0);
    };
    expect(byName('discharge')).toBeCloseTo(0.8 * byName('charge'), 6);
  });

  test('an error cap: the share of wrong answers keeps it, at a cost', async () => {
    const rate = (j: string): number => (j === sites[0] ? 0.1 : 0.3);
    const { result, market } = await optimum(data, errorCap({ rate, cap: () => 0.2 }));
    expect(result.objective).toBeGreaterThanOrEqual(base.result.objective - 1e-9);
    const share = result.value(market.share);
    for (const i of Object.keys(data.areas))
      for (const k of Object.keys(data.queries))
        for (let t = 0; t < 24; t++)
          expect(sites.reduce((sum, j) => sum + rate(j) * share.at(i, k, j, t), 0)).toBeLessThanOrEqual(
            0.2 + 1e-7,
          );
  });
});

describe('bad options are refused by name', () => {
  test.each<[string, () => unknown]>([
    ['unmetDemand', () => unmetDemand({ penalty: -1 })],
    ['unmetDemand', () => unmetDemand({ penalty: Number.NaN })],
    ["waiting, 'chatt'", () => greenLlm(data, waiting({ chatt: 1 }))],
    ["waiting, 'chat'", () => greenLlm(data, waiting({ chat: 1.5 }))],
    ["battery, 'nowhere'", () => greenLlm(data, battery({ nowhere: { capacity: 1, power: 1 } }))],
    ['battery', () => greenLlm(data, battery({ [sites[0]]: { capacity: -1, power: 1 } }))],
    ["errorCap, 'chat'", () => greenLlm(data, errorCap({ rate: () => 2, cap: () => 1 }))],
    ['serverPower', () => greenLlm(data, serverPower({ idle: 2, peak: 1, rate: 1, servers: () => 1 }))],
  ])('%s', (place, act) => {
    expect(act).toThrow(place);
  });
});
