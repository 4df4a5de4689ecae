/**
 * The sets of a market: places, workloads, hours, links; the routes of the workloads stated over paths, and the arcs of
 * the others. `when` is the hours as an index of its own, or nothing at all in a market without hours: an index
 * `[node, ...when]` has a dimension `hour` exactly if the market has hours.
 */
import { type Axis, type DenseSet, type SparseKeys, type SparseSet, set, sparse } from '@marginal/core';
import type { TokenFlowData } from './data.ts';
import { formOf } from './latency.ts';
import { findRoutes, type Route } from './routes.ts';

type On<D extends string, N extends string = D> = Axis<D, string, N>;
type Table<A extends readonly Axis[]> = SparseSet<A> & SparseKeys<A>;

export type Nodes = DenseSet<'node', string>;
export type Workloads = DenseSet<'workload', string>;
export type Hours = DenseSet<'hour', number>;
export type When = readonly [] | readonly [Hours];
export type Links = Table<readonly [On<'from', 'node'>, On<'to', 'node'>]>;
export type Routes = DenseSet<'route', string>;

export interface Network {
  readonly node: Nodes;
  readonly workload: Workloads;
  /** The hours, or no dimension. */
  readonly when: When;
  readonly link: Links;
  /** Position in `link` of the link of this name. */
  readonly linkAt: (name: string) => number;
  /** Routes of the workloads in path form, in the order of the set `route`. */
  readonly routes: readonly Route[];
  readonly route: Routes;
  /** Where each route starts and ends. */
  readonly trip: Table<readonly [On<'route'>, On<'origin', 'node'>, On<'workload'>, On<'server', 'node'>]>;
  /** Every step of every route. */
  readonly hop: Table<readonly [On<'route'>, On<'from', 'node'>, On<'to', 'node'>, On<'workload'>]>;
  /** Every node, for every workload in arc form. */
  readonly place: Table<readonly [On<'node'>, On<'workload'>]>;
  /** Every link, for every workload in arc form. */
  readonly arc: Table<readonly [On<'from', 'node'>, On<'to', 'node'>, On<'workload'>]>;
}

function hopsOf({ label, path, workload }: Route): (readonly [string, string, string, string])[] {
  return path.slice(1).map((to, step) => [label, path[step], to, workload] as const);
}

/** The sets that the data ask for. Throws `UnsupportedError` `token-flow.too-many-routes`. */
export function networkOf(data: TokenFlowData): Network {
  const names = Object.keys(data.workloads);
  const links = Object.values(data.links);
  const overArcs = names.filter((k) => formOf(data, k) === 'arc');
  const routes = findRoutes(
    data,
    names.filter((k) => !overArcs.includes(k)),
  );
  const node = set('node', Object.keys(data.nodes));
  const workload = set('workload', names);
  const hours = data.hours ?? undefined;
  const when: When =
    hours === undefined
      ? []
      : [
          set(
            'hour',
            Array.from({ length: hours }, (_, t) => t),
          ),
        ];
  const route = set(
    'route',
    routes.map((r) => r.label),
  );
  const link = sparse(
    'link',
    [node.as('from'), node.as('to')],
    links.map((l) => [l.from, l.to] as const),
  );
  const positions = new Map(
    Object.entries(data.links).map(([name, { from, to }]) => [
      name,
      link.findOrdinals([node.ordinal(from), node.ordinal(to)]),
    ]),
  );
  return {
    node,
    workload,
    when,
    link,
    linkAt: (name) => positions.get(name) ?? -1,
    routes,
    route,
    trip: sparse(
      'trip',
      [route, node.as('origin'), workload, node.as('server')],
      routes.map((r) => [r.label, r.path[0], r.workload, r.path[r.path.length - 1]] as const),
    ),
    hop: sparse('hop', [route, node.as('from'), node.as('to'), workload], routes.flatMap(hopsOf)),
    place: sparse(
      'place',
      [node, workload],
      [...node].flatMap((n) => overArcs.map((k) => [n, k] as const)),
    ),
    arc: sparse(
      'arc',
      [node.as('from'), node.as('to'), workload],
      links.flatMap((l) => overArcs.map((k) => [l.from, l.to, k] as const)),
    ),
  };
}
