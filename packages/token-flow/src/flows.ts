/**
 * Flows: who processes what, and what travels where, for all workloads at once.
 *
 *   path form    routed[r,t] >= 0     one amount per route r of a workload
 *   arc form     processed[n,k,t] >= 0, carried[l,k,t] >= 0,   net supply at n: processed + out - in   (papers.md 1.3)
 *
 * A market states its flows once, and once more for every outage that it must survive. Both forms stand in the same
 * rows: as work at a node, as amounts on a link, as supply at a location.
 */
import type { Expression, Model, Parameter, Variable } from '@marginal/core';
import type { Hours, Network, Routes, Workloads } from './network.ts';

type OverTime<I extends readonly unknown[]> = I | readonly [...I, Hours];

/** Expressions over these dimensions, and over hours if the market has them. */
export type AtPlace = Expression<{ readonly node: string; readonly hour: number }, 'affine'>;
export type AtLocation = Expression<
  { readonly node: string; readonly workload: string; readonly hour: number },
  'affine'
>;
export type OnLink = Expression<
  { readonly from: string; readonly to: string; readonly workload: string; readonly hour: number },
  'affine'
>;

export interface Flows {
  /** Mtok/h by route. */
  readonly routed: Variable<OverTime<readonly [Routes]>>;
  /** Mtok/h by node and workload in arc form. */
  readonly processed: Variable<OverTime<readonly [Network['place']]>>;
  /** Mtok/h by link and workload in arc form. */
  readonly carried: Variable<OverTime<readonly [Network['arc']]>>;
  /** Mtok/h processed at a node, both forms. */
  readonly work: AtLocation;
  /** Mtok/h of the demand of a location that is served, wherever that is; both forms. */
  readonly served: AtLocation;
  /** Mtok/h on a link, both forms. */
  readonly moved: OnLink;
}

/** GPUs at work at a node. */
export function gpusAtWork(
  flows: Flows,
  workload: Workloads,
  gpuHours: Parameter<readonly [Workloads]>,
): AtPlace {
  return flows.work.times(gpuHours).sum(workload);
}

/**
 * States flows under names that end in `tag`; `failed` links carry nothing. Throws as `Model.variable` does.
 */
export function stateFlows(
  m: Model,
  { when, routes, route, trip, hop, place, arc }: Network,
  tag = '',
  failed: ReadonlySet<string> = new Set(),
): Flows {
  const isFailed = (from: string, to: string): boolean => failed.has(JSON.stringify([from, to]));
  const byLabel = new Map(routes.map((r) => [r.label, r]));
  const isCut = (label: string): boolean => {
    const path = byLabel.get(label)?.path ?? [];
    return path.slice(1).some((to, step) => isFailed(path[step], to));
  };
  const open = (shut: boolean): number => (shut ? 0 : Number.POSITIVE_INFINITY);
  const unit = 'Mtok/h';
  const whole = failed.size === 0;
  const routed = m.variable(`routed${tag}`, [route, ...when], {
    unit,
    lower: 0,
    upper: whole
      ? Number.POSITIVE_INFINITY
      : m.parameter(`route limit${tag}`, [route], { unit }, (label) => open(isCut(label))),
  });
  const processed = m.variable(`processed${tag}`, [place, ...when], { unit, lower: 0 });
  const carried = m.variable(`carried${tag}`, [arc, ...when], {
    unit,
    lower: 0,
    upper: whole
      ? Number.POSITIVE_INFINITY
      : m.parameter(`arc limit${tag}`, [arc], { unit }, (from, to) => open(isFailed(from, to))),
  });
  const taken = routed.over(trip.route);
  return {
    routed,
    processed,
    carried,
    work: taken.sumBy(trip.server, trip.workload).plus(processed.orZero()),
    served: taken
      .sumBy(trip.origin, trip.workload)
      .plus(processed.orZero())
      .plus(carried.sumBy(arc.from, arc.workload))
      .minus(carried.sumBy(arc.to, arc.workload)),
    moved: routed.over(hop.route).sumBy(hop.from, hop.to, hop.workload).plus(carried.orZero()),
  };
}
