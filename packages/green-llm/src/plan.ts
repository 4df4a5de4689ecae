/**
 * Owns solving a Green-LLM market for an objective, and the plan that comes of it. Costs of extensions, such as a penalty,
 * are paid whatever the objective: they count with weight 1 in a weighted sum and in every stage of a ranked one.
 */
import {
  type CompiledModel,
  type Expression,
  lexicographic,
  type ModelKind,
  type NoDims,
  type OptimalRange,
  type OptimalResult,
  type OtherResult,
  optimalRanges,
  type TradeOff,
} from '@marginal/core';
import type { Backend, SolveOptions } from '@marginal/program';
import type { GreenData } from './data.ts';
import { type Amount, type GreenCosts, type GreenMarket, greenLlm } from './market.ts';
import { type GreenObjective, PARTS, type Part } from './objective.ts';
import { AMPLE_WATER } from './tolerances.ts';

export interface GreenStage {
  readonly name: Part;
  /** The stage's own optimum, $. */
  readonly optimum: number;
  /** Costs at the stage's point, $. */
  readonly amounts: Readonly<Record<Part, number>>;
  readonly tradeOffs: readonly TradeOff<Part>[];
}

export interface GreenOptimum {
  readonly status: 'optimal';
  readonly market: GreenMarket;
  readonly objective: GreenObjective;
  /** What was solved: the program of the last stage, with the caps on earlier ones as rows after the model's own. */
  readonly compiled: CompiledModel;
  readonly result: OptimalResult;
  /** In order of rank; empty for a weighted sum. */
  readonly stages: readonly GreenStage[];
}

/** Not solved: the result of the program, or of the stage, that was not optimal. */
export interface GreenFailure {
  readonly status: 'failed';
  readonly stage: string | undefined;
  readonly result: OtherResult;
}

function extras(market: { readonly costs: GreenCosts }): Amount[] {
  return Object.entries(market.costs)
    .filter(([name]) => !(PARTS as readonly string[]).includes(name))
    .map(([, cost]) => cost);
}

/** A part with the costs that are always paid. */
function paid(market: GreenMarket, part: Part): Amount {
  return extras(market).reduce((sum, extra) => sum.plus(extra), market.costs[part]);
}

/** The program of an objective that is a weighted sum. */
export function compileWeighted<K extends ModelKind>(
  market: GreenMarket<K>,
  weights: Readonly<Record<Part, number>>,
): CompiledModel<K> {
  const { energy, carbon, delay } = market.costs;
  const sum = [carbon.times(weights.carbon), delay.times(weights.delay), ...extras(market)].reduce(
    (total, cost) => total.plus(cost),
    energy.times(weights.energy),
  );
  return market.model.minimize(sum).compile();
}

/** Solves the market for an objective. Every stage's answer has been verified against its own program. */
export async function solveGreen(
  market: GreenMarket,
  objective: GreenObjective,
  backend: Backend,
  options: Omit<SolveOptions, 'startBasis'> = {},
): Promise<GreenOptimum | GreenFailure> {
  if (objective.kind === 'weighted') {
    const compiled = compileWeighted(market, objective.weights);
    const result = await compiled.solve(backend, options);
    return result.status === 'optimal'
      ? { status: 'optimal', market, objective, compiled, result, stages: [] }
      : { status: 'failed', stage: undefined, result };
  }
  const { order, slack } = objective;
  const ranked = lexicographic(
    market.model,
    order.map((name) => ({ name, minimize: paid(market, name), slack })),
  );
  const solved = await ranked.solve(backend, options);
  if (solved.status !== 'optimal') return { status: 'failed', stage: solved.stage, result: solved.result };
  const { final } = solved;
  return {
    status: 'optimal',
    market,
    objective,
    compiled: ranked.compiled.variant(final.program),
    result: final.result,
    stages: solved.stages.map((stage) => ({
      name: stage.name,
      optimum: stage.objective,
      amounts: Object.fromEntries(
        PARTS.map((part) => [part, stage.result.evaluate(market.costs[part])]),
      ) as Record<Part, number>,
      tradeOffs: stage.tradeOffs(),
    })),
  };
}

/** Amounts of a plan by name: `energy`, `carbon`, `delay`, those of extensions, `total`; `gridKwh`, `carbonKg`, `waterL`. */
export function amountsOf(market: GreenMarket): Readonly<Record<string, Expression<NoDims, 'affine'>>> {
  const costs = Object.entries(market.costs);
  const total = costs.map(([, cost]) => cost).reduce((sum, cost) => sum.plus(cost));
  const { gridKwh, carbonKg, waterL } = market;
  return { ...Object.fromEntries(costs), total, gridKwh, carbonKg, waterL };
}

/**
 * The range of every amount over all optima of what was solved. Parts that weigh nothing are seldom unique: a plan for
 * energy alone leaves the delay to the vertex that a solver happens to find, and then only the range is an answer.
 */
export async function amountRanges(
  optimum: GreenOptimum,
  backend: Backend,
  options: Omit<SolveOptions, 'startBasis'> = {},
): Promise<Readonly<Record<string, OptimalRange>>> {
  const { compiled, result, market } = optimum;
  return optimalRanges(compiled, result.outcome, amountsOf(market), backend, options);
}

/**
 * The least water that any plan needs, L over the day, whatever its budget; undefined where no plan exists for another
 * reason, or the solver has no answer.
 */
export async function leastWater(data: GreenData, backend: Backend): Promise<number | undefined> {
  const market = greenLlm({ ...data, waterBudget: AMPLE_WATER });
  const solved = await lexicographic(market.model, [{ name: 'water', minimize: market.waterL }]).solve(
    backend,
  );
  return solved.status === 'optimal' ? solved.final.objective : undefined;
}
