import { fc, test } from '@fast-check/vitest';
import { type Axis, range, set, sparse } from '@marginal/core';
import { describe, expect } from 'vitest';
import { commonSet, type SparseKey } from '../src/sparse-set.ts';
import { expectFault, faultsOf } from './support.ts';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', [0, 1]);
const ROLES = [node.as('from'), node.as('to')] as const;

describe('a sparse set', () => {
  const link = sparse('link', ROLES, [
    ['c', 'a'],
    ['a', 'b'],
    ['a', 'c'],
  ]);

  test('is sorted by tuple, whatever order the rows came in', () => {
    expect(link.size).toBe(3);
    expect([...link]).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'a'],
    ]);
    expect(link.tuple(2)).toEqual(['c', 'a']);
    expect(link.columns).toEqual([Int32Array.of(0, 0, 2), Int32Array.of(1, 2, 0)]);
  });

  test('knows its tuples', () => {
    expect(link.has('a', 'c')).toBe(true);
    expect(link.has('b', 'a')).toBe(false);
    expect(link.findOrdinals([2, 0])).toBe(2);
    expect(link.findOrdinals([2, 2])).toBe(-1);
  });

  test('has one key per column', () => {
    expect(link.to).toMatchObject({ kind: 'key', column: 1, axis: { dim: 'to', base: node } });
    expect(link.from.set).toBe(link);
    expect(Object.keys(link)).toContain('from');
  });

  test('may be empty', () => {
    expect([...sparse('none', [node], [])]).toEqual([]);
  });
});

test.prop([fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(2)), { selector: String })], { seed: 11 })(
  'every tuple that was given is found at its ordinal, and no other',
  (rows) => {
    const member = set('member', range(6));
    const relation = sparse('relation', [member.as('x'), member.as('y'), member.as('z')], rows);
    const given = new Set(rows.map(String));
    for (let at = 0; at < relation.size; at++) {
      const tuple = relation.tuple(at);
      expect(given.has(String(tuple))).toBe(true);
      expect(relation.findOrdinals(tuple)).toBe(at);
    }
    expect(relation.size).toBe(rows.length);
    for (const [x, y, z] of [[0, 0, 0] as const, [5, 5, 2] as const, [3, 1, 2] as const])
      expect(relation.has(x, y, z)).toBe(given.has(String([x, y, z])));
  },
);

describe('what is refused', () => {
  test('every unknown label and wrong length in one go, with row and column', () => {
    const rows = [['a', 'b'], ['a', 'x'], ['a'], ['y', 'z']] as unknown as ['a', 'b'][];
    const faults = faultsOf(() => sparse('link', ROLES, rows));
    expect(faults.map(({ code, place, cause }) => [code, place, cause])).toEqual([
      ['core.unknown-label', "sparse set 'link', row 2, 'to'", `"x" is not in set 'node'`],
      ['core.tuple-length', "sparse set 'link', row 3", 'has 1 labels, not 2'],
      ['core.unknown-label', "sparse set 'link', row 4, 'from'", `"y" is not in set 'node'`],
      ['core.unknown-label', "sparse set 'link', row 4, 'to'", `"z" is not in set 'node'`],
    ]);
    expect(faults[0].remedy).toBe('use one of a, b, c');
    expect(faults[1].remedy).toBe('give (from, to)');
  });

  test('every duplicate tuple, naming both rows', () => {
    const rows = [
      ['b', 'a'],
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'a'],
    ] as const;
    const faults = faultsOf(() => sparse('link', ROLES, rows));
    expect(faults).toEqual([
      {
        code: 'core.duplicate-tuple',
        place: "sparse set 'link', row 3",
        cause: '[b,a] stands already in row 1',
        remedy: 'give every tuple once',
      },
      {
        code: 'core.duplicate-tuple',
        place: "sparse set 'link', row 4",
        cause: '[b,a] stands already in row 3',
        remedy: 'give every tuple once',
      },
    ]);
  });

  test('the same dimension twice', () => {
    expectFault(() => sparse('link', [node, node], []), 'invalid-input', {
      code: 'core.duplicate-dimension',
      place: "sparse set 'link'",
      cause: "dimension 'node' stands twice",
      remedy: "give one of them a role, as in node.as('from')",
    });
  });

  test.each([
    'name',
    'size',
    'columns',
    'axes',
    'kind',
    'has',
    'tuple',
    'compare',
    'toString',
    'constructor',
    '__proto__',
  ])('a role that would hide a member: %s', (role) => {
    expectFault(() => sparse('link', [node.as(role)], []), 'invalid-input', {
      code: 'core.reserved-name',
      place: "sparse set 'link'",
      cause: `'${role}' is a member of every sparse set`,
      remedy: 'choose another role name',
    });
  });

  test('no axes', () => {
    expectFault(() => sparse('link', [] as unknown as [Axis], []), 'invalid-input', {
      code: 'core.no-axes',
      place: "sparse set 'link'",
      cause: 'has no axes',
      remedy: 'give at least one set',
    });
  });

  test('asking about a label that does not exist', () => {
    const open = sparse('open', [node, hour], [['a', 1]]);
    expectFault(() => open.has('a', '1' as unknown as 1), 'invalid-input', {
      code: 'core.unknown-label',
      place: "set 'hour'",
      cause: `"1" is not in set 'hour'; 1 is a number, not a string`,
      remedy: 'use one of 0, 1',
    });
  });
});

describe('keys', () => {
  const one = sparse('one', [node], [['a']]);
  const two = sparse('two', [node], [['a']]);

  test('belong to one set', () => {
    expect(commonSet([one.node] as unknown as SparseKey[], 'sumBy')).toBe(one);
    expectFault(() => commonSet([one.node, two.node] as unknown as SparseKey[], 'sumBy'), 'invalid-input', {
      code: 'core.keys-of-one-set',
      place: 'sumBy',
      cause: "the columns belong to 'one' and 'two'",
      remedy: 'name columns of one sparse set, as in link.to',
    });
  });

  test('must be named', () => {
    const [fault] = faultsOf(() => commonSet([], 'over'));
    expect(fault).toMatchObject({
      code: 'core.keys-of-one-set',
      place: 'over',
      cause: 'no column is named',
    });
  });
});
