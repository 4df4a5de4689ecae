/** What a plan comes to by site, area and hour, in rows. */
import type { GreenOptimum } from '@marginal/green-llm';

/** Shares of a load below this are left out of the rows. */
const VISIBLE_SHARE = 1e-9;

export interface SupplyRow {
  readonly site: string;
  readonly hour: number;
  readonly facility: number;
  readonly grid: number;
  readonly renewable: number;
  readonly curtailed: number;
}

/** kWh by site and hour: what is used, what is bought, what the sun and wind gave, what was not needed. */
export function supplyOf({ market, result }: GreenOptimum): SupplyRow[] {
  const grid = result.value(market.grid);
  const load = result.activity(market.power);
  const { renewable } = market.parameters;
  return [...grid].map(([[site, hour], bought], at) => {
    const available = renewable.values[at] * market.data.renewableScale;
    // The row is facility - supply; without batteries supply is the grid's.
    const facility = load.values[at] + bought;
    const used = Math.max(0, Math.min(available, facility - bought));
    return { site, hour, facility, grid: bought, renewable: used, curtailed: available - used };
  });
}

export interface ServedRow {
  readonly area: string;
  readonly query: string;
  readonly site: string;
  readonly hour: number;
  readonly share: number;
  readonly queries: number;
}

export function servedOf({ market, result }: GreenOptimum): ServedRow[] {
  const { data } = market;
  return [...result.value(market.share)].flatMap(([[area, query, site, hour], share]) =>
    share > VISIBLE_SHARE
      ? [
          {
            area,
            query,
            site,
            hour,
            share,
            queries: share * data.areas[area].demand[query][hour] * data.demandScale,
          },
        ]
      : [],
  );
}

export interface Delays {
  /** Over all (area, kind, hour) alike, and the largest, s. */
  readonly mean: number;
  readonly max: number;
  readonly byQuery: Readonly<Record<string, number>>;
}

/** Delays of loads, or of queries where the data define them so. */
export function delaysOf({ market, result }: GreenOptimum): Delays {
  const entries = [...result.activity(market.delayCap)];
  const mean = (values: readonly number[]): number => sum(values) / values.length;
  return {
    mean: mean(entries.map(([, delay]) => delay)),
    max: Math.max(...entries.map(([, delay]) => delay)),
    byQuery: Object.fromEntries(
      Object.keys(market.data.queries).map((query) => [
        query,
        mean(entries.filter(([labels]) => labels[1] === query).map(([, delay]) => delay)),
      ]),
    ),
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
