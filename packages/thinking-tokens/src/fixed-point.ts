/**
 * The coupled projected fixed point of the paper: the first-order condition solved for each l_k with the others' congestion
 * held,
 *
 *   l_k  <-  Proj[0, l_max] ( (1/b_k) ln( alpha A_k b_k / g_k(l) ) )
 *
 * A contraction when the condition of bounds.ts holds; otherwise it may swing between too much and too little for ever,
 * which is found and said.
 */
import { History } from './history.ts';
import { optimalityGap } from './optimality.ts';
import { performanceOf, type Server, timePerToken } from './server.ts';
import { FIXED_POINT_STEP, METHOD_GAP, SWING_ROUNDS } from './tolerances.ts';

/** What became of an iterative method. */
export interface MethodResult {
  /**
   * `converged`: steps are within the tolerance, and `gap` says how well the point is proved. `oscillates`: steps have stopped getting smaller. `limit`: not there within the iterations allowed. `refused`: not for
   * this kind of accuracy, `cause` says why; the tokens are zero then.
   */
  readonly status: 'converged' | 'oscillates' | 'limit' | 'refused';
  readonly cause?: string;
  /** Length N, tokens: the last iterate, or the best in J where it did not converge. */
  readonly tokens: Float64Array;
  readonly iterations: number;
  /** Largest change of the last step, tokens. */
  readonly step: number;
  /** Proved upper bound on J* - J, s. */
  readonly gap: number;
  /** Largest change of each step, tokens; evenly thinned when it is long: entry n is of iteration 1 + n * historyStride. */
  readonly history: readonly number[];
  readonly historyStride: number;
}

/** A method that was not tried; `cause` says why. */
export function refusedMethod(server: Server, cause: string): MethodResult {
  const tokens = new Float64Array(server.prior.length);
  const gap = optimalityGap(server, tokens, tokens.slice());
  return { status: 'refused', cause, tokens, iterations: 0, step: 0, gap, history: [], historyStride: 1 };
}

/** One round of the map, from `tokens` into `next`; `congestion`: length N, scratch. Returns the largest change. */
function round(server: Server, tokens: Float64Array, next: Float64Array, congestion: Float64Array): number {
  const { accuracyGain, accuracyRate, weight, maxTokens, tokenCost } = server;
  timePerToken(server, tokens, congestion);
  let step = 0;
  for (let k = 0; k < tokens.length; k++) {
    const gain = weight * accuracyGain[k] * accuracyRate[k];
    const wanted = gain > 0 ? Math.log(gain / (congestion[k] + (tokenCost?.[k] ?? 0))) / accuracyRate[k] : 0;
    next[k] = Math.min(Math.max(wanted, 0), maxTokens);
    step = Math.max(step, Math.abs(next[k] - tokens[k]));
  }
  return step;
}

/** Iterates from no thinking at all. Refused for curves without the closed form of the exponential. */
export function fixedPoint(server: Server, limit = 10_000): MethodResult {
  if (server.curves?.some((curve) => curve !== undefined) === true)
    return refusedMethod(server, 'only exponential saturation has the first-order condition in closed form');
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
    historyStride: history.every(),
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
      if (converged.gap <= METHOD_GAP * (1 + Math.abs(objective)) || step === 0) return converged;
    }
    // A contraction shrinks its steps every round; one that has not for many rounds never will.
    if (step < smallest * (1 - 1 / SWING_ROUNDS)) {
      smallest = step;
      since = 0;
    } else if (++since >= SWING_ROUNDS) {
      // Steps that small and no smaller are rounding: the point is reached, and its gap says how well it is proved.
      if (step <= FIXED_POINT_STEP * (1 + server.maxTokens)) return result('converged', tokens, iteration);
      return result('oscillates', best, iteration);
    }
  }
  return result('limit', best, limit);
}
