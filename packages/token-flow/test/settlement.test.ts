/**
 * The market as a whole, any mix of options: what buyers pay is what it costs, every price is the sum of its parts,
 * nobody loses. `MARGINAL_MARKETS` sets the number of random markets.
 */
import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { describe, expect } from 'vitest';
import { clearingOf, marketOf } from '../src/index.ts';
import { randomWholeMarket } from './random-market.ts';

const MARKETS = Number(process.env.MARGINAL_MARKETS ?? 1000);

describe('settlement of random markets', () => {
  property.prop([randomWholeMarket], { seed: 905, numRuns: MARKETS })(
    'payments equal costs and rents, the ledger balances, parts sum to prices, nobody loses',
    async (data) => {
      const market = marketOf(data);
      const result = await market.compiled.solve(highs());
      fc.pre(result.status === 'optimal');
      if (result.status !== 'optimal') return;
      const clearing = clearingOf(market, result);
      const { buyersPay, ...others } = clearing.settlement;
      const owed = Object.values(others).reduce((sum, x) => sum + x, 0);
      const money = Object.values(clearing.settlement).reduce((sum, x) => sum + Math.abs(x), 0);
      expect(Math.abs(buyersPay - owed)).toBeLessThanOrEqual(1e-9 * (1 + money));
      expect(clearing.ledger).toMatchObject({ status: 'balanced' });
      for (const { net, received, cost } of clearing.ledger.accounts)
        expect(net).toBeGreaterThanOrEqual(-1e-9 * (1 + Math.abs(received) + Math.abs(cost)));
      const { total, ...parts } = clearing.costs;
      expect(Object.values(parts).reduce((sum, x) => sum + x, 0)).toBeCloseTo(total, 8);
      clearing.priceParts.forEach((entry, k) => {
        const { price, parts: made } = entry;
        expect(Object.values(made).reduce((sum, x) => sum + x, 0)).toBeCloseTo(price, 9);
        expect(made.latency).toBeGreaterThanOrEqual(0);
        expect(made.belowCost).toBeLessThanOrEqual(0);
        const { location, workload, hour } = clearing.prices[k];
        const here = clearing.served.some(
          (s) => s.origin === location && s.workload === workload && s.hour === hour && s.amount > 1e-6,
        );
        if (here && (data.workloads[workload].deferHours ?? 0) === 0) expect(made.belowCost).toBe(0);
      });
      for (const limit of clearing.limits) {
        expect(limit.rent).toBeGreaterThanOrEqual(0);
        if (!limit.saturated) expect(limit.rent).toBe(0);
      }
    },
  );
});
