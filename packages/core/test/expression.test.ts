import { type AnyExpression, formatUnit, model, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { boundsOf, expectFault, part } from './support.ts';

const node = set('node', ['a', 'b']);
const hour = set('hour', [0, 1]);
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
);

function stated() {
  const m = model();
  const x = m.variable('x', [node, hour], { unit: 'Mtok/h' });
  const y = m.variable('y', [node], { unit: 'Mtok/h' });
  const flow = m.variable('flow', [link], { unit: 'Mtok/h' });
  const cost = m.parameter('cost', [node], { unit: '$/Mtok' }, { a: 3, b: 5 });
  return { m, x, y, flow, cost };
}

describe('an expression', () => {
  test('is as small over many members as over two', () => {
    const m = model();
    const wide = m.variable('wide', [
      set(
        'n',
        Array.from({ length: 1000 }, (_, i) => i),
      ),
    ]);
    expect(wide.times(2).plus(1).blocks).toHaveLength(2);
  });

  test('is not changed by what is made of it', () => {
    const { x, cost } = stated();
    const before = JSON.stringify(x.blocks.map((block) => [block.scale, block.free.length]));
    x.plus(1).minus(x).times(cost).times(2);
    expect(JSON.stringify(x.blocks.map((block) => [block.scale, block.free.length]))).toBe(before);
  });

  test('carries units through products and sums', () => {
    const { x, y, cost } = stated();
    expect(formatUnit(x.times(cost).unit)).toBe('$/h');
    expect(formatUnit(x.plus(y).minus(4).unit)).toBe('Mtok/h');
    expect(formatUnit(x.times(3).unit)).toBe('Mtok/h');
  });

  test('adds, subtracts and scales term by term', () => {
    const { m, x, y } = stated();
    const row = m.constraint('row', [node, hour], x.times(2).minus(y.times(3)).plus(7), '<=', y.plus(1));
    const compiled = m.minimize(0).compile();
    expect(part(compiled, row, x)).toEqual([
      [2, 0, 0, 0],
      [0, 2, 0, 0],
      [0, 0, 2, 0],
      [0, 0, 0, 2],
    ]);
    expect(part(compiled, row, y)).toEqual([
      [-4, 0],
      [-4, 0],
      [0, -4],
      [0, -4],
    ]);
    expect(boundsOf(compiled, row)).toEqual(Array(4).fill([-Infinity, -6]));
  });

  test('sums over some dimensions, over a sparse set, over a role, or over all', () => {
    const { m, x, flow, cost } = stated();
    const some = m.constraint('some', [node], x.times(cost).sum(hour), '<=', 1);
    const sparseSum = m.constraint('sparse', [], flow.sum(link), '<=', 1);
    const role = m.constraint('role', [node.as('to')], flow.sum(node.as('from')), '<=', 1);
    const all = m.constraint('all', [], x.times(cost).sum(), '<=', 1);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, some, x)).toEqual([
      [3, 3, 0, 0],
      [0, 0, 5, 5],
    ]);
    expect(part(compiled, sparseSum, flow)).toEqual([[1, 1]]);
    expect(part(compiled, role, flow)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(part(compiled, all, x)).toEqual([[3, 3, 5, 5]]);
  });

  test('groups by columns: a column alone takes the name of its set, two of one set keep their roles', () => {
    const { m, flow } = stated();
    const into = m.constraint('into', [node], flow.sumBy(link.to), '<=', 1);
    const each = m.constraint(
      'each',
      [node.as('to'), node.as('from')],
      flow.sumBy(link.from, link.to),
      '<=',
      1,
    );
    const compiled = m.minimize(0).compile();
    expect(part(compiled, into, flow)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(part(compiled, each, flow)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
  });

  test('reads along columns of a sparse set', () => {
    const { m, x, y } = stated();
    const drop = m.constraint('drop', [link], y.over(link.from).minus(y.over(link.to)), '<=', 1);
    const timed = m.constraint('timed', [link, hour], x.over(link.to), '<=', 1);
    const compiled = m.minimize(0).compile();
    expect(part(compiled, drop, y)).toEqual([
      [1, -1],
      [-1, 1],
    ]);
    expect(part(compiled, timed, x)).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 1],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
  });
});

