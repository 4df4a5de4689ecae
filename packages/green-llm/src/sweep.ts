/**
 * A sweep: the same market under many values of one scale, each solved from where the one before it stood. Only the
 * touched numbers are sent to the solver.
 */
import type { OptimalResult, OtherResult } from '@marginal/core';
import type { Backend, SolveOptions } from '@marginal/program';
import type { GreenMarket } from './market.ts';
import type { Part } from './objective.ts';
import { compileWeighted } from './plan.ts';

/** Scales that a sweep may run over. */
export const SCALES = [
  'renewableScale',
  'carbonScale',
  'tokenEnergyScale',
  'delayPenaltyScale',
  'demandScale',
] as const;
export type Scale = (typeof SCALES)[number];

export interface SweepPoint {
  readonly scale: number;
  /** Reads values and prices until the next point is asked for; infeasible points are answers, too. */
  readonly result: OptimalResult | OtherResult;
}

/** Solves for each value in turn and hands over its point. `options` hold for each solve. */
export async function* sweep(
  market: GreenMarket,
  weights: Readonly<Record<Part, number>>,
  scale: Scale,
  values: readonly number[],
  backend: Backend,
  options: Omit<SolveOptions, 'startBasis'> = {},
): AsyncGenerator<SweepPoint> {
  const live = await compileWeighted(market, weights).open(backend);
  try {
    for (const value of values) {
      live.set(market.parameters[scale], value);
      yield { scale: value, result: await live.solve(options) };
    }
  } finally {
    live.close();
  }
}
