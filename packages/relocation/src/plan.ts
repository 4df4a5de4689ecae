/** Owns solving a relocation market for an objective, and the plan that comes of it. */
import {
  type CompiledModel,
  lexicographic,
  type OptimalResult,
  type OtherResult,
  type TradeOff,
} from '@marginal/core';
import type { Backend, SolveOptions } from '@marginal/program';
import type { Amount, RelocationMarket } from './market.ts';
import type { AimName, RelocationObjective } from './objective.ts';

export interface RelocationStage {
  readonly name: AimName;
  /** In $ or kg. */
  readonly optimum: number;
  readonly tradeOffs: readonly TradeOff<AimName>[];
}

export interface RelocationOptimum {
  readonly status: 'optimal';
  readonly market: RelocationMarket;
  /** What was solved: for several aims the program of the last, with caps on earlier ones as rows after the model's own. */
  readonly compiled: CompiledModel;
  readonly result: OptimalResult;
  /** `$`, or `kg` where carbon is what was minimised last. */
  readonly unit: string;
  /** In order of rank; empty for a weighted sum. */
  readonly stages: readonly RelocationStage[];
}

export interface RelocationFailure {
  readonly status: 'failed';
  readonly stage: AimName | undefined;
  readonly result: OtherResult;
}

/** The amount that an aim minimises: $ for `cost`, kg for `carbon`. */
export function aimOf(market: RelocationMarket, aim: AimName): Amount {
  return aim === 'cost' ? market.total : market.carbonKg;
}

/** The program of one aim; rows and columns are the market's. */
export function compileAim(market: RelocationMarket, aim: AimName): CompiledModel {
  return lexicographic(market.model, [{ name: aim, minimize: aimOf(market, aim) }]).compiled;
}

/** The program of a weighted sum: all costs, with carbon at its own price. */
function compileWeighted(
  { model: m, costs, carbonAtOne }: RelocationMarket,
  carbonPrice: number,
): CompiledModel {
  const sum = Object.entries(costs)
    .filter(([name]) => name !== 'carbon')
    .reduce<Amount>((total, [, cost]) => total.plus(cost), carbonAtOne.times(carbonPrice));
  return m.minimize(sum).compile();
}

/** As `solveRelocation` for an objective of one program, which may start from a basis of another one of the same shape. */
export async function solveAtOnce(
  market: RelocationMarket,
  objective: RelocationObjective,
  backend: Backend,
  options: SolveOptions = {},
): Promise<RelocationOptimum | RelocationFailure> {
  const aim = objective.kind === 'weighted' ? undefined : objective.order[0];
  const compiled =
    objective.kind === 'weighted'
      ? compileWeighted(market, objective.carbonPrice)
      : compileAim(market, objective.order[0]);
  const result = await compiled.solve(backend, options);
  return result.status === 'optimal'
    ? { status: 'optimal', market, compiled, result, unit: aim === 'carbon' ? 'kg' : '$', stages: [] }
    : { status: 'failed', stage: aim, result };
}

/** Solves the market for an objective. Every stage's answer has been verified against its own program. */
export async function solveRelocation(
  market: RelocationMarket,
  objective: RelocationObjective,
  backend: Backend,
  options: Omit<SolveOptions, 'startBasis'> = {},
): Promise<RelocationOptimum | RelocationFailure> {
  if (objective.kind === 'weighted') return solveAtOnce(market, objective, backend, options);
  const { order, slack } = objective;
  const ranked = lexicographic(
    market.model,
    order.map((name) => ({ name, minimize: aimOf(market, name), slack })),
  );
  const solved = await ranked.solve(backend, options);
  if (solved.status !== 'optimal') return { status: 'failed', stage: solved.stage, result: solved.result };
  const { final } = solved;
  return {
    status: 'optimal',
    market,
    compiled: ranked.compiled.variant(final.program),
    result: final.result,
    unit: order[order.length - 1] === 'cost' ? '$' : 'kg',
    stages: solved.stages.map((stage) => ({
      name: stage.name,
      optimum: stage.objective,
      tradeOffs: stage.tradeOffs(),
    })),
  };
}
