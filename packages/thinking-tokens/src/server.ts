/**
 * The server: N types of tasks with prior probabilities pi, Poisson arrivals at rate lambda, service time and accuracy in
 * the thinking tokens l of each type,
 *
 *   t_k(l) = t0_k + c_k l                    accuracy_k(l) = D_k + A_k (1 - e^(-b_k l))
 *   m1 = sum pi t,   m2 = sum pi t^2,   rho = lambda m1 < 1
 *   E[T] = m1 + lambda m2 / (2 (1 - rho))                       first come, first served (Pollaczek-Khinchine)
 *   J(l) = alpha sum pi accuracy  -  E[T],     0 <= l_k <= l_max      to maximise
 *
 * J is strictly concave where rho < 1: the exponentials are strictly convex, and m2/(1-rho) is a sum of quadratics over
 * a linear form. A type may have a table or another concave curve in place of the exponential (curve.ts), and a token a price
 * in time, which takes sum pi price l off J. Source: Ozbas and Bastopcu, arXiv 2601.10274 (setting); equations as derived in papers.md 4.3.
 */

import { NotAllowedError } from '@marginal/program';
import { type AccuracyCurve, checkCurves, curveBend, curveValue, slopeAhead, slopeBehind } from './curve.ts';

/** Numbers of the server, one entry per type of task. All arrays have length N. */
export interface Server {
  /** lambda, 1/s. */
  readonly arrivalRate: number;
  /** alpha, s per unit of accuracy. */
  readonly weight: number;
  /** l_max, tokens. */
  readonly maxTokens: number;
  /** pi, sums to 1. */
  readonly prior: Float64Array;
  /** t0, s. */
  readonly serviceBase: Float64Array;
  /** c, s/token. */
  readonly servicePerToken: Float64Array;
  /** D. */
  readonly accuracyBase: Float64Array;
  /** A. */
  readonly accuracyGain: Float64Array;
  /** b, 1/token. */
  readonly accuracyRate: Float64Array;
  /**
   * In place of the exponential, for the types that have one; accuracyBase is then its value at 0, accuracyGain what it
   * gains up to l_max, and accuracyRate not used. Made by `withCurves`, which checks them.
   */
  readonly curves?: readonly (AccuracyCurve | undefined)[];
  /** What a token costs besides time, s/token: its price times what money is worth. Absent: nothing. */
  readonly tokenCost?: Float64Array;
}

/** The server with curves in place of exponentials, by type. Throws `InvalidInputError` for curves that are not concave. */
export function withCurves(server: Server, curves: readonly (AccuracyCurve | undefined)[]): Server {
  checkCurves(curves, server.maxTokens);
  const base = server.accuracyBase.map((own, k) => {
    const curve = curves[k];
    return curve === undefined ? own : curveValue(curve, 0);
  });
  const gain = server.accuracyGain.map((own, k) => {
    const curve = curves[k];
    return curve === undefined ? own : curveValue(curve, server.maxTokens) - base[k];
  });
  return { ...server, accuracyBase: base, accuracyGain: gain, curves };
}

/** Accuracy of type `k` at `tokens`. */
export function accuracyOf(server: Server, k: number, tokens: number): number {
  const curve = server.curves?.[k];
  return curve === undefined
    ? server.accuracyBase[k] - server.accuracyGain[k] * Math.expm1(-server.accuracyRate[k] * tokens)
    : curveValue(curve, tokens);
}

/** Its derivative for more tokens, 1/token. */
function accuracySlope(server: Server, k: number, tokens: number): number {
  const curve = server.curves?.[k];
  const { accuracyGain, accuracyRate } = server;
  return curve === undefined
    ? accuracyGain[k] * accuracyRate[k] * Math.exp(-accuracyRate[k] * tokens)
    : slopeAhead(curve, tokens);
}

