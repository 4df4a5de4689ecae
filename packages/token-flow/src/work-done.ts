/** Work at an optimum: Mtok/h processed by node, workload and hour, both forms together. */
import type { OptimalResult } from '@marginal/core';
import { hoursOf } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import type { Rate } from './statement.ts';

/** Reads all work once. */
export function workOf({ data, network, flows }: TokenFlowMarket, result: OptimalResult): Rate {
  const { node, workload, place, routes } = network;
  const count = hoursOf(data).length;
  const work = new Float64Array(node.size * workload.size * count);
  const add = (n: string, k: string, member: number, amounts: Float64Array): void => {
    const at = (node.ordinal(n) * workload.size + workload.ordinal(k)) * count;
    for (let t = 0; t < count; t++) work[at + t] += amounts[member * count + t];
  };
  const routed = result.value(flows.routed).values;
  const processed = result.value(flows.processed).values;
  routes.forEach((route, r) => {
    add(route.path[route.path.length - 1], route.workload, r, routed);
  });
  [...place].forEach(([n, k], member) => {
    add(n, k, member, processed);
  });
  return (n, k, t) => work[(node.ordinal(n) * workload.size + workload.ordinal(k)) * count + (t ?? 0)];
}
