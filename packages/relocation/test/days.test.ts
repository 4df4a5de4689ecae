import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import {
  checkRelocationData,
  type DaysData,
  horizonHours,
  hoursOf,
  parseObjective,
  type RelocationData,
  RolledTotals,
  type RolledWindow,
  relocation,
  rollHorizon,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';
import { twoPlaces } from './two-places.ts';

function daysOf(data: RelocationData, factors: readonly number[], step = 1, foresight = 0): DaysData {
  const all = (set: object): Record<string, number[]> =>
    Object.fromEntries(Object.keys(set).map((name, at) => [name, factors.map((f) => f + at / 10)]));
  return {
    count: factors.length,
    demand: all(data.clients),
    price: all(data.computes),
    carbon: all(data.computes),
    step,
    foresight,
  };
}

const few = fc.array(
  fc.integer({ min: 5, max: 12 }).map((n) => n / 10),
  { minLength: 1, maxLength: 3 },
);

property.prop([randomInstance, few], { numRuns: 8 })(
  'days rolled one by one are the horizon written out, and any cut of it is that cut',
  async (data, factors) => {
    const many = { ...data, days: daysOf(data, factors) };
    const hours = horizonHours(many);
    expect(hours).toBe(data.hours * factors.length);
    const whole = hoursOf(many, 0, hours);
    expect(whole.days).toBeUndefined();
    const [client] = Object.keys(data.clients);
    const [compute] = Object.keys(data.computes);
    for (let t = 0; t < hours; t++) {
      const factor = factors[Math.floor(t / data.hours)];
      expect(whole.clients[client].demand.tight[t]).toBe(
        data.clients[client].demand.tight[t % data.hours] * factor,
      );
      expect(whole.computes[compute].price[t]).toBe(data.computes[compute].price[t % data.hours] * factor);
      expect(whole.computes[compute].capacity[t]).toBe(data.computes[compute].capacity[t % data.hours]);
      expect(hoursOf(many, t, 1).computes[compute].carbon).toEqual([whole.computes[compute].carbon[t]]);
    }
    const costs: number[] = [];
    for (const of of [many, whole]) {
      const rolled = await rollHorizon(of, highs(), { step: 2, foresight: 1 });
      if (rolled.status !== 'optimal') expect.unreachable(`failed at ${rolled.from}`);
      costs.push(rolled.bill.total);
    }
    expect(costs[0]).toBe(costs[1]);
  },
);

property.prop([randomInstance, few], { numRuns: 6 })(
  'sums over windows are those of the whole plan: energy, carbon, cost, and drawn = home - gone + come',
  async (data, factors) => {
    const many = { ...data, days: daysOf(data, factors) };
    const totals = new RolledTotals(many);
    const windows: RolledWindow[] = [];
    const rolled = await rollHorizon(many, highs(), { step: 2 }, (window) => {
      totals.add(window);
      windows.push(window);
    });
    if (rolled.status !== 'optimal') expect.unreachable(`failed at ${rolled.from}`);
    const { accounts, layers } = totals;
    if (accounts === undefined) expect.unreachable('there is a window');
    const near = (a: number, b: number): void =>
      expect(Math.abs(a - b)).toBeLessThan(1e-7 * (1 + Math.abs(b)));
    near(accounts.physical.drawnMwh, rolled.bill.energyMwh);
    near(accounts.digital.leftMwh, rolled.bill.movedMwh);
    near(
      accounts.sites.reduce((sum, site) => sum + site.carbonKg, 0),
      rolled.bill.carbonKg,
    );
    near(
      accounts.sites.reduce((sum, site) => sum + site.energyCost, 0),
      rolled.bill.costs.energy,
    );
    near(
      layers.reduce((sum, { energyMwh }) => sum + energyMwh, 0),
      rolled.bill.energyMwh,
    );
    near(
      windows.reduce((sum, { bill }) => sum + bill.total, 0),
      rolled.bill.total,
    );
    expect(windows.reduce((sum, { hours }) => sum + hours, 0)).toBe(horizonHours(many));
    for (const { drawnMwh, homeDemandMwh, goneMwh, comeMwh } of accounts.sites)
      near(drawnMwh, homeDemandMwh - goneMwh + comeMwh);
  },
);

function codes(raw: unknown): string[] {
  const checked = checkRelocationData(raw, 'file');
  return 'faults' in checked ? checked.faults.map(({ code, place }) => `${code} ${place}`) : [];
}

test('days need a factor for every client and site, and enough of them', () => {
  const data = twoPlaces();
  const days = daysOf(data, [1, 1]);
  expect(codes({ ...data, days })).toEqual([]);
  expect(codes({ ...data, days: { ...days, count: 1 } })).toEqual([]);
  expect(
    codes({ ...data, days: { ...days, demand: {}, price: { ...days.price, nowhere: [1, 1] } } }),
  ).toEqual([
    'relocation.missing file: days.demand.home',
    'relocation.unknown-label file: days.price.nowhere',
  ]);
  expect(codes({ ...data, days: { ...days, count: 3 } })).toHaveLength(5);
  expect(codes({ ...data, days: { ...days, step: 0, foresight: -1, count: 0.5 } }).sort()).toEqual([
    'relocation.out-of-range file: days.count',
    'relocation.out-of-range file: days.foresight',
    'relocation.out-of-range file: days.step',
  ]);
});

test('one program of many days is refused, and so is an order of aims over windows', async () => {
  const data = twoPlaces();
  const many = { ...data, days: daysOf(data, [1, 1]) };
  expect(() => relocation(many)).toThrow(expect.objectContaining({ code: 'relocation.many-days' }));
  await expect(
    rollHorizon(many, highs(), { step: 1, objective: parseObjective('lex:cost,carbon') }),
  ).rejects.toMatchObject({ code: 'relocation.rolling-order' });
});

test('a window without a plan stops it, and says which', async () => {
  const data = twoPlaces({ demand: [10, 10], dear: { capacity: [100, 100] }, kind: { latencyMs: 150 } });
  const days = { ...daysOf(data, [1, 1]), demand: { home: [1, 9] } };
  const rolled = await rollHorizon({ ...data, days }, highs(), { step: 2 });
  expect(rolled).toMatchObject({ status: 'failed', from: 2 });
});

test.each([7, 24, 36, 72])('hours of windows of %i are billed each by itself', async (step) => {
  const demand = Array.from({ length: 24 }, (_, t) => 1 + (t % 5));
  const data = twoPlaces({ demand, kind: { friction: 1e6 } });
  const days = daysOf(data, [1, 2, 3]);
  const hourly: number[] = [];
  const rolled = await rollHorizon({ ...data, days }, highs(), { step }, (window) => {
    expect(window.hourly).toHaveLength(window.hours);
    hourly.push(...window.hourly.map(({ total }) => total));
  });
  expect(rolled.status).toBe('optimal');
  // Everything stays at home: 1.2 MWh at 100 $ and 400 kg at 0.05 $, all three times the factor of the day.
  const expected = Array.from({ length: 72 }, (_, t) => {
    const factor = 1 + Math.floor(t / 24);
    return expect.closeTo(demand[t % 24] * factor * 1.2 * (100 * factor + 400 * factor * 0.05), 6);
  });
  expect(hourly).toEqual(expected);
});
