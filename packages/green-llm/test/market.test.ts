import { fc, test as property } from '@fast-check/vitest';
import type { OptimalResult } from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { compileWeighted, type GreenData, type GreenMarket, greenLlm } from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const WEIGHTS = { energy: 1, carbon: 1, delay: 1 };

async function optimum(market: GreenMarket): Promise<OptimalResult> {
  return (await compileWeighted(market, WEIGHTS).solve(highs())).optimal();
}

/** Every equation of the model again, in plain loops over the data: costs, and the largest violation of any row. */
function recompute(data: GreenData, market: GreenMarket, result: OptimalResult) {
  const share = result.value(market.share);
  const grid = result.value(market.grid);
  let energy = 0;
  let carbon = 0;
  let delay = 0;
  let water = 0;
  let worst = 0;
  const violated = (excess: number): void => {
    worst = Math.max(worst, excess);
  };
  for (let t = 0; t < 24; t++) {
    for (const [j, site] of Object.entries(data.sites)) {
      let it = 0;
      const used: Record<string, number> = {};
      for (const [i, area] of Object.entries(data.areas)) {
        for (const [k, query] of Object.entries(data.queries)) {
          const queries = area.demand[k][t] * share.at(i, k, j, t);
          it += (query.energyIn * query.tokensIn + query.energyOut * query.tokensOut) * queries;
          for (const [r, perToken] of Object.entries(query.resourcePerToken))
            used[r] = (used[r] ?? 0) + perToken * (query.tokensIn + query.tokensOut) * queries;
        }
      }
      const facility = site.pue * it;
      const bought = grid.at(j, t);
      violated(facility - bought - site.renewable[t]);
      violated(bought - site.gridCap[t]);
      for (const [r, cap] of Object.entries(site.resources)) violated((used[r] - cap) / cap);
      energy += site.price[t] * bought;
      carbon += site.carbonTax * site.carbon[t] * bought;
      water += (site.wue[t] / site.pue + site.ewif[t]) * facility;
    }
    for (const [i, area] of Object.entries(data.areas)) {
      for (const [k, query] of Object.entries(data.queries)) {
        let seconds = 0;
        let whole = 0;
        for (const [j, site] of Object.entries(data.sites)) {
          const x = share.at(i, k, j, t);
          const count = data.delayDefinition === 'batch' ? area.demand[k][t] : 1;
          const tokens = query.tokensIn + query.tokensOut;
          whole += x;
          seconds +=
            x *
            ((area.tokenSize[k][t] / area.bandwidth[j]) * tokens * count +
              area.latency[j] +
              site.delayPerToken[k] * tokens * count);
        }
        violated(Math.abs(whole - 1));
        violated(seconds - area.delayLimit[k]);
        delay += query.delayPenalty * seconds;
      }
    }
  }
  violated(water - data.waterBudget);
  return { energy, carbon, delay, water, worst };
}

property.prop([randomInstance], { numRuns: 15 })(
  'the optimum satisfies the equations as they stand in the paper, and costs what they say',
  async (data) => {
    const market = greenLlm(data);
    const result = await optimum(market);
    const { energy, carbon, delay, water, worst } = recompute(data, market, result);
    expect(worst).toBeLessThan(1e-7);
    expect(result.evaluate(market.costs.energy)).toBeCloseTo(energy, 8);
    expect(result.evaluate(market.costs.carbon)).toBeCloseTo(carbon, 8);
    expect(result.evaluate(market.costs.delay)).toBeCloseTo(delay, 8);
    expect(result.evaluate(market.waterL)).toBeCloseTo(water, 6);
  },
);

property.prop([randomInstance], { numRuns: 10 })(
  'strong duality: the loads pay for the plan and for every limit that binds',
  async (data) => {
    const market = greenLlm(data);
    const result = await optimum(market);
    const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
    const paid = total(result.price(market.allocate).values);
    const worth = (rent: Float64Array, cap: (at: number) => number): number =>
      total(Array.from(rent, (value, at) => value * cap(at)));
    const { parameters } = market;
    const renewables = worth(
      result.rent(market.power).upper.values,
      (at) => parameters.renewable.values[at] * data.renewableScale,
    );
    const grid = worth(
      result.boundRent(market.grid).upper.values,
      (at) => Object.values(data.sites)[Math.floor(at / 24)].gridCap[at % 24],
    );
    const water = result.rent(market.water).upper.at() * data.waterBudget;
    const resources = total(
      [...result.rent(market.resource).upper].map(
        ([[r, j], value]) => value * data.sites[j as string].resources[r as string],
      ),
    );
    const delays = total(
      [...result.rent(market.delayCap).upper].map(
        ([[i, k], value]) => value * data.areas[i as string].delayLimit[k as string],
      ),
    );
    const rents = renewables + grid + water + resources + delays;
    expect(Math.abs(paid - rents - result.objective)).toBeLessThan(1e-8 * (1 + Math.abs(paid)));
  },
);

describe('what limits are worth', () => {
  test('a kWh of renewables: between the finite differences on either side', async () => {
    const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 7 });
    const market = greenLlm(data);
    const live = await compileWeighted(market, WEIGHTS).open(highs());
    const at = (await live.solve()).optimal();
    const [site] = Object.keys(data.sites);
    const worth = at.rent(market.power).upper.at(site, 3);
    expect(at.marginal(market.parameters.renewable).at(site, 3)).toBeCloseTo(-worth, 9);
    const step = 1e-3;
    const saved: number[] = [];
    for (const side of [1, -1]) {
      live.setAt(market.parameters.renewable, [site, 3], data.sites[site].renewable[3] + side * step);
      saved.push((at.objective - (await live.solve()).optimal().objective) / (side * step));
    }
    // The optimum is convex in the amount: what more of it saves <= its worth <= what less of it costs.
    expect(saved[0]).toBeLessThanOrEqual(worth + 1e-6);
    expect(saved[1]).toBeGreaterThanOrEqual(worth - 1e-6);
    expect(saved[1]).toBeLessThan(1);
    live.close();
  });

  test('too little water: infeasible, and the proof names the budget', async () => {
    const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 7 });
    const result = await compileWeighted(greenLlm({ ...data, waterBudget: 1 }), WEIGHTS).solve(highs());
    if (result.status !== 'infeasible') expect.unreachable();
    expect(result.outcome).toMatchObject({ proof: 'farkas' });
    expect(result.conflict().map((row) => row.name)).toContain('water');
  });
});
