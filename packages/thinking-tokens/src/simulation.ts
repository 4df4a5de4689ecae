/**
 * A single server, simulated customer by customer, to hold the formulas against. First come, first served is Lindley's
 * recursion, exact and without an event list:
 *
 *   W_{n+1} = max(0, W_n + S_n - A_n)             W wait, S service, A time to the next arrival
 *
 * Means come with confidence intervals by batch means: after the warm-up the run is cut into batches whose means are close to
 * independent (Law, Simulation Modeling and Analysis, 9.5). Same seed, same run, on every machine.
 */

import { InvalidInputError } from '@marginal/program';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Server } from './server.ts';

/** Batches of a run. */
export const BATCHES = 30;

/**
 * Quantile of Student's t with 29 degrees of freedom for 97.5 % two-sided: two intervals, of the time in the system and of the
 * wait, which hold together with 95 % (Bonferroni). 2.364, from the tables.
 */
const STUDENT = 2.364;

export interface Estimate {
  readonly mean: number;
  /** Half width of the interval. */
  readonly halfWidth: number;
}

export interface Simulation {
  /** Time in the system, s. */
  readonly systemTime: Estimate;
  /** Time before service, s. */
  readonly wait: Estimate;
  /** Share of time that the server was busy. */
  readonly utilisation: number;
  /** Customers that were counted. */
  readonly customers: number;
  /** Time in the system that this share of the customers stayed below, s: [0.5, 0.9, 0.95, 0.99]. */
  readonly quantiles: Readonly<Record<'p50' | 'p90' | 'p95' | 'p99', number>>;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Customers that are counted, a multiple of the batches; 60,000 by default. */
  readonly customers?: number;
  /** Customers before them, while the queue finds its level; a tenth by default. */
  readonly warmUp?: number;
}

/** A stream of numbers in (0, 1]. */
export function randomStream(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => 1 - uniformFloat64(generator);
}

