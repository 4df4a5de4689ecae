/**
 * The same server under other disciplines, for a given allocation. Mean time in the system by type:
 *
 *   first come, first served   T_k = t_k + lambda m2 / (2 (1 - rho))                        (Pollaczek-Khinchine)
 *   processor sharing          T_k = t_k / (1 - rho)          whatever the distribution     (Kleinrock, vol. 2, 4.4)
 *   priorities, no preemption  T_k = t_k + (lambda m2 / 2) / ((1 - s_{k-1}) (1 - s_k))      (Cobham 1954)
 *
 *   priorities, preemption     T_k = t_k / (1 - s_{k-1}) + (lambda m2_k / 2) / ((1 - s_{k-1}) (1 - s_k))     (work resumes)
 *
 * where s_k is the load of types of rank up to k's, lambda sum pi t, and m2_k their second moment, sum pi t^2.
 */
import { InvalidInputError } from '@marginal/program';
import { moments, type Server } from './server.ts';

export type Discipline =
  | { readonly kind: 'fifo' }
  | { readonly kind: 'processorSharing' }
  /** Types by number, the first to be served first. */
  | { readonly kind: 'priority' | 'preemptivePriority'; readonly order: readonly number[] };

/** Throws `InvalidInputError` `thinking-tokens.priority` for an order that does not name each type once. */
export function checkOrder(order: readonly number[], size: number): void {
  if (
    order.length === size &&
    new Set(order).size === size &&
    order.every((k) => Number.isInteger(k) && k >= 0 && k < size)
  )
    return;
  throw new InvalidInputError([
    {
      code: 'thinking-tokens.priority',
      place: 'priority order',
      cause: `is ${JSON.stringify(order)}`,
      remedy: `name each of 0..${size - 1} once`,
    },
  ]);
}

/** Mean time in the system by type, s, length N; Infinity for types whose load cannot be carried. */
export function systemTimes(server: Server, tokens: Float64Array, discipline: Discipline): Float64Array {
  const { prior, serviceBase, servicePerToken, arrivalRate } = server;
  const { first, second } = moments(server, tokens);
  const utilisation = arrivalRate * first;
  const service = tokens.map((l, k) => serviceBase[k] + servicePerToken[k] * l);
  const endless = Number.POSITIVE_INFINITY;
  if (discipline.kind === 'processorSharing')
    return service.map((time) => (utilisation < 1 ? time / (1 - utilisation) : endless));
  if (discipline.kind === 'fifo') {
    const wait = utilisation < 1 ? (arrivalRate * second) / (2 * (1 - utilisation)) : endless;
    return service.map((time) => time + wait);
  }
  const { order, kind } = discipline;
  checkOrder(order, prior.length);
  const times = new Float64Array(prior.length).fill(endless);
  // A type that cannot be carried never leaves the server idle for those behind it, and delays those before it as they come.
  let residual = kind === 'priority' ? (arrivalRate * second) / 2 : 0;
  let before = 0;
  for (const k of order) {
    const upTo = before + arrivalRate * prior[k] * service[k];
    if (!(upTo < 1)) break;
    if (kind === 'preemptivePriority') residual += (arrivalRate * prior[k] * service[k] * service[k]) / 2;
    const own = kind === 'priority' ? service[k] : service[k] / (1 - before);
    times[k] = own + residual / ((1 - before) * (1 - upTo));
    before = upTo;
  }
  return times;
}

/** sum pi T, s. */
export function meanSystemTime(server: Server, tokens: Float64Array, discipline: Discipline): number {
  const times = systemTimes(server, tokens, discipline);
  return times.reduce((sum, time, k) => (server.prior[k] > 0 ? sum + server.prior[k] * time : sum), 0);
}
