/**
 * A clearing: the optimum of a token-flow market in the market's own words. Prices and rents are duals of the verified
 * optimum; amounts are recomputed from its routes. Invariant (strong duality, docs/conventions.md, section 1.5):
 *
 *   sum of price * demand  =  energy + gpu + transport cost  +  sum of compute rents  +  sum of link rents      ($/h)
 */
import type { OptimalResult, Provenance } from '@marginal/core';
import type { TokenFlowMarket } from './market.ts';

/** A limit counts as saturated when no more than this share of the cap is left: ten times the solvers' own tolerance. */
export const SATURATION = 1e-6;

export interface LocationPrice {
  readonly location: string;
  readonly workload: string;
  /** Cost of serving one more unit there, $/Mtok. */
  readonly value: number;
  /** Mtok/h. */
  readonly demand: number;
  /** Row of the program whose dual it is. */
  readonly row: number;
}

export interface Limit {
  readonly name: 'compute' | 'link';
  readonly labels: Readonly<Record<string, string>>;
  readonly use: number;
  readonly cap: number;
  /** GPU or Mtok/h. */
  readonly unit: string;
  readonly saturated: boolean;
  /** What one more unit of the cap would save, $/unit; zero unless saturated. */
  readonly rent: number;
  readonly rentUnit: string;
  /** rent * cap, $/h. */
  readonly rentTotal: number;
}

/** Work of one workload done at a node, or carried over a link. */
export interface Flow {
  readonly kind: 'process' | 'transport';
  /** Server, or start of the link. */
  readonly from: string;
  /** Server, or end of the link. */
  readonly to: string;
  readonly workload: string;
  /** Mtok/h. */
  readonly amount: number;
  /** $/Mtok. */
  readonly unitCost: number;
  /** $/h. */
  readonly cost: number;
}

/** What one route carries. */
export interface Served {
  readonly origin: string;
  readonly server: string;
  readonly workload: string;
  readonly path: readonly string[];
  /** Links along the path, by name. */
  readonly links: readonly string[];
  readonly latencyMs: number;
  readonly amount: number;
}

export interface Clearing {
  /** $/h. */
  readonly costs: {
    readonly energy: number;
    readonly gpu: number;
    readonly transport: number;
    readonly total: number;
  };
  /** kgCO2/h. */
  readonly carbonKg: number;
  readonly provenance: Provenance;
  readonly prices: readonly LocationPrice[];
  readonly limits: readonly Limit[];
  readonly flows: readonly Flow[];
  readonly served: readonly Served[];
  /** $/h each; buyersPay equals the sum of the others. */
  readonly settlement: {
    readonly buyersPay: number;
    readonly processing: number;
    readonly transport: number;
    readonly computeRents: number;
    readonly linkRents: number;
  };
}

const GRAMS_PER_KILOGRAM = 1000;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function limit(
  name: Limit['name'],
  labels: Limit['labels'],
  use: number,
  cap: number,
  rent: number,
  unit: string,
  rentUnit: string,
): Limit {
  const saturated = cap - use <= SATURATION * cap;
  return {
    name,
    labels,
    use,
    cap,
    unit,
    saturated,
    rent,
    rentUnit,
    rentTotal: rent * cap,
  };
}

/** Compute and link limits, with use, cap and rent. */
function limitsOf(market: TokenFlowMarket, result: OptimalResult): Limit[] {
  const { data, compute, bandwidth } = market;
  const used = result.activity(compute);
  const computeRent = result.rent(compute).upper;
  const carried = result.activity(bandwidth);
  const linkRent = result.rent(bandwidth).upper;
  const nodes = [...used].map(([[node], use]) => {
    const { capacity } = data.nodes[node];
    return limit('compute', { node }, use, capacity, computeRent.at(node), 'GPU', computeRent.unit);
  });
  const links = Object.values(data.links).map(({ from, to, bandwidth: cap }) =>
    limit('link', { from, to }, carried.at(from, to), cap, linkRent.at(from, to), 'Mtok/h', linkRent.unit),
  );
  return [...nodes, ...links];
}

/** $/Mtok: energy and GPU time at a node. */
export function processingCost(market: TokenFlowMarket, node: string, workload: string): number {
  const place = market.data.nodes[node];
  const work = market.data.workloads[workload];
  return work.energy * place.pue * place.electricityPrice + work.gpuHours * place.gpuCost;
}

function flowsOf(market: TokenFlowMarket, served: readonly Served[]): Flow[] {
  const amounts = new Map<string, Omit<Flow, 'cost' | 'amount'> & { amount: number }>();
  const add = (
    kind: Flow['kind'],
    from: string,
    to: string,
    workload: string,
    amount: number,
    unitCost: () => number,
  ): void => {
    const key = JSON.stringify([kind, from, to, workload]);
    const entry = amounts.get(key);
    if (entry === undefined) amounts.set(key, { kind, from, to, workload, unitCost: unitCost(), amount });
    else entry.amount += amount;
  };
  for (const { server, workload, links, amount } of served) {
    add('process', server, server, workload, amount, () => processingCost(market, server, workload));
    for (const name of links) {
      const { from, to, transportCost } = market.data.links[name];
      add('transport', from, to, workload, amount, () => transportCost);
    }
  }
  return [...amounts.values()].map((flow) => ({ ...flow, cost: flow.amount * flow.unitCost }));
}

/** Reads a verified optimum of `market`. */
export function clearingOf(market: TokenFlowMarket, result: OptimalResult): Clearing {
  const routed = result.value(market.routed).values;
  const served = market.routes.flatMap(({ path, links, workload, latencyMs }, r) =>
    routed[r] > 0
      ? [
          {
            origin: path[0],
            server: path[path.length - 1],
            workload,
            path,
            links,
            latencyMs,
            amount: routed[r],
          },
        ]
      : [],
  );
  const price = result.price(market.meet);
  const prices = [...price].map(([[location, workload], value], k) => ({
    location,
    workload,
    value,
    demand: market.demand.values[k],
    row: market.meet.start + k,
  }));
  const limits = limitsOf(market, result);
  const { energy, gpu, transport } = market.costs;
  const costs = {
    energy: result.evaluate(energy),
    gpu: result.evaluate(gpu),
    transport: result.evaluate(transport),
    total: result.objective,
  };
  const rents = (name: Limit['name']): number =>
    sum(limits.filter((l) => l.name === name).map((l) => l.rentTotal));
  return {
    costs,
    carbonKg: result.evaluate(market.carbon) / GRAMS_PER_KILOGRAM,
    provenance: price.provenance,
    prices,
    limits,
    flows: flowsOf(market, served),
    served,
    settlement: {
      buyersPay: sum(prices.map((p) => p.value * p.demand)),
      processing: costs.energy + costs.gpu,
      transport: costs.transport,
      computeRents: rents('compute'),
      linkRents: rents('link'),
    },
  };
}
