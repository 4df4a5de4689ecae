/** Prices against solving again, with any mix of options: each end of an interval is a one-sided difference. */
import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { dualIntervals } from '@marginal/prices';
import { describe, expect } from 'vitest';
import { clearingOf, marketOf, type TokenFlowData } from '../src/index.ts';
import { randomWholeMarket } from './random-market.ts';

const STEP = 1 / 1024;
const CASES = Number(process.env.MARGINAL_MARKETS ?? 1000) / 5;

/** Costs of the market when its demand in one place and hour is moved: shapes carry the step. */
function moved(data: TokenFlowData, node: string, workload: string, by: number): TokenFlowData {
  return {
    ...data,
    demand: {
      ...data.demand,
      [node]: { ...data.demand[node], [workload]: data.demand[node][workload] + by },
    },
  };
}

describe('prices of random markets', () => {
  property.prop([randomWholeMarket, fc.nat()], { seed: 904, numRuns: CASES })(
    'summed over the hours with their shapes, a unique price is what one more unit costs and one less saves',
    async (data, pick) => {
      const market = marketOf(data);
      const result = await market.compiled.solve(highs());
      fc.pre(result.status === 'optimal');
      if (result.status !== 'optimal') return;
      const { prices } = clearingOf(market, result);
      const { location, workload } = prices[pick % prices.length];
      const mine = prices.filter((p) => p.location === location && p.workload === workload);
      const intervals = await dualIntervals(
        market.compiled.program,
        result.outcome,
        mine.map((p) => p.row),
        highs(),
      );
      fc.pre(intervals.every((interval) => interval.unique));
      const shape = mine.map(({ hour }) => {
        const factor = (shape?: readonly number[]) => (hour === undefined ? 1 : (shape?.[hour] ?? 1));
        return factor(data.workloads[workload].demandShape) * factor(data.nodes[location].demandShape);
      });
      const expected = mine.reduce((sum, { value }, t) => sum + value * shape[t], 0);
      for (const by of [STEP, -STEP]) {
        const other = await marketOf(moved(data, location, workload, by)).compiled.solve(highs());
        if (other.status !== 'optimal' || data.demand[location][workload] + by < 0) continue;
        expect((other.objective - result.objective) / by).toBeCloseTo(expected, 5);
      }
    },
  );
});