describe('what is refused', () => {
  test('adding units that differ', () => {
    const { x, cost } = stated();
    expectFault(() => x.plus(cost as AnyExpression), 'invalid-input', {
      code: 'core.unit-mismatch',
      place: 'plus',
      cause: 'Mtok/h and $/Mtok do not add up',
      remedy: 'multiply by a parameter that converts one into the other',
    });
    expect(() => x.minus(cost as AnyExpression)).toThrow('minus: Mtok/h and $/Mtok do not add up');
  });

  test('a product of variables', () => {
    const { x, y } = stated();
    expectFault(() => x.times(y as unknown as number), 'invalid-input', {
      code: 'core.not-linear',
      place: 'times',
      cause: "the factor holds variable 'y'",
      remedy: 'multiply by numbers and parameters only',
    });
  });

  test('summing over a dimension that is not there', () => {
    const { y } = stated();
    expectFault(() => y.sum(hour as unknown as typeof node), 'invalid-input', {
      code: 'core.dimension-not-free',
      place: 'sum',
      cause: "dimension 'hour' is not free in every part of this expression (a part has 'node')",
      remedy: 'name dimensions that the expression still has, and treat parts with different ones one by one',
    });
  });

  test('summing parts of different dimensions together: one would count once and not per member', () => {
    const { m, x, y } = stated();
    for (const call of [() => x.plus(y).sum(), () => x.plus(1).sum(), () => x.plus(y).sum(hour)])
      expectFault(call, 'invalid-input', {
        code: 'core.dimension-not-free',
        place: 'sum',
        cause:
          /^dimension '(hour|node)' is not free in every part of this expression \(a part has ('node'|none)\)$/,
        remedy: /one by one$/,
      });
    expect(() =>
      m.minimize(
        x
          .sum()
          .plus(y.sum())
          .plus(1)
          .times(m.parameter('p', [], { unit: '$/Mtok' }, 1)),
      ),
    ).not.toThrow();
  });

  test('summing over another set of the same name', () => {
    const { y } = stated();
    const subset = set('node', ['a']);
    expectFault(() => y.sum(subset), 'invalid-input', {
      code: 'core.two-sets-one-name',
      place: "dimension 'node'",
      cause: "stands for set 'node' on one side and for another set 'node' on the other",
      remedy: 'declare the set once and use it on both sides',
    });
  });

  test('summing over some tuples of a sparse set as if they were all', () => {
    const { flow } = stated();
    const short = sparse('short', [node.as('from'), node.as('to')], [['a', 'b']]);
    expectFault(() => flow.sum(short), 'invalid-input', {
      code: 'core.missing-tuple',
      place: 'sum',
      cause: "[b,a] is not in sparse set 'short', but 'link'[b,a] has terms for it",
      remedy: "add the tuple to 'short', or do not ask for it",
    });
    const grid = stated().m.variable('grid', [node.as('from'), node.as('to')]);
    expectFault(() => grid.sum(short), 'unsupported', {
      code: 'core.join',
      place: 'sum',
      cause: /^the expression does not range over the tuples of 'short'/,
      remedy: "read it over the columns of 'short' first, then sum",
    });
  });

  test('grouping by columns of a set that the expression does not range over', () => {
    const { y, flow } = stated();
    expectFault(() => (y as unknown as typeof flow).sumBy(link.to), 'invalid-input', {
      code: 'core.dimension-not-free',
      place: "sumBy columns of 'link'",
      cause: "dimension 'from,to' is not free in every part of this expression (a part has 'node')",
      remedy: /^name dimensions/,
    });
  });

  test('grouping by columns of two sets', () => {
    const { flow } = stated();
    const other = sparse('other', [node.as('from'), node.as('to')], [['a', 'b']]);
    expectFault(() => flow.sumBy(link.to, other.from as unknown as typeof link.from), 'invalid-input', {
      code: 'core.keys-of-one-set',
      place: 'sumBy',
      cause: "the columns belong to 'link' and 'other'",
      remedy: 'name columns of one sparse set, as in link.to',
    });
  });

  test('results with a dimension twice', () => {
    const { m, flow } = stated();
    const timed = m.variable('timed', [link, node]);
    expectFault(() => timed.sumBy(link.to), 'invalid-input', {
      code: 'core.duplicate-dimension',
      place: 'sumBy',
      cause: "the result would have dimension 'node' twice",
      remedy: "give one of the sets a role, as in node.as('origin')",
    });
    expect(() => flow.sumBy(link.to, link.to)).toThrow("the result would have dimension 'to' twice");
    const from = m.variable('from', [node, node.as('to')]);
    expect(() => from.over(link.from)).toThrow("over: the result would have dimension 'to' twice");
  });

  test('reading along columns what does not have the set', () => {
    const { m, flow } = stated();
    const hourly = m.variable('hourly', [hour]);
    expectFault(() => hourly.over(link.from as never), 'invalid-input', {
      code: 'core.dimension-not-free',
      place: "over 'link'.from",
      cause: "dimension 'node' is not free in every part of this expression (a part has 'hour')",
      remedy: /^name dimensions/,
    });
    expect(() => flow.sumBy(link.to).sumBy(link.to as never)).toThrow(/is not free in every part/);
  });
});
