import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { carbonCap, carbonPrice, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, clearedIfAny, TWO } from '../two-places.ts';

const KILOGRAMS_PER_TONNE = 1000;

describe('carbonCap', () => {
  property.prop([randomMarket], { seed: 6, numRuns: 100 })(
    'a cap that does not bind: the base',
    async (data) => {
      await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(carbonCap(1e6)).compile());
    },
  );

  property.prop([randomMarket], { seed: 7, numRuns: 100 })(
    'the price of a permit, as a carbon price, keeps the cap by itself',
    async (data) => {
      const base = await clearedIfAny(tokenFlow(data).compile());
      if (base === undefined || base.carbonKg === 0) return;
      const cap = 0.9 * base.carbonKg;
      const capped = await clearedIfAny(tokenFlow(data).with(carbonCap(cap)).compile());
      if (capped === undefined) return;
      const permit = capped.limits.find((l) => l.name === 'carbonCap');
      expect(permit?.use).toBeLessThanOrEqual(cap * (1 + 1e-7));
      const rent = permit?.rent ?? Number.NaN;
      const taxed = await clearedIfAny(
        tokenFlow(data)
          .with(carbonPrice(rent * KILOGRAMS_PER_TONNE))
          .compile(),
      );
      // Lagrangian: cost under the cap = cost with the price - price * cap.
      const dual = (taxed?.costs.total ?? Number.NaN) - rent * cap;
      expect(Math.abs(dual - capped.costs.total)).toBeLessThan(1e-8 * (1 + Math.abs(dual) + rent * cap));
    },
  );

  test('the cap is per hour on average: two equal hours cost twice one', async () => {
    const hungry = { ...TWO, workloads: { chat: { ...TWO.workloads.chat, energy: 10 } } };
    const nodes = { ...hungry.nodes, a: { ...hungry.nodes.a, carbonIntensity: 0 } };
    const at = async (hours: number) =>
      cleared(
        tokenFlow({ ...hungry, nodes, hours })
          .with(carbonCap(3))
          .compile(),
      );
    const [one, two] = [await at(1), await at(2)];
    const permit = (clearing: typeof one) => clearing.limits.find((l) => l.name === 'carbonCap');
    expect(permit(one)).toMatchObject({ use: 3, saturated: true });
    expect(permit(one)?.rent).toBeCloseTo(3.5, 9);
    expect(permit(two)?.rent).toBeCloseTo(3.5, 9);
    expect(two.costs.total).toBeCloseTo(2 * one.costs.total, 9);
    expect(two.carbonKg).toBeCloseTo(6, 9);
  });
});
