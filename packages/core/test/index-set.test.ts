import { set, sparse } from '@marginal/core';
import type { Fault } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { checkIndex, dimensionsOf, labelsAt, locate, memberCount, stridesOf } from '../src/index-set.ts';
import type { Label } from '../src/label.ts';
import { expectFault } from './support.ts';

const node = set('node', ['a', 'b', 'c']);
const hour = set('hour', [0, 1]);
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ],
);

function faultsAt(index: Parameters<typeof locate>[0], labels: readonly Label[]): Fault[] {
  const faults: Fault[] = [];
  expect(locate(index, labels, 'here', faults)).toBe(-1);
  return faults;
}

describe('an index list', () => {
  test('numbers its members row by row, last set fastest', () => {
    expect(memberCount([link, hour])).toBe(6);
    expect(stridesOf([node, link, hour])).toEqual([6, 2, 1]);
    const labels = Array.from({ length: 6 }, (_, at) => labelsAt([link, hour], at));
    expect(labels).toEqual([
      ['a', 'b', 0],
      ['a', 'b', 1],
      ['b', 'c', 0],
      ['b', 'c', 1],
      ['c', 'a', 0],
      ['c', 'a', 1],
    ]);
    labels.forEach((at, k) => {
      expect(locate([link, hour], at, 'here', [])).toBe(k);
    });
  });

  test('that is empty has one member: a scalar', () => {
    expect(memberCount([])).toBe(1);
    expect(labelsAt([], 0)).toEqual([]);
    expect(locate([], [], 'here', [])).toBe(0);
  });

  test('over an empty set has none', () => {
    expect(memberCount([node, set('none', [])])).toBe(0);
  });

  test('unfolds sparse sets into dimensions', () => {
    expect(
      dimensionsOf([hour, link]).map(({ axis, position, column }) => [axis.dim, position, column]),
    ).toEqual([
      ['hour', 0, -1],
      ['from', 1, 0],
      ['to', 1, 1],
    ]);
  });
});

describe('what is refused', () => {
  test('too few labels, with the dimensions that are wanted', () => {
    expect(faultsAt([link, hour], ['a', 'b'])).toEqual([
      {
        code: 'core.label-count',
        place: 'here',
        cause: 'got 2 labels',
        remedy: 'give 3: (from, to, hour)',
      },
    ]);
  });

  test('every unknown label at once, in sparse and dense sets', () => {
    const faults = faultsAt([link, hour], ['x', 'b', '0']);
    expect(faults.map(({ code, cause }) => [code, cause])).toEqual([
      ['core.unknown-label', `"x" is not in set 'node'`],
      ['core.unknown-label', `"0" is not in set 'hour'; 0 is a number, not a string`],
    ]);
  });

  test('a tuple that is not in the sparse set', () => {
    expect(faultsAt([link], ['b', 'a'])).toEqual([
      {
        code: 'core.missing-tuple',
        place: 'here',
        cause: "[b,a] is not in sparse set 'link'",
        remedy: "add the tuple to 'link', or do not ask for it",
      },
    ]);
  });

  test('a dimension that stands twice', () => {
    expectFault(() => checkIndex([link, node.as('to')], "variable 'x'"), 'invalid-input', {
      code: 'core.duplicate-dimension',
      place: "variable 'x'",
      cause: "dimension 'to' stands twice",
      remedy: "give one of them a role of its own, as in node.as('other')",
    });
  });
});
