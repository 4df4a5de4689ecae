/**
 * Merit order: for each workload and hour, the nodes by what processing costs there, with what they do. Where nothing
 * else binds, cheap nodes are full, dear ones idle, and one in between sets the price.
 */
import type { OptimalResult } from '@marginal/core';
import { dualsOf } from './duals.ts';
import { hoursOf } from './hours.ts';
import { SATURATION } from './limit.ts';
import type { TokenFlowMarket } from './market.ts';
import { processingCost } from './processing-cost.ts';
import { hourLabel, type Served } from './served.ts';
import { NOTHING_SERVED } from './tolerances.ts';

/** One node in the merit order of a workload. */
export interface MeritStep {
  readonly workload: string;
  /** Absent in a market without hours. */
  readonly hour?: number;
  readonly node: string;
  /** 1 is the cheapest. */
  readonly rank: number;
  /** What processing one more Mtok costs the node, extensions included, $/Mtok. */
  readonly processing: number;
  /** Scarcity of its GPUs for this workload, a[k] mu[n], $/Mtok. */
  readonly computeRent: number;
  /** Mtok/h of this workload. */
  readonly processed: number;
  /** GPUs at work for this workload, for all of them, and in all. */
  readonly gpus: number;
  readonly gpusInUse: number;
  readonly capacity: number;
  /** Works on this workload and has room for more: one more unit could be done here at `processing`. */
  readonly marginal: boolean;
}

/** The merit order of every workload in every hour, cheapest first; ties in the order of the nodes. */
export function meritOrderOf(
  market: TokenFlowMarket,
  result: OptimalResult,
  served: readonly Served[],
): MeritStep[] {
  const { data, network, lines } = market;
  const duals = dualsOf(market, result);
  const extras = lines.flatMap((line) => line.atServer?.(market, result) ?? []);
  const inUse = result.activity(market.compute).values;
  const hours = hoursOf(data);
  const done = new Map<string, number>();
  for (const { server, workload, hour, amount } of served) {
    const key = JSON.stringify([server, workload, hour]);
    done.set(key, (done.get(key) ?? 0) + amount);
  }
  const most = Math.max(0, ...done.values());
  return [...network.workload].flatMap((workload) =>
    hours.flatMap((hour, t) =>
      [...network.node]
        .map((node) => {
          const { gpuHours } = data.workloads[workload];
          const { capacity } = data.nodes[node];
          const processed = done.get(JSON.stringify([node, workload, hour])) ?? 0;
          const gpusInUse = inUse[network.node.ordinal(node) * hours.length + t];
          const works = processed > NOTHING_SERVED * (1 + most);
          return {
            workload,
            ...hourLabel(hour),
            node,
            processing: extras.reduce(
              (sum, at) => sum + at(node, workload, hour),
              processingCost(data, node, workload, hour),
            ),
            computeRent: gpuHours * duals.compute(node, hour),
            processed,
            gpus: processed * gpuHours,
            gpusInUse,
            capacity,
            marginal: works && capacity - gpusInUse > SATURATION * capacity,
          };
        })
        .sort((a, b) => a.processing - b.processing)
        .map((step, position) => ({ ...step, rank: position + 1 })),
    ),
  );
}
