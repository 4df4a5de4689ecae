/** The duals of a market at an optimum, by name: prices, compute rents, link rents. */
import type { OptimalResult } from '@marginal/core';
import { type Hour, hoursOf } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import { arrivalRow, serviceRow } from './price-row.ts';

export interface Duals {
  /** Price of service in that hour, $/Mtok: the dual of `meet`. */
  readonly service: (node: string, workload: string, hour: Hour) => number;
  /** Price at the hour of arrival, $/Mtok: of `arrival` where the workload may wait, of `meet` otherwise. */
  readonly price: (node: string, workload: string, hour: Hour) => number;
  /** Compute rent, $/(GPU h). */
  readonly compute: (node: string, hour: Hour) => number;
  /** Congestion rent by name of the link, $ per unit of use. */
  readonly link: (name: string, hour: Hour) => number;
}

/** Reads all duals once; the readers throw `InvalidInputError` for nodes and workloads that the market does not have. */
export function dualsOf(market: TokenFlowMarket, result: OptimalResult): Duals {
  const { data, network, meet, deferral, compute, bandwidth } = market;
  const count = hoursOf(data).length;
  const prices = result.price(meet).values;
  const computeRents = result.rent(compute).upper.values;
  const linkRents = result.rent(bandwidth).upper.values;
  const arrivals = deferral === undefined ? new Float64Array() : result.price(deferral.arrival).values;
  const service: Duals['service'] = (n, k, t) => prices[serviceRow(market, n, k, t)];
  return {
    service,
    price: (n, k, t) => {
      const waiting = arrivalRow(market, n, k, t);
      return waiting >= 0 ? arrivals[waiting] : service(n, k, t);
    },
    compute: (n, t) => computeRents[network.node.ordinal(n) * count + (t ?? 0)],
    link: (name, t) => linkRents[network.linkAt(name) * count + (t ?? 0)],
  };
}
