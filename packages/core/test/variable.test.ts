import { model, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { errorOf, expectFault, faultsOf } from './support.ts';

const node = set('node', ['a', 'b']);
const hour = set('hour', [0, 1]);
const link = sparse('link', [node.as('from'), node.as('to')], [['a', 'b']]);

describe('a variable', () => {
  test('takes consecutive columns in order of declaration and index', () => {
    const m = model();
    const x = m.variable('x', [node, hour]);
    const y = m.variable('y', [link]);
    const z = m.variable('z', []);
    expect([x, y, z].map(({ start, size }) => [start, size])).toEqual([
      [0, 4],
      [4, 1],
      [5, 1],
    ]);
    const { program } = m.minimize(0).compile();
    expect(Array.from({ length: 6 }, (_, j) => program.names.column(j))).toEqual([
      'x[a,0]',
      'x[a,1]',
      'x[b,0]',
      'x[b,1]',
      'y[a,b]',
      'z',
    ]);
  });

  test('is free unless it has bounds; bounds may be numbers or data with fewer dimensions', () => {
    const m = model();
    m.variable('free', []);
    const cap = m.parameter('cap', [node], { unit: 'MW' }, { a: 10, b: 20 });
    m.variable('x', [node, hour], { unit: 'MW', lower: -1, upper: cap.times(0.5).plus(1) });
    const { program } = m.minimize(0).compile();
    expect([...program.columnLower]).toEqual([-Infinity, -1, -1, -1, -1]);
    expect([...program.columnUpper]).toEqual([Infinity, 6, 6, 11, 11]);
  });

  test('over an empty set has no columns', () => {
    const m = model();
    m.variable('none', [set('nothing', [])], { lower: 0 });
    m.variable('x', []);
    expect(m.minimize(0).compile().program.names.column(0)).toBe('x');
  });

  test('is whole where it says so', () => {
    const m = model({ integers: true });
    m.variable('x', [node]);
    expect(m.minimize(0).compile().program.integer).toBeUndefined();
    m.variable('on', [node], { integer: true });
    expect([...(m.minimize(0).compile().program.integer ?? [])]).toEqual([0, 0, 1, 1]);
  });
});

describe('what is refused', () => {
  test('crossed bounds, every member in one go', () => {
    const m = model();
    const cap = m.parameter('cap', [node], {}, { a: -1, b: 5 });
    m.variable('x', [node], { lower: 0, upper: cap });
    m.variable('y', [], { lower: 2, upper: 1 });
    m.variable('z', [], { lower: Infinity });
    const faults = faultsOf(() => m.minimize(0).compile());
    expect(faults.map(({ place, cause }) => [place, cause])).toEqual([
      ['x[a]', 'its bounds are [0, -1]'],
      ['y', 'its bounds are [2, 1]'],
      ['z', 'its bounds are [Infinity, Infinity]'],
    ]);
    expect(faults[0].code).toBe('core.crossed-bounds');
    expect(faults[0].remedy).toBe('give a lower bound at or below the upper one');
  });

  test('a variable in a bound', () => {
    const m = model();
    const x = m.variable('x', []);
    expectFault(() => m.variable('y', [], { upper: x as unknown as number }), 'invalid-input', {
      code: 'core.not-data',
      place: "variable 'y', bounds",
      cause: "holds variable 'x'",
      remedy: 'use numbers and parameters here, and a constraint for limits that vary',
    });
  });

  test('NaN as a bound', () => {
    expectFault(() => model().variable('x', [], { lower: Number.NaN }), 'invalid-input', {
      code: 'core.nan',
      place: "variable 'x', bounds",
      cause: 'is not a number',
      remedy: 'give a number',
    });
  });

  test('bounds in another unit', () => {
    const m = model();
    const cap = m.parameter('cap', [], { unit: 'GW' }, 1);
    expectFault(() => m.variable('x', [], { unit: 'MW' as string, upper: cap }), 'invalid-input', {
      code: 'core.unit-mismatch',
      place: "variable 'x', bounds",
      cause: 'is in GW, not MW',
      remedy: 'multiply by a parameter that converts it',
    });
  });

  test('bounds that range over more than the variable', () => {
    const m = model();
    const cap = m.parameter('cap', [hour], {}, 1);
    m.variable('x', [node], { upper: cap as unknown as number });
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.dimension-not-summed',
      place: "variable 'x', upper",
      cause: "dimension 'hour' is neither summed nor in the index (node)",
      remedy: "sum over it, or add 'hour' to the index",
    });
  });

  test('bounds over fewer tuples than the variable: an absent bound is not a zero', () => {
    const m = model();
    const cap = m.parameter('cap', [link], {}, 1);
    m.variable('x', [node.as('from'), node.as('to')], { upper: cap });
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.missing-tuple',
      place: "variable 'x', upper",
      cause: "no term for [a,a], which is not in 'link'",
      remedy: 'give one for every member, range over the same set, or say .orZero(): absent is not zero',
    });
  });

  test('a name, unit or index that cannot be used; the name stays free for the next try', () => {
    const m = model();
    expect(errorOf(() => m.variable('x', [], { unit: '$//h' as string })).code).toBe('core.unit-syntax');
    expect(errorOf(() => m.variable('x', [node, node])).code).toBe('core.duplicate-dimension');
    expect(errorOf(() => m.variable('x', [], { lower: Number.NaN })).code).toBe('core.nan');
    expect(m.variable('x', []).start).toBe(0);
  });
});
