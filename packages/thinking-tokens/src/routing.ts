/**
 * Several servers: each type k is sent to server s with probability x_ks and thinks l_ks tokens there. Poisson streams split
 * into Poisson streams, so that each server is an M/G/1 queue of its own:
 *
 *   J  =  sum_ks pi_k x_ks (alpha accuracy_ks(l_ks) - t_ks - cost_ks l_ks)  -  sum_s a_s lambda m2_s / (2 (1 - rho_s))
 *   a_s = sum_k pi_k x_ks,   m2_s = sum_k pi_k x_ks t_ks^2,   rho_s = lambda sum_k pi_k x_ks t_ks,   sum_s x_ks = 1
 *
 * What is proved. For a given routing J separates by server and is concave: that allocation is proved. In both together J
 * is not concave: the routing is a local optimum, from several starts. An upper bound on every routing: by Cauchy and Schwarz
 * a m2 >= (rho / lambda)^2, and h(rho) = rho^2 / (2 lambda (1 - rho)) is convex, so that for any prices mu_s of a busy second
 *
 *   J  <=  sum_k pi_k max_s max_l (alpha accuracy_ks(l) - (1 + mu_s) t_ks(l) - cost_ks l)  +  sum_s h*(mu_s)
 *
 * with h*(mu) = max over rho of mu rho / lambda - h(rho). Its least value over mu is the bound; the gap that is left comes from
 * the spread of service times at a server, and from chance where types share one.
 */
import { type Fault, refuse } from '@marginal/program';
import { maximizeInBox } from './box-optimum.ts';
import { slopeAhead } from './curve.ts';
import { accuracyOf, performanceOf, type Server } from './server.ts';
import { ASSIGNMENTS, PRICE_STEPS, ROUTING_GAP, ROUTING_STEPS } from './tolerances.ts';

export interface RoutingOptimum {
  /** `optimal` where the bound is met; else `local`, and no routing is better than `bound`. */
  readonly status: 'optimal' | 'local';
  /** x_ks: by type, then by server. */
  readonly routing: readonly Float64Array[];
  /** l_ks, tokens: by type, then by server; 0 where nothing is sent. */
  readonly tokens: readonly Float64Array[];
  /** J, s. */
  readonly objective: number;
  readonly accuracy: number;
  /** s, over all tasks. */
  readonly meanSystemTime: number;
  /** rho_s. */
  readonly utilisation: Float64Array;
  readonly bound: number;
  /** (bound - objective) / (1 + |objective|). */
  readonly gap: number;
  /** The best routing that sends each type to one server; `proved` where all of them were tried. */
  readonly dedicated?: {
    readonly servers: readonly number[];
    readonly objective: number;
    readonly proved: 'yes' | 'no';
  };
}

/** No routing that was tried keeps every server below full load. */
export interface NoRouting {
  readonly status: 'unstable';
}

function checkServers(servers: readonly Server[]): void {
  const [first] = servers;
  const faults: Fault[] = [];
  if (first === undefined)
    faults.push({
      code: 'thinking-tokens.servers',
      place: 'servers',
      cause: 'there are none',
      remedy: 'give one or more',
    });
  servers.forEach((server, s) => {
    const same =
      server.arrivalRate === first.arrivalRate &&
      server.weight === first.weight &&
      server.prior.length === first.prior.length &&
      server.prior.every((share, k) => share === first.prior[k]);
    if (!same)
      faults.push({
        code: 'thinking-tokens.servers',
        place: `servers[${s}]`,
        cause: 'its arrival rate, weight or priors are not those of the first',
        remedy: 'give the one stream of tasks that all servers share',
      });
  });
  refuse(faults);
}

