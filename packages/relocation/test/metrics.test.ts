/**
 * Every metric by hand on two places: 10 Mreq of 1 MWh each at a PUE of 1.2 at home (100 $/MWh, 400 kg/MWh), and 1.1 away
 * (40 $/MWh, 100 kg/MWh), carbon at 0.05 $/kg, 80 ms between, 5 ms within.
 */
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import {
  accountsOf,
  breakEvens,
  flowsOf,
  frictions,
  frontier,
  layersOf,
  parseObjective,
  type RelocationData,
  type RelocationOptimum,
  relocatableDemand,
  relocation,
  returnOnLatency,
  solveRelocation,
} from '../src/index.ts';
import { twoPlaces } from './two-places.ts';

async function planOf(data: RelocationData): Promise<RelocationOptimum> {
  const plan = await solveRelocation(
    relocation(data, { extensions: frictions() }),
    parseObjective('cost'),
    highs(),
  );
  if (plan.status !== 'optimal') expect.unreachable(plan.result.status);
  return plan;
}

const away = { pue: 1.1 };

test('RID: what could move, by masks; what does move, by the plan and its capacity', async () => {
  const plan = await planOf(twoPlaces({ cheap: { ...away, capacity: [5.5] } }));
  const flows = flowsOf(plan);
  // 5.5 MW away are 5 Mreq at a PUE of 1.1; at home these would take 6 MWh.
  expect(relocatableDemand(plan.market, flows)).toEqual([
    { class: 'chat', demandMwh: 12, couldMoveMwh: 12, doesMoveMwh: expect.closeTo(6, 9) },
  ]);
  const late = await planOf(twoPlaces({ kind: { latencyMs: 184 }, cheap: away }));
  expect(relocatableDemand(late.market, flowsOf(late))).toEqual([
    { class: 'chat', demandMwh: 12, couldMoveMwh: 0, doesMoveMwh: 0 },
  ]);
  const { sites, digital, physical } = accountsOf(plan.market, flows);
  expect(digital.leftMwh).toBeCloseTo(6, 9);
  expect(digital.arrivedMwh).toBeCloseTo(5.5, 9);
  expect(digital.conversionMwh).toBeCloseTo(-0.5, 9);
  // At each site's own PUE: home draws 12 - 6, the other 0 + 5.5.
  expect(sites.map((site) => [site.compute, site.homeDemandMwh, site.goneMwh, site.comeMwh])).toEqual([
    ['dear', expect.closeTo(12, 9), expect.closeTo(6, 9), 0],
    ['cheap', 0, 0, expect.closeTo(5.5, 9)],
  ]);
  expect(physical.drawnMwh).toBeCloseTo(11.5, 9);
  expect(physical.transmittedMwh).toBe(0);
  expect(sites.reduce((sum, { carbonKg }) => sum + carbonKg, 0)).toBeCloseTo(6 * 400 + 5.5 * 100, 6);
  expect(layersOf(plan.market.data, flows).map(({ layer, share }) => [layer, share])).toEqual([
    ['local', expect.closeTo(6 / 11.5, 9)],
    ['regional', 0],
    ['energy-oriented', expect.closeTo(5.5 / 11.5, 9)],
  ]);
});

test('EROL and CROL: what leaving home saves, over the milliseconds it takes', async () => {
  const market = relocation(twoPlaces({ cheap: away }));
  // Round trips: 5 + 5 at home, 5 + 80 away.
  const cost = await frontier(market, 'cost', highs());
  const atHome = 10 * 1.2 * (100 + 0.05 * 400);
  const elsewhere = 10 * 1.1 * (40 + 0.05 * 100);
  expect(cost.steps.map(({ fromMs }) => fromMs)).toEqual([10, 85]);
  const [erol] = returnOnLatency(cost);
  expect(erol.drop).toBeCloseTo(atHome - elsewhere, 6);
  expect(erol.perMs).toBeCloseTo((atHome - elsewhere) / 75, 9);
  const carbon = await frontier(market, 'carbon', highs());
  const [crol] = returnOnLatency(carbon);
  expect(crol.perMs).toBeCloseTo((10 * 1.2 * 400 - 10 * 1.1 * 100) / 75, 9);
  expect(crol.averagePerMs).toBe(crol.perMs);
});

test('break-even: electricity and carbon saved per Mreq, against bytes and friction; gain is 0 at exactly that friction', async () => {
  const bytes = { requestGb: 4, responseGb: 6 };
  const [pair, ...others] = breakEvens(
    relocation(twoPlaces({ kind: { ...bytes, friction: 3 }, cheap: away })),
  );
  expect(others).toEqual([]);
  expect(pair).toMatchObject({ from: 'dear', to: 'cheap', forbiddenBy: [], friction: 3 });
  expect(pair.energyGain).toBeCloseTo(1.2 * 100 - 1.1 * 40, 9);
  expect(pair.carbonGain).toBeCloseTo(0.05 * (1.2 * 400 - 1.1 * 100), 9);
  expect(pair.breakEven).toBeCloseTo(76 + 18.5, 9);
  // 4 GB out and 6 GB back, each at 0.1 $/GB.
  expect(pair.egress).toBeCloseTo(1, 9);
  expect(pair.net).toBeCloseTo(94.5 - 1 - 3, 9);
  const cost = async (friction: number): Promise<number> =>
    (await planOf(twoPlaces({ kind: { ...bytes, friction }, cheap: away }))).result.objective;
  const stay = 10 * 1.2 * 120;
  expect(Math.abs(stay - (await cost(93.5)))).toBeLessThan(1e-6);
  expect(stay - (await cost(93.4))).toBeCloseTo(10 * 0.1, 6);
  expect(Math.abs(stay - (await cost(93.6)))).toBeLessThan(1e-6);
});

test('break-even over hours is the mean weighted by demand, and its best hour stands beside it', () => {
  const data = twoPlaces({
    demand: [10, 30],
    dear: { price: [100, 60] },
    cheap: { pue: 1.2, price: [40, 40] },
  });
  const [pair] = breakEvens(relocation(data));
  // 72 $ in the hour of 10 Mreq, 24 $ in that of 30; carbon 18 $ in both.
  expect(pair.energyGain).toBeCloseTo((10 * 72 + 30 * 24) / 40, 9);
  expect(pair.bestHour).toBeCloseTo(72 + 18, 9);
});

test('a mean above zero is not every hour, and where home is forbidden moving is compulsory', () => {
  const data = twoPlaces({
    demand: [10, 10, 0],
    kind: { friction: 5 },
    dear: { price: [100, 10, 10], carbon: [0, 0, 0] },
    cheap: { pue: 1.2, price: [20, 50, 50], carbon: [0, 0, 0] },
  });
  const [pair] = breakEvens(relocation(data));
  // 96 - 5 in the first hour and -48 - 5 in the second; nobody asks in the third.
  expect(pair.net).toBeCloseTo((96 - 48) / 2 - 5, 9);
  expect([pair.bestHour, pair.worstHour]).toEqual([expect.closeTo(96, 9), expect.closeTo(-48, 9)]);
  expect(pair).toMatchObject({ hours: 2, payingHours: 1, forbiddenBy: [], homeForbiddenBy: [] });
  const [compulsory] = breakEvens(relocation(twoPlaces({ dear: { models: [] } })));
  expect(compulsory).toMatchObject({ forbiddenBy: [], homeForbiddenBy: ['model'] });
});
