/**
 * What a price is made of. By dual feasibility a price is at most what the cheapest path within the latency limit costs at
 * the duals, and equal to it where anything is served (papers.md 1.3). With j the server of a path,
 *
 *   path cost  =  c[j,k] + a[k] mu[j] + sum over links of w[k] (g[l] + eta[l])
 *   pi[o,k]    =  processing + compute + transport + congestion      of the cheapest of ALL paths, in time or not
 *               + latency      cheapest path in time minus cheapest of all: what the limit costs, >= 0
 *               + belowCost    price minus cheapest path in time: <= 0, and 0 where the location is served
 *               + one part per extension (carbon, security, ...)
 *
 * so the parts sum to the price exactly. The paths are compared at one set of duals: without the limit the duals would be
 * others. Of work that may wait, the parts are those of the cheapest hour of its window.
 */
import type { OptimalResult } from '@marginal/core';
import { type Duals, dualsOf } from './duals.ts';
import { transportCost } from './flow.ts';
import { type Hour, hoursOf, serviceHours } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import { processingCost } from './processing-cost.ts';
import { hourLabel } from './served.ts';
import { PART_ROUNDING } from './tolerances.ts';

/** A price and its parts, $/Mtok each; the parts sum to the price. */
export interface PriceParts {
  readonly location: string;
  readonly workload: string;
  /** Hour of arrival; absent in a market without hours. */
  readonly hour?: number;
  readonly price: number;
  /** processing, compute, transport, congestion, latency, belowCost, then one per extension. */
  readonly parts: Readonly<Record<string, number>>;
  /** The cheapest of all paths, along which the first four parts are read: nodes from origin to server. */
  readonly path: readonly string[];
  /** The cheapest path within the latency limit; absent when there is none. */
  readonly pathInTime?: readonly string[];
}

interface Priced {
  readonly path: readonly string[];
  readonly links: readonly string[];
  readonly cost: number;
}

/** Readers of what a step of a path costs at the duals. */
interface Rates {
  readonly atServer: (node: string, workload: string, hour: Hour) => number;
  readonly onLink: (link: string, workload: string, hour: Hour) => number;
}

type Named = readonly { readonly name: string; readonly at: Rates['atServer'] }[];

function ratesAt(market: TokenFlowMarket, duals: Duals, extras: Named): Rates {
  const { data, links, network } = market;
  const weight = (k: string): number => links.weight.values[network.workload.ordinal(k)];
  return {
    atServer: (n, k, t) =>
      processingCost(data, n, k, t) +
      data.workloads[k].gpuHours * duals.compute(n, t) +
      extras.reduce((sum, { at }) => sum + at(n, k, t), 0),
    onLink: (l, k, t) => transportCost(market, l, k) + weight(k) * duals.link(l, t),
  };
}

/** Cheapest path from every node to any server, the latency limit aside: Dijkstra from the servers backwards. */
function cheapestOfAll(
  market: TokenFlowMarket,
  rates: Rates,
  workload: string,
  hour: Hour,
): Map<string, Priced> {
  const { data, network } = market;
  const incoming = new Map<string, { name: string; from: string }[]>([...network.node].map((n) => [n, []]));
  for (const [name, { from, to }] of Object.entries(data.links)) incoming.get(to)?.push({ name, from });
  const open = new Map<string, Priced>(
    [...network.node].map((n) => [n, { path: [n], links: [], cost: rates.atServer(n, workload, hour) }]),
  );
  const settled = new Map<string, Priced>();
  while (open.size > 0) {
    const [node, best] = [...open].reduce((least, next) => (next[1].cost < least[1].cost ? next : least));
    open.delete(node);
    settled.set(node, best);
    for (const { name, from } of incoming.get(node) ?? []) {
      const known = open.get(from);
      const cost = best.cost + rates.onLink(name, workload, hour);
      if (known !== undefined && cost < known.cost)
        open.set(from, { path: [from, ...best.path], links: [name, ...best.links], cost });
    }
  }
  return settled;
}

