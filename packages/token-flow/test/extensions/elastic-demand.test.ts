import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { elasticDemand, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, clearedIfAny, TWO } from '../two-places.ts';

describe('elasticDemand', () => {
  property.prop([randomMarket], { seed: 8, numRuns: 60 })(
    'no bids, or bids for nothing: the base',
    async (data) => {
      const [node] = Object.keys(data.nodes);
      const nothing = { node, workload: 'chat', amount: 0, value: 50 };
      await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(elasticDemand({})).compile());
      const base = await clearedIfAny(tokenFlow(data).compile());
      const other = await clearedIfAny(tokenFlow(data).with(elasticDemand({ nothing })).compile());
      expect(other === undefined).toBe(base === undefined);
      if (base !== undefined) expect(other?.costs.total).toBeCloseTo(base.costs.total, 9);
    },
  );

  property.prop([randomMarket, fc.integer({ min: 0, max: 10 })], { seed: 9, numRuns: 100 })(
    'a bid above the price is accepted whole, one below it not at all',
    async (data, value) => {
      const [node] = Object.keys(data.nodes);
      const bid = { node, workload: 'chat', amount: 2, value };
      const clearing = await clearedIfAny(tokenFlow(data).with(elasticDemand({ bid })).compile());
      if (clearing === undefined) return;
      const price =
        clearing.prices.find((p) => p.location === node && p.workload === 'chat')?.value ?? Number.NaN;
      const accepted = clearing.limits.find((l) => l.name === 'bid')?.use ?? Number.NaN;
      if (value > price + 1e-9) expect(accepted).toBeCloseTo(2, 9);
      if (value < price - 1e-9) expect(accepted).toBeCloseTo(0, 9);
      const paid = clearing.ledger.entries.find((e) => e.from === 'bidder bid')?.amount ?? 0;
      expect(paid).toBeCloseTo(price * accepted, 9);
      expect(clearing.ledger.status).toBe('balanced');
    },
  );

  test('a bid sets the price where capacity ends', async () => {
    const bid = { node: 'a', workload: 'chat', amount: 99, value: 8 };
    const clearing = await cleared(tokenFlow(TWO).with(elasticDemand({ bid })).compile());
    expect(clearing.prices.find((p) => p.location === 'a')?.value).toBe(8);
    expect(clearing.limits.find((l) => l.name === 'bid')?.use).toBe(9);
  });
});
