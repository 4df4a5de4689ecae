/**
 * The price of a millisecond: what a tighter or looser latency limit of one workload does to the cost of the clearing.
 * Cost is a step function of the limit: it changes only where a path comes into time or falls out of it, and it never
 * rises with the limit. The steps next to the limit are found by solving again, not from duals, so they are exact:
 *
 *   cost(limit) = z  for  holdsFromMs <= limit < looser.breakpointMs
 *
 * Invariant: every cost here is a verified optimum; null means that the market is verified to be infeasible.
 */
import { type Backend, InvalidInputError, NotAllowedError } from '@marginal/program';
import type { TokenFlowData } from './data.ts';
import { latencyLimit } from './latency.ts';
import { marketOf } from './market-of.ts';
import { findRoutes } from './routes.ts';
import { SAME_COST } from './tolerances.ts';

/** Whose limit: that of a workload, at all origins without one of their own, or of a workload at one origin. */
export interface LatencyOf {
  readonly workload: string;
  readonly origin?: string;
}

/** The next step of the cost in one direction. */
export interface LatencyStep {
  /** The limit at which the cost jumps: below it (tighter), or from it on (looser), ms. */
  readonly breakpointMs: number;
  /** A limit on the other side of the jump, the nearest path time there, ms. */
  readonly limitMs: number;
  /** Cost of the clearing at that limit, $/h summed over the hours; null when there is no clearing. */
  readonly cost: number | null;
  /** cost - z; null when there is no clearing. */
  readonly change: number | null;
  /** |change| per ms between the limits, $/h per ms; null when there is no clearing, or the limit is infinite. */
  readonly perMs: number | null;
}

export type PriceOfMillisecond =
  | { readonly status: 'infeasible' }
  | {
      readonly status: 'priced';
      /** The limit in force, ms; null for none. */
      readonly limitMs: number | null;
      /** z, $/h summed over the hours. */
      readonly cost: number;
      /** Down to this limit the cost stays the same, ms. */
      readonly holdsFromMs: number;
      /** Absent when a tighter limit leaves not even service at home. */
      readonly tighter?: LatencyStep;
      /** Absent when no looser limit saves anything. */
      readonly looser?: LatencyStep;
    };

/** Data with another limit for this workload, or this workload at one origin. */
function withLimit(
  data: TokenFlowData,
  { workload, origin }: LatencyOf,
  limitMs: number | null,
): TokenFlowData {
  const work = data.workloads[workload];
  const changed =
    origin === undefined
      ? { ...work, latencyMs: limitMs }
      : { ...work, latencyMsAt: { ...work.latencyMsAt, [origin]: limitMs } };
  return { ...data, workloads: { ...data.workloads, [workload]: changed } };
}

/** Distinct times of the paths that take at most `limitMs`, increasing. */
function pathTimes(data: TokenFlowData, of: LatencyOf, limitMs: number): number[] {
  const routes = findRoutes(withLimit(data, of, limitMs), [of.workload]);
  const times = routes
    .filter(({ path }) => of.origin === undefined || path[0] === of.origin)
    .map((route) => route.latencyMs);
  return [...new Set(times)].filter((time) => time <= limitMs).sort((a, b) => a - b);
}