/** Its second derivative without the sign, 1/token^2. */
function accuracyBend(server: Server, k: number, tokens: number): number {
  const curve = server.curves?.[k];
  const { accuracyGain, accuracyRate } = server;
  return curve === undefined
    ? accuracyGain[k] * accuracyRate[k] * accuracyRate[k] * Math.exp(-accuracyRate[k] * tokens)
    : curveBend(curve, tokens);
}

/** What an allocation comes to. */
export interface Performance {
  /** J, s. */
  readonly objective: number;
  /** sum pi accuracy, from 0 to 1. */
  readonly accuracy: number;
  /** E[T], s; Infinity at or beyond the stability limit. */
  readonly meanSystemTime: number;
  /** rho. */
  readonly utilisation: number;
  /** m1, s. */
  readonly meanService: number;
  /** m2, s^2. */
  readonly secondMoment: number;
}

/** m1 and m2. */
export function moments(server: Server, tokens: Float64Array): { first: number; second: number } {
  const { prior, serviceBase, servicePerToken } = server;
  let first = 0;
  let second = 0;
  for (let k = 0; k < prior.length; k++) {
    const time = serviceBase[k] + servicePerToken[k] * tokens[k];
    first += prior[k] * time;
    second += prior[k] * time * time;
  }
  return { first, second };
}

/** Accuracy, time and J of an allocation; `tokens`: length N, tokens by type. */
export function performanceOf(server: Server, tokens: Float64Array): Performance {
  const { prior, arrivalRate, weight, tokenCost } = server;
  const { first, second } = moments(server, tokens);
  const utilisation = arrivalRate * first;
  let accuracy = 0;
  let cost = 0;
  for (let k = 0; k < prior.length; k++) {
    accuracy += prior[k] * accuracyOf(server, k, tokens[k]);
    if (tokenCost !== undefined) cost += prior[k] * tokenCost[k] * tokens[k];
  }
  const meanSystemTime =
    utilisation < 1 ? first + (arrivalRate * second) / (2 * (1 - utilisation)) : Number.POSITIVE_INFINITY;
  return {
    objective: weight * accuracy - meanSystemTime - cost,
    accuracy,
    meanSystemTime,
    utilisation,
    meanService: first,
    secondMoment: second,
  };
}

/**
 * g_k, s/token: what a token more of type k adds to E[T], per task of that type,
 *
 *   g_k = c_k (1 + lambda t_k / (1-rho) + lambda^2 m2 / (2 (1-rho)^2)),      dE[T]/dl_k = pi_k g_k
 *
 * Written into `out`, length N; Infinity where rho >= 1. Returns rho.
 */
export function timePerToken(server: Server, tokens: Float64Array, out: Float64Array): number {
  const { serviceBase, servicePerToken, arrivalRate } = server;
  const { first, second } = moments(server, tokens);
  const utilisation = arrivalRate * first;
  const idle = 1 - utilisation;
  if (!(idle > 0)) {
    out.fill(Number.POSITIVE_INFINITY);
    return utilisation;
  }
  const perSecond = arrivalRate / idle;
  const fixed = 1 + (perSecond * perSecond * second) / 2;
  for (let k = 0; k < out.length; k++) {
    const time = serviceBase[k] + servicePerToken[k] * tokens[k];
    out[k] = servicePerToken[k] * (fixed + perSecond * time);
  }
  return utilisation;
}

/**
 * dJ/dl_k = pi_k (alpha A_k b_k e^(-b_k l_k) - g_k), less the token's cost, into `out`, length N; at a point of a table the
 * derivative for more tokens. Returns rho.
 */
export function gradient(server: Server, tokens: Float64Array, out: Float64Array): number {
  const { prior, weight, tokenCost } = server;
  const utilisation = timePerToken(server, tokens, out);
  for (let k = 0; k < out.length; k++) {
    const cost = tokenCost === undefined ? out[k] : out[k] + tokenCost[k];
    // A type that never comes has no part in J, stable or not.
    out[k] = prior[k] > 0 ? prior[k] * (weight * accuracySlope(server, k, tokens[k]) - cost) : 0;
  }
  return utilisation;
}

