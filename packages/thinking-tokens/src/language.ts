/**
 * The same problem stated in the language, with convex atoms, for outer approximation over any backend that solves linear
 * programs:
 *
 *   min  sum pi t + (lambda/2) sum pi w - alpha sum pi (D + A - A q)
 *   miss:  q_k >= e^(-b_k l_k)          wait:  w_k >= t_k^2 / idle          idle = 1 - lambda sum pi t
 *
 * so that -J is the objective, proved from both sides, and the rows and bounds have duals: what a token more of budget is
 * worth for a type, and what more of utilisation would be (nothing, as long as the limit is 1: time grows without bound
 * before it is reached).
 */
import {
  type ConvexAtom,
  exponential,
  model,
  type OuterApproximationResult,
  outerApproximation,
  type Point,
  piecewiseLinear,
  quadraticOverLinear,
  set,
} from '@marginal/core';
import { type Backend, describeFault, MarginalError } from '@marginal/program';
import { curveValue, type SmoothAccuracy } from './curve.ts';
import { performanceOf, type Server } from './server.ts';
import { FIRST_TANGENTS, LEAST_SLOPE, OUTER_GAP, TANGENT_APART, TANGENT_ROUNDS } from './tolerances.ts';

export interface OuterOptimum {
  readonly status: 'optimal';
  /** Length N, tokens. */
  readonly tokens: Float64Array;
  /** J of the tokens, computed from the equations and not read from the program, s. */
  readonly objective: number;
  /** J* lies between these, s; the upper end is proved by duals. */
  readonly lower: number;
  readonly upper: number;
  /** Relative. */
  readonly gap: number;
  /** Linear programs solved. */
  readonly rounds: number;
  readonly iterations: number;
  /** dJ/dl_max by type, s/token: what a token more of budget for the type is worth. Length N. */
  readonly budgetRent: Float64Array;
  /** What more of utilisation is worth, s. */
  readonly stabilityRent: number;
}

export interface OuterFailure {
  readonly status: 'failed';
  readonly cause: string;
}

const PER_MILLE = 1000;

/** Points of a concave function by number of the type: in place of its accuracy. */
export type Envelopes = ReadonlyMap<number, readonly Point[]>;

/** The points of every table up to l_max, flat after the last. */
function tablesOf({ curves, maxTokens }: Server): Map<number, readonly Point[]> {
  const tables = new Map<number, readonly Point[]>();
  curves?.forEach((curve, k) => {
    if (curve?.kind !== 'table') return;
    const inside = Array.from(curve.tokens, (l, n): Point => [l, curve.accuracy[n]]).filter(
      ([l]) => l < maxTokens,
    );
    tables.set(k, [...inside, [maxTokens, curveValue(curve, maxTokens)]]);
  });
  return tables;
}

/**
 * The points in the units of the program, share of the budget and per mille, in which slopes lie near 1. A tail that solvers
 * would drop is replaced by the last slope before it, up to the level that the tail ends at, and flat from there: never below.
 */
function scaledPoints(points: readonly Point[], maxTokens: number): Point[] {
  const scaled = points.map(([l, accuracy]): Point => [l / maxTokens, PER_MILLE * accuracy]);
  const [end, level] = scaled[scaled.length - 1];
  const slope = (n: number): number => (scaled[n + 1][1] - scaled[n][1]) / (scaled[n + 1][0] - scaled[n][0]);
  const tail = scaled.findIndex((_, n) => n + 1 < scaled.length && slope(n) < LEAST_SLOPE);
  if (tail < 0) return scaled;
  const [at, reached] = scaled[tail];
  if (tail === 0)
    return [
      [0, level],
      [end, level],
    ];
  const flat = at + (level - reached) / slope(tail - 1);
  const head = scaled.slice(0, flat > at ? tail + 1 : tail);
  return flat < end ? [...head, [flat, level], [end, level]] : [...head, [end, level]];
}

/**
 * The model and its atoms; `names`: length N. Types with a table, or with an entry of `envelopes`, have a piecewise-linear
 * accuracy in place of the exponential: concave and a benefit, so it takes rows only.
 */
