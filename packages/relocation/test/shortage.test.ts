import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import { compileAim, type RelocationMarket, relocation, shortagesIn, strandedDemand } from '../src/index.ts';
import { twoPlaces } from './two-places.ts';

async function proofOf(market: RelocationMarket) {
  const result = await compileAim(market, 'cost').solve(highs());
  if (result.status !== 'infeasible') expect.unreachable(result.status);
  return result.conflict();
}

test('demand without a site names every site and what forbids it there', () => {
  const market = relocation(
    twoPlaces({ kind: { latencyMs: 104, state: 'site' }, cheap: { models: [] }, dear: { accelerators: [] } }),
  );
  const [only, ...others] = strandedDemand(market);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ client: 'home', class: 'chat' });
  expect(only.sites.map(({ compute, masks }) => [compute, masks])).toEqual([
    ['dear', ['latency', 'accelerator']],
    ['cheap', ['latency', 'state', 'model']],
  ]);
  expect(only.sites[1].because[0]).toBe("takes 185.0 ms, and class 'chat' has 104 ms");
  // Demand of nothing wants no site; demand with one open site has one.
  expect(strandedDemand(relocation(twoPlaces({ kind: { latencyMs: 1 }, demand: [0] })))).toEqual([]);
  expect(strandedDemand(relocation(twoPlaces({ kind: { latencyMs: 110 } })))).toEqual([]);
});

test('a shortage is what is needed at least, beside what all open sites have', async () => {
  const room = { capacity: [100, 6] };
  const market = relocation(twoPlaces({ demand: [10, 11], dear: room, cheap: { ...room, pue: 1.5 } }));
  const [only, ...others] = shortagesIn(market, await proofOf(market));
  expect(others).toEqual([]);
  // 11 Mreq at 1 MWh and the better PUE of 1.2, and 6 MW at each of two sites.
  expect(only).toMatchObject({ hour: 1, sites: ['dear', 'cheap'], capacityMwh: 12 });
  expect(only.neededMwh).toBeCloseTo(13.2, 9);
});

test('a site that is closed to the demand is not counted', async () => {
  const market = relocation(twoPlaces({ dear: { capacity: [6] }, cheap: { models: [] } }));
  expect(shortagesIn(market, await proofOf(market))).toMatchObject([
    { hour: 0, sites: ['dear'], capacityMwh: 6, neededMwh: 12 },
  ]);
});
