/** Owns solving a case: the optimum by three methods that share no code but the equations, checked against each other. */
import { type Backend, NotAllowedError } from '@marginal/program';
import { contractionFactor, furthest, gradientLipschitz } from './bounds.ts';
import { maximizeInBox } from './box-optimum.ts';
import { serverOf, type ThinkingData, taskNames } from './data.ts';
import { fixedPoint, type MethodResult } from './fixed-point.ts';
import { bestNeighbour, type IntegerOptimum, integerOptimum, roundTokens } from './integers.ts';
import { type OuterFailure, type OuterOptimum, outerOptimum } from './language.ts';
import { projectedGradient } from './projected-gradient.ts';
import { gradient, largestStableRate, type Performance, performanceOf, type Server } from './server.ts';
import { METHOD_AGREEMENT, OUTER_TYPES, PLAN_GAP } from './tolerances.ts';

export interface WholeTokens extends IntegerOptimum {
  /** J of the optimum less J of each, s; never negative. */
  readonly roundingLoss: number;
  readonly neighbourLoss: number;
  readonly integerLoss: number;
}

export interface ThinkingPlan {
  readonly status: 'optimal';
  readonly server: Server;
  readonly names: readonly string[];
  /** Length N, tokens: whole ones where the data ask for them. */
  readonly tokens: Float64Array;
  readonly performance: Performance;
  /** No allocation is better than this, s. */
  readonly bound: number;
  readonly methods: {
    readonly fixedPoint: MethodResult;
    readonly projectedGradient: MethodResult;
    readonly outerApproximation: OuterOptimum | OuterFailure;
  };
  /**
   * dJ/dl_max by type, s/token, in closed form: pi (alpha A b e^(-b l) - g) at the budget, 0 below it. Length N. Absent with
   * whole tokens, which have no derivative.
   */
  readonly budgetRent?: Float64Array;
  /** Below 1 the fixed point is sure to converge. */
  readonly contractionFactor: number;
  /** L, s/token^2: the projected gradient steps by 1/L. */
  readonly gradientLipschitz: number;
  readonly whole?: WholeTokens;
}

/** Without any thinking the server is already too slow for the arrivals. */
export interface Unstable {
  readonly status: 'unstable';
  /** 1/s. */
  readonly arrivalRate: number;
  /** Arrivals must be below this rate, 1/s. */
  readonly largestStableRate: number;
}

/**
 * Solves a case. Throws `NotAllowedError` `thinking-tokens.methods-disagree` when methods that say they converged do not
 * agree: then none of them is an answer; `thinking-tokens.not-proved` when the bound stays away from what was found.
 */
export async function solveThinking(
  data: ThinkingData,
  backend: Backend,
  options: { readonly timeLimit?: number } = {},
): Promise<ThinkingPlan | Unstable> {
  const server = serverOf(data);
  const names = taskNames(data);
  const limit = largestStableRate(server);
  if (!(server.arrivalRate < limit))
    return { status: 'unstable', arrivalRate: server.arrivalRate, largestStableRate: limit };
  const size = names.length;
  const byPoint = fixedPoint(server);
  const byGradient = projectedGradient(server);
  // Its linear programs grow faster than the types: many are only tried by who says how long.
  const byTangents: OuterOptimum | OuterFailure =
    size > OUTER_TYPES && options.timeLimit === undefined
      ? {
          status: 'failed',
          cause: `not tried with more than ${OUTER_TYPES} types unless a time limit is given`,
        }
      : await outerOptimum(server, names, backend, options);
  // The gradient's point, to the last digit.
  const exact = maximizeInBox(server, new Float64Array(size), furthest(server), byGradient.tokens);
  const open = (exact.bound - exact.objective) / (1 + Math.abs(exact.objective));
  if (!(open <= PLAN_GAP))
    throw new NotAllowedError({
      code: 'thinking-tokens.not-proved',
      place: 'thinking tokens',
      cause: `J = ${exact.objective} was found, and no proof that none is above ${exact.bound}`,
      remedy: 'choose units in which rates, times and weight lie nearer to each other',
    });
  // Name, J, and how far below the optimum the method itself allows J to be.
  const claims: readonly (readonly [string, number, number])[] = [
    ['the polished gradient', exact.objective, 0],
    ...(byPoint.status === 'converged'
      ? [['the fixed point', performanceOf(server, byPoint.tokens).objective, byPoint.gap] as const]
      : []),
    ...(byGradient.status === 'converged'
      ? [['the projected gradient', performanceOf(server, byGradient.tokens).objective, 0] as const]
      : []),
    ...(byTangents.status === 'optimal'
      ? [['the outer approximation', byTangents.objective, 0] as const]
      : []),
  ];
  const slack = METHOD_AGREEMENT * (1 + Math.abs(exact.objective));
  const apart = claims.filter(([, objective, open]) => Math.abs(objective - exact.objective) > slack + open);
  const outside =
    byTangents.status === 'optimal' &&
    (exact.objective > byTangents.upper + slack || exact.bound < byTangents.lower - slack);
  if (apart.length > 0 || outside)
    throw new NotAllowedError({
      code: 'thinking-tokens.methods-disagree',
      place: 'thinking tokens',
      cause: claims.map(([method, objective]) => `${method} has J = ${objective}`).join(', '),
      remedy: 'report this case: at most one of them can be right',
    });
  const whole = data.integer ? wholeTokens(server, exact.tokens, exact.objective) : undefined;
  const tokens = whole?.tokens ?? exact.tokens;
  return {
    status: 'optimal',
    server,
    names,
    tokens,
    performance: performanceOf(server, tokens),
    bound: whole?.bound ?? exact.bound,
    methods: { fixedPoint: byPoint, projectedGradient: byGradient, outerApproximation: byTangents },
    ...(whole === undefined ? { budgetRent: budgetRents(server, exact.tokens) } : {}),
    contractionFactor: contractionFactor(server),
    gradientLipschitz: gradientLipschitz(server),
    ...(whole === undefined ? {} : { whole }),
  };
}

/** What a token more of budget is worth by type; at a point of a table, for more tokens. */
function budgetRents(server: Server, tokens: Float64Array): Float64Array {
  const slope = new Float64Array(tokens.length);
  gradient(server, tokens, slope);
  return slope.map((own, k) => (tokens[k] < server.maxTokens ? 0 : Math.max(0, own)));
}

function wholeTokens(server: Server, tokens: Float64Array, objective: number): WholeTokens {
  const optimum = integerOptimum(server, tokens);
  return {
    ...optimum,
    roundingLoss: objective - roundTokens(server, tokens).objective,
    neighbourLoss: objective - bestNeighbour(server, tokens).objective,
    integerLoss: objective - optimum.objective,
  };
}
