import { model, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { boundsOf, expectFault, part } from './support.ts';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', [0, 1]);
const roles = [node.as('from'), node.as('to')] as const;
const link = sparse('link', roles, [
  ['a', 'b'],
  ['b', 'c'],
]);
const wide = sparse('wide', roles, [
  ['a', 'b'],
  ['a', 'c'],
  ['b', 'c'],
]);

describe('rows of an index', () => {
  test('repeat what lacks a dimension, dense or sparse', () => {
    const m = model();
    const x = m.variable('x', []);
    const y = m.variable('y', [hour]);
    const row = m.constraint('row', [link, hour], x.plus(y), '<=', 3);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([[1], [1], [1], [1]]);
    expect(part(compiled, row, y)).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
  });

  test('read a dense expression at the tuples of a sparse index, one role or both', () => {
    const m = model();
    const from = m.variable('from', [node.as('from')]);
    const grid = m.variable('grid', [...roles]);
    const row = m.constraint('row', [link], from.plus(grid), '<=', 3);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, from)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(part(compiled, row, grid).map((cells) => cells.indexOf(1))).toEqual([1, 5]);
  });

  test('put terms of a sparse expression into a dense or wider index where they belong, when orZero is said', () => {
    const m = model();
    const x = m.variable('x', [link]);
    const dense = m.constraint(
      'dense',
      [...roles].reverse() as [(typeof roles)[1], (typeof roles)[0]],
      x.orZero(),
      '<=',
      3,
    );
    const wider = m.constraint('wider', [wide], x.orZero(), '<=', 3);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, dense, x).map((cells) => cells.indexOf(1))).toEqual([
      -1, -1, -1, 0, -1, -1, -1, 1, -1,
    ]);
    expect(part(compiled, wider, x)).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
  });

  test('take groups of a sum, the empty group is zero', () => {
    const m = model();
    const x = m.variable('x', [link]);
    const into = m.constraint(
      'into',
      [node],
      x.sumBy(link.to),
      '<=',
      m.parameter('p', [link], {}, 4).sumBy(link.to),
    );
    const compiled = m.minimize(0).compile();
    expect(part(compiled, into, x)).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    expect(boundsOf(compiled, into).map(([, upper]) => upper)).toEqual([0, 4, 4]);
  });

  test('over an empty set are none', () => {
    const m = model();
    const x = m.variable('x', [set('none', [])]);
    const row = m.constraint('row', [], x.sum(), '<=', 3);
    const none = m.constraint('nothing', [sparse('empty', roles, [])], 0, '<=', 3);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([[]]);
    expect(none.size).toBe(0);
  });
});

describe('what is refused', () => {
  test('every dimension that is neither summed nor in the index', () => {
    const m = model();
    const x = m.variable('x', [link, hour]);
    m.constraint('row', [hour], x as unknown as number, '<=', 3);
    expect(() => m.minimize(0).compile()).toThrow(
      [
        "constraint 'row': dimension 'from' is neither summed nor in the index (hour) (sum over it, or add 'from' to the index)",
        "constraint 'row': dimension 'to' is neither summed nor in the index (hour) (sum over it, or add 'to' to the index)",
      ].join('\n'),
    );
  });

  test('an objective that is not summed', () => {
    const m = model();
    const x = m.variable('x', [hour]);
    expectFault(() => m.minimize(x as unknown as number).compile(), 'invalid-input', {
      code: 'core.dimension-not-summed',
      place: 'objective',
      cause: "dimension 'hour' is neither summed nor in the index (scalar)",
      remedy: "sum over it, or add 'hour' to the index",
    });
  });

  test('numbers over fewer tuples than the rows: an absent limit is not a zero', () => {
    const m = model();
    const x = m.variable('x', [wide]);
    const cap = m.parameter('cap', [link], {}, 10);
    m.constraint('cap rows', [wide], x, '<=', cap);
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.missing-tuple',
      place: "constraint 'cap rows'",
      cause: "no term for [a,c], which is not in 'link'",
      remedy: 'give one for every member, range over the same set, or say .orZero(): absent is not zero',
    });
  });

  test('numbers over combinations that a sparse set does not have all of', () => {
    const open = sparse(
      'open',
      [...roles, hour],
      [
        ['a', 'b', 0],
        ['a', 'b', 1],
        ['b', 'c', 1],
      ],
    );
    const m = model();
    const x = m.variable('x', [link, hour]);
    m.constraint('row', [link, hour], 0, '<=', x, '<=', m.parameter('cap', [open], {}, 10));
    expect(() => m.minimize(0).compile()).toThrow("no term for [b,c,0], which is not in 'open'");
  });

  test('two sets of one name in an expression and its index', () => {
    const m = model();
    const x = m.variable('x', [node]);
    const link2 = sparse('link2', [set('vertex', ['a', 'b', 'c']).as('node')], [['a']]);
    m.constraint('row', [link2], x, '<=', 1);
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.two-sets-one-name',
      place: "constraint 'row'",
      cause:
        "dimension 'node' is over set 'node' in the expression and over another set 'vertex' in the index",
      remedy: 'declare the set once and use it on both sides',
    });
  });

  test('a sparse index met through part of another sparse set', () => {
    const m = model();
    const x = m.variable('x', [link]);
    m.constraint('row', [wide], x.sum(node.as('to')), '<=', 1);
    expectFault(() => m.minimize(0).compile(), 'unsupported', {
      code: 'core.join',
      place: "constraint 'row'",
      cause:
        "the expression (free: 'from') meets 'wide' through another sparse set with only some of its dimensions",
      remedy: "read it over columns of 'wide' first, or state the combination as one sparse set",
    });
  });
});