export function thinkingModel(server: Server, names: readonly string[], envelopes?: Envelopes) {
  const { arrivalRate, weight, maxTokens } = server;
  const points = new Map([...tablesOf(server), ...(envelopes ?? [])]);
  // What is minimised is a time: its money is the second.
  const m = model({ money: 's' });
  const rate = m.parameter('arrivalRate', [], { unit: '1/s' }, arrivalRate);
  const alpha = m.parameter('weight', [], { unit: 's' }, weight);
  const all = Array.from(names, (_, k) => k);
  const group = (label: string, positions: readonly number[]) => {
    const prefix = label === '' ? '' : `${label} `;
    const task = set(
      `${prefix}task`,
      positions.map((k) => names[k]),
    );
    const data = (name: string, unit: string, values: Float64Array) =>
      m.parameter(
        `${prefix}${name}`,
        [task],
        { unit },
        Float64Array.from(positions, (k) => values[k]),
      );
    const prior = data('prior', '1', server.prior);
    const tokens = m.variable(`${prefix}tokens`, [task], { unit: 'token', lower: 0, upper: maxTokens });
    const time = tokens
      .times(data('servicePerToken', 's/token', server.servicePerToken))
      .plus(data('serviceBase', 's', server.serviceBase));
    const cost =
      server.tokenCost === undefined
        ? undefined
        : tokens
            .times(data('tokenCost', 's/token', server.tokenCost))
            .times(prior)
            .sum();
    return { positions, task, data, prior, tokens, time, cost, prefix };
  };
  const saturating = group(
    '',
    all.filter((k) => !points.has(k)),
  );
  const tabled = [...points.keys()].length === 0 ? undefined : group('tabled', [...points.keys()]);
  const groups =
    tabled === undefined ? [saturating] : saturating.positions.length === 0 ? [tabled] : [saturating, tabled];
  const meanService = groups
    .map(({ time, prior }) => time.times(prior).sum())
    .reduce((sum, next) => sum.plus(next));
  const utilisation = meanService.times(rate);
  const stability = m.constraint('stability', [], utilisation, '<=', 1);
  // A column of its own: written out, it would stand in the row of every type with all types in it.
  const idle = m.variable('idle', [], { unit: '1', lower: 0, upper: 1 });
  m.constraint('idleShare', [], idle, '==', utilisation.times(-1).plus(1));
  const atoms: ConvexAtom[] = [];
  const waits = groups.map(({ prefix, task, time, prior }) => {
    const wait = quadraticOverLinear(m, `${prefix}wait`, [task], time, idle);
    atoms.push(wait);
    return wait.value.times(prior).sum();
  });
  const queue = waits
    .reduce((sum, next) => sum.plus(next))
    .times(rate)
    .times(1 / 2);
  let objective = meanService.plus(queue);
  if (saturating.positions.length > 0) {
    const { task, prior, tokens, data, positions } = saturating;
    const miss = exponential(
      m,
      'miss',
      [task],
      tokens.times(data('accuracyRate', '1/token', server.accuracyRate)).times(-1),
    );
    atoms.push(miss);
    const missed = miss.value
      .times(prior)
      .times(data('accuracyGain', '1', server.accuracyGain))
      .sum();
    const answered = positions.reduce(
      (sum, k) => sum + server.prior[k] * (server.accuracyBase[k] + server.accuracyGain[k]),
      0,
    );
    objective = objective.plus(missed.times(alpha)).minus(alpha.times(answered));
  }
  if (tabled !== undefined) {
    const byName = new Map([...points].map(([k, list]) => [names[k], scaledPoints(list, maxTokens)]));
    const share = m.parameter('shareOfBudget', [], { unit: '1/token' }, 1 / maxTokens);
    // A column of its own, so that slopes are coefficients as they are.
    const used = m.variable('used', [tabled.task], { unit: '1', lower: 0, upper: 1 });
    m.constraint('usedShare', [tabled.task], used, '==', tabled.tokens.times(share));
    const accuracy = piecewiseLinear(m, 'accuracy', [tabled.task], used, {
      points: (name) => byName.get(String(name)) ?? [],
      use: 'benefit',
      unit: '1',
    });
    objective = objective.minus(
      accuracy.value
        .times(tabled.prior)
        .sum()
        .times(alpha)
        .times(1 / PER_MILLE),
    );
  }
  for (const { cost } of groups) if (cost !== undefined) objective = objective.plus(cost);
  const compiled = m.minimize(objective).compile();
  return { compiled, atoms, groups, stability };
}