/** The tokens that maximise alpha accuracy(l) - price l of type `k`: where the slope passes the price, by bisection. */
function tokensAtPrice(server: Server, k: number, price: number): number {
  const { accuracyGain, accuracyRate, weight, maxTokens } = server;
  const curve = server.curves?.[k];
  if (curve === undefined) {
    const worth = weight * accuracyGain[k] * accuracyRate[k];
    return worth > price ? Math.min(maxTokens, Math.log(worth / price) / accuracyRate[k]) : 0;
  }
  if (!(weight * slopeAhead(curve, 0) > price)) return 0;
  let [low, high] = [0, maxTokens];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (weight * slopeAhead(curve, middle) > price) low = middle;
    else high = middle;
  }
  return high;
}

/** alpha accuracy(l) - perSecond t(l) - cost l of one task of type `k`. */
function worthOf(server: Server, k: number, tokens: number, perSecond: number): number {
  const time = server.serviceBase[k] + server.servicePerToken[k] * tokens;
  const cost = (server.tokenCost?.[k] ?? 0) * tokens;
  return server.weight * accuracyOf(server, k, tokens) - perSecond * time - cost;
}

/** The bound at prices `mu` of a busy second, by server. */
function boundAt(servers: readonly Server[], mu: Float64Array): number {
  const { prior, arrivalRate } = servers[0];
  let bound = 0;
  for (let k = 0; k < prior.length; k++) {
    let most = Number.NEGATIVE_INFINITY;
    servers.forEach((server, s) => {
      const price = (1 + mu[s]) * server.servicePerToken[k] + (server.tokenCost?.[k] ?? 0);
      most = Math.max(most, worthOf(server, k, tokensAtPrice(server, k, price), 1 + mu[s]));
    });
    bound += prior[k] * most;
  }
  // h'(rho) = (1 / (1 - rho)^2 - 1) / (2 lambda) = mu / lambda.
  for (const price of mu) {
    const rho = 1 - 1 / Math.sqrt(1 + 2 * price);
    bound += (price * rho - (rho * rho) / (2 * (1 - rho))) / arrivalRate;
  }
  return bound;
}

/** The least bound found by pattern search over prices; whatever it is, it holds. */
function leastBound(servers: readonly Server[]): { bound: number; mu: Float64Array } {
  let mu = new Float64Array(servers.length).fill(0.5);
  let bound = boundAt(servers, mu);
  let step = 1;
  const directions = [
    ...servers.map((_, s) => servers.map((__, r) => (r === s ? 1 : 0))),
    servers.map(() => 1),
    ...servers.flatMap((_, s) =>
      servers.flatMap((__, r) =>
        r === s ? [] : [servers.map((___, q) => (q === s ? 1 : q === r ? -1 : 0))],
      ),
    ),
  ];
  for (let round = 0; round < PRICE_STEPS && step > 1e-9; round++) {
    let improved = false;
    for (const direction of directions)
      for (const sign of [1, -1]) {
        const next = mu.map((price, s) => Math.max(0, price + sign * step * direction[s] * (1 + price)));
        const value = boundAt(servers, next);
        if (!(value < bound)) continue;
        [mu, bound, improved] = [next, value, true];
      }
    step *= improved ? 1.5 : 0.5;
  }
  return { bound, mu };
}

interface Routed {
  readonly x: readonly Float64Array[];
  readonly tokens: readonly Float64Array[];
  readonly objective: number;
}

/** The server as it is under a routing: its own stream, and how much of all tasks that is. */
function shareOf(
  servers: readonly Server[],
  x: readonly Float64Array[],
  s: number,
): { server: Server; share: number } {
  const server = servers[s];
  const sent = server.prior.map((prior, k) => prior * x[k][s]);
  const share = sent.reduce((sum, part) => sum + part, 0);
  const prior = share > 0 ? sent.map((part) => part / share) : sent;
  return { server: { ...server, prior, arrivalRate: server.arrivalRate * share }, share };
}