/**
 * The supergradient of J that is nearest to zero, into `out`, length N: the gradient but at points of tables, where it is the
 * derivative of the way that improves J, or 0 where neither does. Returns rho.
 */
export function supergradient(server: Server, tokens: Float64Array, out: Float64Array): number {
  const { prior, weight, curves } = server;
  const utilisation = gradient(server, tokens, out);
  if (curves === undefined || !(utilisation < 1)) return utilisation;
  for (let k = 0; k < out.length; k++) {
    const curve = curves[k];
    if (curve?.kind !== 'table' || out[k] > 0) continue;
    const jump = slopeBehind(curve, tokens[k]) - slopeAhead(curve, tokens[k]);
    out[k] = Math.min(0, out[k] + prior[k] * weight * jump);
  }
  return utilisation;
}

/**
 * The Hessian of J as a diagonal and a matrix of rank two, which is all it is: -H = diag + U M U' with
 *
 *   U = [pi c,  pi c t],     M = p^2 [[p m2, 1], [1, 0]],     p = lambda / (1 - rho)
 *
 * so that a Newton step costs N operations and not N^3. `rho` must be below 1.
 */
export interface Curvature {
  /** Length N, s/token^2. */
  readonly diagonal: Float64Array;
  /** pi c and pi c t, length N each. */
  readonly perToken: Float64Array;
  readonly timed: Float64Array;
  /** p^2, and p m2. */
  readonly scale: number;
  readonly load: number;
}

export function curvature(server: Server, tokens: Float64Array): Curvature {
  const { prior, serviceBase, servicePerToken, arrivalRate, weight } = server;
  const { first, second } = moments(server, tokens);
  const perSecond = arrivalRate / (1 - arrivalRate * first);
  const perToken = prior.map((share, k) => share * servicePerToken[k]);
  const timed = perToken.map((c, k) => c * (serviceBase[k] + servicePerToken[k] * tokens[k]));
  const diagonal = perToken.map(
    (c, k) => c * servicePerToken[k] * perSecond + weight * prior[k] * accuracyBend(server, k, tokens[k]),
  );
  return { diagonal, perToken, timed, scale: perSecond * perSecond, load: perSecond * second };
}

/**
 * The Hessian of J, row by row, length N^2:
 *
 *   d2E[T]/dl_k dl_j = pi_k c_k (delta_kj lambda c_k / (1-rho) + lambda^2 pi_j c_j (t_k + t_j) / (1-rho)^2
 *                                + lambda^3 pi_j c_j m2 / (1-rho)^3)
 *
 * and the accuracy takes alpha pi A b^2 e^(-b l) off the diagonal. NaN where rho >= 1.
 */
export function hessian(server: Server, tokens: Float64Array): Float64Array {
  const size = tokens.length;
  const out = new Float64Array(size * size).fill(Number.NaN);
  if (!(server.arrivalRate * moments(server, tokens).first < 1)) return out;
  const { diagonal, perToken, timed, scale, load } = curvature(server, tokens);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < size; j++) {
      const cross = perToken[k] * timed[j] + timed[k] * perToken[j] + load * perToken[k] * perToken[j];
      out[k * size + j] = -scale * cross;
    }
    out[k * size + k] -= diagonal[k];
  }
  return out;
}

/** The largest arrival rate, 1/s, at which the server is stable without any thinking: 1 / sum pi t0. */
export function largestStableRate(server: Server): number {
  const { first } = moments(server, new Float64Array(server.prior.length));
  return 1 / first;
}

/** Throws `NotAllowedError` `thinking-tokens.unstable`, with the largest stable rate, where even no thinking is too much. */
export function requireStable(server: Server): void {
  const limit = largestStableRate(server);
  if (server.arrivalRate < limit) return;
  throw new NotAllowedError({
    code: 'thinking-tokens.unstable',
    place: 'arrivalRate',
    cause: `${server.arrivalRate}/s arrive, and even without thinking the server carries fewer than ${limit.toPrecision(6)}/s`,
    remedy: `lower arrivalRate below ${limit.toPrecision(6)}`,
  });
}
