/**
 * Demand that may go unmet, at a penalty (q and s of the paper's March 2025 draft):
 *
 *   sum_j x[i,k,j,t] + q[i,k,t]  ==  1,      0 <= q <= Gamma,      cost  +=  sum s n[i,k,t] q[i,k,t]
 *
 * With Gamma zero the base is unchanged.
 */
import { InvalidInputError } from '@marginal/program';
import type { GreenExtension } from './market.ts';

export interface UnmetDemandOptions {
  /** s, $ per query that is turned away. */
  readonly penalty: number;
  /** Gamma, largest share of any load that may be turned away; 1 by default. */
  readonly cap?: number;
}

/** Adds the variable `unmet`, a share of each load, and the cost `unmet`. */
export function unmetDemand({ penalty, cap = 1 }: UnmetDemandOptions): GreenExtension {
  if (!(penalty >= 0 && penalty < Infinity) || !(cap >= 0 && cap <= 1))
    throw new InvalidInputError([
      {
        code: 'green-llm.unmet-demand',
        place: 'unmetDemand',
        cause: `penalty is ${penalty}, cap is ${cap}`,
        remedy: 'give a penalty in $/query, zero or more, and a cap from 0 to 1',
      },
    ]);
  return (draft) => {
    const { model, sets, demand } = draft;
    const index = [sets.area, sets.query, sets.hour] as const;
    const unmet = model.variable('unmet', index, { unit: '1', lower: 0, upper: cap });
    const price = model.parameter('unmetPenalty', [], { unit: '$/query' }, penalty);
    return {
      ...draft,
      done: draft.done.plus(unmet),
      costs: { ...draft.costs, unmet: unmet.times(demand).times(price).sum() },
    };
  };
}
