import { fc, test } from '@fast-check/vitest';
import { model, range, set, sparse, where } from '@marginal/core';
import { type CscMatrix, type Program, transpose } from '@marginal/program';
import { describe, expect } from 'vitest';
import { joinTable } from '../src/join.ts';
import type { SparseSet } from '../src/sparse-set.ts';
import { expectFault, part } from './support.ts';

const node = set('node', range(4));
const pairs = fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(3)), { selector: String });

/** The rows of a program as columns. */
function transposed(program: Program): { matrix: CscMatrix } {
  return { matrix: transpose(program.matrix) };
}

describe('a join', () => {
  test.prop([pairs, pairs], { seed: 5 })(
    'finds for every tuple the one it needs, by any columns',
    (some, more) => {
      const walked = sparse('walked', [node.as('p'), node.as('q')], some);
      const needed = some.map(([p, q]): [number, number] => [q, p]);
      const rest = more.filter((pair) => !needed.some((other) => String(other) === String(pair)));
      const target = sparse('target', [node.as('r'), node.as('s')], [...needed, ...rest]);
      const table = joinTable(walked as unknown as SparseSet, [1, 0], target as unknown as SparseSet, 'here');
      walked.columns[0].forEach((p, i) => {
        expect(target.tuple(table[i])).toEqual([walked.columns[1][i], p]);
      });
    },
  );

  test('names the tuple that is missing and who asked for it', () => {
    const walked = sparse(
      'hop',
      [node.as('from'), node.as('to')],
      [
        [0, 1],
        [2, 3],
      ],
    );
    const target = sparse('link', [node.as('from'), node.as('to')], [[0, 1]]);
    const m = model();
    const x = m.variable('x', [walked]);
    const cost = m.parameter('cost', [target], {}, 1);
    const cause = "[2,3] is not in sparse set 'link', but 'hop'[2,3] has terms for it";
    const remedy = "add the tuple to 'link', or do not ask for it";
    expectFault(() => x.times(cost), 'invalid-input', {
      code: 'core.missing-tuple',
      place: 'times',
      cause,
      remedy,
    });
  });

  test('rows over a part of a set read their own tuples; rows over a larger one miss some', () => {
    const pairs = [node.as('from'), node.as('to')] as const;
    const all = sparse('all', pairs, [
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    const some = where('some', all, (from) => from !== 1);
    const m = model();
    const x = m.variable('x', [all]);
    const y = m.variable('y', [some]);
    const part = m.constraint('part', [some], x.times(2), '<=', 1);
    const zero = m.constraint('zero', [all], x.plus(y.orZero()), '<=', 1);
    const compiled = m.minimize(0).compile();
    const terms = (row: number) => {
      const { matrix } = transposed(compiled.program);
      return [...matrix.rows.slice(matrix.starts[row], matrix.starts[row + 1])];
    };
    expect([0, 1].map((k) => terms(part.start + k))).toEqual([[0], [2]]);
    expect([0, 1, 2].map((k) => terms(zero.start + k))).toEqual([[0, 3], [1], [2, 4]]);
    m.constraint('miss', [all], y, '<=', 1);
    expect(() => m.minimize(0).compile()).toThrow(
      "constraint 'miss': no term for [1,2], which is not in 'some'",
    );
  });

  test('a factor that says orZero drops the tuples that it does not have', () => {
    const pairs = [node.as('from'), node.as('to')] as const;
    const all = sparse('all', pairs, [
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    const toll = where('toll', all, (from) => from !== 1);
    const m = model();
    const x = m.variable('x', [all], { lower: 0 });
    const price = m.parameter('price', [toll], {}, (from) => from + 10);
    expect(() => x.times(price)).toThrow(/is not in sparse set 'toll'/);
    expect([...m.minimize(x.times(price.orZero()).sum()).compile().program.cost]).toEqual([10, 0, 12]);
    const into = m.constraint('into', [node], x.times(price.orZero()).sumBy(all.to), '<=', 5);
    expect(m.minimize(0).compile().program.matrix.values).toEqual(Float64Array.of(10, 12));
    expect(into.size).toBe(4);
  });
});

describe('a product that was joined may be joined again', () => {
  test('each factor is read at its own tuple', () => {
    // link is wider than hop, hop wider than trip: every step shifts the ordinals.
    const roles = [node.as('from'), node.as('to')] as const;
    const link = sparse('link', roles, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    const hop = sparse('hop', roles, [
      [1, 2],
      [2, 3],
      [3, 0],
    ]);
    const trip = sparse(
      'trip',
      [...roles, node.as('day')],
      [
        [2, 3, 0],
        [3, 0, 0],
        [3, 0, 1],
      ],
    );
    const m = model();
    const byLink = m.parameter('byLink', [link], {}, (from) => 10 ** from);
    const byHop = m.parameter('byHop', [hop], {}, (from) => from + 1);
    const x = m.variable('x', [trip]);
    const row = m.constraint('row', [], x.times(byHop.times(byLink)).sum(), '<=', 1);
    expect(part(m.minimize(0).compile(), row, x)).toEqual([[300, 4000, 4000]]);
  });
});

describe('products and readings through two relations, against loops over all labels', () => {
  const arcs = fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(3)), { selector: String, minLength: 1 });
  const price = (a: number, b: number): number => 1 + a + 10 * b;

  /** Two relations over the same nodes, a variable over each, over the nodes and over the grid. */
  function world(some: readonly [number, number][], more: readonly [number, number][]) {
    const link = sparse('link', [node.as('from'), node.as('to')], some);
    const hop = sparse('hop', [node.as('start'), node.as('end')], more);
    const m = model();
    return {
      link,
      hop,
      m,
      flow: m.variable('flow', [link]),
      at: m.variable('at', [node]),
      leaving: m.variable('leaving', [node.as('from')]),
      grid: m.variable('grid', [node.as('from'), node.as('to')]),
      cost: m.parameter('cost', [link], {}, (a, b) => price(a, b)),
    };
  }

  const all = range(4);
  const ordinal = (tuples: readonly (readonly [number, number])[], a: number, b: number): number =>
    [...tuples].sort((p, q) => p[0] - q[0] || p[1] - q[1]).findIndex(([p, q]) => p === a && q === b);
  const blank = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

  test.prop([arcs, arcs], { seed: 11 })('a group read along another set', (some, more) => {
    const { m, flow, link, hop } = world(some, more);
    const back = sparse('back', [node.as('from'), node.as('to')], more);
    const row = m.constraint('row', [hop], flow.sumBy(link.to).over(hop.start), '<=', 1);
    const turned = m.constraint(
      'turned',
      [back],
      flow.sumBy(link.to, link.from).over(back.from, back.to),
      '<=',
      1,
    );
    const grouped = m.constraint(
      'grouped',
      [node],
      flow.sumBy(link.to).over(hop.start).sumBy(hop.end),
      '<=',
      1,
    );
    const compiled = m.minimize(0).compile();
    const expected = blank(more.length, some.length);
    const backwards = blank(more.length, some.length);
    const sums = blank(4, some.length);
    for (const [start, end] of more) {
      for (const [from, to] of some) {
        if (to === start) {
          expected[ordinal(more, start, end)][ordinal(some, from, to)] += 1;
          sums[end][ordinal(some, from, to)] += 1;
        }
        if (from === start && to === end) backwards[ordinal(more, start, end)][ordinal(some, from, to)] += 1;
      }
    }
    expect(part(compiled, row, flow)).toEqual(expected);
    expect(part(compiled, grouped, flow)).toEqual(sums);
    // Two kept columns that share a set keep their roles, so they are read by their roles.
    expect(part(compiled, turned, flow)).toEqual(backwards);
  });

  test.prop([arcs, arcs], { seed: 12 })('a factor that is a group, or shares one dimension', (some, more) => {
    const { m, link, at, leaving, grid, cost } = world(some, more);
    const grouped = m.constraint('grouped', [node], at.times(cost.sumBy(link.to)), '<=', 1);
    const spread = m.constraint('spread', [link], leaving.times(cost.orZero()), '<=', 1);
    const sparseGrid = m.constraint('whole grid', [], grid.times(cost.orZero()).sum(), '<=', 1);
    const compiled = m.minimize(0).compile();
    const sums = blank(4, 4);
    const pairs = blank(some.length, 4);
    const total = blank(1, 16);
    for (const [from, to] of some) {
      sums[to][to] += price(from, to);
      pairs[ordinal(some, from, to)][from] += price(from, to);
      total[0][4 * from + to] += price(from, to);
    }
    expect(part(compiled, grouped, at)).toEqual(sums);
    expect(part(compiled, spread, leaving)).toEqual(pairs);
    expect(part(compiled, sparseGrid, grid)).toEqual(total);
    const reached = new Set(some.map(([from]) => from));
    const product = (): unknown => leaving.times(cost);
    if (all.every((n) => reached.has(n))) expect(product).not.toThrow();
    else expect(product).toThrow(/core|absent is not zero/);
  });

  test.prop([arcs, arcs], { seed: 13 })('a relation times a group over one of its columns', (some, more) => {
    const { m, link, hop, cost } = world(some, more);
    const move = m.variable('move', [sparse('route', [node, node.as('end')], more)]);
    const row = m.constraint('row', [], move.times(cost.sumBy(link.to)).sum(), '<=', 1);
    const compiled = m.minimize(0).compile();
    const expected = blank(1, more.length);
    for (const [a, b] of more)
      for (const [from, to] of some) if (to === a) expected[0][ordinal(more, a, b)] += price(from, to);
    expect(part(compiled, row, move)).toEqual(expected);
    expect(hop.size).toBe(more.length);
  });

  test('a lag is kept where its dimension is read along a sparse set', () => {
    const hour = set('hour', range(3));
    const slot = sparse(
      'slot',
      [hour, node],
      [
        [0, 1],
        [2, 0],
        [2, 3],
      ],
    );
    const m = model();
    const x = m.variable('x', [hour]);
    const rate = m.parameter('rate', [hour], {}, (h) => 1 + h);
    const read = m.constraint('read', [slot], x.lag(hour, 1, 'wrap').over(slot.hour), '<=', 1);
    const rows = m.constraint('rows', [slot], x.lag(hour, 1, 'wrap'), '<=', 1);
    const edge = m.constraint('edge', [hour], x.times(rate.lag(hour, 1, 'zero')), '<=', 1);
    const compiled = m.minimize(0).compile();
    const lagged = [
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 0],
    ];
    expect(part(compiled, read, x)).toEqual(lagged);
    expect(part(compiled, rows, x)).toEqual(lagged);
    expect(part(compiled, edge, x)).toEqual([
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 2],
    ]);
  });
});
