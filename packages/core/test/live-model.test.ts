import { model, range, set, sparse } from '@marginal/core';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import type { Backend, Delta } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { programChange } from '../src/program-change.ts';
import { expectFault } from './support.ts';

const node = set('node', ['east', 'mid', 'west']);
const hour = set('hour', range(4));
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['mid', 'east'],
    ['west', 'east'],
    ['west', 'mid'],
  ],
);

/** A market whose parameters stand everywhere: right-hand side, bound, cost, coefficient, weight, both ends of a range. */
function market() {
  const m = model({ money: '$' });
  const cost = m.parameter('cost', [node], {}, { east: 9, mid: 5, west: 2 });
  const need = m.parameter('need', [node, hour], {}, (n, h) => (n === 'east' ? 6 : 2) + h / 4);
  const room = m.parameter('room', [link], {}, 3);
  const loss = m.parameter('loss', [link], {}, 0.95);
  const size = m.parameter('size', [node], {}, { east: 20, mid: 9, west: 12.5 });
  const hours = m.parameter('hours', [hour], {}, 2);
  const ramp = m.parameter('ramp', [], {}, 4);
  const serve = m.variable('serve', [node, hour], { lower: 0, upper: size });
  const flow = m.variable('flow', [link, hour], { lower: 0, upper: room });
  const clear = m.balance('clear', [node, hour], {
    supply: serve.plus(flow.times(loss).sumBy(link.to)),
    demand: need.plus(flow.sumBy(link.from)),
    weight: hours,
  });
  const spread = m.constraint(
    'spread',
    [hour],
    ramp.times(-1),
    '<=',
    serve.sum(node).times(0.1).plus(-2),
    '<=',
    ramp,
  );
  const compiled = m.minimize(serve.times(cost).times(hours).sum()).compile();
  return { m, cost, need, room, loss, size, hours, ramp, serve, clear, spread, compiled };
}

/** Positions that a delta touches. */
function touched(delta: Delta): Record<string, number> {
  return {
    cost: delta.cost?.index.length ?? 0,
    columns: delta.columnBounds?.index.length ?? 0,
    rows: delta.rowBounds?.index.length ?? 0,
    coefficients: delta.coefficients?.value.length ?? 0,
  };
}

const BACKENDS: readonly Backend[] = [highs(), glpk()];

describe.each(BACKENDS)('a live model in $name', (backend) => {
  test('after each change it is the model that would be built with the new values', async () => {
    const { compiled, need, room, cost, loss, hours, clear } = market();
    const live = await compiled.open(backend);
    const fresh = market();
    const other = await fresh.compiled.open(backend);
    live.setAt(need, ['east', 3], 9);
    live.set(room, 2);
    await live.solve();
    live.set(cost, { east: 7, mid: 6, west: 1 });
    live.setAt(loss, ['mid', 'east'], 0.5);
    live.set(hours, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
    const result = (await live.solve()).optimal();
    other.setAt(fresh.need, ['east', 3], 9);
    other.set(fresh.room, 2);
    other.set(fresh.cost, { east: 7, mid: 6, west: 1 });
    other.setAt(fresh.loss, ['mid', 'east'], 0.5);
    other.set(fresh.hours, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
    const once = (await other.solve()).optimal();
    expect(live.compiled.program.matrix).toEqual(other.compiled.program.matrix);
    expect(live.compiled.program.rowLower).toEqual(other.compiled.program.rowLower);
    expect(live.compiled.program.columnUpper).toEqual(other.compiled.program.columnUpper);
    expect(live.compiled.program.cost).toEqual(other.compiled.program.cost);
    expect(result.objective).toBeCloseTo(once.objective, 9);
    expect(result.price(clear).at('west', 2)).toBeCloseTo(once.price(fresh.clear).at('west', 2), 7);
    live.close();
    other.close();
  });

  test('old results keep the numbers and weights of their own program', async () => {
    const { compiled, hours, clear, need } = market();
    const live = await compiled.open(backend);
    const before = (await live.solve()).optimal();
    const price = before.price(clear).at('west', 0);
    live.set(hours, 5);
    live.set(need, 1);
    await live.solve();
    expect(before.price(clear).at('west', 0)).toBe(price);
    expect(need.at('mid', 0)).toBe(2);
    const now = live.result.optimal();
    expect(now.evaluate(need.sum())).toBe(12);
    expect(before.evaluate(need.sum())).toBeCloseTo(44.5, 9);
    live.close();
  });

  test('a refused change leaves the model as it was', async () => {
    const { compiled, size, hours } = market();
    const live = await compiled.open(backend);
    const { objective } = (await live.solve()).optimal();
    live.set(size, -1);
    await expect(live.solve()).rejects.toThrow(/bounds are \[0, -1\]/);
    live.set(size, { east: 20, mid: 9, west: 12.5 });
    live.set(hours, 0);
    await expect(live.solve()).rejects.toThrow(/weight of clear/);
    live.set(hours, 2);
    expect((await live.solve()).optimal().objective).toBeCloseTo(objective, 9);
    live.close();
  });

  test('a result is stale until the change is solved', async () => {
    const { compiled, need } = market();
    const live = await compiled.open(backend);
    const stale = { code: 'core.stale-result', place: 'result', remedy: 'call solve() first' };
    expectFault(() => live.result, 'not-allowed', { ...stale, cause: 'nothing has been solved yet' });
    await live.solve();
    expect(live.result.status).toBe('optimal');
    live.setAt(need, ['mid', 1], 3);
    expectFault(() => live.result, 'not-allowed', {
      ...stale,
      cause: 'parameters have changed since the last solve',
    });
    live.close();
  });
});

test('only touched positions are in the change', () => {
  const { compiled, need, room, cost, loss, ramp } = market();
  const changeOf = (
    parameter: Parameters<typeof programChange>[1] extends ReadonlySet<infer P> ? P : never,
    at: number,
  ) => {
    const values = parameter.values.slice();
    values[at] += 1;
    return touched(
      programChange(compiled, new Set([parameter]), (p) => (p === parameter ? values : p.values)),
    );
  };
  const none = { cost: 0, columns: 0, rows: 0, coefficients: 0 };
  expect(changeOf(need as never, 2)).toEqual({ ...none, rows: 1 });
  expect(changeOf(room as never, 0)).toEqual({ ...none, columns: 4 });
  expect(changeOf(cost as never, 1)).toEqual({ ...none, cost: 4 });
  expect(changeOf(loss as never, 1)).toEqual({ ...none, coefficients: 4 });
  expect(changeOf(ramp as never, 0)).toEqual({ ...none, rows: 4 });
});

test('bad values and foreign parameters are refused', async () => {
  const { compiled, need } = market();
  const live = await compiled.open(highs());
  expectFault(() => live.setAt(need, ['east', 1], Number.NaN), 'invalid-input', {
    code: 'core.nan',
    place: "parameter 'need'",
    cause: 'the new value is NaN',
    remedy: 'give a number',
  });
  expectFault(() => live.set(market().need, 1), 'not-allowed', {
    code: 'core.foreign-handle',
    place: "parameter 'need'",
    cause: 'belongs to another model',
    remedy: 'use parameters of the model that was compiled',
  });
  live.close();
});
