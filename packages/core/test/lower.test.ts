import { model, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../src/lower.ts';
import { boundsOf, rowsOf } from './support.ts';

const node = set('node', ['a', 'b']);
const hour = set('hour', [0, 1]);

describe('terms', () => {
  test('of one row and column become one entry; zeros drop out; both are counted', () => {
    const m = model();
    const x = m.variable('x', [node]);
    const sometimes = m.parameter('sometimes', [node], {}, { a: 0, b: 2 });
    m.constraint('row', [node], x.plus(x.times(2)).minus(x.times(3)).plus(x.times(sometimes)), '<=', 1);
    const { program, terms } = m.minimize(0).compile();
    expect(rowsOf(program)).toEqual([
      [0, 0],
      [0, 2],
    ]);
    expect(program.matrix.values).toEqual(Float64Array.of(2));
    expect(terms).toEqual({ written: 8, merged: 6, zeros: 1 });
  });

  test('of the objective add up, constants to its offset', () => {
    const m = model();
    const x = m.variable('x', [node, hour]);
    const cost = m.parameter('cost', [hour], {}, { 0: 1, 1: 10 });
    const { program } = m
      .minimize(x.times(cost).sum().plus(x.times(5).sum()).plus(cost.sum()).minus(1))
      .compile();
    expect([...program.cost]).toEqual([6, 15, 6, 15]);
    expect(program.offset).toBe(10);
  });

  test('stand in columns in order of declaration, rows likewise, sorted within a column', () => {
    const m = model();
    const y = m.variable('y', [node]);
    const x = m.variable('x', []);
    m.constraint('late', [node], x.plus(y), '<=', 1);
    m.constraint('later', [], y.sum(), '<=', 1);
    const { matrix } = m.minimize(0).compile().program;
    expect([...matrix.starts]).toEqual([0, 2, 4, 6]);
    expect([...matrix.rows]).toEqual([0, 2, 1, 2, 0, 1]);
  });
});

describe('numbers', () => {
  test('are evaluated at every member, repeated over what they lack', () => {
    const m = model();
    const p = m.parameter('p', [node], {}, { a: 1, b: 2 });
    expect([...evaluate(p.times(2).plus(1), [hour, node], 'here')]).toEqual([3, 5, 3, 5]);
    expect([...evaluate(7, [hour], 'here')]).toEqual([7, 7]);
  });

  test('that are infinite may be ends of a range', () => {
    const m = model();
    const x = m.variable('x', [node]);
    const top = m.parameter('top', [node], {}, { a: Infinity, b: 4 });
    const row = m.constraint('row', [node], top.times(-1), '<=', x, '<=', top);
    expect(boundsOf(m.minimize(0).compile(), row)).toEqual([
      [-Infinity, Infinity],
      [-4, 4],
    ]);
  });

  test('never come out as minus zero', () => {
    const m = model();
    const x = m.variable('x', []);
    const zero = m.parameter('zero', [], {}, 0);
    const row = m.constraint('row', [], x.minus(zero), '==', zero.times(-1));
    const [bounds] = boundsOf(m.minimize(0).compile(), row);
    expect(bounds.every((bound) => Object.is(bound, 0))).toBe(true);
  });
});

test('a sum over a sparse set walks its tuples and not the grid', () => {
  const many = set(
    'many',
    Array.from({ length: 3000 }, (_, i) => i),
  );
  const ring = sparse(
    'ring',
    [many.as('from'), many.as('to')],
    many.labels.map((i) => [i, (i + 1) % 3000]),
  );
  const m = model();
  const flow = m.variable('flow', [ring]);
  m.constraint('keep', [many], flow.sumBy(ring.to), '==', flow.sumBy(ring.from));
  const { terms } = m.minimize(0).compile();
  expect(terms.written).toBe(6000);
});
