/** Flows at an optimum: work done at a node, amounts carried over a link, and what they cost. */
import type { TokenFlowMarket } from './market.ts';
import { processingCost } from './processing-cost.ts';
import { hourLabel, type Served } from './served.ts';

/** Work of one workload done at a node, or carried over a link. */
export interface Flow {
  readonly kind: 'process' | 'transport';
  /** Server, or start of the link. */
  readonly from: string;
  /** Server, or end of the link. */
  readonly to: string;
  readonly workload: string;
  /** Absent in a market without hours. */
  readonly hour?: number;
  /** Mtok/h. */
  readonly amount: number;
  /** $/Mtok. */
  readonly unitCost: number;
  /** $/h. */
  readonly cost: number;
}

/** $/Mtok of a workload over a link: cost per unit of use times use per Mtok. */
export function transportCost({ links, network }: TokenFlowMarket, link: string, workload: string): number {
  return links.weight.values[network.workload.ordinal(workload)] * links.cost.values[network.linkAt(link)];
}

/** Sums of what is served, by node and by link. */
export function flowsOf(market: TokenFlowMarket, served: readonly Served[]): Flow[] {
  const amounts = new Map<string, Omit<Flow, 'cost' | 'amount'> & { amount: number }>();
  const add = (flow: Omit<Flow, 'cost' | 'unitCost'>, unitCost: () => number): void => {
    const key = JSON.stringify([flow.kind, flow.from, flow.to, flow.workload, flow.hour]);
    const entry = amounts.get(key);
    if (entry === undefined) amounts.set(key, { ...flow, unitCost: unitCost() });
    else entry.amount += flow.amount;
  };
  for (const { server, workload, hour, links, amount } of served) {
    const common = { workload, ...hourLabel(hour), amount };
    add({ kind: 'process', from: server, to: server, ...common }, () =>
      processingCost(market.data, server, workload, hour),
    );
    for (const name of links) {
      const { from, to } = market.data.links[name];
      add({ kind: 'transport', from, to, ...common }, () => transportCost(market, name, workload));
    }
  }
  return [...amounts.values()].map((flow) => ({ ...flow, cost: flow.amount * flow.unitCost }));
}
