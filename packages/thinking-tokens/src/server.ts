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
 * a linear form. Source: Ozbas and Bastopcu, arXiv 2601.10274 (setting); equations as derived in papers.md 4.3.
 */

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
  const { prior, accuracyBase, accuracyGain, accuracyRate, arrivalRate, weight } = server;
  const { first, second } = moments(server, tokens);
  const utilisation = arrivalRate * first;
  let accuracy = 0;
  for (let k = 0; k < prior.length; k++)
    accuracy += prior[k] * (accuracyBase[k] - accuracyGain[k] * Math.expm1(-accuracyRate[k] * tokens[k]));
  const meanSystemTime =
    utilisation < 1 ? first + (arrivalRate * second) / (2 * (1 - utilisation)) : Number.POSITIVE_INFINITY;
  return {
    objective: weight * accuracy - meanSystemTime,
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

/** dJ/dl_k = pi_k (alpha A_k b_k e^(-b_k l_k) - g_k), into `out`, length N. Returns rho. */
export function gradient(server: Server, tokens: Float64Array, out: Float64Array): number {
  const { prior, accuracyGain, accuracyRate, weight } = server;
  const utilisation = timePerToken(server, tokens, out);
  for (let k = 0; k < out.length; k++) {
    const gain = weight * accuracyGain[k] * accuracyRate[k] * Math.exp(-accuracyRate[k] * tokens[k]);
    out[k] = prior[k] * (gain - out[k]);
  }
  return utilisation;
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
  const { prior, serviceBase, servicePerToken, accuracyGain, accuracyRate, arrivalRate, weight } = server;
  const size = prior.length;
  const { first, second } = moments(server, tokens);
  const idle = 1 - arrivalRate * first;
  const out = new Float64Array(size * size).fill(Number.NaN);
  if (!(idle > 0)) return out;
  const perSecond = arrivalRate / idle;
  const time = tokens.map((l, k) => serviceBase[k] + servicePerToken[k] * l);
  for (let k = 0; k < size; k++) {
    const ck = prior[k] * servicePerToken[k];
    for (let j = 0; j < size; j++) {
      const cj = prior[j] * servicePerToken[j];
      out[k * size + j] = -ck * cj * perSecond * perSecond * (time[k] + time[j] + perSecond * second);
    }
    const bend = accuracyRate[k] * accuracyRate[k] * Math.exp(-accuracyRate[k] * tokens[k]);
    out[k * size + k] -= ck * servicePerToken[k] * perSecond + weight * prior[k] * accuracyGain[k] * bend;
  }
  return out;
}

/** The largest arrival rate, 1/s, at which the server is stable without any thinking: 1 / sum pi t0. */
export function largestStableRate(server: Server): number {
  const { first } = moments(server, new Float64Array(server.prior.length));
  return 1 / first;
}
