import { highs } from '@marginal/highs';
import { type Backend, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { clearingOf, marketOf, tokenFlow } from '../src/index.ts';
import { cleared, TWO } from './two-places.ts';

/** The backend, its row duals multiplied by `factor` after they have been checked. */
function withPricesOff(backend: Backend, factor: number): Backend {
  return {
    ...backend,
    open: async (program) => {
      const session = await backend.open(program);
      return {
        program,
        update: (delta) => session.update(delta),
        close: () => session.close(),
        solve: async (options) => {
          const outcome = await session.solve(options);
          if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') return outcome;
          const rowDual = outcome.solution.rowDual.map((y) => y * factor);
          return { ...outcome, solution: { ...outcome.solution, rowDual } };
        },
      };
    },
  };
}

describe('ledgerOf', () => {
  test('prices wrong by a millionth balance for a first-order method, and for no vertex', async () => {
    const market = tokenFlow(TWO).compile();
    const result = (await market.compiled.solve(withPricesOff(highs(), 1 + 1e-6))).optimal();
    // Buyers pay 22, links get a rent of 10.5, and both are off; the costs of 11.5 are not. Money moves twice.
    const imbalance = (1e-6 * 11.5) / (1 + 44);
    const { ledger } = clearingOf(market, result, 'firstOrder');
    expect(ledger.imbalance).toBeCloseTo(imbalance, 12);
    expect(ledger).toMatchObject({ tolerance: TOLERANCES.firstOrder.gap, status: 'balanced' });
    expect(clearingOf(market, result, 'interior').ledger.status).toBe('balanced');
    expect(clearingOf(market, result, 'vertex').ledger.status).toBe('unbalanced');
  });

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
    expect(ledger).toMatchObject({
      collected: 22,
      paidOut: 22,
      imbalance: 0,
      tolerance: 1e-9,
      status: 'balanced',
    });
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
