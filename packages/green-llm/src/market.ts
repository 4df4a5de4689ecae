/**
 * The Green-LLM model as the authors' public experiment has it (arXiv 2507.09942; equations as in papers.md 3.2, numbers
 * in brackets are those of the code's comments): a linear program over one day.
 *
 *   x[i,k,j,t]  share of the load n[i,k,t] that is served at j;     g[j,t]  kWh from the grid
 *
 *   allocate [12]    sum_j x[i,k,j,t]  ==  1
 *   power    [7]     PUE[j] sum_{i,k} e[k] n[i,k,t] x[i,k,j,t]  -  g[j,t]  <=  P_w[j,t]      (surplus is curtailed)
 *   grid     [8]     0  <=  g[j,t]  <=  P_max[j,t]
 *   water    [10]    sum (WUE[j,t]/PUE[j] + EWIF[j,t]) PUE[j] e[k] n x  <=  Z
 *   resource [11]    sum_{i,k} alpha[k,r] (h[k]+f[k]) n x  <=  C[r,j]
 *   delay    [13-16] sum_j D[i,k,j,t] x[i,k,j,t]  <=  Delta[i,k]
 *
 *   e[k] = tau_in[k] h[k] + tau_out[k] f[k]          D = (beta/B + v) (h+f) n + d
 *
 * In D, n counts the queries that a delay is the delay of: all of the hour's load (`batch`, the authors' definition) or
 * one (`query`, our reading of the later claims). Parts of the objective:
 *
 *   energy = sum c g          carbon = sum delta theta g          delay = sum rho D x
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
  set,
  type TimeSet,
  time,
  type Variable,
} from '@marginal/core';
import { type GreenData, HOURS } from './data.ts';

/** Labels: areas i, kinds of queries k, sites j, hours t, resources r. */
export interface GreenSets {
  readonly area: DenseSet<'area', string>;
  readonly query: DenseSet<'query', string>;
  readonly site: DenseSet<'site', string>;
  readonly hour: TimeSet<'hour', number>;
  readonly resource: DenseSet<'resource', string>;
}

type AreaSet = GreenSets['area'];
type QuerySet = GreenSets['query'];
type SiteSet = GreenSets['site'];
type HourSet = GreenSets['hour'];
type ResourceSet = GreenSets['resource'];
export type Load = readonly [AreaSet, QuerySet, HourSet];
export type Place = readonly [SiteSet, HourSet];
type OverLoad = { readonly area: string; readonly query: string; readonly hour: number };
type OverPlace = { readonly site: string; readonly hour: number };

/** A total, such as a cost. */
export type Amount = Expression<NoDims, 'affine'>;

/** Parameters that a sweep or a marginal may be asked of. */
export interface GreenParameters {
  /** P_w before scaling, kWh. */
  readonly renewable: Parameter<Place>;
  readonly renewableScale: Parameter<readonly []>;
  readonly carbonScale: Parameter<readonly []>;
  readonly tokenEnergyScale: Parameter<readonly []>;
  readonly delayPenaltyScale: Parameter<readonly []>;
  readonly demandScale: Parameter<readonly []>;
  readonly waterBudget: Parameter<readonly []>;
  readonly delayLimit: Parameter<readonly [AreaSet, QuerySet]>;
  readonly resourceCap: Parameter<readonly [ResourceSet, SiteSet]>;
}

/**
 * What the rows will be made of. An extension adds to these or puts others in their place; the rows are written once,
 * when nothing more will be added. So the base is a draft without extensions and not a special case.
 */
export interface GreenDraft<K extends ModelKind = 'lp'> {
  readonly data: GreenData;
  readonly model: Model<K, '$'>;
  readonly sets: GreenSets;
  readonly parameters: GreenParameters;
  /** n, queries in the hour, demandScale applied. */
  readonly demand: Expression<OverLoad, 'data'>;
  /** x, share of the load of (area, query, hour) by site. */
  readonly share: Variable<readonly [AreaSet, QuerySet, SiteSet, HourSet]>;
  /** g, kWh. */
  readonly grid: Variable<Place>;
  /** Share of the load that is dealt with; must come to 1. */
  readonly done: Expression<OverLoad, 'affine'>;
  /** IT energy, kWh. */
  readonly itEnergy: Expression<OverPlace, 'affine'>;
  /** Facility energy, kWh. */
  readonly facility: Expression<OverPlace, 'affine'>;
  /** What the grid and what is on site give, kWh; renewables are the right-hand side. */
  readonly supply: Expression<OverPlace, 'affine'>;
  /** Use of a resource, unit. */
  readonly resourceUse: Expression<OverPlace & { readonly resource: string }, 'affine'>;
  /** Delay of (area, query, hour), s. */
  readonly delay: Expression<OverLoad, 'affine'>;
  /** PUE, 1. */
  readonly pue: Parameter<readonly [SiteSet]>;
  /** L per kWh of facility energy. */
  readonly waterIntensity: Parameter<Place>;
  /** Parts of the objective, $; extensions add theirs. */
  readonly costs: GreenCosts;
  readonly carbonKg: Amount;
}

