/**
 * Hours: what the data say about one hour. Without `hours` there is one, it has no number, and no label carries it.
 *
 *   demand[o,k,t]   = demand[o,k] demandScale workloadShape[k,t] nodeShape[o,t]     (Mtok/h)
 *   electricity     = electricityPrice[n] electricityPriceShape[n,t]               ($/kWh)
 *   carbon          = carbonIntensity[n] carbonShape[n,t]                          (gCO2/kWh)
 */
import type { TokenFlowData } from './data.ts';

/** Number of an hour; undefined in a market without hours. */
export type Hour = number | undefined;

/** All hours of the market, in order. */
export function hoursOf(data: TokenFlowData): readonly Hour[] {
  const count = data.hours ?? undefined;
  return count === undefined ? [undefined] : Array.from({ length: count }, (_, t) => t);
}

function factor(shape: readonly number[] | undefined, hour: Hour): number {
  return shape === undefined || hour === undefined ? 1 : shape[hour];
}

/** Mtok/h that arise; only what the data itself says, whatever the names are. */
export function demandAt(data: TokenFlowData, node: string, workload: string, hour: Hour): number {
  const row = Object.hasOwn(data.demand, node) ? data.demand[node] : {};
  const amount = Object.hasOwn(row, workload) ? row[workload] : 0;
  const shape =
    factor(data.workloads[workload].demandShape, hour) * factor(data.nodes[node].demandShape, hour);
  return amount * data.demandScale * shape;
}

/** $/kWh. */
export function electricityPriceAt(data: TokenFlowData, node: string, hour: Hour): number {
  const { electricityPrice, electricityPriceShape } = data.nodes[node];
  return electricityPrice * factor(electricityPriceShape, hour);
}

/** gCO2/kWh. */
export function carbonIntensityAt(data: TokenFlowData, node: string, hour: Hour): number {
  const { carbonIntensity, carbonShape } = data.nodes[node];
  return carbonIntensity * factor(carbonShape, hour);
}

/** Whether work of this workload may wait. */
export function mayWait(data: TokenFlowData, workload: string): boolean {
  return (data.hours ?? 0) > 0 && (data.workloads[workload].deferHours ?? 0) > 0;
}

/** Hours in which work that arrives at `hour` may be served: its own and `deferHours` more, never beyond the last. */
export function serviceHours(data: TokenFlowData, workload: string, hour: Hour): readonly Hour[] {
  if (hour === undefined || !mayWait(data, workload)) return [hour];
  const last = Math.min((data.hours ?? 1) - 1, hour + (data.workloads[workload].deferHours ?? 0));
  return Array.from({ length: last - hour + 1 }, (_, wait) => hour + wait);
}
