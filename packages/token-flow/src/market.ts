/**
 * The token-flow market, baseline (after arXiv 2605.09047; the paper's own equations are not public, this is our
 * reading, papers.md 1.3, in path form so that latency is exact):
 *
 *   min   sum over r of (c[server(r), k(r)] + sum over links of r of g[l]) routed[r]
 *   pi[o,k]   meet:       sum over routes r of (o,k) of routed[r]  ==  demand[o,k] demandScale       (Mtok/h)
 *   mu[n]     compute:    sum over routes r served at n of a[k] routed[r]  <=  capacity[n]           (GPU)
 *   eta[l]    bandwidth:  sum over routes r that use l of routed[r]  <=  bandwidth[l]               (Mtok/h)
 *
 * with c[n,k] = energy[k] pue[n] electricityPrice[n] + a[k] gpuCost[n]. pi is the price of a workload at a location,
 * mu and eta are rents. By strong duality  sum pi d = sum c x + sum g f + sum mu C + sum eta B.
 */
import {
  type Axis,
  type Balance,
  type CompiledModel,
  type Constraint,
  type DenseSet,
  type Expression,
  model,
  type NoDims,
  type Parameter,
  type SparseSet,
  set,
  sparse,
  type Variable,
} from '@marginal/core';
import type { TokenFlowData } from './data.ts';
import { findRoutes, type Route } from './routes.ts';

type On<D extends string, N extends string = D> = Axis<D, string, N>;
type Nodes = readonly [DenseSet<'node', string>];
type Routes = readonly [DenseSet<'route', string>];
type Links = readonly [SparseSet<readonly [On<'from', 'node'>, On<'to', 'node'>]>];
type Requests = readonly [SparseSet<readonly [On<'node'>, On<'workload'>]>];
type Amount = Expression<NoDims, 'affine'>;

/** A stated market: its handles, to read results by, and the compiled program. */
export interface TokenFlowMarket {
  readonly data: TokenFlowData;
  /** In the order of the variable `routed`. */
  readonly routes: readonly Route[];
  readonly compiled: CompiledModel;
  /** Mtok/h by location and workload, demandScale applied. */
  readonly demand: Parameter<Requests>;
  /** Mtok/h by route. */
  readonly routed: Variable<Routes>;
  /** Its price is the price of a workload at a location, $/Mtok. */
  readonly meet: Balance<Requests>;
  /** GPUs in use at a node; its rent is the compute rent, $/(GPU h). */
  readonly compute: Constraint<Nodes>;
  /** Mtok/h on a link; its rent is the congestion rent, $/Mtok. */
  readonly bandwidth: Constraint<Links>;
  /** Parts of the objective, $/h. */
  readonly costs: { readonly energy: Amount; readonly gpu: Amount; readonly transport: Amount };
  /** gCO2/h. */
  readonly carbon: Amount;
}

/** Every step of a path as a tuple (route, from, to). */
function hopsOf({ label, path }: Route): (readonly [string, string, string])[] {
  return path.slice(1).map((to, step) => [label, path[step], to] as const);
}

/** Mtok/h before scaling; only what the data itself says, whatever the names are. */
function demandAt(data: TokenFlowData, node: string, workload: string): number {
  const row = Object.hasOwn(data.demand, node) ? data.demand[node] : {};
  return Object.hasOwn(row, workload) ? row[workload] : 0;
}

/** States the market. `data` must have passed `checkTokenFlowData`. */
export function tokenFlow(data: TokenFlowData): TokenFlowMarket {
  const routes = findRoutes(data);
  const names = Object.keys(data.nodes);
  const linkData = Object.values(data.links);

  const node = set('node', names);
  const workload = set('workload', Object.keys(data.workloads));
  const route = set(
    'route',
    routes.map((r) => r.label),
  );
  const link = sparse(
    'link',
    [node.as('from'), node.as('to')],
    linkData.map((l) => [l.from, l.to] as const),
  );
  const served = sparse(
    'served',
    [route, node.as('origin'), workload, node.as('server')],
    routes.map((r) => [r.label, r.path[0], r.workload, r.path[r.path.length - 1]] as const),
  );
  const hop = sparse('hop', [route, node.as('from'), node.as('to')], routes.flatMap(hopsOf));
  const request = sparse(
    'request',
    [node, workload],
    routes.filter((r) => r.path.length === 1).map((r) => [r.path[0], r.workload] as const),
  );

  const m = model({ money: '$' });
  const demand = m.parameter(
    'demand',
    [request],
    { unit: 'Mtok/h' },
    (n, k) => demandAt(data, n, k) * data.demandScale,
  );
  const capacity = m.parameter('capacity', [node], { unit: 'GPU' }, (n) => data.nodes[n].capacity);
  const gpuHours = m.parameter(
    'gpuHours',
    [workload],
    { unit: 'GPU h/Mtok' },
    (k) => data.workloads[k].gpuHours,
  );
  const energy = m.parameter('energy', [workload], { unit: 'kWh/Mtok' }, (k) => data.workloads[k].energy);
  const pue = m.parameter('pue', [node], { unit: '1' }, (n) => data.nodes[n].pue);
  const electricityPrice = m.parameter(
    'electricityPrice',
    [node],
    { unit: '$/kWh' },
    (n) => data.nodes[n].electricityPrice,
  );
  const gpuCost = m.parameter('gpuCost', [node], { unit: '$/(GPU h)' }, (n) => data.nodes[n].gpuCost);
  const carbonIntensity = m.parameter(
    'carbonIntensity',
    [node],
    { unit: 'gCO2/kWh' },
    (n) => data.nodes[n].carbonIntensity,
  );
  const ofLink = (field: 'bandwidth' | 'transportCost') =>
    linkData.map((l) => [l.from, l.to, l[field]] as const);
  const linkCapacity = m.parameter('linkCapacity', [link], { unit: 'Mtok/h' }, ofLink('bandwidth'));
  const transportCost = m.parameter('transportCost', [link], { unit: '$/Mtok' }, ofLink('transportCost'));

  const routed = m.variable('routed', [route], { unit: 'Mtok/h', lower: 0 });
  const processed = routed.over(served.route);
  const carried = routed.over(hop.route).sumBy(hop.from, hop.to);

  const meet = m.balance('meet', [request], {
    supply: processed.sumBy(served.origin, served.workload),
    demand,
  });
  const compute = m.constraint(
    'compute',
    [node],
    processed.times(gpuHours).sumBy(served.server),
    '<=',
    capacity,
  );
  const bandwidth = m.constraint('bandwidth', [link], carried, '<=', linkCapacity);

  const power = energy.times(pue);
  const costs = {
    energy: processed.times(power.times(electricityPrice).over(served.server, served.workload)).sum(),
    gpu: processed.times(gpuHours.times(gpuCost).over(served.server, served.workload)).sum(),
    transport: carried.times(transportCost).sum(),
  };
  const carbon = processed.times(power.times(carbonIntensity).over(served.server, served.workload)).sum();
  const compiled = m.minimize(costs.energy.plus(costs.gpu).plus(costs.transport)).compile();

  return { data, routes, compiled, demand, routed, meet, compute, bandwidth, costs, carbon };
}
