/** The transport problem of the GAMS model library: two canning plants, three markets, freight by distance. */
import { model, set } from '@marginal/core';
import { expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED } from './published.ts';

function transport() {
  const plant = set('plant', ['seattle', 'san-diego']);
  const market = set('market', ['new-york', 'chicago', 'topeka']);
  const m = model({ money: 'k$' });
  const capacity = m.parameter('capacity', [plant], { unit: 'case' }, { seattle: 350, 'san-diego': 600 });
  const orders = m.parameter(
    'orders',
    [market],
    { unit: 'case' },
    { 'new-york': 325, chicago: 300, topeka: 275 },
  );
  const distance = m.parameter('distance', [plant, market], { unit: 'kmi' }, [
    ['seattle', 'new-york', 2.5],
    ['seattle', 'chicago', 1.7],
    ['seattle', 'topeka', 1.8],
    ['san-diego', 'new-york', 2.5],
    ['san-diego', 'chicago', 1.8],
    ['san-diego', 'topeka', 1.4],
  ]);
  const freight = m.parameter('freight', [], { unit: 'k$/(case kmi)' }, 0.09);
  const shipped = m.variable('shipped', [plant, market], { unit: 'case', lower: 0 });
  const supply = m.constraint('supply', [plant], shipped.sum(market), '<=', capacity);
  const demand = m.constraint('demand', [market], shipped.sum(plant), '>=', orders);
  const cost = shipped.times(distance).times(freight).sum();
  return { compiled: m.minimize(cost).compile(), shipped, supply, demand };
}

test.each(BACKENDS)('$name', async ({ backend }) => {
  const { compiled, shipped, supply, demand } = transport();
  const result = await optimum(compiled, backend());
  const duals = [supply, demand].flatMap((rows) =>
    [...result.dual(rows as typeof supply)].map(([[label], dual]): [string, number] => [
      `${rows.name}[${label}]`,
      dual,
    ]),
  );
  expectPublished(PUBLISHED['gams-trnsport'], result, duals);
  expect(result.dual(demand).unit).toBe('k$/case');
  // The shipments are not unique; what every optimum ships out of the cheapest pair is.
  expect(result.value(shipped).at('san-diego', 'topeka')).toBeCloseTo(275, 7);
});
