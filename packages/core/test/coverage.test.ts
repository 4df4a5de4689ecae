import { type Expression, type IndexList, model, range, set, sparse, where } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { bothClaims, checkClaims, claimsOf, claimsWithout } from '../src/coverage.ts';
import type { SparseSet } from '../src/sparse-set.ts';
import { expectFault, faultsOf, part } from './support.ts';

const node = set('node', ['a', 'b']);
const hour = set('hour', range(3));
const unit = set('unit', ['u', 'v']);
const late = where('late', hour, (h) => h > 0);
const some = where('some', node, (n) => n === 'a');
const nh = sparse(
  'nh',
  [node, hour],
  [
    ['a', 0],
    ['a', 1],
    ['b', 0],
    ['b', 2],
  ],
);
const nu = sparse('nu', [node, unit], [['a', 'u']]);
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
);

/** Compiles rows over the index. */
function compiled(index: IndexList, build: (m: ReturnType<typeof model>) => unknown): void {
  const m = model();
  m.constraint('c', index, build(m) as Expression as unknown as number, '<=', 5);
  m.minimize(0).compile();
}

/** Codes of the faults that rows over the index meet. */
function codes(index: IndexList, build: (m: ReturnType<typeof model>) => unknown): string[] {
  return faultsOf(() => compiled(index, build)).map((fault) => fault.code);
}

const MISSING = ['core.missing-tuple'];

describe('claims', () => {
  test('are checked against the sets of the head that hold their dimensions, whatever the order', () => {
    const [claim] = claimsOf([nh as unknown as SparseSet]);
    checkClaims([claim], [unit, nh as unknown as SparseSet], 'here');
    expectFault(() => checkClaims([claim], [hour, unit, node], 'here'), 'invalid-input', {
      code: 'core.missing-tuple',
      place: 'here',
      cause: "no term for [1,b], which is not in 'nh'",
      remedy: /absent is not zero/,
    });
  });

  test('of two parts are kept once each, and go with any of their dimensions', () => {
    const both = bothClaims(
      claimsOf([nh as unknown as SparseSet, late as unknown as SparseSet]),
      claimsOf([nh as unknown as SparseSet]),
    );
    expect(both.map(({ set: of }) => of.name)).toEqual(['nh', 'late']);
    expect(claimsWithout(both, new Set(['node'])).map(({ set: of }) => of.name)).toEqual(['late']);
    expect(claimsWithout(both, new Set(['hour']))).toEqual([]);
  });
});

describe('absent is not zero', () => {
  test('in a product of two sparse sets, either way round, in rows and in bounds', () => {
    for (const turned of [false, true]) {
      const m = model();
      const avail = m.parameter('avail', [late], {}, 3);
      const size = m.parameter('size', [nh], {}, 2);
      const build = () => {
        const upper = turned ? size.times(avail) : avail.times(size);
        m.variable('x', [nh], { upper });
        m.minimize(0).compile();
      };
      expect(faultsOf(build).map((fault) => fault.code)).toEqual(MISSING);
    }
    const rows = (m: ReturnType<typeof model>) =>
      m.variable('x', [late]).times(m.parameter('p', [nh], {}, 2));
    expect(codes([nh], rows)).toEqual(MISSING);
    const dense = (m: ReturnType<typeof model>) => m.variable('x', [nu]).times(m.parameter('p', [nh], {}, 2));
    expect(codes([node, unit, hour], dense)).toEqual(MISSING);
  });

  test('in the dimensions that a group does not sum', () => {
    const grouped = (m: ReturnType<typeof model>) => m.variable('x', [link, late]).sumBy(link.to);
    expect(codes([node, hour], grouped)).toEqual(MISSING);
    expect(() => compiled([node, late], grouped)).not.toThrow();
  });

  test('in the dimensions that a lag does not move, and in what a factor that says orZero multiplies', () => {
    const lagged = (m: ReturnType<typeof model>) => m.variable('x', [some, hour]).lag(hour, 1, 'zero');
    expect(codes([node, hour], lagged)).toEqual(MISSING);
    expect(() => compiled([some, hour], lagged)).not.toThrow();
    const product = (m: ReturnType<typeof model>) =>
      m.variable('x', [late]).times(m.parameter('p', [hour], {}, 2).orZero());
    expect(codes([hour], product)).toEqual(MISSING);
    expect(() => compiled([hour], (m) => product(m).orZero())).not.toThrow();
  });

  test('in a factor that is itself a product or reading through two sparse sets, also where it is summed', () => {
    const m = model();
    const rate = m.parameter('rate', [late], {}, 2);
    const weight = m.parameter('weight', [nh], {}, 2);
    const codesOf = (call: () => unknown) => faultsOf(call).map((fault) => fault.code);
    const factors = [rate.over(nh.hour), rate.times(weight.orZero())];
    const x = m.variable('x', [nh]);
    const y = m.variable('y', [node, hour]);
    for (const factor of factors) {
      expect(codesOf(() => x.times(factor).sum())).toEqual(MISSING);
      expect(codesOf(() => y.times(factor).sum())).toEqual(MISSING);
    }
    const kept = m.variable('z', [nh]).times(rate.orZero().over(nh.hour).orZero()).sum();
    expect(() => m.minimize(kept).compile()).not.toThrow();
  });

  test('in a factor that is a reading through two sparse sets of which only some dimensions are shared', () => {
    const place = set('place', ['p', 'q', 'r']);
    const at = sparse(
      'at',
      [place, node],
      [
        ['p', 'a'],
        ['p', 'b'],
        ['q', 'a'],
      ],
    );
    const m = model();
    const x = m.variable('x', [place]);
    const only = m
      .parameter('only', [node], {}, 2)
      .times(m.parameter('size', [nh], {}, 2))
      .over(at.node);
    const codesOf = (call: () => unknown) => faultsOf(call).map((fault) => fault.code);
    expect(codesOf(() => x.times(only).sum())).toEqual(MISSING);
    expect(() => x.times(only.orZero()).sum()).not.toThrow();
    const y = m.variable('y', [where('known', place, (p) => p !== 'r')]);
    const row = m.constraint('row', [], y.times(only).sum(), '<=', 1);
    expect(part(m.minimize(0).compile(), row, y)).toEqual([[16, 8]]);
  });

  test('in a lagged factor that lacks a member of another dimension', () => {
    const m = model();
    const x = m.variable('x', [node, hour]);
    const p = m.parameter('p', [some, hour], {}, 2);
    expect(faultsOf(() => x.times(p.lag(hour, 1, 'zero'))).map((fault) => fault.code)).toEqual(MISSING);
  });
});

test('with orZero the tuples that are there keep their terms', () => {
  const m = model();
  const x = m.variable('x', [late]);
  const row = m.constraint('c', [nh], x.times(m.parameter('p', [nh], {}, 2)).orZero(), '<=', 5);
  expect(part(m.minimize(0).compile(), row, x)).toEqual([
    [0, 0],
    [2, 0],
    [0, 0],
    [0, 2],
  ]);
});
