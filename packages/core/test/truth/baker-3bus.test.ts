/**
 * Three equal lines in a triangle; the line from bus 1 to the load at bus 3 is small. Power follows the voltage angles,
 * so feeding in at bus 1 costs more than it brings and its price is negative.
 */
import { model, set, sparse } from '@marginal/core';
import { expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED, sidesOf } from './published.ts';

function network() {
  const bus = set('bus', [1, 2, 3]);
  const line = sparse(
    'line',
    [bus.as('from'), bus.as('to')],
    [
      [1, 2],
      [1, 3],
      [2, 3],
    ],
  );
  const m = model({ money: '$' });
  const cost = m.parameter('cost', [bus], { unit: '$/MW' }, { 1: 10, 2: 20, 3: 100 });
  const load = m.parameter('load', [bus], { unit: 'MW' }, { 1: 0, 2: 0, 3: 100 });
  const capacity = m.parameter('capacity', [line], { unit: 'MW' }, [
    [1, 2, 100],
    [1, 3, 10],
    [2, 3, 100],
  ]);
  const swing = m.parameter('swing', [bus], { unit: 'rad' }, (b) => (b === 1 ? 0 : Infinity));
  const susceptance = m.parameter('susceptance', [line], { unit: 'MW/rad' }, 1);
  const made = m.variable('made', [bus], { unit: 'MW', lower: 0, upper: 100 });
  const angle = m.variable('angle', [bus], { unit: 'rad', lower: swing.times(-1), upper: swing });
  const flow = angle.over(line.from).minus(angle.over(line.to)).times(susceptance);
  const clear = m.balance('clear', [bus], {
    supply: made.plus(flow.sumBy(line.to)),
    demand: load.plus(flow.sumBy(line.from)),
  });
  const limit = m.constraint('limit', [line], capacity.times(-1), '<=', flow, '<=', capacity);
  return { compiled: m.minimize(made.times(cost).sum()).compile(), made, clear, limit };
}

test.each(BACKENDS)('$name', async ({ backend }) => {
  const { compiled, made, clear, limit } = network();
  const result = await optimum(compiled, backend());
  const prices = result.price(clear);
  expectPublished(PUBLISHED['baker-3bus'], result, [
    ...[...prices].map(([[bus], price]): [string, number] => [`bus${bus}`, price]),
    ...sidesOf(([from, to]) => `f${from}${to}`, result.rent(limit)),
  ]);
  expect(prices.unit).toBe('$/MW');
  expect(result.activity(limit).at(1, 3)).toBeCloseTo(10, 7);
  // Merchandising surplus is congestion rent: what load pays beyond what plants get.
  const paid = 100 * prices.at(3);
  const got = [...result.value(made)].reduce((total, [[bus], amount]) => total + amount * prices.at(bus), 0);
  expect(paid - got).toBeCloseTo(10 * result.rent(limit).upper.at(1, 3), 6);
});
