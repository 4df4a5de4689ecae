import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { marketOf, tokenFlow, transferAware } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, TWO } from '../two-places.ts';

describe('transferAware', () => {
  property.prop([randomMarket], { seed: 1, numRuns: 100 })(
    'one GB per Mtok, bandwidth and cost in GB: the base, number for number',
    async (data) => {
      const links = Object.entries(data.links);
      const rates = {
        transferGB: { chat: 1, batch: 1 },
        capacityGB: Object.fromEntries(links.map(([name, l]) => [name, l.bandwidth])),
        costPerGB: Object.fromEntries(links.map(([name, l]) => [name, l.transportCost])),
      };
      await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(transferAware(rates)).compile());
    },
  );

  test('two GB per Mtok halve the link; its rent is per GB', async () => {
    const rates = { transferGB: { chat: 2 }, capacityGB: { 'a>b': 3 }, costPerGB: { 'a>b': 0.25 } };
    const clearing = await cleared(tokenFlow(TWO).with(transferAware(rates)).compile());
    expect(clearing.limits.find((l) => l.name === 'link')).toMatchObject({
      use: 3,
      cap: 3,
      unit: 'GB/h',
      rent: (5 - 1 - 0.5) / 2,
      rentUnit: '$/GB',
      saturated: true,
    });
    expect(clearing.served.find((s) => s.server === 'b' && s.origin === 'a')?.amount).toBe(1.5);
    expect(clearing.ledger.status).toBe('balanced');
  });

  test('the switch in the data is the same extension; a missing rate is refused', async () => {
    const data = {
      ...TWO,
      transferAware: true,
      links: { 'a>b': { ...TWO.links['a>b'], capacityGB: 3, costPerGB: 0.25 } },
      workloads: { chat: { ...TWO.workloads.chat, transferGB: 2 } },
    };
    const rates = { transferGB: { chat: 2 }, capacityGB: { 'a>b': 3 }, costPerGB: { 'a>b': 0.25 } };
    await expectSame(tokenFlow(TWO).with(transferAware(rates)).compile(), marketOf(data));
    expect(() => marketOf({ ...data, workloads: TWO.workloads })).toThrow(/transferGB/);
  });
});
