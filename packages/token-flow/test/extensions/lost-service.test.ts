import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { lostService, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, TWO } from '../two-places.ts';

describe('lostService', () => {
  property.prop([randomMarket], { seed: 2, numRuns: 60 })('no value: the base', async (data) => {
    await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(lostService({})).compile());
  });

  property.prop([randomMarket], { seed: 3, numRuns: 60 })(
    'every market clears, and no price is above the value',
    async (data) => {
      const market = tokenFlow({ ...data, demandScale: 3 }).with(lostService({ chat: 7, batch: 11 }));
      const clearing = await cleared(market.compile());
      for (const { workload, value } of clearing.prices)
        expect(value).toBeLessThanOrEqual((workload === 'chat' ? 7 : 11) + 1e-9);
    },
  );

  test('what cannot be served is lost, and buyers get its value back', async () => {
    const clearing = await cleared(
      tokenFlow({ ...TWO, demandScale: 4 })
        .with(lostService({ chat: 40 }))
        .compile(),
    );
    expect(clearing.costs.lostService).toBeCloseTo(40 * 4, 9);
    expect(clearing.ledger.entries.find((e) => e.what === 'lost service')).toMatchObject({
      to: 'buyers of chat at a',
    });
    expect(clearing.ledger.status).toBe('balanced');
  });
});
