/**
 * Lost service: demand of a workload may go unserved at a price, its value of lost service v.
 *
 *   meet:  served[o,k,t] + unserved[o,k,t]  ==  demand[o,k,t],     cost  v[k] unserved[o,k,t]
 *
 * so that no price exceeds v, and a market short of capacity clears instead of being infeasible. Work that may wait is
 * lost in an hour of service. Workloads without a value must be served. Buyers pay the price for all of their demand and
 * get v back for what was not served, where the price is v.
 */
import { type OptimalResult, sparse } from '@marginal/core';
import { hoursOf } from '../hours.ts';
import { buyersOf, MARKET } from '../ledger.ts';
import type { Line, Statement } from '../statement.ts';

/** Adds unserved demand, valued in $/Mtok by workload; workloads that are not named must be served. */
export function lostService(values: Readonly<Record<string, number>>) {
  return <S extends Statement>(stated: S): S => {
    const { data, model, network } = stated;
    const { node, workload, when } = network;
    const lossy = [...workload].filter((k) => Object.hasOwn(values, k));
    if (lossy.length === 0) return stated;
    const losable = sparse(
      'losable',
      [node, workload],
      [...node].flatMap((n) => lossy.map((k) => [n, k] as const)),
    );
    const unserved = model.variable('unserved', [losable, ...when], { unit: 'Mtok/h', lower: 0 });
    const value = model.parameter('valueOfLostService', [losable], { unit: '$/Mtok' }, (_, k) => values[k]);
    const hours = hoursOf(data).length;
    const amounts = (result: OptimalResult) =>
      [...losable].map(([n, k], at) => {
        const lost = result.value(unserved).values.subarray(at * hours, (at + 1) * hours);
        return { buyers: buyersOf(k, n), worth: values[k] * lost.reduce((sum, x) => sum + x, 0) };
      });
    const line: Line = {
      name: 'lostService',
      payments: (_, result) =>
        amounts(result).map(({ buyers, worth }) => ({
          from: MARKET,
          to: buyers,
          what: 'lost service',
          amount: worth,
        })),
      settlement: (_, result) => ({
        lostService: amounts(result).reduce((sum, { worth }) => sum + worth, 0),
      }),
    };
    return {
      ...stated,
      supply: stated.supply.plus(unserved.orZero()),
      costs: { ...stated.costs, lostService: unserved.times(value).sum() },
      lines: [...stated.lines, line],
    };
  };
}
