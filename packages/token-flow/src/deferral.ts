/**
 * Deferral: work that may wait. Demand that arrives at (o,k,t) is served in one of its service hours s, at its origin's
 * terms of that hour:
 *
 *   pi[o,k,t]   arrival:  sum over s in t .. t + deferHours[k] of deferred[o,k,t,s]  ==  demand[o,k,t]      (Mtok/h)
 *               meet:     served[o,k,s]  ==  sum over t of deferred[o,k,t,s]
 *
 * One amount per pair of hours keeps the window exact: work cannot wait twice. The price of a workload that may wait is
 * the dual of `arrival`, which is the cheapest hour of its window.
 */
import { type Axis, type Balance, type Model, type SparseSet, sparse, type Variable } from '@marginal/core';
import type { TokenFlowData } from './data.ts';
import type { AtLocation } from './flows.ts';
import { demandAt, hoursOf, mayWait, serviceHours } from './hours.ts';
import type { Hours, Network, Nodes, Workloads } from './network.ts';

type On<D extends string, N extends string = D> = Axis<D, string, N>;
type At<D extends string> = Axis<D, number, 'hour'>;

export interface Deferral {
  /** Mtok/h by node, workload, hour of arrival and hour of service. */
  readonly deferred: Variable<
    readonly [SparseSet<readonly [On<'node'>, On<'workload'>, At<'arrival'>, At<'service'>]>]
  >;
  /** Mtok/h that fall due, by hour of service. */
  readonly released: AtLocation;
  /** By node, workload that may wait, hour of arrival. */
  readonly arrival: Balance<readonly [SparseSet<readonly [Nodes, Workloads, Hours]>]>;
}

/** States deferral; undefined when no workload may wait. */
export function stateDeferral(m: Model, data: TokenFlowData, network: Network): Deferral | undefined {
  const { node, workload, when } = network;
  const [hour] = when;
  const waiting = [...workload].filter((k) => mayWait(data, k));
  if (hour === undefined || waiting.length === 0) return undefined;
  const arrivals = [...node].flatMap((n) =>
    waiting.flatMap((k) => hoursOf(data).map((t) => [n, k, t ?? 0] as const)),
  );
  const arriving = sparse('arriving', [node, workload, hour], arrivals);
  const wait = sparse(
    'wait',
    [node, workload, hour.as('arrival'), hour.as('service')],
    arrivals.flatMap(([n, k, t]) => serviceHours(data, k, t).map((s) => [n, k, t, s ?? 0] as const)),
  );
  const deferred = m.variable('deferred', [wait], { unit: 'Mtok/h', lower: 0 });
  const arrival = m.balance('arrival', [arriving], {
    supply: deferred.sumBy(wait.node, wait.workload, wait.arrival),
    demand: m.parameter('arrivals', [arriving], { unit: 'Mtok/h' }, (n, k, t) => demandAt(data, n, k, t)),
  });
  return { deferred, released: deferred.sumBy(wait.node, wait.workload, wait.service), arrival };
}
