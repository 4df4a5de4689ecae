/** Owns what data switch on: the base market with the extensions that the data ask for, compiled. */
import type { TokenFlowData } from './data.ts';
import { carbonCap } from './extensions/carbon-cap.ts';
import { carbonPrice } from './extensions/carbon-price.ts';
import { elasticDemand } from './extensions/elastic-demand.ts';
import { linkOutage } from './extensions/link-outage.ts';
import { lostService } from './extensions/lost-service.ts';
import { reserve } from './extensions/reserve.ts';
import { transferAware, transferRatesOf } from './extensions/transfer-aware.ts';
import { Market, stateBase, type TokenFlowMarket } from './market.ts';
import type { LinkUnit, Statement } from './statement.ts';

/** Numbers by name, of the entries that have one. */
function numbers<T>(
  entries: Readonly<Record<string, T>>,
  read: (entry: T) => number | null | undefined,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]) => {
      const value = read(entry);
      return typeof value === 'number' ? [[name, value] as const] : [];
    }),
  );
}

/** The market that checked data describe. Throws as `tokenFlow` and `compile` do, never for options. */
export function marketOf(data: TokenFlowData): TokenFlowMarket {
  const base = new Market(() => stateBase(data));
  let market: Market<Statement<LinkUnit, 'open'>> =
    data.transferAware === true ? base.with(transferAware(transferRatesOf(data))) : base;
  market = market
    .with(lostService(numbers(data.workloads, (k) => k.valueOfLostService)))
    .with(elasticDemand(data.bids ?? {}));
  if ((data.carbonPrice ?? 0) > 0) market = market.with(carbonPrice(data.carbonPrice ?? 0));
  if (typeof data.carbonCap === 'number') market = market.with(carbonCap(data.carbonCap));
  if ((data.reserve ?? 0) > 0)
    market = market.with(
      reserve(
        data.reserve ?? 0,
        numbers(data.nodes, (n) => n.reserveCost),
      ),
    );
  const outages = data.outages ?? {};
  return Object.keys(outages).length > 0 ? market.with(linkOutage(outages)).compile() : market.compile();
}
