/**
 * The coupled projected fixed point of the paper: the first-order condition solved for each l_k with the others' congestion
 * held,
 *
 *   l_k  <-  Proj[0, l_max] ( (1/b_k) ln( alpha A_k b_k / g_k(l) ) )
 *
 * A contraction when the condition of contraction.ts holds; otherwise it may swing between too much and too little for ever,
 * which is found and said.
 */
import { History } from './history.ts';
import { optimalityGap } from './optimality.ts';
import { performanceOf, type Server, timePerToken } from './server.ts';
import { FIXED_POINT_STEP, METHOD_GAP, SWING_ROUNDS } from './tolerances.ts';

/** What became of an iterative method. */
export interface MethodResult {
  /** `oscillates`: steps have stopped getting smaller. `limit`: not there within the iterations allowed. */
  readonly status: 'converged' | 'oscillates' | 'limit';
  /** Length N, tokens: the last iterate, or the best in J where it did not converge. */
  readonly tokens: Float64Array;
  readonly iterations: number;
  /** Largest change of the last step, tokens. */
  readonly step: number;
  /** Proved upper bound on J* - J, s. */
  readonly gap: number;
  /** Largest change of each step, tokens; evenly thinned when it is long. */
  readonly history: readonly number[];
}

/** One round of the map, from `tokens` into `next`; `congestion`: length N, scratch. Returns the largest change. */
function round(server: Server, tokens: Float64Array, next: Float64Array, congestion: Float64Array): number {
  const { accuracyGain, accuracyRate, weight, maxTokens } = server;
  timePerToken(server, tokens, congestion);
  let step = 0;
  for (let k = 0; k < tokens.length; k++) {
    const gain = weight * accuracyGain[k] * accuracyRate[k];
    const wanted = gain > 0 ? Math.log(gain / congestion[k]) / accuracyRate[k] : 0;
    next[k] = Math.min(Math.max(wanted, 0), maxTokens);
    step = Math.max(step, Math.abs(next[k] - tokens[k]));
  }
  return step;
}

/** Iterates from no thinking at all. */
export function fixedPoint(server: Server, limit = 10_000): MethodResult {
  const size = server.prior.length;
  const scratch = new Float64Array(size);
  let tokens = new Float64Array(size);
  let next = new Float64Array(size);
  let best = tokens.slice();
  let bestObjective = performanceOf(server, tokens).objective;
  let smallest = Number.POSITIVE_INFINITY;
  let since = 0;
  const history = new History();
  let step = 0;
  const result = (status: MethodResult['status'], at: Float64Array, iterations: number): MethodResult => ({
    status,
    tokens: at,
    iterations,
    step,
    gap: optimalityGap(server, at, scratch),
    history: history.values(),
  });
  for (let iteration = 1; iteration <= limit; iteration++) {
    step = round(server, tokens, next, scratch);
    [tokens, next] = [next, tokens];
    history.add(step);
    const { objective } = performanceOf(server, tokens);
    if (objective > bestObjective) {
      bestObjective = objective;
      best = tokens.slice();
    }
    if (step <= FIXED_POINT_STEP * (1 + server.maxTokens)) {
      const converged = result('converged', tokens, iteration);
      return converged.gap <= METHOD_GAP * (1 + Math.abs(objective))
        ? converged
        : { ...converged, status: 'limit' };
    }
    // A contraction shrinks its steps every round; one that has not for many rounds never will.
    if (step < smallest * (1 - 1 / SWING_ROUNDS)) {
      smallest = step;
      since = 0;
    } else if (++since >= SWING_ROUNDS) return result('oscillates', best, iteration);
  }
  return result('limit', best, limit);
}
