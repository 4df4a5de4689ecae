/**
 * Reserve: GPUs held idle, wherever that costs least, in every hour.
 *
 *   rho[t]   reserve:  sum over n of held[n,t]  ==  requirement            (GPU)
 *            compute:  sum over k of a[k] work[n,k,t] + held[n,t]  <=  capacity[n]
 *   cost  +=  reserveCost[n] held[n,t]
 *
 * rho is the price of reserve, $/(GPU h): where a node holds some, its own reserve cost plus its compute rent, which is what
 * it forgoes by not working. Whoever wants the reserve pays rho. Outages keep it, so it comes before `linkOutage`. At requirement zero the market is the base.
 */
import type { OptimalResult } from '@marginal/core';
import { hoursOf } from '../hours.ts';
import { MARKET, operatorOf } from '../ledger.ts';
import { hourLabel } from '../served.ts';
import type { Line, LinkUnit, Statement } from '../statement.ts';

/** Who pays for reserve. */
export const RESERVE_BUYER = 'buyer of reserve';

/** Adds a reserve requirement, GPU, >= 0; `costs` by node in $/(GPU h), 0 where none is named. */
export function reserve(requirement: number, costs: Readonly<Record<string, number>> = {}) {
  return <S extends Statement<LinkUnit, 'open'>>(stated: S): S => {
    const { data, model, network } = stated;
    const { node, when } = network;
    const hours = hoursOf(data);
    const costOf = (n: string): number => (Object.hasOwn(costs, n) ? costs[n] : 0);
    const held = model.variable('held', [node, ...when], { unit: 'GPU', lower: 0 });
    const cost = model.parameter('reserveCost', [node], { unit: '$/(GPU h)' }, costOf);
    const required = model.parameter('reserveRequirement', [], { unit: 'GPU' }, requirement);
    const balance = model.balance('reserve', [...when], { supply: held.sum(node), demand: required });
    const holding = (result: OptimalResult) =>
      [...node].map((n, at) => {
        const amounts = result.value(held).values.subarray(at * hours.length, (at + 1) * hours.length);
        return { operator: operatorOf(n), cost: costOf(n) * amounts.reduce((sum, x) => sum + x, 0) };
      });
    const paid = (result: OptimalResult): number =>
      result.price(balance).values.reduce((sum, rho) => sum + rho * requirement, 0);
    const line: Line = {
      name: 'reserve',
      prices: () =>
        hours.map((hour, t) => ({
          name: 'reserve',
          labels: hourLabel(hour),
          row: balance.start + t,
          unit: '$/(GPU h)',
          demand: requirement,
          demandUnit: 'GPU',
          read: (result) => result.price(balance).values[t],
        })),
      payments: (_, result) => [
        { from: RESERVE_BUYER, to: MARKET, what: 'reserve', amount: paid(result) },
        ...holding(result).map(({ operator, cost: amount }) => ({
          from: MARKET,
          to: operator,
          what: 'reserve',
          amount,
        })),
      ],
      spending: (_, result) =>
        holding(result).map(({ operator, cost: amount }) => [operator, amount] as const),
      settlement: (_, result) => ({
        reserveCost: holding(result).reduce((sum, { cost: amount }) => sum + amount, 0),
        reserveBuyerPays: 0 - paid(result),
      }),
    };
    return {
      ...stated,
      taken: stated.taken.plus(held),
      costs: { ...stated.costs, reserveCost: held.times(cost).sum() },
      lines: [...stated.lines, line],
    };
  };
}
