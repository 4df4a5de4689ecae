import { test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { carbonPrice, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { clearedIfAny } from '../two-places.ts';

describe('carbonPrice', () => {
  property.prop([randomMarket], { seed: 4, numRuns: 100 })('price zero: the base', async (data) => {
    await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(carbonPrice(0)).compile());
  });

  property.prop([randomMarket], { seed: 5, numRuns: 60 })(
    'a higher price never emits more, and the authority is paid for what is emitted',
    async (data) => {
      const low = await clearedIfAny(tokenFlow(data).with(carbonPrice(50)).compile());
      const high = await clearedIfAny(tokenFlow(data).with(carbonPrice(5000)).compile());
      if (low === undefined || high === undefined) return;
      expect(high.carbonKg).toBeLessThanOrEqual(low.carbonKg + 1e-9 * (1 + low.carbonKg));
      const paid = high.ledger.entries
        .filter((entry) => entry.to === 'carbon authority')
        .reduce((sum, entry) => sum + entry.amount, 0);
      expect(paid).toBeCloseTo(5 * high.carbonKg, 9);
      expect(high.costs.carbonPrice).toBeCloseTo(5 * high.carbonKg, 9);
    },
  );
});
