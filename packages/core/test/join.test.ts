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
