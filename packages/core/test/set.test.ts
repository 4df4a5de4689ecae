import { range, set } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf } from './support.ts';

const node = set('node', ['ashburn', 'dallas', 'quincy']);

describe('a dense set', () => {
  test('numbers its labels in the order given and iterates over them', () => {
    expect(node.size).toBe(3);
    expect(node.ordinal('quincy')).toBe(2);
    expect([...node]).toEqual(['ashburn', 'dallas', 'quincy']);
    expect(node.find('nowhere')).toBe(-1);
  });

  test('does not change with the array it was made from', () => {
    const labels = ['a', 'b'];
    const s = set('s', labels);
    labels.push('c');
    expect(s.size).toBe(2);
    expect(() => (s.labels as string[]).push('c')).toThrow(TypeError);
  });

  test('may be empty', () => {
    expect(set('none', []).size).toBe(0);
  });

  test('reads any iterable once', () => {
    expect(set('s', new Set(['x', 'y'])).labels).toEqual(['x', 'y']);
  });

  test('is its own axis; a role is the same members under another name', () => {
    expect(node.dim).toBe('node');
    expect(node.base).toBe(node);
    const from = node.as('from');
    expect(from).toEqual({ kind: 'axis', dim: 'from', base: node });
  });

  test('keeps numbers and strings apart', () => {
    const mixed = set('mixed', [1, '1']);
    expect([mixed.find(1), mixed.find('1')]).toEqual([0, 1]);
  });
});

describe('what is refused', () => {
  test('an unknown label, with the labels there are', () => {
    expectFault(() => node.ordinal('dalas' as 'dallas'), 'invalid-input', {
      code: 'core.unknown-label',
      place: "set 'node'",
      cause: `"dalas" is not in set 'node'`,
      remedy: 'use one of ashburn, dallas, quincy',
    });
  });

  test('a string where the label is a number: the hint says so', () => {
    const hour = set('hour', range(24));
    expectFault(() => hour.ordinal('7' as unknown as number), 'invalid-input', {
      code: 'core.unknown-label',
      place: "set 'hour'",
      cause: `"7" is not in set 'hour'; 7 is a number, not a string`,
      remedy: 'use one of 0, 1, 2, 3, 4, 5, 6, 7, ... (24 in all)',
    });
  });

  test('a number where the label is a string', () => {
    const [fault] = faultsOf(() => set('year', ['2030']).ordinal(2030 as unknown as '2030'));
    expect(fault.cause).toBe(`2030 is not in set 'year'; "2030" is a string, not a number`);
  });

  test('every duplicate, empty string, NaN and infinity in one go', () => {
    const faults = faultsOf(() => set('s', ['a', 'b', 'a', '', Number.NaN, -Infinity, 'a']));
    expect(faults.map(({ code, place, cause }) => [code, place, cause])).toEqual([
      ['core.duplicate-label', "set 's', member 3", '"a" stands already as member 1'],
      ['core.bad-label', "set 's', member 4", '"" cannot name anything'],
      ['core.bad-label', "set 's', member 5", 'NaN cannot name anything'],
      ['core.bad-label', "set 's', member 6", '-Infinity cannot name anything'],
      ['core.duplicate-label', "set 's', member 7", '"a" stands already as member 3'],
    ]);
    expect(faults[0].remedy).toBe('give every label once');
    expect(faults[1].remedy).toBe('use non-empty strings or finite numbers');
  });
});

test('range counts from zero', () => {
  expect(range(3)).toEqual([0, 1, 2]);
  expect(range(0)).toEqual([]);
});
