/**
 * A clearing: the optimum of a token-flow market in the market's own words. Prices and rents are duals of the verified
 * optimum; amounts are recomputed from its flows. Invariant (strong duality, docs/conventions.md, section 1.5):
 *
 *   sum of price * demand  =  energy + gpu + transport cost  +  sum of compute rents  +  sum of link rents      ($/h)
 *
 * plus one term per extension. With hours, money is summed over them, each one hour long.
 */

import type { OptimalResult, Provenance } from '@marginal/core';
import type { ToleranceClass } from '@marginal/program';
import { dualsOf } from './duals.ts';
import { type Flow, flowsOf } from './flow.ts';
import { demandAt, hoursOf } from './hours.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type Limit, limitsOver } from './limit.ts';
import type { TokenFlowMarket } from './market.ts';
import { type MeritStep, meritOrderOf } from './merit-order.ts';
import { type PriceParts, pricePartsOf } from './price-parts.ts';
import { otherPricesOf, type PriceRow, priceRowsOf } from './price-row.ts';
import { type Served, servedOf } from './served.ts';
import type { OtherPrice } from './statement.ts';

export interface LocationPrice extends PriceRow {
  /** Cost of serving one more unit there, $/Mtok. */
  readonly value: number;
  /** Mtok/h. */
  readonly demand: number;
}

export interface Clearing {
  /** Parts of the objective, $/h summed over the hours. */
  readonly costs: Readonly<Record<string, number>> & {
    readonly energy: number;
    readonly gpu: number;
    readonly transport: number;
    readonly total: number;
  };
  /** kgCO2, summed over the hours. */
  readonly carbonKg: number;
  readonly provenance: Provenance;
  readonly prices: readonly LocationPrice[];
  /** Prices of what extensions trade, such as reserve. */
  readonly otherPrices: readonly (Omit<OtherPrice, 'read'> & { readonly value: number })[];
  /** What each price is made of, in the order of `prices`. */
  readonly priceParts: readonly PriceParts[];
  readonly limits: readonly Limit[];
  readonly flows: readonly Flow[];
  readonly served: readonly Served[];
  readonly meritOrder: readonly MeritStep[];
  /** $/h each, summed over the hours; buyersPay equals the sum of the others. */
  readonly settlement: Readonly<Record<string, number>> & {
    readonly buyersPay: number;
    readonly processing: number;
    readonly transport: number;
    readonly computeRents: number;
    readonly linkRents: number;
  };
  /** Who pays whom. */
  readonly ledger: Ledger;
}

const GRAMS_PER_KILOGRAM = 1000;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Compute and link limits by hour, with use, cap and rent; then those of the extensions. */
function limitsOf(market: TokenFlowMarket, result: OptimalResult): Limit[] {
  const { data, network, compute, bandwidth, links, lines } = market;
  const hours = hoursOf(data).length;
  const capacities = [...network.node].map((node) => data.nodes[node].capacity);
  return [
    ...limitsOver({
      name: 'compute',
      unit: 'GPU',
      use: result.activity(compute),
      rent: result.rent(compute).upper,
      cap: (position) => capacities[Math.floor(position / hours)],
    }),
    ...limitsOver({
      name: 'link',
      unit: links.unit,
      use: result.activity(bandwidth),
      rent: result.rent(bandwidth).upper,
      cap: (position) => links.capacity.values[Math.floor(position / hours)],
    }),
    ...lines.flatMap((line) => line.limits?.(market, result) ?? []),
  ];
}

function pricesOf(market: TokenFlowMarket, result: OptimalResult): LocationPrice[] {
  const duals = dualsOf(market, result);
  return priceRowsOf(market).map((priced) => ({
    ...priced,
    value: duals.price(priced.location, priced.workload, priced.hour),
    demand: demandAt(market.data, priced.location, priced.workload, priced.hour),
  }));
}

/** Reads a verified optimum of `market`. The ledger is held to what solvers of `toleranceClass` promise. */
export function clearingOf(
  market: TokenFlowMarket,
  result: OptimalResult,
  toleranceClass: ToleranceClass = 'vertex',
): Clearing {
  const served = servedOf(market, result);
  const prices = pricesOf(market, result);
  const limits = limitsOf(market, result);
  const { energy, gpu, transport, ...others } = Object.fromEntries(
    Object.entries(market.costs).map(([name, cost]) => [name, result.evaluate(cost)]),
  );
  const costs = { energy, gpu, transport, ...others, total: result.objective };
  const rents = (name: string): number => sum(limits.filter((l) => l.name === name).map((l) => l.rentTotal));
  return {
    costs,
    carbonKg: result.evaluate(market.carbon) / GRAMS_PER_KILOGRAM,
    provenance: result.price(market.meet).provenance,
    prices,
    otherPrices: otherPricesOf(market).map(({ read, ...priced }) => ({ ...priced, value: read(result) })),
    priceParts: pricePartsOf(market, result),
    limits,
    flows: flowsOf(market, served),
    served,
    meritOrder: meritOrderOf(market, result, served),
    settlement: Object.assign(
      {
        buyersPay: sum(prices.map((p) => p.value * p.demand)),
        processing: energy + gpu,
        transport,
        computeRents: rents('compute'),
        linkRents: rents('link'),
      },
      ...market.lines.map((line) => line.settlement?.(market, result) ?? {}),
    ),
    ledger: ledgerOf(market, result, served, limits, toleranceClass),
  };
}