export interface GreenCosts {
  readonly energy: Amount;
  readonly carbon: Amount;
  readonly delay: Amount;
  readonly [extension: string]: Amount;
}

/** Adds to a draft; leaves the optimum as it was when what it adds is zero. */
export type GreenExtension = <K extends ModelKind>(draft: GreenDraft<K>) => GreenDraft<K>;

/** As `GreenExtension`, for what needs whole numbers. */
export type IntegerExtension = (draft: GreenDraft<'mip'>) => GreenDraft<'mip'>;

/** A stated market: its rows, to read duals by, and its totals. */
export interface GreenMarket<K extends ModelKind = 'lp'> extends GreenDraft<K> {
  /** $ per whole load of an (area, query, hour). */
  readonly allocate: Balance<Load>;
  /** Its rent is what a kWh of renewable energy on site would save, $/kWh. */
  readonly power: Constraint<Place>;
  /** Its rent is in $/L. */
  readonly water: Constraint<readonly []>;
  /** Its rent is in $/unit. */
  readonly resource: Constraint<readonly [ResourceSet, SiteSet, HourSet]>;
  /** Its rent is in $/s of the limit. */
  readonly delayCap: Constraint<Load>;
  readonly gridKwh: Amount;
  readonly waterL: Amount;
}

type Series = (site: string, hour: number) => number;

