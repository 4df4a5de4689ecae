/**
 * The largest allocation that keeps a promise of latency, P(T > t) <= p, found by simulation. The allocation is a plan times a
 * scale; with common random numbers (every scale sees the same arrivals and the same tasks) each customer's time in the
 * system grows with the scale,
 *
 *   W_{n+1} = max(0, W_n + S_n - A_n)     S_n non-decreasing in the scale   =>   W_n + S_n is
 *
 * so that the share of late customers does too, and bisection finds the one scale at which it passes p. The interval comes
 * from the batch means of being late: `low` is the largest scale at which their upper end keeps the promise, `high` that
 * at which their lower end does.
 */
import { InvalidInputError } from '@marginal/program';
import { moments, requireStable, type Server } from './server.ts';
import { BATCHES, batchMeans, type Estimate, randomStream, type SimulationOptions } from './simulation.ts';

export interface LatencyLimit {
  /** t, s; above 0. */
  readonly seconds: number;
  /** p, the share of customers that may be later; between 0 and 1. */
  readonly share: number;
}

export interface QuantileLimit {
  /** `kept`: at the scale found, or at the largest asked for. `impossible`: not even scale 0 keeps it. */
  readonly status: 'kept' | 'impossible';
  /** The largest scale that keeps it in the simulation. */
  readonly scale: number;
  /** Between these lies the scale that keeps it in truth, at the confidence of the batch means. */
  readonly low: number;
  readonly high: number;
  /** Share that is late at the scale. */
  readonly late: Estimate;
  readonly customers: number;
}

/** Share of the room before full load that is left free. */
const STABLE_MARGIN = 1e-9;

/** Halvings of the interval of scales: to a billionth of it. */
const HALVINGS = 30;

function wrongLatency(place: string, cause: string, remedy: string): never {
  throw new InvalidInputError([{ code: 'thinking-tokens.latency', place, cause, remedy }]);
}

/** Throws `InvalidInputError` `thinking-tokens.latency`. */
export function requireLatency({ seconds, share }: LatencyLimit): void {
  if (!(seconds > 0)) wrongLatency('seconds', `is ${seconds}`, 'give a time above 0 s');
  if (!(share > 0 && share < 1)) wrongLatency('share', `is ${share}`, 'give a share between 0 and 1');
}

/**
 * `service(u, scale)` is the service time, s, of a customer who drew `u` in (0, 1]: the inverse of its distribution, or any
 * function that does not fall with the scale. Scales from 0 to `largest`. Throws `InvalidInputError` `thinking-tokens.latency`.
 */
export function largestScale(
  arrivalRate: number,
  service: (u: number, scale: number) => number,
  limit: LatencyLimit,
  largest: number,
  options: SimulationOptions,
): QuantileLimit {
  const { seconds, share } = limit;
  requireLatency(limit);
  if (!(largest > 0 && Number.isFinite(largest)))
    wrongLatency('largest', `is ${largest}`, 'give a finite scale above 0');
  const { seed, customers: asked = 60_000, warmUp = Math.floor(asked / 10) } = options;
  const customers = Math.ceil(asked / BATCHES) * BATCHES;
  const random = randomStream(seed);
  const [gaps, draws] = [new Float64Array(warmUp + customers), new Float64Array(warmUp + customers)];
  for (let n = 0; n < gaps.length; n++) {
    gaps[n] = -Math.log(random()) / arrivalRate;
    draws[n] = random();
  }
  const late = new Float64Array(customers);
  const lateAt = (scale: number): Estimate => {
    let wait = 0;
    for (let n = 0; n < gaps.length; n++) {
      const system = wait + service(draws[n], scale);
      if (n >= warmUp) late[n - warmUp] = system > seconds ? 1 : 0;
      wait = Math.max(0, system - gaps[n]);
    }
    return batchMeans(late);
  };
  /** The largest scale at which `held` is at most the share; undefined where not even 0 is. */
  const last = (held: (estimate: Estimate) => number): number | undefined => {
    if (held(lateAt(largest)) <= share) return largest;
    if (held(lateAt(0)) > share) return undefined;
    let [low, high] = [0, largest];
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (low + high) / 2;
      if (held(lateAt(middle)) <= share) low = middle;
      else high = middle;
    }
    return low;
  };
  const scale = last(({ mean }) => mean);
  const low = last(({ mean, halfWidth }) => mean + halfWidth) ?? 0;
  const high = last(({ mean, halfWidth }) => mean - halfWidth) ?? 0;
  return {
    status: scale === undefined ? 'impossible' : 'kept',
    scale: scale ?? 0,
    low: Math.min(low, scale ?? 0),
    high: Math.max(high, scale ?? 0),
    late: lateAt(scale ?? 0),
    customers,
  };
}

/**
 * How much of `tokens`, 0 to 1, may be thought within the limit; length N. Throws `NotAllowedError` `thinking-tokens.unstable`
 * for a server that is overloaded without thinking.
 */
export function quantileLimit(
  server: Server,
  tokens: Float64Array,
  limit: LatencyLimit,
  options: SimulationOptions,
): QuantileLimit {
  requireStable(server);
  const { prior, serviceBase, servicePerToken, arrivalRate } = server;
  const upTo = new Float64Array(prior.length);
  let sum = 0;
  for (let k = 0; k < prior.length; k++) {
    sum += prior[k];
    upTo[k] = sum;
  }
  const service = (u: number, scale: number): number => {
    let k = 0;
    while (k < upTo.length - 1 && u * sum > upTo[k]) k++;
    return serviceBase[k] + servicePerToken[k] * tokens[k] * scale;
  };
  // At full load a run of any length would still end: no such scale keeps a promise.
  const base = moments(server, new Float64Array(prior.length)).first;
  const thought = moments(server, tokens).first - base;
  const room = 1 / arrivalRate - base;
  const largest = thought > 0 ? Math.min(1, (room / thought) * (1 - STABLE_MARGIN)) : 1;
  return largestScale(arrivalRate, service, limit, largest, options);
}
