/**
 * The token-flow market (after arXiv 2605.09047; the paper's own equations are not public, this is our reading, papers.md
 * 1.3), with every workload in the form that states its latency exactly (latency.ts):
 *
 *   min   sum c[n,k,t] work[n,k,t]  +  sum g[l] use[l,t]
 *   pi[o,k,t]   meet:       served[o,k,t]  ==  demand[o,k,t]                                (Mtok/h)
 *   mu[n,t]     compute:    sum over k of a[k] work[n,k,t]  <=  capacity[n]                 (GPU)
 *   eta[l,t]    bandwidth:  use[l,t] = sum over k of w[k] moved[l,k,t]  <=  capacity[l]     (Mtok/h, or GB/h)
 *
 * with c[n,k,t] = energy[k] pue[n] electricityPrice[n,t] + a[k] gpuCost[n]; work, served and moved as in flows.ts; w = 1
 * and the bandwidth in token equivalents, or bytes with `transferAware`. pi is the price of a workload at a location, mu
 * and eta are rents. By strong duality  sum pi d = sum c work + sum g use + sum mu capacity + sum eta capacity.
 *
 * Composition: `tokenFlow(data).with(transferAware(rates)).with(carbonPrice(60)).compile()`. A market is a recipe; every
 * `compile()` states it anew, so one market may be the base of many.
 */
import {
  type Balance,
  type CompiledModel,
  type Constraint,
  type Model,
  model,
  type Parameter,
} from '@marginal/core';
import { NotAllowedError } from '@marginal/program';
import type { TokenFlowData } from './data.ts';
import { type Deferral, stateDeferral } from './deferral.ts';
import { gpusAtWork, stateFlows } from './flows.ts';
import { carbonIntensityAt, demandAt, electricityPriceAt, mayWait } from './hours.ts';
import { type Hours, type Links, type Network, type Nodes, networkOf, type Workloads } from './network.ts';
import { optionsIn } from './options.ts';
import type { Amount, LinkTerms, Statement } from './statement.ts';

type OverTime<I extends readonly unknown[]> = I | readonly [...I, Hours];

/** A stated market: its handles, to read results by, and the compiled program. */
export interface TokenFlowMarket
  extends Pick<Statement, 'data' | 'network' | 'flows' | 'links' | 'carbon' | 'lines'> {
  readonly compiled: CompiledModel;
  /** Mtok/h by location and workload; nothing for workloads that may wait. */
  readonly demand: Parameter<OverTime<readonly [Nodes, Workloads]>>;
  /** Its price is the price of a workload at a location, $/Mtok; of one that may wait, by hour of service. */
  readonly meet: Balance<OverTime<readonly [Nodes, Workloads]>>;
  /** Work that may wait: its own price is by hour of arrival. */
  readonly deferral: Deferral | undefined;
  /** GPUs taken at a node; its rent is the compute rent, $/(GPU h). */
  readonly compute: Constraint<OverTime<readonly [Nodes]>>;
  /** Use of a link; its rent is the congestion rent, $ per unit of use. */
  readonly bandwidth: Constraint<OverTime<readonly [Links]>>;
  /** Parts of the objective, $/h, summed over the hours. */
  readonly costs: Readonly<Record<string, Amount>>;
}

/** A recipe for a market: what `with` adds is stated when it is compiled. */
export class Market<S extends Statement> {
  private readonly state: () => S;

  constructor(state: () => S) {
    this.state = state;
  }

  /** The market with an extension in it. The type says what the extension needs from those before it. */
  with<R extends Statement>(extension: (stated: S) => R): Market<R> {
    return new Market(() => extension(this.state()));
  }

  /** States and lowers it. */
  compile(): TokenFlowMarket {
    return closeRows(this.state());
  }
}

/** Links in token equivalents: one for each token of any workload. */
function tokenTerms(
  m: Model,
  data: TokenFlowData,
  { workload, link }: Network,
): LinkTerms & { unit: 'Mtok/h' } {
  const links = Object.values(data.links);
  return {
    unit: 'Mtok/h',
    weight: m.parameter('tokenEquivalent', [workload], { unit: '1' }, 1),
    capacity: m.parameter(
      'linkCapacity',
      [link],
      { unit: 'Mtok/h' },
      links.map((l) => [l.from, l.to, l.bandwidth] as const),
    ),
    cost: m.parameter(
      'transportCost',
      [link],
      { unit: '$/Mtok' },
      links.map((l) => [l.from, l.to, l.transportCost] as const),
    ),
  };
}