/** The draft of the base model. `data` must have passed `checkGreenData`. */
function baseDraft<K extends ModelKind>(data: GreenData, m: Model<K, '$'>): GreenDraft<K> {
  const { queries, areas, sites } = data;
  const area = set('area', Object.keys(areas));
  const query = set('query', Object.keys(queries));
  const site = set('site', Object.keys(sites));
  const hour = time(
    'hour',
    Array.from({ length: HOURS }, (_, t) => t),
  );
  const resource = set('resource', Object.keys(Object.values(sites)[0].resources));

  const scalar = (name: string, unit: string, value: number) => m.parameter(name, [], { unit }, value);
  const bySite = (name: string, unit: string, of: Series) => m.parameter(name, [site, hour], { unit }, of);
  const renewableScale = scalar('renewableScale', '1', data.renewableScale);
  const carbonScale = scalar('carbonScale', '1', data.carbonScale);
  const tokenEnergyScale = scalar('tokenEnergyScale', '1', data.tokenEnergyScale);
  const delayPenaltyScale = scalar('delayPenaltyScale', '1', data.delayPenaltyScale);
  const demandScale = scalar('demandScale', '1', data.demandScale);
  const waterBudget = scalar('waterBudget', 'L', data.waterBudget);
  const renewable = bySite('renewable', 'kWh', (j, t) => sites[j].renewable[t]);
  const price = bySite('price', '$/kWh', (j, t) => sites[j].price[t]);
  const carbonIntensity = bySite('carbonIntensity', 'kgCO2/kWh', (j, t) => sites[j].carbon[t]);
  const gridCap = bySite('gridCap', 'kWh', (j, t) => sites[j].gridCap[t]);
  const carbonTax = m.parameter('carbonTax', [site], { unit: '$/kgCO2' }, (j) => sites[j].carbonTax);
  const pue = m.parameter('pue', [site], { unit: '1' }, (j) => sites[j].pue);
  const waterIntensity = bySite(
    'waterIntensity',
    'L/kWh',
    (j, t) => sites[j].wue[t] / sites[j].pue + sites[j].ewif[t],
  );
  const load = m.parameter(
    'load',
    [area, query, hour],
    { unit: 'query' },
    (i, k, t) => areas[i].demand[k][t],
  );
  const queryEnergy = m.parameter('queryEnergy', [query], { unit: 'kWh/query' }, (k) => {
    const { tokensIn, tokensOut, energyIn, energyOut } = queries[k];
    return energyIn * tokensIn + energyOut * tokensOut;
  });
  const tokens = (k: string): number => queries[k].tokensIn + queries[k].tokensOut;
  const resourcePerQuery = m.parameter(
    'resourcePerQuery',
    [query, resource],
    { unit: 'unit/query' },
    (k, r) => queries[k].resourcePerToken[r] * tokens(k),
  );
  const resourceCap = m.parameter(
    'resourceCap',
    [resource, site],
    { unit: 'unit' },
    (r, j) => sites[j].resources[r],
  );
  const latency = m.parameter('latency', [area, site], { unit: 's' }, (i, j) => areas[i].latency[j]);
  const perQuery = (i: string, k: string, j: string, t: number): number =>
    (areas[i].tokenSize[k][t] / areas[i].bandwidth[j] + sites[j].delayPerToken[k]) * tokens(k);
  const batch = data.delayDefinition === 'batch';
  const loadDelay = m.parameter(
    'loadDelay',
    [area, query, site, hour],
    { unit: 's' },
    (i, k, j, t) => perQuery(i, k, j, t) * (batch ? areas[i].demand[k][t] : 1),
  );
  const delayPenalty = m.parameter('delayPenalty', [query], { unit: '$/s' }, (k) => queries[k].delayPenalty);
  const delayLimit = m.parameter(
    'delayLimit',
    [area, query],
    { unit: 's' },
    (i, k) => areas[i].delayLimit[k],
  );

  const share = m.variable('share', [area, query, site, hour], { unit: '1', lower: 0 });
  const grid = m.variable('grid', [site, hour], { unit: 'kWh', lower: 0, upper: gridCap });

  const demand = load.times(demandScale);
  const itEnergy = share.times(demand.times(queryEnergy).times(tokenEnergyScale)).sum(area, query);
  const facility = itEnergy.times(pue);
  const delay = share
    .times(latency)
    .plus(share.times(batch ? loadDelay.times(demandScale) : loadDelay))
    .sum(site);
  const emitted = grid.times(carbonIntensity).times(carbonScale);
  return {
    data,
    model: m,
    sets: { area, query, site, hour, resource },
    parameters: {
      renewable,
      renewableScale,
      carbonScale,
      tokenEnergyScale,
      delayPenaltyScale,
      demandScale,
      waterBudget,
      delayLimit,
      resourceCap,
    },
    demand,
    share,
    grid,
    done: share.sum(site),
    itEnergy,
    facility,
    supply: grid.plus(0),
    resourceUse: share.times(demand.times(resourcePerQuery)).sum(area, query),
    delay,
    pue,
    waterIntensity,
    costs: {
      energy: grid.times(price).sum(),
      carbon: emitted.times(carbonTax).sum(),
      delay: delay.times(delayPenalty).times(delayPenaltyScale).sum(),
    },
    carbonKg: emitted.sum(),
  };
}

/** Writes the rows of a draft. */
function stateRows<K extends ModelKind>(draft: GreenDraft<K>): GreenMarket<K> {
  const { model: m, sets, parameters } = draft;
  const { area, query, site, hour, resource } = sets;
  const waterL = draft.facility.times(draft.waterIntensity).sum();
  return {
    ...draft,
    allocate: m.balance('allocate', [area, query, hour], { supply: draft.done, demand: 1 }),
    power: m.constraint(
      'power',
      [site, hour],
      draft.facility.minus(draft.supply),
      '<=',
      parameters.renewable.times(parameters.renewableScale),
    ),
    water: m.constraint('water', [], waterL, '<=', parameters.waterBudget),
    resource: m.constraint(
      'resource',
      [resource, site, hour],
      draft.resourceUse,
      '<=',
      parameters.resourceCap,
    ),
    delayCap: m.constraint('delayCap', [area, query, hour], draft.delay, '<=', parameters.delayLimit),
    gridKwh: draft.grid.sum(),
    waterL,
  };
}

/** States the market, with extensions applied in order. `data` must have passed `checkGreenData`. */
export function greenLlm(data: GreenData, ...extensions: readonly GreenExtension[]): GreenMarket {
  const base = baseDraft(data, model({ money: '$' }));
  return stateRows(extensions.reduce((draft, extend) => extend(draft), base));
}

/** As `greenLlm`, for extensions that need whole numbers: its results have no duals. */
export function greenLlmWithIntegers(
  data: GreenData,
  ...extensions: readonly IntegerExtension[]
): GreenMarket<'mip'> {
  const base = baseDraft(data, model({ money: '$', integers: true }));
  return stateRows(extensions.reduce((draft, extend) => extend(draft), base));
}
