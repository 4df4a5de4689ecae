/** Demand ends exactly where one offer ends and the next begins: any price between the two supports the optimum. */
import { model, set } from '@marginal/core';
import { expect, test } from 'vitest';
import { BACKENDS, optimum } from '../support.ts';
import { expectPublished, PUBLISHED } from './published.ts';

test.each(BACKENDS)('$name', async ({ backend }) => {
  const offer = set('offer', ['a', 'b', 'c']);
  const m = model();
  const size = m.parameter('size', [offer], { unit: 'MW' }, { a: 60, b: 40, c: 50 });
  const ask = m.parameter('ask', [offer], { unit: '$/MW' }, { a: 10, b: 20, c: 30 });
  const sold = m.variable('sold', [offer], { unit: 'MW', lower: 0, upper: size });
  const load = m.balance('load', [], { supply: sold.sum(), demand: 100 });
  const result = await optimum(m.minimize(sold.times(ask).sum()).compile(), backend());
  const price = result.price(load);
  expectPublished(PUBLISHED['merit-order-kink'], result, [['load', price.at()]]);
  expect(price.unit).toBe('$/MW');
  expect(result.value(sold).at('c')).toBeCloseTo(0, 9);
});
