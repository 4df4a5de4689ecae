/**
 * Elastic demand: bidders who take a workload at a location up to an amount, and pay up to a value.
 *
 *   meet:  served[o,k,t]  ==  demand[o,k,t] + sum over bids b at (o,k) of accepted[b,t]
 *   cost  -=  value[b] accepted[b,t],     0 <= accepted[b,t] <= amount[b]
 *
 * A bid above the price is accepted whole, below it not at all; one at the price is marginal and sets it. Bidders pay the
 * price and keep the rest of the value: the rent of the limit `bid`. Bids on work that may wait are served in their hour.
 * Without bids the market is the base.
 */
import { set, sparse } from '@marginal/core';
import type { BidData } from '../data.ts';
import { dualsOf } from '../duals.ts';
import { hoursOf } from '../hours.ts';
import { MARKET } from '../ledger.ts';
import { limitsOver } from '../limit.ts';
import type { Line, Reader, Statement } from '../statement.ts';

/** Adds bids by name. Labels that the market does not have throw `InvalidInputError` `core.unknown-label`. */
export function elasticDemand(bids: Readonly<Record<string, BidData>>) {
  return <S extends Statement>(stated: S): S => {
    if (Object.keys(bids).length === 0) return stated;
    const { data, model, network } = stated;
    const { node, workload, when } = network;
    const bid = set('bid', Object.keys(bids));
    const at = sparse(
      'bidAt',
      [bid, node, workload],
      Object.entries(bids).map(([name, b]) => [name, b.node, b.workload] as const),
    );
    const amount = model.parameter('bidAmount', [bid], { unit: 'Mtok/h' }, (b) => bids[b].amount);
    const value = model.parameter('bidValue', [bid], { unit: '$/Mtok' }, (b) => bids[b].value);
    const accepted = model.variable('accepted', [bid, ...when], { unit: 'Mtok/h', lower: 0, upper: amount });
    const taken = accepted.over(at.bid).sumBy(at.node, at.workload);
    const hours = hoursOf(data);
    const paid: Reader<readonly (readonly [string, number])[]> = (market, result) => {
      const { service } = dualsOf(market, result);
      const amounts = result.value(accepted).values;
      return [...bid].map((name, b) => [
        name,
        hours.reduce<number>(
          (sum, hour, t) =>
            sum + service(bids[name].node, bids[name].workload, hour) * amounts[b * hours.length + t],
          0,
        ),
      ]);
    };
    const line: Line = {
      name: 'bids',
      limits: (_, result) =>
        limitsOver({
          name: 'bid',
          unit: 'Mtok/h',
          use: result.value(accepted),
          rent: result.boundRent(accepted).upper,
          cap: (position) => amount.values[Math.floor(position / hours.length)],
        }),
      payments: (market, result) =>
        paid(market, result).map(([name, money]) => ({
          from: `bidder ${name}`,
          to: MARKET,
          what: 'service',
          amount: money,
        })),
      settlement: (market, result) => ({
        biddersPay: 0 - paid(market, result).reduce((sum, [, money]) => sum + money, 0),
      }),
    };
    return {
      ...stated,
      bids: stated.bids === undefined ? taken : stated.bids.plus(taken),
      costs: { ...stated.costs, bids: accepted.times(value).times(-1).sum() },
      lines: [...stated.lines, line],
    };
  };
}
