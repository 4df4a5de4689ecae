/**
 * What security against one outage adds to a report: the part of a price, the limits that had to be kept, and who earns
 * their rents. With sigma, mu_w, nu_w and eta_w the duals of the rows in extensions/link-outage.ts,
 *
 *   part of a price   sigma[o,k,t] at its origin  -  a[k] nu_w[j,t] at its server
 *   rents             mu_w capacity and nu_w room to operators, eta_w shortTermFactor capacity to owners of links
 */
import type { Balance, Constraint, OptimalResult, Parameter } from '@marginal/core';
import { hoursOf } from './hours.ts';
import { MARKET, operatorOf, ownerOf } from './ledger.ts';
import { type Limit, limitsOver } from './limit.ts';
import type { TokenFlowMarket } from './market.ts';
import type { Hours, Links, Nodes, Workloads } from './network.ts';
import { serviceRow } from './price-row.ts';
import type { Line } from './statement.ts';

type OverTime<I extends readonly unknown[]> = I | readonly [...I, Hours];

/** Rows and caps of one outage. */
export interface OutageRows {
  readonly meet: Balance<OverTime<readonly [Nodes, Workloads]>>;
  readonly compute: Constraint<OverTime<readonly [Nodes]>>;
  readonly redispatch: Constraint<OverTime<readonly [Nodes]>>;
  readonly bandwidth: Constraint<OverTime<readonly [Links]>>;
  /** GPU. */
  readonly capacity: Parameter<readonly [Nodes]>;
  /** GPU that can be taken on at once. */
  readonly room: Parameter<readonly [Nodes]>;
  readonly shortTermFactor: number;
}

function limitsAfter(
  outage: string,
  rows: OutageRows,
  market: TokenFlowMarket,
  result: OptimalResult,
): Limit[] {
  const { compute, redispatch, bandwidth, capacity, room, shortTermFactor } = rows;
  const { unit, capacity: linkCapacity } = market.links;
  const hours = hoursOf(market.data).length;
  const labels = { outage };
  const at = (position: number): number => Math.floor(position / hours);
  return [
    ...limitsOver({
      name: 'compute after outage',
      unit: 'GPU',
      labels,
      use: result.activity(compute),
      rent: result.rent(compute).upper,
      cap: (position) => capacity.values[at(position)],
    }),
    ...limitsOver({
      name: 'redispatch after outage',
      unit: 'GPU',
      labels,
      use: result.activity(redispatch),
      rent: result.rent(redispatch).upper,
      cap: (position) => room.values[at(position)],
    }),
    ...limitsOver({
      name: 'link after outage',
      unit,
      labels,
      use: result.activity(bandwidth),
      rent: result.rent(bandwidth).upper,
      cap: (position) => shortTermFactor * linkCapacity.values[at(position)],
    }),
  ];
}

/** Who earns the rent of a limit after an outage. */
function earnerOf(market: TokenFlowMarket, { labels }: Limit): string {
  if (labels.node !== undefined) return operatorOf(String(labels.node));
  const ends = Object.entries(market.data.links).find(
    ([, { from, to }]) => from === labels.from && to === labels.to,
  );
  return ownerOf(market, ends?.[0] ?? '');
}

/** The report of one outage. */
export function securityLine(name: string, rows: OutageRows): Line {
  return {
    name: 'security',
    atOrigin: (market, result) => {
      const sigma = result.price(rows.meet).values;
      return (n, k, t) => sigma[serviceRow(market, n, k, t)];
    },
    atServer: ({ data, network }, result) => {
      const nu = result.rent(rows.redispatch).upper.values;
      const hours = hoursOf(data).length;
      return (n, k, t) => -data.workloads[k].gpuHours * nu[network.node.ordinal(n) * hours + (t ?? 0)];
    },
    limits: (market, result) => limitsAfter(name, rows, market, result),
    payments: (market, result) =>
      limitsAfter(name, rows, market, result).map((limit) => ({
        from: MARKET,
        to: earnerOf(market, limit),
        what: `security rent for ${name}`,
        amount: limit.rentTotal,
      })),
    settlement: (market, result) => ({
      [`securityRents ${name}`]: limitsAfter(name, rows, market, result).reduce(
        (sum, { rentTotal }) => sum + rentTotal,
        0,
      ),
    }),
  };
}
