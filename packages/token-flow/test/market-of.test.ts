import { describe, expect, test } from 'vitest';
import {
  carbonCap,
  carbonPrice,
  elasticDemand,
  linkOutage,
  lostService,
  marketOf,
  reserve,
  type TokenFlowData,
  tokenFlow,
} from '../src/index.ts';
import { expectSame } from './same-market.ts';
import { cleared, TWO } from './two-places.ts';

const HUNGRY: TokenFlowData = { ...TWO, workloads: { chat: { ...TWO.workloads.chat, energy: 100 } } };
const bids = { bank: { node: 'a', workload: 'chat', amount: 1, value: 90 } };
const outages = { cut: { links: ['a>b'], redispatchShare: 0.2 } };

describe('marketOf', () => {
  test('each switch in the data is the extension of that name', async () => {
    const base = tokenFlow(HUNGRY);
    const chat = { ...HUNGRY.workloads.chat, valueOfLostService: 3 };
    const nodes = { ...HUNGRY.nodes, a: { ...HUNGRY.nodes.a, reserveCost: 0.5 } };
    await expectSame(
      base.with(lostService({ chat: 3 })).compile(),
      marketOf({ ...HUNGRY, workloads: { chat } }),
    );
    await expectSame(base.with(carbonPrice(400)).compile(), marketOf({ ...HUNGRY, carbonPrice: 400 }));
    await expectSame(base.with(carbonCap(60)).compile(), marketOf({ ...HUNGRY, carbonCap: 60 }));
    await expectSame(base.with(reserve(3, { a: 0.5 })).compile(), marketOf({ ...HUNGRY, nodes, reserve: 3 }));
    await expectSame(base.with(elasticDemand(bids)).compile(), marketOf({ ...HUNGRY, bids }));
    await expectSame(base.with(linkOutage(outages)).compile(), marketOf({ ...HUNGRY, outages }));
  });

  test('each of them changes the clearing', async () => {
    const nodes = { ...HUNGRY.nodes, a: { ...HUNGRY.nodes.a, reserveCost: 0.5 } };
    const before = (await cleared(marketOf(HUNGRY))).costs.total;
    for (const change of [{ carbonPrice: 400 }, { nodes, reserve: 6 }, { bids }, { outages }])
      expect((await cleared(marketOf({ ...HUNGRY, ...change }))).costs.total).not.toBeCloseTo(before, 6);
  });
});
