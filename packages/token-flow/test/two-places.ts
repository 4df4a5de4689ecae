/** Two places and one link, for closed forms: b serves at 1 $/Mtok, a at 5, the link carries 3 Mtok/h at 0.5 $/Mtok. */
import { highs } from '@marginal/highs';
import { type Clearing, clearingOf, type TokenFlowData, type TokenFlowMarket } from '../src/index.ts';

const NODE = { title: 'node', electricityPrice: 0, pue: 1, carbonIntensity: 100, gpuCost: 1, capacity: 10 };

export const TWO: TokenFlowData = {
  nodes: { a: { ...NODE, gpuCost: 5 }, b: NODE },
  links: { 'a>b': { from: 'a', to: 'b', bandwidth: 3, transportCost: 0.5, roundTripMs: 5 } },
  workloads: { chat: { title: 'chat', latencyMs: 10, gpuHours: 1, energy: 0 } },
  demand: { a: { chat: 4 }, b: { chat: 2 } },
  demandScale: 1,
};

/** Its clearing; throws what happened instead. */
export async function cleared(market: TokenFlowMarket): Promise<Clearing> {
  return clearingOf(market, (await market.compiled.solve(highs())).optimal());
}

/** Its clearing, or nothing when it is infeasible. */
export async function clearedIfAny(market: TokenFlowMarket): Promise<Clearing | undefined> {
  const result = await market.compiled.solve(highs());
  if (result.status === 'infeasible') return undefined;
  return clearingOf(market, result.optimal());
}
