/** What one Mtok costs the operator of a node: c[n,k,t] = energy[k] pue[n] electricityPrice[n,t] + a[k] gpuCost[n]. */
import type { TokenFlowData } from './data.ts';
import { electricityPriceAt, type Hour } from './hours.ts';

/** Energy and GPU time at a node, $/Mtok. */
export function processingCost(data: TokenFlowData, node: string, workload: string, hour?: Hour): number {
  const place = data.nodes[node];
  const work = data.workloads[workload];
  return work.energy * place.pue * electricityPriceAt(data, node, hour) + work.gpuHours * place.gpuCost;
}
