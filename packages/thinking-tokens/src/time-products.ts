/**
 * The mean time in the system of a discipline as a sum of products of two functions that are convex, non-decreasing and not
 * negative in the tokens:
 *
 *   E[T] = sum_j P_j(l) Q_j(l)
 *
 *   first come, first served    m1 . 1  +  lambda m2 / 2 . 1 / (1 - rho)
 *   processor sharing           m1 . 1 / (1 - rho)
 *   priorities, no preemption   m1 . 1  +  lambda m2 / 2 . sum_k pi_k / ((1 - s_{k-1}) (1 - s_k))
 *   priorities, preemption      sum_k  pi_k t_k . 1 / (1 - s_{k-1})  +  lambda m2_k / 2 . pi_k / ((1 - s_{k-1}) (1 - s_k))
 *
 * The first two sums are convex. The others are not in general, but on a box whose lower corner is l0
 *
 *   P Q  >=  P(l0) Q + Q(l0) P - P(l0) Q(l0)              as (P - P(l0)) (Q - Q(l0)) >= 0        (McCormick)
 *
 * is convex, and short of it by the product of two differences only.
 */
import { checkOrder, type Discipline } from './disciplines.ts';
import type { Server } from './server.ts';

export interface TimeProducts {
  /** Whether E[T] is convex for every server: then J is concave. */
  readonly convex: 'yes' | 'no';
  readonly count: number;
  /** Writes P, Q (length J) and their gradients (J rows of N); says whether the server is stable there. */
  evaluate(tokens: Float64Array, into: ProductValues): 'stable' | 'unstable';
}

export interface ProductValues {
  readonly p: Float64Array;
  readonly q: Float64Array;
  readonly dp: Float64Array;
  readonly dq: Float64Array;
}

export function productValues(count: number, size: number): ProductValues {
  const [p, q] = [new Float64Array(count), new Float64Array(count)];
  return { p, q, dp: new Float64Array(count * size), dq: new Float64Array(count * size) };
}

/** Throws `InvalidInputError` `thinking-tokens.priority` for an order that is none. */
export function timeProducts(server: Server, discipline: Discipline): TimeProducts {
  const { prior, serviceBase, servicePerToken, arrivalRate } = server;
  const size = prior.length;
  const { kind } = discipline;
  const preemptive = kind === 'preemptivePriority';
  const order = kind === 'priority' || preemptive ? discipline.order : Array.from(prior, (_, k) => k);
  if (kind === 'priority' || preemptive) checkOrder(order, size);
  const count = preemptive ? 2 * size : kind === 'processorSharing' ? 1 : 2;
  return {
    convex: kind === 'fifo' || kind === 'processorSharing' ? 'yes' : 'no',
    count,
    evaluate: (tokens, { p, q, dp, dq }) => {
      p.fill(0);
      q.fill(0);
      dp.fill(0);
      dq.fill(0);
      let load = 0;
      for (let k = 0; k < size; k++) {
        const time = serviceBase[k] + servicePerToken[k] * tokens[k];
        load += arrivalRate * prior[k] * time;
        if (preemptive) continue;
        p[0] += prior[k] * time;
        dp[k] = prior[k] * servicePerToken[k];
        if (count === 1) continue;
        p[1] += (arrivalRate / 2) * prior[k] * time * time;
        dp[size + k] = arrivalRate * prior[k] * time * servicePerToken[k];
      }
      if (!(load < 1)) return 'unstable';
      const perToken = (k: number): number => arrivalRate * prior[k] * servicePerToken[k];
      if (kind === 'fifo' || kind === 'processorSharing') {
        const last = count - 1;
        if (count === 2) q[0] = 1;
        q[last] = 1 / (1 - load);
        for (let k = 0; k < size; k++) dq[last * size + k] = perToken(k) * q[last] * q[last];
        return 'stable';
      }
      if (kind === 'priority') q[0] = 1;
      let before = 0;
      for (let rank = 0; rank < size; rank++) {
        const k = order[rank];
        const time = serviceBase[k] + servicePerToken[k] * tokens[k];
        const upTo = before + arrivalRate * prior[k] * time;
        const [free, left] = [1 / (1 - before), 1 / (1 - upTo)];
        const row = preemptive ? size + k : 1;
        q[row] += prior[k] * free * left;
        for (let r = 0; r <= rank; r++) {
          const j = order[r];
          const ahead = r < rank ? free : 0;
          dq[row * size + j] += prior[k] * free * left * (ahead + left) * perToken(j);
        }
        if (preemptive) {
          p[k] = prior[k] * time;
          dp[k * size + k] = prior[k] * servicePerToken[k];
          q[k] = free;
          for (let r = 0; r < rank; r++) dq[k * size + order[r]] = free * free * perToken(order[r]);
          for (let r = 0; r <= rank; r++) {
            const j = order[r];
            const own = serviceBase[j] + servicePerToken[j] * tokens[j];
            p[row] += (arrivalRate / 2) * prior[j] * own * own;
            dp[row * size + j] = arrivalRate * prior[j] * own * servicePerToken[j];
          }
        }
        before = upTo;
      }
      return 'stable';
    },
  };
}