/** Mean and interval of the batch means of `values`, whose length is a multiple of the batches. */
export function batchMeans(values: Float64Array): Estimate {
  const size = values.length / BATCHES;
  const means = Array.from({ length: BATCHES }, (_, b) => {
    let sum = 0;
    for (let n = b * size; n < (b + 1) * size; n++) sum += values[n];
    return sum / size;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, halfWidth: STUDENT * Math.sqrt(variance / BATCHES) };
}

function quantilesOf(values: Float64Array): Simulation['quantiles'] {
  const sorted = values.slice().sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}

/** Runs the recursion on gaps and services handed over one by one. */
function lindley(customers: number, warmUp: number, gap: () => number, service: () => number): Simulation {
  const system = new Float64Array(customers);
  const waits = new Float64Array(customers);
  let wait = 0;
  let busy = 0;
  let elapsed = 0;
  for (let n = -warmUp; n < customers; n++) {
    const time = service();
    const next = gap();
    if (n >= 0) {
      waits[n] = wait;
      system[n] = wait + time;
      busy += time;
      elapsed += next;
    }
    wait = Math.max(0, wait + time - next);
  }
  return {
    systemTime: batchMeans(system),
    wait: batchMeans(waits),
    utilisation: busy / elapsed,
    customers,
    quantiles: quantilesOf(system),
  };
}

/** A service time of a random task under an allocation; `tokens`: length N. */
function services(server: Server, tokens: Float64Array, random: () => number): () => number {
  const { prior, serviceBase, servicePerToken } = server;
  const upTo = new Float64Array(prior.length);
  let sum = 0;
  for (let k = 0; k < prior.length; k++) {
    sum += prior[k];
    upTo[k] = sum;
  }
  return () => {
    const u = random() * sum;
    let k = 0;
    while (k < upTo.length - 1 && u > upTo[k]) k++;
    return serviceBase[k] + servicePerToken[k] * tokens[k];
  };
}

/** Simulates the model's own assumptions: Poisson arrivals, types by their priors. */
export function simulate(server: Server, tokens: Float64Array, options: SimulationOptions): Simulation {
  const { seed, customers = 60_000, warmUp = Math.floor(customers / 10) } = options;
  const random = randomStream(seed);
  const gap = (): number => -Math.log(random()) / server.arrivalRate;
  const counted = Math.ceil(customers / BATCHES) * BATCHES;
  return lindley(counted, warmUp, gap, services(server, tokens, random));
}

/**
 * The share of tasks that take longer than `seconds` under an allocation: every allocation sees the same arrivals and the
 * same tasks. An overloaded one comes out as late as the run is long.
 */
export function lateness(
  server: Server,
  seconds: number,
  options: SimulationOptions,
): (tokens: Float64Array) => Estimate {
  const { seed, customers: asked = 60_000, warmUp = Math.floor(asked / 10) } = options;
  const { prior, serviceBase, servicePerToken, arrivalRate } = server;
  const customers = Math.ceil(asked / BATCHES) * BATCHES;
  const random = randomStream(seed);
  const gaps = new Float64Array(warmUp + customers);
  const types = new Int32Array(warmUp + customers);
  const upTo = new Float64Array(prior.length);
  let sum = 0;
  for (let k = 0; k < prior.length; k++) {
    sum += prior[k];
    upTo[k] = sum;
  }
  for (let n = 0; n < gaps.length; n++) {
    gaps[n] = -Math.log(random()) / arrivalRate;
    const u = random() * sum;
    while (types[n] < upTo.length - 1 && u > upTo[types[n]]) types[n]++;
  }
  const late = new Float64Array(customers);
  return (tokens) => {
    const service = tokens.map((l, k) => serviceBase[k] + servicePerToken[k] * l);
    let wait = 0;
    for (let n = 0; n < gaps.length; n++) {
      const system = wait + service[types[n]];
      if (n >= warmUp) late[n - warmUp] = system > seconds ? 1 : 0;
      wait = Math.max(0, system - gaps[n]);
    }
    return batchMeans(late);
  };
}

/** Simulates any single server with Poisson arrivals; `service` is called once per customer. */
export function simulateServices(
  arrivalRate: number,
  service: (random: () => number) => number,
  options: SimulationOptions,
): Simulation {
  const { seed, customers = 60_000, warmUp = Math.floor(customers / 10) } = options;
  const random = randomStream(seed);
  const counted = Math.ceil(customers / BATCHES) * BATCHES;
  return lindley(
    counted,
    warmUp,
    () => -Math.log(random()) / arrivalRate,
    () => service(random),
  );
}

/** Throws `InvalidInputError` `thinking-tokens.arrivals` where a stream is too short for a simulation with an interval. */
export function requireArrivals(times: Float64Array): void {
  if (times.length > BATCHES && times[times.length - 1] > times[0]) return;
  throw new InvalidInputError([
    {
      code: 'thinking-tokens.arrivals',
      place: 'arrivals',
      cause: `are ${times.length}`,
      remedy: `give ${BATCHES + 1} arrivals or more, not all at once: an interval needs a gap in each of ${BATCHES} batches`,
    },
  ]);
}

/**
 * Simulates the server under arrivals as they were, such as a trace: `times`, s, in order. Speeded up or slowed down to the
 * server's arrival rate, so that only the pattern differs from the model. Types are drawn by their priors. Throws
 * `InvalidInputError` `thinking-tokens.arrivals` for fewer than 31 arrivals.
 */
export function simulateArrivals(
  server: Server,
  tokens: Float64Array,
  times: Float64Array,
  options: SimulationOptions,
): Simulation {
  requireArrivals(times);
  const random = randomStream(options.seed);
  const gaps = times.length - 1;
  const pace = gaps / (times[gaps] - times[0]) / server.arrivalRate;
  const counted = Math.floor(gaps / BATCHES) * BATCHES;
  let at = gaps - counted;
  const gap = (): number => {
    at++;
    return (times[at] - times[at - 1]) * pace;
  };
  return lindley(counted, 0, gap, services(server, tokens, random));
}