/** First index at which `holds`, when it holds from some index on to the end; the length when nowhere. */
async function firstWhere(count: number, holds: (index: number) => Promise<boolean>): Promise<number> {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function checkLabels(data: TokenFlowData, { workload, origin }: LatencyOf): void {
  const place = 'priceOfMillisecond';
  if (!Object.hasOwn(data.workloads, workload))
    throw new InvalidInputError([
      {
        code: 'token-flow.unknown-workload',
        place,
        cause: `'${workload}' is not a workload`,
        remedy: `name one of ${Object.keys(data.workloads).join(', ')}`,
      },
    ]);
  if (origin !== undefined && !Object.hasOwn(data.nodes, origin))
    throw new InvalidInputError([
      {
        code: 'token-flow.unknown-node',
        place,
        cause: `'${origin}' is not a node`,
        remedy: `name one of ${Object.keys(data.nodes).join(', ')}`,
      },
    ]);
}

/** A cost for every limit, each solved once; Infinity when the market is infeasible. */
function costReader(data: TokenFlowData, of: LatencyOf, backend: Backend) {
  const known = new Map<number | null, number>();
  return async (limitMs: number | null): Promise<number> => {
    const before = known.get(limitMs);
    if (before !== undefined) return before;
    const result = await marketOf(withLimit(data, of, limitMs)).compiled.solve(backend);
    if (result.status !== 'optimal' && result.status !== 'infeasible')
      throw new NotAllowedError({
        code: 'token-flow.no-clearing',
        place: `priceOfMillisecond, limit ${limitMs} ms`,
        cause: `the solve came out ${result.status}`,
        remedy: 'try another backend',
      });
    const cost = result.status === 'optimal' ? result.objective : Number.POSITIVE_INFINITY;
    known.set(limitMs, cost);
    return cost;
  };
}

/**
 * The next steps of the cost around the limit that checked data give a workload. A dozen or so solves: limits are searched
 * by halving. Throws `InvalidInputError` for unknown labels, `NotAllowedError` `token-flow.no-clearing` when a solve has no
 * verified answer.
 */
export async function priceOfMillisecond(
  data: TokenFlowData,
  of: LatencyOf,
  backend: Backend,
): Promise<PriceOfMillisecond> {
  checkLabels(data, of);
  const costAt = costReader(data, of, backend);
  const { workload, origin } = of;
  const infinite = Number.POSITIVE_INFINITY;
  const limit =
    origin === undefined
      ? (data.workloads[workload].latencyMs ?? infinite)
      : latencyLimit(data, workload, origin);
  const limitMs = Number.isFinite(limit) ? limit : null;
  const cost = await costAt(limitMs);
  if (cost === infinite) return { status: 'infeasible' };
  const isSame = (other: number): boolean => Math.abs(other - cost) <= SAME_COST * (1 + Math.abs(cost));
  const slowest = Object.values(data.links).reduce((sum, link) => sum + link.roundTripMs, 0);
  const serveMs = data.workloads[workload].serveMs ?? 0;
  const firstReach = serveMs + Math.max(1, ...Object.values(data.links).map((link) => link.roundTripMs));
  const stepTo = async (breakpointMs: number, to: number): Promise<LatencyStep> => {
    const there = await costAt(to);
    const change = Number.isFinite(there) ? there - cost : null;
    const perMs = change === null || limitMs === null ? null : Math.abs(change) / Math.abs(to - limitMs);
    return { breakpointMs, limitMs: to, cost: change === null ? null : there, change, perMs };
  };

  // Tighter: the least path time that keeps the cost, among the times up to a reach that is enough to keep it.
  let reach = Math.min(limit, firstReach);
  while (reach < limit && !isSame(await costAt(reach))) reach = Math.min(limit, 2 * reach, slowest + serveMs);
  const below = pathTimes(data, of, reach);
  const holds = await firstWhere(below.length, async (at) => isSame(await costAt(below[at])));
  const holdsFromMs = below[holds] ?? reach;
  const tighter = holds > 0 ? await stepTo(holdsFromMs, below[holds - 1]) : undefined;

  // Looser: the least path time above the limit that saves anything.
  let looser: LatencyStep | undefined;
  if (limitMs !== null && !isSame(await costAt(null))) {
    let far = Math.max(firstReach, 2 * limitMs);
    while (isSame(await costAt(far))) far *= 2;
    const above = pathTimes(data, of, far).filter((time) => time > limitMs);
    const at = await firstWhere(above.length, async (index) => !isSame(await costAt(above[index])));
    looser = await stepTo(above[at], above[at]);
  }
  return {
    status: 'priced',
    limitMs,
    cost,
    holdsFromMs,
    ...(tighter === undefined ? {} : { tighter }),
    ...(looser === undefined ? {} : { looser }),
  };
}
