/** The built-in market `us5`, from the text of its pack to its ledger: language, models and packs in a page as in Node. */
import type { Backend } from '@marginal/program';
import { checkScenario, parseScenario } from '@marginal/scenarios';
import { type Clearing, clearingOf, tokenFlow } from '@marginal/token-flow';

export type ToldClearing = Pick<Clearing, 'costs' | 'settlement' | 'carbonKg'> & {
  readonly prices: readonly (readonly [location: string, workload: string, value: number])[];
  readonly flows: number;
  readonly ledger: string;
};

/** Clears the market of a pack, given as its text. */
export async function clear(text: string, backend: Backend): Promise<ToldClearing> {
  const checked = checkScenario(parseScenario(text, 'us5.json'));
  if ('faults' in checked || checked.model !== 'token-flow') throw new Error('not a token-flow market');
  const market = tokenFlow(checked.data).compile();
  const clearing = clearingOf(market, (await market.compiled.solve(backend)).optimal());
  const { costs, settlement, carbonKg, prices, flows, ledger } = clearing;
  return {
    costs,
    settlement,
    carbonKg,
    prices: prices.map(({ location, workload, value }) => [location, workload, value] as const),
    flows: flows.length,
    ledger: ledger.status,
  };
}
