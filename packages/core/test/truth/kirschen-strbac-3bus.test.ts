/** Four plants on three buses and one congested line: three prices, one of them above every offer that is used. */
import { model, set, sparse } from '@marginal/core';
import { expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED, sidesOf } from './published.ts';

function network() {
  const bus = set('bus', [1, 2, 3]);
  const plant = set('plant', ['A', 'B', 'C', 'D']);
  const site = sparse(
    'site',
    [plant, bus],
    [
      ['A', 1],
      ['B', 1],
      ['C', 2],
      ['D', 3],
    ],
  );
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
  const size = m.parameter('size', [plant], { unit: 'MW' }, { A: 140, B: 285, C: 90, D: 85 });
  const offer = m.parameter('offer', [plant], { unit: '$/MW' }, { A: 7.5, B: 6, C: 14, D: 10 });
  const load = m.parameter('load', [bus], { unit: 'MW' }, { 1: 50, 2: 60, 3: 300 });
  const capacity = m.parameter('capacity', [line], { unit: 'MW' }, [
    [1, 2, 126],
    [1, 3, 250],
    [2, 3, 130],
  ]);
  const susceptance = m.parameter('susceptance', [line], { unit: 'MW/rad' }, [
    [1, 2, 5],
    [1, 3, 5],
    [2, 3, 10],
  ]);
  const swing = m.parameter('swing', [bus], { unit: 'rad' }, (b) => (b === 3 ? 0 : Infinity));
  const made = m.variable('made', [plant], { unit: 'MW', lower: 0, upper: size });
  const angle = m.variable('angle', [bus], { unit: 'rad', lower: swing.times(-1), upper: swing });
  const flow = angle.over(line.from).minus(angle.over(line.to)).times(susceptance);
  const clear = m.balance('clear', [bus], {
    supply: made.over(site.plant).sumBy(site.bus).plus(flow.sumBy(line.to)),
    demand: load.plus(flow.sumBy(line.from)),
  });
  const limit = m.constraint('limit', [line], capacity.times(-1), '<=', flow, '<=', capacity);
  return { compiled: m.minimize(made.times(offer).sum()).compile(), made, clear, limit };
}

test.each(BACKENDS)('$name', async ({ backend }) => {
  const { compiled, made, clear, limit } = network();
  const result = await optimum(compiled, backend());
  expectPublished(PUBLISHED['kirschen-strbac-3bus'], result, [
    ...[...result.price(clear)].map(([[bus], price]): [string, number] => [`bus${bus}`, price]),
    ...sidesOf(([from, to]) => `f${from}${to}`, result.rent(limit)),
  ]);
  expect(result.value(made).at('C')).toBeCloseTo(0, 7);
  // B is sold out and earns its distance to the price at its bus.
  expect(result.boundRent(made).upper.at('B')).toBeCloseTo(1.5, 7);
});
