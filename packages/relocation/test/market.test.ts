import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import {
  accountsOf,
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
              ? data.clients[j].demand[k][0]
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
          for (const j of Object.keys(data.computes)) {
            const at = (hour: number): number =>
              work((f) => f.client === i && f.class === k && f.compute === j && f.hour === hour);
            const state =
              t === 0
                ? j === client.home
                  ? demand[0]
                  : 0
                : demand[t - 1] > 0
                  ? (at(t - 1) * demand[t]) / demand[t - 1]
                  : 0;
            migration += kind.stateGb * data.nodes[j].egressPrice * Math.max(0, state - at(t));
          }
        }
    }
    for (const f of flows) {
      const kind = data.classes[f.class];
      expect(f.latencyMs).toBeLessThanOrEqual(kind.latencyMs);
      if (f.compute === data.clients[f.client].home) continue;
      friction += f.mreq * kind.friction;
      egress +=
        f.mreq *
        (kind.requestGb * data.nodes[f.service].egressPrice +
          kind.responseGb * data.nodes[f.compute].egressPrice);
    }
    const parts = { energy, carbon, egress, friction, migration, coldStart };
    for (const [name, value] of Object.entries(parts)) {
      const stated = market.costs[name];
      expect(Math.abs(value - (stated === undefined ? 0 : result.evaluate(stated))), name).toBeLessThan(
        1e-5 * (1 + Math.abs(value)),
      );
    }
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
