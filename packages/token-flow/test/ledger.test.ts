import { describe, expect, test } from 'vitest';
import { marketOf, tokenFlow } from '../src/index.ts';
import { cleared, TWO } from './two-places.ts';

describe('ledgerOf', () => {
  test('two places in closed form: who pays whom, and what is left to each', async () => {
    const { ledger } = await cleared(tokenFlow(TWO).compile());
    expect(ledger.entries).toEqual([
      { from: 'buyers of chat at a', to: 'market', what: 'service', amount: 20 },
      { from: 'buyers of chat at b', to: 'market', what: 'service', amount: 2 },
      { from: 'market', to: 'operator of a', what: 'processing', amount: 5 },
      { from: 'market', to: 'operator of b', what: 'processing', amount: 5 },
      { from: 'market', to: 'owner of a>b', what: 'transport over a>b', amount: 1.5 },
      { from: 'market', to: 'owner of a>b', what: 'congestion rent of a>b', amount: 10.5 },
    ]);
    expect(ledger).toMatchObject({ collected: 22, paidOut: 22, imbalance: 0, status: 'balanced' });
    expect(ledger.accounts.map(({ party, net }) => [party, net])).toEqual([
      ['operator of a', 0],
      ['operator of b', 0],
      ['owner of a>b', 10.5],
    ]);
    expect(ledger.linkRents).toEqual([{ link: 'a>b', owner: 'owner of a>b', rent: 10.5 }]);
  });

  test('an owner of several links has one account, and each link its own rent', async () => {
    const back = { from: 'b', to: 'a', bandwidth: 1, transportCost: 0, roundTripMs: 5, owner: 'carrier' };
    const links = { 'a>b': { ...TWO.links['a>b'], owner: 'carrier' }, 'b>a': back };
    const { ledger } = await cleared(marketOf({ ...TWO, links }));
    expect(ledger.accounts.filter(({ party }) => party === 'carrier')).toMatchObject([
      { net: 10.5, cost: 1.5 },
    ]);
    expect(ledger.linkRents.map(({ rent }) => rent)).toEqual([10.5, 0]);
  });

  test("a compute rent is the operator's, beyond what processing costs", async () => {
    const nodes = { ...TWO.nodes, b: { ...TWO.nodes.b, capacity: 4 } };
    const { ledger } = await cleared(tokenFlow({ ...TWO, nodes }).compile());
    const operator = ledger.accounts.find(({ party }) => party === 'operator of b');
    expect(operator).toMatchObject({ received: 4 + 4 * 3.5, cost: 4, net: 14 });
  });
});
