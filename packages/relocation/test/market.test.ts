import { fc, test as property } from '@fast-check/vitest';
import { model, set } from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import {
  accountsOf,
  atHome,
  billsOf,
  breakEvens,
  checkRelocationData,
  FRICTIONS,
  flowsOf,
  frictions,
  parseObjective,
  type RelocationData,
  type RelocationMarket,
  type RelocationOptimum,
  relocation,
  solveRelocation,
  sumBills,
  variant,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';
import { twoPlaces } from './two-places.ts';

async function solved(market: RelocationMarket, objective = 'cost'): Promise<RelocationOptimum> {
  const plan = await solveRelocation(market, parseObjective(objective), highs());
  if (plan.status !== 'optimal') throw new Error(`came out ${plan.result.status}`);
  return plan;
}

const withFrictions = (data: RelocationData): RelocationMarket =>
  relocation(data, { extensions: frictions() });

describe('acceptance', () => {
  test('at exactly the break-even friction moving gains nothing; below it everything moves, above it nothing', async () => {
    const bytes = { requestGb: 4, responseGb: 6 };
    const [pair] = breakEvens(relocation(twoPlaces({ kind: bytes })));
    const even = pair.breakEven - pair.egress;
    expect(even).toBeGreaterThan(0);
    const stay = (await solved(relocation(twoPlaces({ cheap: { capacity: [0] } })))).result.objective;
    const at = (friction: number) => solved(withFrictions(twoPlaces({ kind: { ...bytes, friction } })));
    expect(Math.abs((await at(even)).result.objective - stay)).toBeLessThan(1e-6);
    const moved = (plan: RelocationOptimum): number => accountsOf(plan.market, flowsOf(plan)).digital.leftMwh;
    expect(moved(await at(even - 0.01))).toBeCloseTo(12, 9);
    expect(moved(await at(even + 0.01))).toBe(0);
  });

  property.prop([randomInstance], { numRuns: 15 })(
    'with a friction beyond every gain nothing moves',
    async (data) => {
      const classes = Object.fromEntries(
        Object.entries(data.classes).map(([name, kind]) => [name, { ...kind, friction: 1e6 }]),
      );
      const plan = await solved(withFrictions({ ...data, classes }));
      expect(flowsOf(plan).filter(({ layer }) => layer !== 'local')).toEqual([]);
    },
  );

  property.prop([randomInstance], { numRuns: 15 })(
    'without friction and latency the cheapest sites fill up first, whoever is asking',
    async (data) => {
      const classes = Object.fromEntries(
        Object.entries(data.classes).map(([name, kind]) => [name, { ...kind, latencyMs: 1e9 }]),
      );
      const free = { ...data, classes };
      const { result } = await solved(variant(free, ['capacity']));
      let merit = 0;
      for (let t = 0; t < data.hours; t++) {
        let left = Object.values(data.clients).reduce(
          (sum, { demand }) =>
            sum + demand.tight[t] * classes.tight.energy + demand.loose[t] * classes.loose.energy,
          0,
        );
        const sites = Object.values(data.computes)
          .map(({ price, carbon, pue, capacity }) => ({
            unit: pue * (price[t] + data.carbonPrice * carbon[t]),
            room: capacity[t] / pue,
          }))
          .sort((a, b) => a.unit - b.unit);
        for (const { unit, room } of sites) {
          const taken = Math.min(left, room);
          merit += taken * unit;
          left -= taken;
        }
        expect(left).toBeLessThan(1e-9);
      }
      expect(Math.abs(result.objective - merit)).toBeLessThan(1e-7 * (1 + merit));
    },
  );

  property.prop([randomInstance, fc.double({ min: 0, max: 300, noNaN: true })], { numRuns: 15 })(
    'relaxing latency never raises the least cost',
    async (data, more) => {
      const relaxed = Object.fromEntries(
        Object.entries(data.classes).map(([name, kind]) => [
          name,
          { ...kind, latencyMs: kind.latencyMs + more },
        ]),
      );
      const before = (await solved(withFrictions(data))).result.objective;
      const after = (await solved(withFrictions({ ...data, classes: relaxed }))).result.objective;
      expect(after).toBeLessThanOrEqual(before + 1e-8 * (1 + Math.abs(before)));
    },
  );
});

/** $/GB from place to place, read from the data anew. */
function priceOf(data: RelocationData, from: string, to: string): number {
  if (from === to) return 0;
  const route = Object.values(data.egressRoutes).find((r) => r.from === from && r.to === to);
  return route === undefined ? data.nodes[from].egressPrice : route.price;
}

/** The least cost of carrying state to where the work is, as a transportation program of its own. */
async function carried(
  state: readonly number[],
  work: readonly number[],
  price: (from: number, to: number) => number,
): Promise<number> {
  const total = state.reduce((sum, amount) => sum + amount, 0);
  if (total === 0) return 0;
  const m = model({ money: '$' });
  const place = set('from', [...state.keys()]);
  const goal = set('to', [...place.labels]);
  const cost = m.parameter('cost', [place, goal], { unit: '$/GB' }, price);
  const f = m.variable('f', [place, goal], { unit: 'GB', lower: 0 });
  m.rows('out', [place], (row, a) => {
    for (const b of work.keys()) row.add(1, f, a, b);
    row.atLeast(state[a]);
  });
  m.rows('in', [goal], (row, b) => {
    for (const a of state.keys()) row.add(1, f, a, b);
    // What rounding leaves between the two sums may stay unserved.
    row.atMost(work[b] + 1e-9 * total);
  });
  const result = await m.minimize(f.times(cost).sum()).compile().solve(highs());
  return result.optimal().objective;
}

/** Every equation again, in plain loops over the plan's flows. */
property.prop([randomInstance], { numRuns: 20 })(
  'the plan keeps every equation, and its parts add up',
  async (data) => {
    const plan = await solved(withFrictions(data));
    const { market, result } = plan;
    const flows = flowsOf(plan);
    const hours = Array.from({ length: data.hours }, (_, t) => t);
    let [energy, carbon, egress, friction, migration, coldStart] = [0, 0, 0, 0, 0, 0];
    const work = (of: (flow: (typeof flows)[number]) => boolean): number =>
      flows.filter(of).reduce((sum, { mreq }) => sum + mreq, 0);
    for (const t of hours) {
      for (const [j, site] of Object.entries(data.computes)) {
        const drawn = flows
          .filter((f) => f.compute === j && f.hour === t)
          .reduce((sum, f) => sum + f.mreq * data.classes[f.class].energy * site.pue, 0);
        expect(drawn).toBeLessThanOrEqual(site.capacity[t] + 1e-6);
        energy += drawn * site.price[t];
        carbon += drawn * site.carbon[t] * data.carbonPrice;
        for (const [k, { coldStart: price }] of Object.entries(data.classes)) {
          const now = work((f) => f.compute === j && f.class === k && f.hour === t);
          const before =
            t === 0
              ? (data.clients[j]?.demand[k][0] ?? 0)
              : work((f) => f.compute === j && f.class === k && f.hour === t - 1);
          coldStart += price * Math.max(0, now - before);
        }
      }
      for (const [i, client] of Object.entries(data.clients))
        for (const [k, kind] of Object.entries(data.classes)) {
          const demand = client.demand[k];
          expect(
            Math.abs(work((f) => f.client === i && f.class === k && f.hour === t) - demand[t]),
          ).toBeLessThan(1e-6);
          const places = Object.keys(data.nodes);
          const at = (n: string, hour: number): number =>
            work(
              (f) =>
                f.client === i && f.class === k && f.hour === hour && data.computes[f.compute].node === n,
            );
          const state = places.map((n) =>
            t === 0
              ? n === data.computes[client.home].node
                ? demand[0]
                : 0
              : demand[t - 1] > 0
                ? (at(n, t - 1) * demand[t]) / demand[t - 1]
                : 0,
          );
          migration +=
            kind.stateGb *
            (await carried(
              state,
              places.map((n) => at(n, t)),
              (from, to) => priceOf(data, places[from], places[to]),
            ));
        }
    }
    for (const f of flows) {
      const kind = data.classes[f.class];
      expect(f.latencyMs).toBeLessThanOrEqual(kind.latencyMs);
      if (f.compute === data.clients[f.client].home) continue;
      friction += f.mreq * kind.friction;
      egress +=
        f.mreq *
        (kind.requestGb * priceOf(data, f.service, data.computes[f.compute].node) +
          kind.responseGb * priceOf(data, data.computes[f.compute].node, f.service));
    }
    const parts = { energy, carbon, egress, friction, migration, coldStart };
    for (const [name, value] of Object.entries(parts)) {
      const stated = market.costs[name];
      expect(Math.abs(value - (stated === undefined ? 0 : result.evaluate(stated))), name).toBeLessThan(
        1e-5 * (1 + Math.abs(value)),
      );
    }
    const bill = sumBills(billsOf(data, flows, atHome({ data }), FRICTIONS));
    expect(Math.abs(bill.costs.migration - migration)).toBeLessThan(1e-5 * (1 + migration));
    expect(Math.abs(bill.total - result.objective)).toBeLessThan(1e-5 * (1 + Math.abs(bill.total)));
    const { sites } = accountsOf(market, flows);
    for (const { drawnMwh, homeDemandMwh, goneMwh, comeMwh } of sites)
      expect(Math.abs(drawnMwh - (homeDemandMwh - goneMwh + comeMwh))).toBeLessThan(1e-9 * (1 + drawnMwh));
  },
);

property.prop([randomInstance], { numRuns: 10 })(
  'each friction, at zero, leaves the optimum as it was',
  async (data) => {
    const classes = Object.fromEntries(
      Object.entries(data.classes).map(([name, kind]) => [
        name,
        { ...kind, requestGb: 0, responseGb: 0, stateGb: 0, friction: 0, coldStart: 0 },
      ]),
    );
    const bare = { ...data, classes };
    const base = (await solved(relocation(bare))).result.objective;
    for (const name of FRICTIONS) {
      const { result } = await solved(relocation(bare, { extensions: frictions([name]) }));
      expect(Math.abs(result.objective - base)).toBeLessThan(1e-8 * (1 + Math.abs(base)));
    }
  },
);

test('a price is the cost of one more Mreq; a rent what one more MW saves', async () => {
  const data = twoPlaces({ cheap: { capacity: [6] }, demand: [10] });
  const { result, market } = await solved(relocation(data));
  // Home is at the margin: 1.2 MWh at 100 $ and 400 kg at 0.05 $.
  expect(result.price(market.serve).at('home', 'chat', 0)).toBeCloseTo(1.2 * 120, 9);
  // A MW at the cheap site replaces 1 MWh at 120 $ by one at 45 $.
  expect(result.rent(market.capacity).upper.at('cheap', 0)).toBeCloseTo(75, 9);
});

test('random data pass the check as they are', () => {
  const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 1 });
  expect(checkRelocationData(data, 'random')).toEqual({ data });
});

