/** Emissions of processing: kgCO2 per Mtok and of all work of a node. */
import type { OptimalResult } from '@marginal/core';
import type { TokenFlowData } from './data.ts';
import { carbonIntensityAt, type Hour, hoursOf } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import { workOf } from './work-done.ts';

export const KILOGRAMS_PER_GRAM = 1e-3;
export const TONNES_PER_GRAM = 1e-6;

/** Who is paid for emissions. */
export const CARBON_AUTHORITY = 'carbon authority';

/** kgCO2/Mtok. */
export function emissionRate(data: TokenFlowData, node: string, workload: string, hour: Hour): number {
  const power = data.workloads[workload].energy * data.nodes[node].pue;
  return power * carbonIntensityAt(data, node, hour) * KILOGRAMS_PER_GRAM;
}

/** kgCO2 by node, summed over workloads and hours. */
export function emissionsOf(market: TokenFlowMarket, result: OptimalResult): Map<string, number> {
  const { data, network } = market;
  const work = workOf(market, result);
  const ofHours = (n: string, k: string): number =>
    hoursOf(data).reduce<number>((kg, t) => kg + work(n, k, t) * emissionRate(data, n, k, t), 0);
  return new Map(
    [...network.node].map((n) => [n, [...network.workload].reduce((kg, k) => kg + ofHours(n, k), 0)]),
  );
}
