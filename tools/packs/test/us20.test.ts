import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { clearingOf, marketOf, type TokenFlowData } from '@marginal/token-flow';
import { expect, test } from 'vitest';
import { marketDataOf } from '../src/market-data.ts';
import { loadOf } from '../src/us5-paper/facts.ts';
import { us20 } from '../src/us20.ts';
import { breaksOfMeritOrder } from './merit-order.ts';

function dataOf(seed?: number): TokenFlowData {
  return marketDataOf(us20(seed));
}

async function clearingOrNone(data: TokenFlowData) {
  const market = marketOf(data);
  const result = await market.compiled.solve(highs());
  if (result.status === 'infeasible') return { result };
  if (result.status !== 'optimal') throw new Error(`the market is ${result.status}`);
  return { result, clearing: clearingOf(market, result) };
}

/** Links that carry everything for nothing. */
function withFreeLinks(data: TokenFlowData): TokenFlowData {
  const links = Object.entries(data.links).map(([name, link]) => [
    name,
    { ...link, capacityGB: 1e7, costPerGB: 0, bandwidth: 1e7, transportCost: 0 },
  ]);
  return { ...data, links: Object.fromEntries(links) };
}

property.prop([fc.nat(), fc.double({ min: 0.3, max: 1.4, noNaN: true }), fc.boolean()], {
  seed: 20,
  numRuns: 30,
})(
  'no node works while a cheaper one that can be reached is idle; beyond aggregate capacity nothing clears',
  async (seed, demandScale, free) => {
    const base = dataOf(seed);
    const data = { ...(free ? withFreeLinks(base) : base), demandScale };
    const { result, clearing } = await clearingOrNone(data);
    if (clearing === undefined) expect(result.status).toBe('infeasible');
    else {
      expect(demandScale * loadOf(data)).toBeLessThanOrEqual(1 + 1e-9);
      expect(breaksOfMeritOrder(data, clearing)).toEqual([]);
      expect(clearing.ledger.status).toBe('balanced');
    }
  },
);

test('the judge sees a break: the same flows with the cheapest idle node made dearer are in order, made cheaper not', async () => {
  const data = { ...dataOf(), demandScale: 0.5 };
  const { clearing } = await clearingOrNone(data);
  if (clearing === undefined) throw new Error('half the demand clears');
  const idle = clearing.limits
    .filter(({ name, use }) => name === 'compute' && use === 0)
    .map(({ labels }) => String(labels.node));
  expect(idle.length).toBeGreaterThan(0);
  const cheaper = Object.entries(data.nodes).map(([name, node]) => [
    name,
    idle.includes(name) ? { ...node, gpuCost: 0.1 } : node,
  ]);
  expect(breaksOfMeritOrder({ ...data, nodes: Object.fromEntries(cheaper) }, clearing)).not.toEqual([]);
});

test('us20 clears up to aggregate capacity, and not beyond: a verified certificate says so', async () => {
  const data = dataOf();
  const full = 1 / loadOf(data);
  expect((await clearingOrNone({ ...data, demandScale: full * 0.999 })).result.status).toBe('optimal');
  const { result } = await clearingOrNone({ ...data, demandScale: full * 1.001 });
  expect(result).toMatchObject({ status: 'infeasible', outcome: { proof: 'farkas' } });
});

test('the same seed is the same market, another is another', () => {
  expect(dataOf(7)).toEqual(dataOf(7));
  expect(dataOf(7)).not.toEqual(dataOf(8));
});
