/**
 * Why a market has no plan, in the words of its data. Two reasons can be read off without a solver:
 *
 *   stranded    demand of (client, class) whose every compute node some mask forbids
 *   short       in an hour a set of demands needs more energy than all sites together have that any of them may use:
 *               sum lambda min over open routes of E[k,j]  >  sum Cap[j,t] over the union of their sites
 *
 * A proof of infeasibility names the demands; a market may be infeasible for other reasons, so none may be found.
 */
import type { ConflictingRow, ModelKind } from '@marginal/core';
import type { RelocationMarket } from './market.ts';
import { energyAt } from './routes.ts';

/** What forbids a compute node to a demand: on each route there, one mask at least; all that forbid any of them. */
export interface ForbiddenSite {
  readonly compute: string;
  readonly masks: readonly string[];
  /** In words, of the route with the fewest masks. */
  readonly because: readonly string[];
}

export interface Stranded {
  readonly client: string;
  readonly class: string;
  /** Every compute node. */
  readonly sites: readonly ForbiddenSite[];
}

export interface Shortage {
  readonly hour: number;
  /** Demands that compete. */
  readonly demands: readonly { readonly client: string; readonly class: string }[];
  /** Compute nodes that any of them may use. */
  readonly sites: readonly string[];
  /** At least, MWh in the hour. */
  readonly neededMwh: number;
  /** At most, MWh in the hour. */
  readonly capacityMwh: number;
}

type Stated = Pick<RelocationMarket<ModelKind>, 'data' | 'routes' | 'reasons' | 'demand'>;

/** Demand above zero that no open route can serve, and what forbids each compute node to it. */
export function strandedDemand({ data, routes, reasons, demand }: Stated): Stranded[] {
  const byDemand = new Map<string, number[]>();
  routes.forEach(({ client, class: kind }, at) => {
    const key = JSON.stringify([client, kind]);
    const known = byDemand.get(key);
    if (known === undefined) byDemand.set(key, [at]);
    else known.push(at);
  });
  return [...byDemand.values()].flatMap((members) => {
    const { client, class: kind } = routes[members[0]];
    if (members.some((at) => reasons[at].length === 0)) return [];
    if (!Array.from({ length: data.hours }, (_, t) => demand.at(client, kind, t)).some((d) => d > 0))
      return [];
    const sites = Object.keys(data.computes).flatMap((compute) => {
      const there = members.filter((at) => routes[at].compute === compute);
      if (there.length === 0) return [];
      const nearest = there.reduce((a, b) => (reasons[b].length < reasons[a].length ? b : a));
      return [
        {
          compute,
          masks: [...new Set(there.flatMap((at) => reasons[at].map(({ mask }) => mask)))],
          because: reasons[nearest].map(({ because }) => because),
        },
      ];
    });
    return [{ client, class: kind, sites }];
  });
}

/**
 * Shortages of capacity among the demands that a proof of infeasibility names, by hour. Every one returned is a proof by
 * itself; none is returned when the contradiction is another one.
 */
export function shortagesIn(market: Stated, proof: readonly ConflictingRow[]): Shortage[] {
  const { data, routes, reasons, demand } = market;
  const byHour = new Map<number, Set<string>>();
  for (const { name, labels } of proof) {
    if (name !== 'serve') continue;
    const [client, kind, hour] = labels;
    const demands = byHour.get(Number(hour)) ?? new Set<string>();
    byHour.set(Number(hour), demands.add(JSON.stringify([client, kind])));
  }
  return [...byHour].flatMap(([hour, demands]) => {
    const open = routes.filter(
      ({ client, class: kind }, at) =>
        reasons[at].length === 0 && demands.has(JSON.stringify([client, kind])),
    );
    const least = new Map<string, number>();
    for (const { client, class: kind, compute } of open) {
      const key = JSON.stringify([client, kind]);
      const mwh = demand.at(client, kind, hour) * energyAt(data, kind, compute);
      least.set(key, Math.min(least.get(key) ?? Number.POSITIVE_INFINITY, mwh));
    }
    const sites = [...new Set(open.map(({ compute }) => compute))];
    const neededMwh = [...least.values()].reduce((sum, mwh) => sum + mwh, 0);
    const capacityMwh = sites.reduce(
      (sum, compute) => sum + data.computes[compute].capacity[hour] * data.capacityScale,
      0,
    );
    if (neededMwh <= capacityMwh) return [];
    const named = [...demands].map((key) => JSON.parse(key) as [string, string]);
    return [
      {
        hour,
        demands: named.map(([client, kind]) => ({ client, class: kind })),
        sites,
        neededMwh,
        capacityMwh,
      },
    ];
  });
}
