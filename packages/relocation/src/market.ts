/**
 * The relocation model (arXiv 2604.27855; its equations are not public, these are our reading of its abstract):
 *
 *   x[r,t]  Mreq of the hour on route r = (client i, class k, service node s, compute node j)
 *
 *   serve     sum_{s,j} x[i,k,s,j,t]  ==  lambda[i,k,t]
 *   capacity  F[j,t]  =  sum e[k] PUE[j] x  <=  Cap[j,t]                  (1 MW over an hour is 1 MWh)
 *   open      0  <=  x[r,t]  <=  0 if a mask forbids r, and no limit else
 *
 *   energy = sum p[j,t] F[j,t]        carbon = pi sum MCI[j,t] F[j,t]
 *
 * A mask is a bound, so what lifting it is worth is a bound's rent, and opening a route is a change of one bound.
 * Frictions are extensions (frictions.ts, weight-copies.ts); they add variables, rows and costs.
 */
import {
  type Balance,
  type Constraint,
  type DenseSet,
  type Expression,
  type Model,
  type ModelKind,
  model,
  type NoDims,
  type Parameter,
  type SparseKeys,
  type SparseSet,
  set,
  sparse,
  type TimeSet,
  time,
  type Variable,
} from '@marginal/core';
import type { RelocationData } from './data.ts';
import { refuseDays } from './days.ts';
import { type Mask, masksOf, type Reason, reasonsAgainst } from './masks.ts';
import { energyAt, type Route, routesOf } from './routes.ts';

type Clients = DenseSet<'client', string>;
type Classes = DenseSet<'class', string>;
type Services = DenseSet<'service', string>;
type Computes = DenseSet<'compute', string>;
type Hours = TimeSet<'hour', number>;
type RouteAxes = readonly [Clients, Classes, Services, Computes];
export type RouteSet = SparseSet<RouteAxes> & SparseKeys<RouteAxes>;

/** Labels: clients i, classes k, service nodes s, compute nodes j, hours t, and the routes. */
export interface RelocationSets {
  readonly client: Clients;
  readonly class: Classes;
  readonly service: Services;
  readonly compute: Computes;
  readonly hour: Hours;
  readonly route: RouteSet;
}

type OverPlace = { readonly compute: string; readonly hour: number };

/** A total, such as a cost. */
export type Amount = Expression<NoDims, 'affine'>;

export interface RelocationCosts {
  readonly energy: Amount;
  /** At the carbon price. */
  readonly carbon: Amount;
  readonly [extension: string]: Amount;
}

/** What the rows will be made of; extensions add to it. */
export interface RelocationDraft<K extends ModelKind = 'lp'> {
  readonly data: RelocationData;
  readonly model: Model<K, '$'>;
  readonly sets: RelocationSets;
  /** In the order of the set `route`. */
  readonly routes: readonly Route[];
  readonly masks: readonly Mask[];
  /** By route: why it is forbidden; empty when it is open. */
  readonly reasons: readonly (readonly Reason[])[];
  /** lambda, Mreq in the hour, demandScale applied. */
  readonly demand: Parameter<readonly [Clients, Classes, Hours]>;
  /** Cap, MWh in the hour, capacityScale applied. */
  readonly cap: Parameter<readonly [Computes, Hours]>;
  /** x, Mreq in the hour. */
  readonly flow: Variable<readonly [RouteSet, Hours]>;
  /** F, MWh in the hour, drawn from the grid at the compute node. */
  readonly facility: Expression<OverPlace, 'affine'>;
  /** Parts of the objective, $. */
  readonly costs: RelocationCosts;
  readonly carbonKg: Amount;
  /** Carbon at 1 $/kgCO2, $: what a weighted objective scales. */
  readonly carbonAtOne: Amount;
  /** By class: energy at home of what runs away from home, MWh. */
  readonly moved: Readonly<Record<string, Amount>>;
  /** Copies of weights, 0 or 1, where there is a choice (weight-copies.ts). */
  readonly copied?: Variable<readonly [DenseSet<'copy', string>]>;
}

