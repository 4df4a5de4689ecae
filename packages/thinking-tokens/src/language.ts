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
  outerApproximation,
  quadraticOverLinear,
  set,
} from '@marginal/core';
import type { Backend } from '@marginal/program';
import { performanceOf, type Server } from './server.ts';

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

/** The model and its atoms; `names`: length N. */
export function thinkingModel(server: Server, names: readonly string[]) {
  const task = set('task', names);
  const { arrivalRate, weight } = server;
  // What is minimised is a time: its money is the second.
  const m = model({ money: 's' });
  const data = (name: string, unit: string, values: Float64Array) =>
    m.parameter(name, [task], { unit }, values);
  const prior = data('prior', '1', server.prior);
  const serviceBase = data('serviceBase', 's', server.serviceBase);
  const servicePerToken = data('servicePerToken', 's/token', server.servicePerToken);
  const accuracyGain = data('accuracyGain', '1', server.accuracyGain);
  const accuracyRate = data('accuracyRate', '1/token', server.accuracyRate);
  const rate = m.parameter('arrivalRate', [], { unit: '1/s' }, arrivalRate);
  const alpha = m.parameter('weight', [], { unit: 's' }, weight);
  const tokens = m.variable('tokens', [task], { unit: 'token', lower: 0, upper: server.maxTokens });
  const time = tokens.times(servicePerToken).plus(serviceBase);
  const meanService = time.times(prior).sum();
  const utilisation = meanService.times(rate);
  const stability = m.constraint('stability', [], utilisation, '<=', 1);
  const miss = exponential(m, 'miss', [task], tokens.times(accuracyRate).times(-1));
  const wait = quadraticOverLinear(m, 'wait', [task], time, utilisation.times(-1).plus(1));
  const answered = server.accuracyBase.reduce(
    (sum, base, k) => sum + server.prior[k] * (base + server.accuracyGain[k]),
    0,
  );
  const objective = meanService
    .plus(
      wait.value
        .times(prior)
        .sum()
        .times(rate)
        .times(1 / 2),
    )
    .plus(miss.value.times(prior).times(accuracyGain).sum().times(alpha))
    .minus(alpha.times(answered));
  const compiled = m.minimize(objective).compile();
  const atoms: readonly ConvexAtom[] = [miss, wait];
  return { compiled, atoms, tokens, stability };
}

/** Solves by outer approximation to `gap`, relative, 1e-9 by default. */
export async function outerOptimum(
  server: Server,
  names: readonly string[],
  backend: Backend,
  options: { readonly gap?: number; readonly timeLimit?: number } = {},
): Promise<OuterOptimum | OuterFailure> {
  const { compiled, atoms, tokens, stability } = thinkingModel(server, names);
  const solved = await outerApproximation(compiled, atoms).solve(backend, options);
  if (solved.status !== 'optimal')
    return { status: 'failed', cause: 'cause' in solved ? solved.cause : `came out ${solved.status}` };
  const { result, lower, upper, gap, rounds, iterations } = solved;
  const allocation = Float64Array.from(result.value(tokens).values, (l) =>
    Math.min(Math.max(l, 0), server.maxTokens),
  );
  return {
    status: 'optimal',
    tokens: allocation,
    objective: performanceOf(server, allocation).objective,
    lower: -upper,
    upper: -lower,
    gap,
    rounds,
    iterations,
    budgetRent: result.boundRent(tokens).upper.values,
    stabilityRent: result.rent(stability).upper.at(),
  };
}