test('objectives: carbon alone, another carbon price, and order of rank', async () => {
  const data = twoPlaces({ cheap: { price: [200], carbon: [50] } });
  expect((await solved(relocation(data))).result.objective).toBeCloseTo(10 * 1.2 * 120, 6);
  expect((await solved(relocation(data), 'carbon')).result.objective).toBeCloseTo(10 * 1.2 * 50, 6);
  expect((await solved(relocation(data), 'weighted:1')).result.objective).toBeCloseTo(10 * 1.2 * 250, 6);
  const ranked = await solved(relocation(data), 'lex:cost,carbon:10%');
  // 10 % of 1440 $ buys 144 / (202.5 - 120) / 1.2 Mreq at the cleaner site, each 350 kg/MWh cleaner.
  expect(ranked.result.objective).toBeCloseTo(10 * 1.2 * 400 - (144 / 82.5) * 350, 5);
});

test('state that stays at its place costs nothing; on a route with its own price it pays that', async () => {
  const kind = { stateGb: 100 };
  const demand = [10, 10];
  const migrationOf = async (data: RelocationData): Promise<number> => {
    const plan = await solved(withFrictions(data));
    const flows = flowsOf(plan);
    expect(flows.map(({ compute }) => compute)).toEqual(['cheap', 'cheap']);
    const paid = plan.result.evaluate(plan.market.costs.migration);
    const { costs } = sumBills(billsOf(data, flows, atHome({ data }), FRICTIONS));
    expect(costs.migration).toBeCloseTo(paid, 6);
    return paid;
  };
  // Moving saves 90 $/Mreq in each hour, and carries 100 GB at 0.1 $.
  expect(await migrationOf(twoPlaces({ kind, demand }))).toBeCloseTo(10 * 100 * 0.1, 6);
  expect(await migrationOf(twoPlaces({ kind: { stateGb: 1e6 }, demand, cheap: { node: 'dear' } }))).toBe(0);
  const egressRoutes = { out: { from: 'dear', to: 'cheap', price: 0.02 } };
  expect(await migrationOf(twoPlaces({ kind, demand, data: { egressRoutes } }))).toBeCloseTo(20, 6);
});