/** Tangents of a smooth curve at `touch` (rising, from 0), as the points of the concave function that they enclose. */
function envelope(curve: SmoothAccuracy, touch: readonly number[], maxTokens: number): Point[] {
  const [values, slopes] = [touch.map(curve.value), touch.map(curve.slope)];
  const points: Point[] = [[0, values[0]]];
  for (let n = 0; n + 1 < touch.length; n++) {
    const turn = slopes[n] - slopes[n + 1];
    if (!(turn > 1e-12 * slopes[n])) continue;
    const ahead = (values[n + 1] - values[n] - slopes[n + 1] * (touch[n + 1] - touch[n])) / turn;
    const at = Math.min(Math.max(touch[n] + ahead, touch[n]), touch[n + 1]);
    if (at > points[points.length - 1][0]) points.push([at, values[n] + slopes[n] * (at - touch[n])]);
  }
  const last = touch.length - 1;
  const end = values[last] + slopes[last] * (maxTokens - touch[last]);
  if (points[points.length - 1][0] < maxTokens) points.push([maxTokens, end]);
  return points;
}

/**
 * Solves by outer approximation to `gap`, relative, 1e-9 by default. A smooth curve other than the exponential is held by
 * tangents of ours, added where the last optimum was until what they overstate is within the gap.
 */
export async function outerOptimum(
  server: Server,
  names: readonly string[],
  backend: Backend,
  options: { readonly gap?: number; readonly timeLimit?: number } = {},
): Promise<OuterOptimum | OuterFailure> {
  const { maxTokens, curves } = server;
  const touches = new Map<number, number[]>();
  curves?.forEach((curve, k) => {
    if (curve?.kind === 'smooth')
      touches.set(
        k,
        FIRST_TANGENTS.map((share) => share * maxTokens),
      );
  });
  if (touches.size === 0) return envelopeOptimum(server, names, backend, options);
  const wanted = options.gap ?? OUTER_GAP;
  let [rounds, iterations] = [0, 0];
  for (let round = 0; round < TANGENT_ROUNDS; round++) {
    const envelopes = new Map<number, Point[]>();
    for (const [k, touch] of touches) {
      const curve = curves?.[k];
      if (curve?.kind === 'smooth') envelopes.set(k, envelope(curve, touch, maxTokens));
    }
    const found = await envelopeOptimum(server, names, backend, { ...options, gap: wanted / 4 }, envelopes);
    if (found.status !== 'optimal') return found;
    rounds += found.rounds;
    iterations += found.iterations;
    // The envelopes are never below the curves: what bounds their optimum bounds ours.
    const gap = (found.upper - found.objective) / (1 + Math.abs(found.objective));
    if (gap <= wanted) return { ...found, lower: found.objective, gap: Math.max(0, gap), rounds, iterations };
    let added = false;
    for (const [k, touch] of touches) {
      const at = found.tokens[k];
      if (touch.some((l) => Math.abs(l - at) <= TANGENT_APART * maxTokens)) continue;
      touch.push(at);
      touch.sort((a, b) => a - b);
      added = true;
    }
    if (!added)
      return { status: 'failed', cause: `tangents cannot bring the gap below ${gap.toExponential(1)}` };
  }
  return { status: 'failed', cause: `the gap was not closed by ${TANGENT_ROUNDS} rounds of tangents` };
}

async function envelopeOptimum(
  server: Server,
  names: readonly string[],
  backend: Backend,
  options: { readonly gap?: number; readonly timeLimit?: number },
  envelopes?: Envelopes,
): Promise<OuterOptimum | OuterFailure> {
  const { compiled, atoms, groups, stability } = thinkingModel(server, names, envelopes);
  let solved: OuterApproximationResult;
  try {
    solved = await outerApproximation(compiled, atoms).solve(backend, options);
  } catch (error) {
    // Numbers that this solver would drop, or a solver without duals: other methods may do.
    if (!(error instanceof MarginalError)) throw error;
    return { status: 'failed', cause: describeFault(error.faults[0]) };
  }
  if (solved.status !== 'optimal')
    return { status: 'failed', cause: 'cause' in solved ? solved.cause : `came out ${solved.status}` };
  const { result, lower, upper, gap, rounds, iterations } = solved;
  const allocation = new Float64Array(names.length);
  const budgetRent = new Float64Array(names.length);
  for (const { positions, tokens } of groups) {
    const [values, rents] = [result.value(tokens).values, result.boundRent(tokens).upper.values];
    positions.forEach((k, at) => {
      allocation[k] = Math.min(Math.max(values[at], 0), server.maxTokens);
      budgetRent[k] = rents[at];
    });
  }
  return {
    status: 'optimal',
    tokens: allocation,
    objective: performanceOf(server, allocation).objective,
    lower: -upper,
    upper: -lower,
    gap,
    rounds,
    iterations,
    budgetRent,
    stabilityRent: result.rent(stability).upper.at(),
  };
}
