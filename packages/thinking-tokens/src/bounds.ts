/**
 * Constants that hold for every allocation that matters, and the two guarantees made of them. An optimum is at least as
 * good as no thinking, J(l) >= J(0), so with T = alpha sum pi A + E[T](0) at most,
 *
 *   rho^2 / (2 lambda (1 - rho))  <=  lambda m2 / (2 (1 - rho))  <=  E[T]  <=  T           (m2 >= m1^2)
 *
 * bounds rho away from 1 on that level set, and lambda pi_k t_k <= rho bounds every t_k. Bars are values at those bounds.
 *
 * Contraction of the fixed point in the largest norm (papers.md 4.3, with g_k >= c_k):
 *
 *   max_k (1/b_k) ( lambda c_k/(1-rho) + lambda^2 (t_k c + sum_j pi_j c_j t_j)/(1-rho)^2 + lambda^3 m2 c/(1-rho)^3 )  <  1
 *
 * Step of the projected gradient, 1/L: no curvature of J is larger than
 *
 *   L  =  alpha max_k pi_k A_k b_k^2  +  max_k sum_j |H_kj|
 *
 * A step of 1/L from the level set does not leave it, as J would have to fall on the way.
 */
import { moments, performanceOf, type Server } from './server.ts';

export interface Bounds {
  /** Largest utilisation on the level set. */
  readonly utilisation: number;
  /** Largest service time by type, s; length N. */
  readonly time: Float64Array;
  /** Largest second moment, s^2. */
  readonly secondMoment: number;
}

/** Bars of the level set { J >= J(0) } of a server that is stable without thinking. */
export function levelSetBounds(server: Server): Bounds {
  const { prior, serviceBase, servicePerToken, accuracyGain, arrivalRate, weight, maxTokens } = server;
  const size = prior.length;
  const none = new Float64Array(size);
  const most = moments(
    server,
    none.map(() => maxTokens),
  );
  let gain = 0;
  for (let k = 0; k < size; k++) gain += prior[k] * accuracyGain[k];
  const longest = weight * gain + performanceOf(server, none).meanSystemTime;
  // rho^2 + 2 lambda T rho - 2 lambda T = 0, written so that nothing cancels.
  const half = arrivalRate * longest;
  const reachable = half === 0 ? 0 : (2 * half) / (half + Math.sqrt(half * half + 2 * half));
  const utilisation = Math.min(arrivalRate * most.first, reachable);
  let secondMoment = 0;
  let longestTime = 0;
  const time = none.map((_, k) => {
    const atMost = serviceBase[k] + servicePerToken[k] * maxTokens;
    const shared = prior[k] > 0 && arrivalRate > 0 ? utilisation / (arrivalRate * prior[k]) : atMost;
    const bound = Math.max(serviceBase[k], Math.min(atMost, shared));
    secondMoment += prior[k] * bound * bound;
    longestTime = Math.max(longestTime, bound);
    return bound;
  });
  const meanBound = arrivalRate > 0 ? utilisation / arrivalRate : most.first;
  return { utilisation, time, secondMoment: Math.min(secondMoment, longestTime * meanBound) };
}

/** What the sums over types come to at the bars. */
function sums({ prior, servicePerToken, arrivalRate }: Server, { utilisation, time }: Bounds) {
  let perToken = 0;
  let timed = 0;
  for (let k = 0; k < prior.length; k++) {
    perToken += prior[k] * servicePerToken[k];
    timed += prior[k] * servicePerToken[k] * time[k];
  }
  return { perToken, timed, perSecond: arrivalRate / (1 - utilisation) };
}

/**
 * The factor of the sufficient condition: the fixed point is a contraction where it is below 1. Infinity where a type has a
 * curve other than the exponential: there is no such map.
 */
export function contractionFactor(server: Server, bounds: Bounds = levelSetBounds(server)): number {
  const { servicePerToken, accuracyRate } = server;
  if (server.curves?.some((curve) => curve !== undefined) === true) return Number.POSITIVE_INFINITY;
  const { perToken, timed, perSecond } = sums(server, bounds);
  let factor = 0;
  for (let k = 0; k < accuracyRate.length; k++) {
    const own = perSecond * servicePerToken[k];
    const cross = perSecond ** 2 * (bounds.time[k] * perToken + timed);
    const load = perSecond ** 3 * bounds.secondMoment * perToken;
    factor = Math.max(factor, (own + cross + load) / accuracyRate[k]);
  }
  return factor;
}

/** L, s/token^2: no second derivative of J along any direction is larger in size. Infinity where a type has a table. */
export function gradientLipschitz(server: Server, bounds: Bounds = levelSetBounds(server)): number {
  const { prior, servicePerToken, accuracyGain, accuracyRate, weight, curves } = server;
  const { perToken, timed, perSecond } = sums(server, bounds);
  let bend = 0;
  let congestion = 0;
  for (let k = 0; k < prior.length; k++) {
    const curve = curves?.[k];
    const steepest = curve?.kind === 'table' ? Number.POSITIVE_INFINITY : curve?.curvature;
    if (prior[k] > 0)
      bend = Math.max(bend, weight * prior[k] * (steepest ?? accuracyGain[k] * accuracyRate[k] ** 2));
    const own = perSecond * servicePerToken[k];
    const cross = perSecond ** 2 * (bounds.time[k] * perToken + timed);
    const load = perSecond ** 3 * bounds.secondMoment * perToken;
    congestion = Math.max(congestion, prior[k] * servicePerToken[k] * (own + cross + load));
  }
  return bend + congestion;
}

/**
 * Tokens beyond which a type would not pay even on an empty server, whatever the others think: dE[T]/dl_k >= pi_k c_k. The end
 * of its table, or the budget, for other curves. An optimum lies within; length N.
 */
export function furthest(server: Server): Float64Array {
  const { accuracyGain, accuracyRate, servicePerToken, weight, maxTokens, curves, tokenCost } = server;
  return accuracyGain.map((gain, k) => {
    const curve = curves?.[k];
    if (curve?.kind === 'table') return Math.min(maxTokens, curve.tokens[curve.tokens.length - 1]);
    if (curve !== undefined) return maxTokens;
    const worth = (weight * gain * accuracyRate[k]) / (servicePerToken[k] + (tokenCost?.[k] ?? 0));
    return worth > 1 ? Math.min(maxTokens, Math.log(worth) / accuracyRate[k]) : 0;
  });
}
