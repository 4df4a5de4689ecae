import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { reserve, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, clearedIfAny, TWO } from '../two-places.ts';

describe('reserve', () => {
  property.prop([randomMarket], { seed: 10, numRuns: 100 })('requirement zero: the base', async (data) => {
    await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(reserve(0)).compile());
  });

  property.prop([randomMarket], { seed: 11, numRuns: 60 })(
    'its price lies between the differences of one step less and one more',
    async (data) => {
      const at = (gpus: number) =>
        clearedIfAny(
          tokenFlow(data)
            .with(reserve(gpus, { a: 0.5 }))
            .compile(),
        );
      const step = 1 / 1024;
      const [less, here, more] = [await at(2 - step), await at(2), await at(2 + step)];
      if (here === undefined || less === undefined) return;
      const price = here.otherPrices[0].value;
      expect(price).toBeGreaterThanOrEqual((here.costs.total - less.costs.total) / step - 1e-6);
      if (more !== undefined)
        expect(price).toBeLessThanOrEqual((more.costs.total - here.costs.total) / step + 1e-6);
      expect(here.ledger.status).toBe('balanced');
    },
  );

  test('two places: reserve sits where it costs least, the loss of cheap work counted in', async () => {
    const cheap = await cleared(
      tokenFlow(TWO)
        .with(reserve(9, { a: 0.5, b: 0.1 }))
        .compile(),
    );
    expect(cheap.otherPrices).toMatchObject([{ name: 'reserve', value: 0.5, unit: '$/(GPU h)', demand: 9 }]);
    const held = await cleared(
      tokenFlow(TWO)
        .with(reserve(13, { a: 0.5, b: 0.1 }))
        .compile(),
    );
    expect(held.limits.filter((l) => l.name === 'compute').map((l) => l.use)).toEqual([9, 10]);
  });
});
