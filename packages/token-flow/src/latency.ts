/**
 * Latency limits: how long a workload's links may take together, and which form states it exactly (papers.md 1.3).
 *
 *   sum of round trips along the path + serveMs  <=  latencyMs     (of the origin, where it has one of its own)
 *
 * A simple path has at most n - 1 links. Where even the n - 1 slowest links of the network stay within every limit, no
 * path can break one: the workload is stated over arcs, as in the paper. Otherwise it is stated over its paths.
 */
import { LATENCY_ROUNDING, type TokenFlowData } from './data.ts';

/** `arc`: node balances and flows on links. `path`: one amount per simple path within the limit. */
export type Form = 'arc' | 'path';

/** Largest time of a workload from this origin to the server and back, ms; Infinity for no limit. */
export function latencyLimit(data: TokenFlowData, workload: string, origin: string): number {
  const { latencyMs, latencyMsAt = {} } = data.workloads[workload];
  return (Object.hasOwn(latencyMsAt, origin) ? latencyMsAt[origin] : latencyMs) ?? Number.POSITIVE_INFINITY;
}

/** Whether links that take this long together, ms, and the serving keep the limit of the origin. */
export function isInTime(
  data: TokenFlowData,
  workload: string,
  origin: string,
  roundTripMs: number,
): boolean {
  const spent = roundTripMs + (data.workloads[workload].serveMs ?? 0);
  return spent <= latencyLimit(data, workload, origin) * (1 + LATENCY_ROUNDING);
}

/** The form in which a workload is stated. */
export function formOf(data: TokenFlowData, workload: string): Form {
  const nodes = Object.keys(data.nodes);
  const slowest = Object.values(data.links)
    .map((link) => link.roundTripMs)
    .sort((a, b) => b - a)
    .slice(0, nodes.length - 1)
    .reduce((sum, ms) => sum + ms, 0);
  return nodes.every((origin) => isInTime(data, workload, origin, slowest)) ? 'arc' : 'path';
}
