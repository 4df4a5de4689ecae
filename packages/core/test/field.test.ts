import { Field, set, sparse } from '@marginal/core';
import { expect, test } from 'vitest';
import { expectFault } from './support.ts';

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
const field = new Field({
  name: 'clear',
  index: [link, hour] as const,
  unit: '$/Mtok',
  provenance: { kind: 'lp', solver: 'highs', version: '1' },
  values: Float64Array.of(1, 2, 3, 4),
});

test('a field is read by labels and walked in index order', () => {
  expect(field.at('b', 'a', 0)).toBe(3);
  expect(field.dimensions).toEqual(['from', 'to', 'hour']);
  expect([...field]).toEqual([
    [['a', 'b', 0], 1],
    [['a', 'b', 1], 2],
    [['b', 'a', 0], 3],
    [['b', 'a', 1], 4],
  ]);
  expect([...field.entries()]).toEqual([...field]);
});

test('a scalar field has one entry without labels', () => {
  const { unit, provenance } = field;
  const scalar = new Field({ name: 's', index: [] as const, unit, provenance, values: Float64Array.of(7) });
  expect(scalar.at()).toBe(7);
  expect([...scalar]).toEqual([[[], 7]]);
});

test('labels that do not exist are refused with the place', () => {
  expectFault(() => field.at('a', 'b', '0' as unknown as 0), 'invalid-input', {
    code: 'core.unknown-label',
    place: "'clear'",
    cause: `"0" is not in set 'hour'; 0 is a number, not a string`,
    remedy: 'use one of 0, 1',
  });
  expectFault(() => field.at('a', 'a', 0), 'invalid-input', {
    code: 'core.missing-tuple',
    place: "'clear'",
    cause: "[a,a] is not in sparse set 'link'",
    remedy: "add the tuple to 'link', or do not ask for it",
  });
  expectFault(() => (field.at as (...labels: unknown[]) => number).call(field, 'a'), 'invalid-input', {
    code: 'core.label-count',
    place: "'clear'",
    cause: 'got 1 labels',
    remedy: 'give 3: (from, to, hour)',
  });
});
