/**
 * An allocation that keeps a promise of latency, P(T > t) <= p, in a simulation, and has the best J of three families of one
 * number each:
 *
 *   scale    the plan times a number from 0 to 1
 *   weight   the optimum of J for a lower weight of accuracy
 *   cap      the optimum of J with no service longer than a cap (types that take longer without thinking do not think)
 *
 * All allocations see the same arrivals and the same tasks. The end of each interval that keeps the promise is held, so
 * that what is found keeps it even where lateness does not grow with the number. Nothing is proved of allocations outside the
 * families: the best of all may be better.
 */
import { maximizeInBox } from './box-optimum.ts';
import { type LatencyLimit, type QuantileLimit, quantileLimit, requireLatency } from './quantile-limit.ts';
import { performanceOf, type Server } from './server.ts';
import { type Estimate, lateness, type SimulationOptions } from './simulation.ts';
import { LATENCY_HALVINGS } from './tolerances.ts';

/** `none`: the plan keeps the promise as it is. */
export type LatencyFamily = 'none' | 'scale' | 'weight' | 'cap';

export interface LatencyAllocation {
  readonly family: LatencyFamily;
  /** The scale; the weight, s; the cap, s. 1 for none. */
  readonly parameter: number;
  /** Length N, tokens. */
  readonly tokens: Float64Array;
  /** J by the formula, at the server's own weight, s. */
  readonly objective: number;
  /** Share that is late in the simulation. */
  readonly late: Estimate;
}

export interface LatencyOptimum {
  /** `impossible`: not even no thinking at all keeps the promise in the simulation. */
  readonly status: 'kept' | 'impossible';
  /** The best of the families; no thinking where it is impossible. */
  readonly best: LatencyAllocation;
  /** Every family's own, best first; empty where it is impossible. */
  readonly families: readonly LatencyAllocation[];
  /** The scale with its interval. */
  readonly scaled: QuantileLimit;
}

/**
 * `tokens`: the plan, length N. With `whole` tokens are rounded down, which only makes tasks earlier. Throws as
 * `quantileLimit` does.
 */
export function latencyOptimum(
  server: Server,
  tokens: Float64Array,
  limit: LatencyLimit,
  options: SimulationOptions & { readonly whole?: 'yes' | 'no' },
): LatencyOptimum {
  requireLatency(limit);
  const scaled = quantileLimit(server, tokens, limit, options);
  const size = tokens.length;
  const none = new Float64Array(size);
  const most = none.map(() => server.maxTokens);
  const late = lateness(server, limit.seconds, options);
  const allocation = (family: LatencyFamily, parameter: number, found: Float64Array): LatencyAllocation => {
    const own = options.whole === 'yes' ? found.map((l) => Math.floor(l)) : found;
    const { objective } = performanceOf(server, own);
    return { family, parameter, tokens: own, objective, late: late(own) };
  };
  const nothing = allocation('scale', 0, none);
  if (scaled.status === 'impossible') return { status: 'impossible', best: nothing, families: [], scaled };
  const plan = allocation('none', 1, tokens);
  if (scaled.scale === 1 && plan.late.mean <= limit.share)
    return { status: 'kept', best: plan, families: [plan], scaled };
  const search = (
    family: LatencyFamily,
    from: number,
    to: number,
    tokensAt: (parameter: number) => Float64Array,
  ): LatencyAllocation | undefined => {
    let best = allocation(family, from, tokensAt(from));
    if (!(best.late.mean <= limit.share)) return undefined;
    let [low, high] = [from, to];
    for (let halving = 0; halving < LATENCY_HALVINGS; halving++) {
      const middle = (low + high) / 2;
      const next = allocation(family, middle, tokensAt(middle));
      if (!(next.late.mean <= limit.share)) {
        high = middle;
        continue;
      }
      low = middle;
      if (next.objective > best.objective) best = next;
    }
    return best;
  };
  const longest = tokens.reduce(
    (top, l, k) => Math.max(top, server.serviceBase[k] + server.servicePerToken[k] * l),
    0,
  );
  const capped = (cap: number): Float64Array => {
    const upper = most.map((l, k) =>
      Math.min(l, Math.max(0, (cap - server.serviceBase[k]) / server.servicePerToken[k])),
    );
    return maximizeInBox(server, none, upper, none).tokens;
  };
  const lighter = (weight: number): Float64Array =>
    maximizeInBox({ ...server, weight }, none, most, none).tokens;
  const families = [
    allocation(
      'scale',
      scaled.scale,
      tokens.map((l) => l * scaled.scale),
    ),
    search('weight', 0, server.weight, lighter),
    search('cap', 0, longest, capped),
  ].filter((found): found is LatencyAllocation => found !== undefined && found.late.mean <= limit.share);
  families.sort((a, b) => b.objective - a.objective);
  const [best = nothing] = families;
  return { status: 'kept', best, families, scaled };
}