/** Cheapest route of each origin of a workload in path form. */
function cheapestInTime(
  market: TokenFlowMarket,
  rates: Rates,
  workload: string,
  hour: Hour,
): Map<string, Priced> {
  const best = new Map<string, Priced>();
  for (const { workload: k, path, links } of market.network.routes) {
    if (k !== workload) continue;
    const server = rates.atServer(path[path.length - 1], workload, hour);
    const cost = links.reduce((sum, l) => sum + rates.onLink(l, workload, hour), server);
    const known = best.get(path[0]);
    if (known === undefined || cost < known.cost) best.set(path[0], { path, links, cost });
  }
  return best;
}

/** Parts of every price, in the order of `Clearing.prices`. */
export function pricePartsOf(market: TokenFlowMarket, result: OptimalResult): PriceParts[] {
  const { data, network, links, lines } = market;
  const duals = dualsOf(market, result);
  const named = (side: 'atServer' | 'atOrigin'): Named =>
    lines.flatMap((line) => {
      const at = line[side]?.(market, result);
      return at === undefined ? [] : [{ name: line.name, at }];
    });
  const serverExtras = named('atServer');
  const originExtras = named('atOrigin');
  const rates = ratesAt(market, duals, serverExtras);
  const hours = hoursOf(data);
  const overRoutes = new Set(network.routes.map((route) => route.workload));
  const paths = new Map(
    [...network.workload].map((k) => {
      const arcs = [...network.place].some(([, workload]) => workload === k);
      return [
        k,
        hours.map((t) => {
          const all = cheapestOfAll(market, rates, k, t);
          const inTime = arcs ? all : overRoutes.has(k) ? cheapestInTime(market, rates, k, t) : new Map();
          return { all, inTime: inTime as ReadonlyMap<string, Priced> };
        }),
      ];
    }),
  );

  const partsAt = (n: string, k: string, arrival: Hour): PriceParts => {
    const price = duals.price(n, k, arrival);
    const t = serviceHours(data, k, arrival).reduce((least, s) =>
      duals.service(n, k, s) < duals.service(n, k, least) ? s : least,
    );
    const { all, inTime } = paths.get(k)?.[t ?? 0] ?? { all: new Map(), inTime: new Map() };
    const cheapest: Priced = all.get(n);
    const timely: Priced | undefined = inTime.get(n);
    const server = cheapest.path[cheapest.path.length - 1];
    const weight = links.weight.values[network.workload.ordinal(k)];
    const processing = processingCost(data, server, k, t);
    const compute = data.workloads[k].gpuHours * duals.compute(server, t);
    const transport = cheapest.links.reduce((sum, l) => sum + transportCost(market, l, k), 0);
    const congestion = cheapest.links.reduce((sum, l) => sum + weight * duals.link(l, t), 0);
    const extras = new Map<string, number>();
    for (const { name, at } of serverExtras) extras.set(name, (extras.get(name) ?? 0) + at(server, k, t));
    const before = [...extras.values()].reduce(
      (sum, x) => sum + x,
      processing + compute + transport + congestion,
    );
    let ofOrigin = 0;
    for (const { name, at } of originExtras) {
      ofOrigin += at(n, k, t);
      extras.set(name, (extras.get(name) ?? 0) + at(n, k, t));
    }
    const gap = price - ofOrigin - before;
    const wait = timely === undefined ? gap : timely.cost - cheapest.cost;
    const latency = Math.abs(wait) <= PART_ROUNDING * (1 + Math.abs(price)) ? 0 : wait;
    const below = gap - latency;
    const belowCost = Math.abs(below) <= PART_ROUNDING * (1 + Math.abs(price)) ? 0 : below;
    return {
      location: n,
      workload: k,
      ...hourLabel(arrival),
      price,
      parts: {
        processing,
        compute,
        transport,
        congestion,
        latency,
        belowCost,
        ...Object.fromEntries(extras),
      },
      path: cheapest.path,
      ...(timely === undefined ? {} : { pathInTime: timely.path }),
    };
  };
  return [...network.node].flatMap((n) =>
    [...network.workload].flatMap((k) => hours.map((t) => partsAt(n, k, t))),
  );
}
