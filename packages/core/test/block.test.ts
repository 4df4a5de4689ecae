import { type AnyExpression, model, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { loopOver } from '../src/block.ts';
import { keptNames } from '../src/block-sum.ts';
import type { SparseKey, SparseSet } from '../src/sparse-set.ts';
import { boundsOf, expectFault, part } from './support.ts';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', [0, 1]);
const roles = [node.as('from'), node.as('to')] as const;
const link = sparse('link', roles, [
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'a'],
]);

function freeOf(expression: AnyExpression): string[] {
  return expression.blocks[0].free.map((free) => free.dim);
}

describe('free dimensions', () => {
  const m = model();
  const x = m.variable('x', [link, hour]);
  const rate = m.parameter('rate', [node], {}, { a: 1, b: 2, c: 3 });

  test('are those of the index, then what sums leave', () => {
    expect(freeOf(x)).toEqual(['from', 'to', 'hour']);
    expect(freeOf(x.sum(hour))).toEqual(['from', 'to']);
    expect(freeOf(x.sumBy(link.to))).toEqual(['hour', 'node']);
    expect(freeOf(x.sumBy(link.to, link.from))).toEqual(['hour', 'to', 'from']);
    expect(freeOf(x.sum())).toEqual([]);
  });

  test('grow with a factor that has more', () => {
    expect(freeOf(x.sumBy(link.to).times(rate))).toEqual(['hour', 'node']);
    expect(freeOf(x.times(rate))).toEqual(['from', 'to', 'hour', 'node']);
  });

  test('are read along columns', () => {
    expect(freeOf(rate.over(link.from))).toEqual(['from', 'to']);
  });

  test('names of kept columns: alone the set, together the roles', () => {
    const key = (k: unknown): SparseKey => k as SparseKey;
    expect(keptNames([key(link.to)])).toEqual(['node']);
    expect(keptNames([key(link.to), key(link.from)])).toEqual(['to', 'from']);
    const served = sparse('served', [node.as('origin'), hour], []);
    expect(keptNames([key(served.origin), key(served.hour)])).toEqual(['node', 'hour']);
  });

  test('of a whole sparse set are found as one loop, of a part are not', () => {
    const set = link as unknown as SparseSet;
    expect(loopOver(x.blocks[0], set)).toBe(0);
    expect(loopOver(x.sum(node.as('from')).blocks[0], set)).toBe(-1);
  });
});

describe('products', () => {
  test('match dimensions by name: dense on dense, dense on a column, sparse on the same sparse set', () => {
    const m = model();
    const x = m.variable('x', [link]);
    const perLink = m.parameter('perLink', [link], {}, [
      ['a', 'b', 2],
      ['b', 'c', 3],
      ['c', 'a', 5],
    ]);
    const perTarget = m.parameter('perTarget', [node.as('to')], {}, { a: 100, b: 10, c: 1 });
    const row = m.constraint('row', [], x.times(perLink).times(perTarget).sum(), '<=', 1);
    const same = m.constraint('same', [], x.times(perLink.times(perTarget)).sum(), '<=', 1);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([[20, 3, 500]]);
    expect(part(compiled, same, x)).toEqual([[20, 3, 500]]);
  });

  test('sum a factor before they multiply', () => {
    const m = model();
    const x = m.variable('x', [node]);
    const hourly = m.parameter('hourly', [node, hour], {}, (n, h) => (n === 'a' ? 10 : 1) * (h + 1));
    const row = m.constraint('row', [node], x.times(hourly.sum(hour)), '<=', 1);
    const crossed = m.constraint('crossed', [], x.sum().times(hourly.sum()), '<=', 1);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([
      [30, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
    ]);
    expect(part(compiled, crossed, x)).toEqual([[36, 36, 36]]);
  });

  test('distribute over sums on both sides', () => {
    const m = model();
    const x = m.variable('x', []);
    const p = m.parameter('p', [], {}, 3);
    const row = m.constraint('row', [], x.plus(2).times(p.plus(4)), '<=', 0);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([[7]]);
    expect(boundsOf(compiled, row)).toEqual([[-Infinity, -14]]);
  });

  test('join a sparse factor along the columns of another sparse set', () => {
    const trip = sparse(
      'trip',
      [...roles, hour],
      [
        ['b', 'c', 0],
        ['b', 'c', 1],
        ['c', 'a', 1],
      ],
    );
    const m = model();
    const x = m.variable('x', [trip]);
    const cost = m.parameter('cost', [link], {}, [
      ['a', 'b', 2],
      ['b', 'c', 3],
      ['c', 'a', 5],
    ]);
    const row = m.constraint('row', [hour], x.times(cost).sum(link), '<=', 1);
    expect(part(m.minimize(0).compile(), row, x)).toEqual([
      [3, 0, 0],
      [0, 3, 5],
    ]);
  });
});

describe('what is refused', () => {
  test('products of two sets of one name', () => {
    const m = model();
    const other = model();
    const x = m.variable('x', [node]);
    const stranger = other.parameter('p', [set('node', ['a'])], {}, 1);
    expectFault(() => x.times(stranger), 'invalid-input', {
      code: 'core.two-sets-one-name',
      place: "dimension 'node'",
      cause: "stands for set 'node' on one side and for another set 'node' on the other",
      remedy: 'declare the set once and use it on both sides',
    });
  });

  test('sparse sets that share only some dimensions, or meet a dense grid', () => {
    const m = model();
    const cost = m.parameter('cost', [link], {}, 1);
    const x = m.variable('x', [node.as('from')]);
    const grid = m.variable('grid', [...roles]);
    const cause =
      "the factor's dimensions ('from', 'to') meet those of the expression ('from', 'to') through different sparse sets";
    const remedy = "read one along the other's columns first, as in cost.over(route.server)";
    expectFault(() => grid.times(cost), 'unsupported', { code: 'core.join', place: 'times', cause, remedy });
    expect(freeOf(x.times(cost))).toEqual(['from', 'to']);
    const row = m.constraint('row', [], grid.over(link.from, link.to).times(cost).sum(), '<=', 1);
    expect(part(m.minimize(0).compile(), row, grid)).toEqual([[0, 1, 0, 0, 0, 1, 1, 0, 0]]);
  });
});