/** The base, before its shared rows are closed. */
export function stateBase(data: TokenFlowData): Statement<'Mtok/h', 'open'> {
  const network = networkOf(data);
  const { node, workload, when } = network;
  const m = model({ money: '$' });
  const flows = stateFlows(m, network);
  const ofWorkload = (k: string) => data.workloads[k];
  const gpuHours = m.parameter('gpuHours', [workload], { unit: 'GPU h/Mtok' }, (k) => ofWorkload(k).gpuHours);
  const energy = m.parameter('energy', [workload], { unit: 'kWh/Mtok' }, (k) => ofWorkload(k).energy);
  const pue = m.parameter('pue', [node], { unit: '1' }, (n) => data.nodes[n].pue);
  const electricityPrice = m.parameter(
    'electricityPrice',
    [node, ...when],
    { unit: '$/kWh' },
    (n: string, t?: number) => electricityPriceAt(data, n, t),
  );
  const gpuCost = m.parameter('gpuCost', [node], { unit: '$/(GPU h)' }, (n) => data.nodes[n].gpuCost);
  const carbonIntensity = m.parameter(
    'carbonIntensity',
    [node, ...when],
    { unit: 'gCO2/kWh' },
    (n: string, t?: number) => carbonIntensityAt(data, n, t),
  );
  const power = flows.work.times(energy).times(pue);
  return {
    data,
    model: m,
    network,
    flows,
    gpuHours,
    links: tokenTerms(m, data, network),
    supply: flows.served,
    bids: undefined,
    taken: gpusAtWork(flows, workload, gpuHours),
    costs: {
      energy: power.times(electricityPrice).sum(),
      gpu: flows.work.times(gpuHours).times(gpuCost).sum(),
    },
    carbon: power.times(carbonIntensity).sum(),
    security: 'open',
    lines: [],
  };
}

/** Declares the rows that all extensions share, and the objective. */
function closeRows(stated: Statement): TokenFlowMarket {
  const { data, model: m, network, flows, links } = stated;
  const { node, workload, link, when } = network;
  const demand = m.parameter(
    'demand',
    [node, workload, ...when],
    { unit: 'Mtok/h' },
    (n: string, k: string, t?: number) => (mayWait(data, k) ? 0 : demandAt(data, n, k, t)),
  );
  const deferral = stateDeferral(m, data, network);
  const due = deferral === undefined ? demand : demand.plus(deferral.released);
  const meet = m.balance('meet', [node, workload, ...when], {
    supply: stated.supply,
    demand: stated.bids === undefined ? due : due.plus(stated.bids),
  });
  const capacity = m.parameter('capacity', [node], { unit: 'GPU' }, (n) => data.nodes[n].capacity);
  const compute = m.constraint('compute', [node, ...when], stated.taken, '<=', capacity);
  const use = flows.moved.times(links.weight).sum(workload);
  const bandwidth = m.constraint('bandwidth', [link, ...when], use, '<=', links.capacity);
  const costs = { ...stated.costs, transport: use.times(links.cost).sum() };
  const total = Object.values<Amount>(costs).reduce((sum, cost) => sum.plus(cost));
  const compiled = m.minimize(total).compile();
  const { carbon, lines } = stated;
  return {
    data,
    network,
    flows,
    links,
    carbon,
    lines,
    compiled,
    demand,
    meet,
    deferral,
    compute,
    bandwidth,
    costs,
  };
}

/**
 * The base market: places, links, workloads, latency, hours. `data` must have passed `checkTokenFlowData`, and switch
 * nothing on: throws `NotAllowedError` `token-flow.option-in-data`; `marketOf` states what data switch on.
 */
export function tokenFlow(data: TokenFlowData): Market<Statement<'Mtok/h', 'open'>> {
  const on = optionsIn(data);
  if (on.length > 0)
    throw new NotAllowedError({
      code: 'token-flow.option-in-data',
      place: on.join(', '),
      cause: 'is switched on in the data, and the base market is without it',
      remedy: 'call marketOf(data), or leave it out and add the extension with .with(...)',
    });
  return new Market(() => stateBase(data));
}