/** Adds to a draft; leaves the optimum as it was when what it adds is zero. */
export type RelocationExtension = <K extends ModelKind>(draft: RelocationDraft<K>) => RelocationDraft<K>;

/** As `RelocationExtension`, for what needs whole numbers. */
export type IntegerExtension = (draft: RelocationDraft<'mip'>) => RelocationDraft<'mip'>;

/** A stated market: its rows, to read duals by, and its totals. */
export interface RelocationMarket<K extends ModelKind = 'lp'> extends RelocationDraft<K> {
  /** Its price is $/Mreq. */
  readonly serve: Balance<readonly [Clients, Classes, Hours]>;
  /** Its rent is what one more MW in that hour saves, $/MWh. */
  readonly capacity: Constraint<readonly [Computes, Hours]>;
  /** All parts of the objective, $. */
  readonly total: Amount;
  readonly energyMwh: Amount;
}

export interface RelocationOptions<E> {
  /** All masks of the data by default. */
  readonly masks?: readonly Mask[];
  /** None by default: electricity and carbon alone. */
  readonly extensions?: readonly E[];
  /**
   * Routes that more masks than this forbid are left out of the program. By default none is. With 1, every route is there
   * that lifting one mask could open; with 0, only those that may be used. The optimum is the same.
   */
  readonly mostMasks?: number;
}

/** Infinite bounds open a route. */
export function upperBound(open: boolean): number {
  return open ? Number.POSITIVE_INFINITY : 0;
}

/**
 * The routes that no more than so many masks forbid, in their order; and of the others those at home, whose state may have
 * to leave, and one for every row that would otherwise be empty.
 */
function neededRoutes(
  { clients }: RelocationData,
  routes: readonly Route[],
  reasons: readonly (readonly Reason[])[],
  mostMasks: number,
): Route[] {
  const kept = routes.map((r, at) => reasons[at].length <= mostMasks || clients[r.client].home === r.compute);
  const rowsOf = ({ client, class: kind, compute }: Route): string[] => [
    JSON.stringify({ client, kind }),
    JSON.stringify({ compute, kind }),
  ];
  const covered = new Set(routes.filter((_, at) => kept[at]).flatMap(rowsOf));
  routes.forEach((route, at) => {
    const rows = rowsOf(route);
    if (rows.every((row) => covered.has(row))) return;
    kept[at] = true;
    for (const row of rows) covered.add(row);
  });
  return routes.filter((_, at) => kept[at]);
}

