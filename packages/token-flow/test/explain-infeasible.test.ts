import { test as property } from '@fast-check/vitest';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { explainInfeasible, lostService, marketOf, tokenFlow } from '../src/index.ts';
import { randomMarket } from './random-market.ts';
import { cleared, TWO } from './two-places.ts';

describe.each([highs(), glpk()])('explainInfeasible, $name', (backend) => {
  test('aggregate capacity in words', async () => {
    const market = marketOf({
      ...TWO,
      demandScale: 4,
      links: { 'a>b': { ...TWO.links['a>b'], bandwidth: 99 } },
    });
    const result = await market.compiled.solve(backend);
    expect(result.status).toBe('infeasible');
    if (result.status !== 'infeasible') return;
    const { status, neededGpus, availableGpus, lines } = explainInfeasible(market, result);
    expect({ status, neededGpus, availableGpus }).toEqual({
      status: 'cut',
      neededGpus: 24,
      availableGpus: 20,
    });
    expect(lines[0]).toBe('demand needs 24 GPU, and all nodes together have 20 GPU');
    expect(lines).toContain('  demand of chat at a: 16 Mtok/h, 16 GPU');
  });

  test('a full link is part of the reason', async () => {
    const market = marketOf({ ...TWO, demandScale: 3.5 });
    const result = await market.compiled.solve(backend);
    expect(result.status).toBe('infeasible');
    if (result.status !== 'infeasible') return;
    const explained = explainInfeasible(market, result);
    expect(explained.demands).toEqual([{ location: 'a', workload: 'chat', amount: 14, gpus: 14 }]);
    expect(explained.capacities.map((c) => [c.name, c.of, c.gpus])).toEqual(
      expect.arrayContaining([
        ['compute', 'a', 10],
        ['link', 'a>b', 3],
      ]),
    );
    expect(explained).toMatchObject({ status: 'cut', neededGpus: 14, availableGpus: 13 });
  });

  test('over paths too; and a sentence that the rows do not prove is not said', async () => {
    const slow = { from: 'b', to: 'a', bandwidth: 1, transportCost: 0, roundTripMs: 50 };
    const market = marketOf({ ...TWO, links: { ...TWO.links, slow }, demandScale: 3.5 });
    expect(market.network.routes.length).toBeGreaterThan(0);
    const result = await market.compiled.solve(backend);
    expect(result.status).toBe('infeasible');
    if (result.status !== 'infeasible') return;
    expect(explainInfeasible(market, result)).toMatchObject({
      status: 'cut',
      neededGpus: 14,
      availableGpus: 13,
    });
    const without = (name: string): typeof result =>
      Object.create(result, {
        conflict: { value: () => result.conflict().filter((row) => row.name !== name) },
      });
    for (const name of ['bandwidth', 'compute'])
      expect(explainInfeasible(market, without(name)).status).toBe('weights');
  });

  property.prop([randomMarket], { seed: 66, numRuns: 150 })(
    'what is said to be missing must be lost, however the market is cleared',
    async (data) => {
      const market = marketOf({ ...data, demandScale: 3 });
      const result = await market.compiled.solve(backend);
      if (result.status !== 'infeasible') return;
      const explained = explainInfeasible(market, result);
      expect(explained.lines.length).toBeGreaterThan(1);
      if (explained.status !== 'cut') return;
      // Losing service costs one per GPU hour and everything else nothing: the cost is the least work that is lost.
      const free = {
        ...data,
        demandScale: 3,
        nodes: Object.fromEntries(
          Object.entries(data.nodes).map(([n, place]) => [n, { ...place, electricityPrice: 0, gpuCost: 0 }]),
        ),
        links: Object.fromEntries(
          Object.entries(data.links).map(([l, link]) => [l, { ...link, transportCost: 0 }]),
        ),
      };
      const values = Object.fromEntries(Object.entries(data.workloads).map(([k, w]) => [k, w.gpuHours]));
      const least = await cleared(tokenFlow(free).with(lostService(values)).compile());
      expect(least.costs.total).toBeGreaterThanOrEqual(
        explained.neededGpus - explained.availableGpus - 1e-9 * explained.neededGpus,
      );
    },
  );
});
