import { absoluteValue, maximum, model } from '@marginal/core';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';

test('parameters that the ranges of a function were read from cannot change in an open model; others can', async () => {
  const m = model({ integers: true });
  const reach = m.parameter('reach', [], {}, 5);
  const tilt = m.parameter('tilt', [], {}, 2);
  const need = m.parameter('need', [], {}, 1);
  const x = m.variable('x', [], { lower: -3, upper: reach });
  const size = absoluteValue(m, 'size', [], x.times(tilt), { use: 'exact' });
  const most = maximum(m, 'most', [], [x, x.times(-1).plus(1)], { use: 'exact' });
  m.constraint('low', [], x, '>=', m.parameter('least', [], {}, -3));
  m.constraint('floor', [], size.value.plus(most.value), '>=', need);
  const live = await m.minimize(size.value.plus(most.value)).compile().open(highs());
  for (const frozen of [reach, tilt]) {
    expect(() => live.set(frozen, 9)).toThrow(/was built on its values/);
    expect(() => live.setAt(frozen, [], 9)).toThrow(/was built on its values/);
  }
  live.set(need, 2);
  expect((await live.solve()).optimal().objective).toBeCloseTo(2, 6);
  live.close();
});