/** The draft without extensions. `data` must have passed `checkRelocationData`. */
function baseDraft<K extends ModelKind>(
  data: RelocationData,
  m: Model<K, '$'>,
  masks: readonly Mask[],
  mostMasks: number,
): RelocationDraft<K> {
  refuseDays(data, 'relocation');
  const { clients, classes, services, computes, hours } = data;
  const client = set('client', Object.keys(clients));
  const kind = set('class', Object.keys(classes));
  const service = set('service', Object.keys(services));
  const compute = set('compute', Object.keys(computes));
  const hour = time(
    'hour',
    Array.from({ length: hours }, (_, t) => t),
  );
  const every = routesOf(data);
  const why = every.map((route) => reasonsAgainst(route, masks));
  const routes = neededRoutes(data, every, why, mostMasks);
  const reasons = routes.map((route) => reasonsAgainst(route, masks));
  const route = sparse(
    'route',
    [client, kind, service, compute],
    routes.map((r) => [r.client, r.class, r.service, r.compute] as const),
  );

  const demand = m.parameter(
    'demand',
    [client, kind, hour],
    { unit: 'Mreq' },
    (i, k, t) => clients[i].demand[k][t] * data.demandScale,
  );
  const cap = m.parameter(
    'cap',
    [compute, hour],
    { unit: 'MWh' },
    (j, t) => computes[j].capacity[t] * data.capacityScale,
  );
  const price = m.parameter('price', [compute, hour], { unit: '$/MWh' }, (j, t) => computes[j].price[t]);
  const intensity = m.parameter(
    'carbonIntensity',
    [compute, hour],
    { unit: 'kgCO2/MWh' },
    (j, t) => computes[j].carbon[t],
  );
  const carbonPrice = m.parameter('carbonPrice', [], { unit: '$/kgCO2' }, data.carbonPrice);
  const energyUse = m.parameter('energyUse', [kind], { unit: 'MWh/Mreq' }, (k) => classes[k].energy);
  const pue = m.parameter('pue', [compute], { unit: '1' }, (j) => computes[j].pue);
  const one = m.parameter('carbonPriceOfOne', [], { unit: '$/kgCO2' }, 1);
  // Routes are listed in the order of their tuples.
  const openness = m.parameter(
    'open',
    [route],
    { unit: 'Mreq' },
    Float64Array.from(reasons, (why) => upperBound(why.length === 0)),
  );

  const flow = m.variable('flow', [route, hour], { unit: 'Mreq', lower: 0, upper: openness });
  const facility = flow.sumBy(route.class, route.compute).times(energyUse).sum(kind).times(pue);
  const emitted = facility.times(intensity);
  const moved = Object.fromEntries(
    Object.keys(classes).map((name) => {
      const weights = routes.map((r) =>
        r.class === name && r.layer !== 'local' ? energyAt(data, name, clients[r.client].home) : 0,
      );
      const weight = m.parameter(`moved ${name}`, [route], { unit: 'MWh/Mreq' }, Float64Array.from(weights));
      return [name, flow.times(weight).sum()];
    }),
  );
  return {
    data,
    model: m,
    sets: { client, class: kind, service, compute, hour, route },
    routes,
    masks,
    reasons,
    demand,
    cap,
    flow,
    facility,
    costs: { energy: facility.times(price).sum(), carbon: emitted.times(carbonPrice).sum() },
    carbonKg: emitted.sum(),
    carbonAtOne: emitted.times(one).sum(),
    moved,
  };
}

/** Writes the rows of a draft. */
function stateRows<K extends ModelKind>(draft: RelocationDraft<K>): RelocationMarket<K> {
  const { model: m, sets, flow, demand, facility, cap, costs } = draft;
  const { client, class: kind, compute, hour, route } = sets;
  return {
    ...draft,
    serve: m.balance('serve', [client, kind, hour], {
      supply: flow.sumBy(route.client, route.class),
      demand,
    }),
    capacity: m.constraint('capacity', [compute, hour], facility, '<=', cap),
    total: Object.values(costs).reduce((sum, cost) => sum.plus(cost)),
    energyMwh: facility.sum(),
  };
}

/** States the market, with extensions applied in order. `data` must have passed `checkRelocationData`. */
export function relocation(
  data: RelocationData,
  options: RelocationOptions<RelocationExtension> = {},
): RelocationMarket {
  const { masks = masksOf(data), extensions = [], mostMasks = Number.POSITIVE_INFINITY } = options;
  const base = baseDraft(data, model({ money: '$' }), masks, mostMasks);
  return stateRows(extensions.reduce((draft, extend) => extend(draft), base));
}

/** As `relocation`, for extensions that need whole numbers: its results have no duals. */
export function relocationWithIntegers(
  data: RelocationData,
  options: RelocationOptions<IntegerExtension> = {},
): RelocationMarket<'mip'> {
  const { masks = masksOf(data), extensions = [], mostMasks = Number.POSITIVE_INFINITY } = options;
  const base = baseDraft(data, model({ money: '$', integers: true }), masks, mostMasks);
  return stateRows(extensions.reduce((draft, extend) => extend(draft), base));
}