/** The best allocation for a routing, proved server by server; -Infinity where one is overloaded even without thinking. */
function allocate(servers: readonly Server[], x: readonly Float64Array[]): Routed {
  const size = servers[0].prior.length;
  const tokens = Array.from({ length: size }, () => new Float64Array(servers.length));
  let objective = 0;
  servers.forEach((_, s) => {
    const { server, share } = shareOf(servers, x, s);
    if (!(share > 0)) return;
    const none = new Float64Array(size);
    const found = maximizeInBox(
      server,
      none,
      none.map(() => server.maxTokens),
      none,
    );
    objective += share * found.objective;
    for (let k = 0; k < size; k++) tokens[k][s] = x[k][s] > 0 ? found.tokens[k] : 0;
  });
  return { x, tokens, objective };
}

/** dJ/dx_ks with the tokens held, or at their best where nothing is sent yet. */
function slopes(servers: readonly Server[], { x, tokens }: Routed): Float64Array[] {
  const size = servers[0].prior.length;
  const out = Array.from({ length: size }, () => new Float64Array(servers.length));
  servers.forEach((server, s) => {
    const { prior, serviceBase, servicePerToken, arrivalRate, tokenCost } = server;
    let [share, first, second] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      const time = serviceBase[k] + servicePerToken[k] * tokens[k][s];
      share += prior[k] * x[k][s];
      first += prior[k] * x[k][s] * time;
      second += prior[k] * x[k][s] * time * time;
    }
    const idle = 1 - arrivalRate * first;
    const wait = (arrivalRate * second) / (2 * idle);
    const perSecond = 1 + (share * arrivalRate * arrivalRate * second) / (2 * idle * idle);
    const perSquare = (share * arrivalRate) / (2 * idle);
    for (let k = 0; k < size; k++) {
      const timeOf = (l: number): number => serviceBase[k] + servicePerToken[k] * l;
      const priceOf = (l: number): number =>
        (perSecond + 2 * perSquare * timeOf(l)) * servicePerToken[k] + (tokenCost?.[k] ?? 0);
      let l = tokens[k][s];
      if (!(x[k][s] > 0)) {
        let [low, high] = [0, server.maxTokens];
        for (let halving = 0; halving < 60; halving++) {
          const middle = (low + high) / 2;
          if (tokensAtPrice(server, k, priceOf(middle)) > middle) low = middle;
          else high = middle;
        }
        l = low;
      }
      const time = timeOf(l);
      out[k][s] = prior[k] * (worthOf(server, k, l, perSecond) - perSquare * time * time - wait);
    }
  });
  return out;
}

/** The point of the simplex nearest to `row`. */
function toSimplex(row: Float64Array): Float64Array {
  const sorted = row.slice().sort().reverse();
  let [sum, shift] = [0, 0];
  for (let n = 0; n < sorted.length; n++) {
    sum += sorted[n];
    const next = (sum - 1) / (n + 1);
    if (sorted[n] > next) shift = next;
  }
  const projected = row.map((value) => Math.max(0, value - shift));
  const total = projected.reduce((all, value) => all + value, 0);
  return projected.map((value) => value / total);
}

/** Projected gradient over the routing, each step judged by the proved allocation for it. */
function climb(servers: readonly Server[], start: Routed): Routed {
  let at = start;
  let rate = 1;
  for (let step = 0; step < ROUTING_STEPS && rate > 1e-9; step++) {
    const slope = slopes(servers, at);
    const steepest = slope.reduce(
      (most, row) => row.reduce((own, value) => Math.max(own, Math.abs(value - row[0])), most),
      0,
    );
    if (!(steepest > 0)) break;
    let improved = false;
    for (; rate > 1e-9; rate /= 2) {
      const x = at.x.map((row, k) =>
        toSimplex(row.map((value, s) => value + (rate / steepest) * slope[k][s])),
      );
      const next = allocate(servers, x);
      if (!(next.objective > at.objective)) continue;
      at = next;
      improved = true;
      break;
    }
    if (!improved) break;
    rate = Math.min(1, rate * 4);
  }
  return at;
}

function dedicated(servers: readonly Server[], assignment: readonly number[]): Float64Array[] {
  return assignment.map((to) => Float64Array.from(servers, (_, s) => (s === to ? 1 : 0)));
}

