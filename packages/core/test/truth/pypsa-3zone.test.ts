/** Three countries with bounded transfers between them: the price zones split, and water is free where it is plenty. */
import { model, set, sparse } from '@marginal/core';
import { expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED } from './published.ts';

function zones() {
  const zone = set('zone', ['SA', 'MZ', 'ES']);
  const fuel = set('fuel', ['coal', 'wind', 'gas', 'oil', 'hydro']);
  const fleet = sparse(
    'fleet',
    [zone, fuel],
    [
      ['SA', 'coal'],
      ['SA', 'wind'],
      ['SA', 'gas'],
      ['SA', 'oil'],
      ['MZ', 'hydro'],
      ['ES', 'hydro'],
    ],
  );
  const border = sparse(
    'border',
    [zone.as('from'), zone.as('to')],
    [
      ['SA', 'MZ'],
      ['SA', 'ES'],
      ['MZ', 'ES'],
    ],
  );
  const m = model({ money: 'EUR' });
  const size = m.parameter('size', [fleet], { unit: 'MW' }, [
    ['SA', 'coal', 35_000],
    ['SA', 'wind', 3000],
    ['SA', 'gas', 8000],
    ['SA', 'oil', 2000],
    ['MZ', 'hydro', 1200],
    ['ES', 'hydro', 600],
  ]);
  const cost = m.parameter(
    'cost',
    [fuel],
    { unit: 'EUR/MW' },
    { coal: 30, wind: 0, gas: 60, oil: 80, hydro: 0 },
  );
  const load = m.parameter('load', [zone], { unit: 'MW' }, { SA: 42_000, MZ: 650, ES: 250 });
  const room = m.parameter('room', [border], { unit: 'MW' }, [
    ['SA', 'MZ', 500],
    ['SA', 'ES', 250],
    ['MZ', 'ES', 100],
  ]);
  const made = m.variable('made', [fleet], { unit: 'MW', lower: 0, upper: size });
  const sent = m.variable('sent', [border], { unit: 'MW', lower: room.times(-1), upper: room });
  const clear = m.balance('clear', [zone], {
    supply: made.sumBy(fleet.zone).plus(sent.sumBy(border.to)),
    demand: load.plus(sent.sumBy(border.from)),
  });
  return { compiled: m.minimize(made.times(cost).sum()).compile(), sent, clear };
}

test.each(BACKENDS)('$name', async ({ backend }) => {
  const { compiled, sent, clear } = zones();
  const result = await optimum(compiled, backend());
  expectPublished(
    PUBLISHED['pypsa-3zone'],
    result,
    [...result.price(clear)].map(([[zone], price]) => [zone, price]),
  );
  // Imports are at their limit and earn the difference of the zones' prices.
  expect(result.value(sent).at('SA', 'MZ')).toBeCloseTo(-500, 6);
  expect(result.boundRent(sent).lower.at('SA', 'MZ')).toBeCloseTo(60, 7);
});
