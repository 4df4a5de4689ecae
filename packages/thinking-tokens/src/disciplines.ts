/**
 * The same server under other disciplines, for a given allocation. Mean time in the system by type:
 *
 *   first come, first served   T_k = t_k + lambda m2 / (2 (1 - rho))                        (Pollaczek-Khinchine)
 *   processor sharing          T_k = t_k / (1 - rho)          whatever the distribution     (Kleinrock, vol. 2, 4.4)
 *   priorities, no preemption  T_k = t_k + (lambda m2 / 2) / ((1 - s_{k-1}) (1 - s_k))      (Cobham 1954)
 *
 * where s_k is the load of types of rank up to k's, lambda sum pi t.
 */
import { InvalidInputError } from '@marginal/program';
import { moments, type Server } from './server.ts';

export type Discipline =
  | { readonly kind: 'fifo' }
  | { readonly kind: 'processorSharing' }
  /** Types by number, the first to be served first. */
  | { readonly kind: 'priority'; readonly order: readonly number[] };

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
  const { order } = discipline;
  if (
    order.length !== prior.length ||
    new Set(order).size !== prior.length ||
    order.some((k) => !(k in prior))
  )
    throw new InvalidInputError([
      {
        code: 'thinking-tokens.priority',
        place: 'priority order',
        cause: `is ${JSON.stringify(order)}`,
        remedy: `name each of 0..${prior.length - 1} once`,
      },
    ]);
  const times = new Float64Array(prior.length).fill(endless);
  // A type that cannot be carried never leaves the server idle for those behind it, and delays those before it as they come.
  const residual = (arrivalRate * second) / 2;
  let before = 0;
  for (const k of order) {
    const upTo = before + arrivalRate * prior[k] * service[k];
    if (!(upTo < 1)) break;
    times[k] = service[k] + residual / ((1 - before) * (1 - upTo));
    before = upTo;
  }
  return times;
}

/** sum pi T, s. */
export function meanSystemTime(server: Server, tokens: Float64Array, discipline: Discipline): number {
  const times = systemTimes(server, tokens, discipline);
  return times.reduce((sum, time, k) => (server.prior[k] > 0 ? sum + server.prior[k] * time : sum), 0);
}