/**
 * Routes the types over servers that share one stream of tasks, and allocates tokens at each. Throws `InvalidInputError`
 * `thinking-tokens.servers` when there is none, or when they do not share the stream.
 */
export function routeTypes(servers: readonly Server[]): RoutingOptimum | NoRouting {
  checkServers(servers);
  const size = servers[0].prior.length;
  const count = servers.length;
  const { bound: relaxed, mu } = leastBound(servers);
  const cheapest = Array.from({ length: size }, (_, k) => {
    const worth = servers.map((server, s) => {
      const price = (1 + mu[s]) * server.servicePerToken[k] + (server.tokenCost?.[k] ?? 0);
      return worthOf(server, k, tokensAtPrice(server, k, price), 1 + mu[s]);
    });
    return worth.indexOf(Math.max(...worth));
  });
  const all = count ** size <= ASSIGNMENTS;
  const assignments = all
    ? Array.from({ length: count ** size }, (_, code) =>
        Array.from({ length: size }, (__, k) => Math.floor(code / count ** k) % count),
      )
    : [cheapest, ...servers.map((_, s) => Array.from({ length: size }, () => s))];
  let bestDedicated: { servers: readonly number[]; routed: Routed } | undefined;
  for (const assignment of assignments) {
    const routed = allocate(servers, dedicated(servers, assignment));
    if (routed.objective > (bestDedicated?.routed.objective ?? Number.NEGATIVE_INFINITY))
      bestDedicated = { servers: assignment, routed };
  }
  const even = Array.from({ length: size }, () => new Float64Array(count).fill(1 / count));
  const fast = Float64Array.from(
    servers,
    ({ serviceBase, prior }) =>
      1 /
      Math.max(
        1e-300,
        serviceBase.reduce((sum, t, k) => sum + prior[k] * t, 0),
      ),
  );
  const speed = fast.reduce((sum, value) => sum + value, 0);
  const bySpeed = Array.from({ length: size }, () => fast.map((value) => value / speed));
  const starts = [even, bySpeed]
    .map((x) => allocate(servers, x))
    .concat(bestDedicated === undefined ? [] : [bestDedicated.routed])
    .filter(({ objective }) => Number.isFinite(objective));
  if (starts.length === 0) return { status: 'unstable' };
  const best = starts
    .map((start) => climb(servers, start))
    .reduce((a, b) => (b.objective > a.objective ? b : a));
  let [accuracy, meanSystemTime] = [0, 0];
  const utilisation = new Float64Array(count);
  servers.forEach((_, s) => {
    const { server, share } = shareOf(servers, best.x, s);
    if (!(share > 0)) return;
    const own = performanceOf(
      server,
      Float64Array.from(best.tokens, (row) => row[s]),
    );
    accuracy += share * own.accuracy;
    meanSystemTime += share * own.meanSystemTime;
    utilisation[s] = own.utilisation;
  });
  // One server leaves nothing to route: its own tangent bounds it.
  const none = new Float64Array(size);
  const most = none.map(() => servers[0].maxTokens);
  const bound =
    count === 1
      ? maximizeInBox(
          servers[0],
          none,
          most,
          Float64Array.from(best.tokens, (row) => row[0]),
        ).bound
      : relaxed;
  const highest = Math.max(bound, best.objective);
  const gap = (highest - best.objective) / (1 + Math.abs(best.objective));
  return {
    status: gap <= ROUTING_GAP ? 'optimal' : 'local',
    routing: best.x,
    tokens: best.tokens,
    objective: best.objective,
    accuracy,
    meanSystemTime,
    utilisation,
    bound: highest,
    gap,
    ...(bestDedicated === undefined
      ? {}
      : {
          dedicated: {
            servers: bestDedicated.servers,
            objective: bestDedicated.routed.objective,
            proved: all ? 'yes' : 'no',
          },
        }),
  };
}
