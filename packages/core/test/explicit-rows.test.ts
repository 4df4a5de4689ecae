import { model, range, set, sparse, type Variable } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf } from './support.ts';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', range(4));
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['c', 'a'],
    ['a', 'b'],
    ['b', 'a'],
  ],
);

describe('rows written by a callback', () => {
  test('are the rows that blocks would write', () => {
    const build = (style: 'blocks' | 'callback') => {
      const m = model();
      const need = m.parameter('need', [node, hour], {}, (n, h) => h + (n === 'a' ? 1 : 2));
      const gen = m.variable('gen', [node, hour], { lower: 0 });
      const flow = m.variable('flow', [link, hour], { lower: 0 });
      if (style === 'blocks') {
        m.constraint(
          'clear',
          [node, hour],
          gen.plus(flow.times(0.5).sumBy(link.to)).minus(flow.sumBy(link.from)),
          '==',
          need,
        );
      } else {
        m.rows('clear', [node, hour], (row, n, h) => {
          row.add(1, gen, n, h);
          for (const l of link.group('to', n)) row.add(0.5, flow, l, h);
          for (const l of link.group('from', n)) row.add(-1, flow, l, h);
          row.equals(need.values[n * hour.size + h]);
        });
      }
      return m.minimize(gen.sum()).compile();
    };
    const [blocks, callback] = [build('blocks'), build('callback')];
    expect(callback.program).toEqual({ ...blocks.program, names: callback.program.names });
    expect(callback.program.names.row(5)).toBe('clear[b,1]');
    expect(callback.terms).toEqual(blocks.terms);
  });

  test('over one set, none, three sets; ranged, merged and dropped', () => {
    const m = model();
    const x = m.variable('x', [hour]);
    const y = m.variable('y', []);
    m.rows('ramp', [hour], (row, h) => {
      row.add(1, x, h);
      if (h > 0) row.add(-1, x, h - 1);
      row.between(-2, 2);
    });
    m.rows('one', [], (row) => {
      row.add(1, y);
      row.add(2, y);
      row.add(1, x, 0);
      row.add(-1, x, 0);
      row.atLeast(3);
    });
    m.rows('many', [node.as('u'), node.as('v'), hour], (row, _u, _v, h) => {
      row.add(1, x, h);
      row.atMost(9);
    });
    const { program, terms } = m.minimize(y).compile();
    expect(program.matrix.rowCount).toBe(4 + 1 + 36);
    expect([...program.rowLower.slice(0, 5)]).toEqual([-2, -2, -2, -2, 3]);
    expect(terms).toMatchObject({ merged: 2, zeros: 1 });
    expect(program.matrix.starts.at(-1)).toBe(4 + 3 + 1 + 36);
  });
});

describe('what is refused', () => {
  const m = model();
  const x = m.variable('x', [node, hour]);
  const fault = (
    build: (row: {
      add: (c: number, v: Variable, i?: number, j?: number) => void;
      atMost: (b: number) => void;
    }) => void,
  ) => faultsOf(() => m.rows('bad', [], build as never));

  test('ordinals outside the sets, too few, too many', () => {
    const [low, high, few] = fault((row) => {
      row.add(1, x as unknown as Variable, -2, 0);
      row.add(1, x as unknown as Variable, 0, 4);
      row.add(1, x as unknown as Variable, 0);
      row.atMost(1);
    });
    expect(low).toMatchObject({ code: 'core.ordinal', place: 'bad', cause: 'x has no member (-2, 0)' });
    expect(high.cause).toBe('x has no member (0, 4)');
    expect(few.remedy).toBe('give 2 ordinals within its sets');
    expect(
      fault((row) => {
        row.add(1, x as unknown as Variable, 0.5, 1);
        row.atMost(1);
      })[0].code,
    ).toBe('core.ordinal');
  });

  test('coefficients that are no numbers, bounds missing, crossed, given twice', () => {
    const codes = (build: Parameters<typeof fault>[0]) => fault(build).map((f) => f.code);
    expect(
      codes((row) => {
        row.add(Number.NaN, x as unknown as Variable, 0, 0);
        row.atMost(1);
      }),
    ).toEqual(['core.infinite-coefficient']);
    expect(codes(() => undefined)).toEqual(['core.row-bounds']);
    expect(codes((row) => row.atMost(Number.NaN))).toEqual(['core.crossed-bounds']);
    expect(
      codes((row) => {
        row.atMost(1);
        row.atMost(2);
      }),
    ).toEqual(['core.row-bounds']);
  });

  test('variables of another model, and what is no function', () => {
    const other = model().variable('x', []);
    expectFault(
      () => m.rows('foreign', [], (row) => row.add(1, other as unknown as Variable)),
      'not-allowed',
      {
        code: 'core.foreign-handle',
        place: "constraint 'foreign'",
        cause: "variable 'x' belongs to another model",
        remedy: 'declare it in this model',
      },
    );
    expect(() => m.rows('none', [], 3 as never)).toThrow(/its rows are not a function/);
    expect(() => link.group('via' as 'to', 0)).toThrow(/there is no group 0 of 'via'/);
    expect(() => link.group('to', 3)).toThrow(/there is no group 3/);
    expect([...link.group('to', 0)].map((l) => link.tuple(l))).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
  });
});
