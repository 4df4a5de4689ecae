import { model, range, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { readParameterData } from '../src/parameter.ts';
import { expectFault, faultsOf } from './support.ts';

const node = set('node', ['a', 'b']);
const hour = set('hour', [0, 1, 2]);
const link = sparse(
  'link',
  [node.as('from'), node.as('to')],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
);

describe('data comes as', () => {
  const m = model();
  test('one number for all members', () => {
    expect(m.parameter('one', [node, hour], {}, 2.5).values).toEqual(new Float64Array(6).fill(2.5));
  });

  test('rows in any order, numbered by label', () => {
    const p = m.parameter('rows', [link], {}, [
      ['b', 'a', 7],
      ['a', 'b', 3],
    ]);
    expect([...p.values]).toEqual([3, 7]);
    expect(p.at('b', 'a')).toBe(7);
  });

  test('a record for one dense set, also with number labels', () => {
    expect([...m.parameter('record', [node], {}, { b: 2, a: 1 }).values]).toEqual([1, 2]);
    expect([...m.parameter('hourly', [hour], {}, { 2: 30, 0: 10, 1: 20 }).values]).toEqual([10, 20, 30]);
    expect([...m.parameter('role', [node.as('to')], {}, { a: 1, b: 2 }).values]).toEqual([1, 2]);
  });

  test('a record whose keys are numbers as String writes them, and in no other way', () => {
    const wide = set('wide', range(17));
    for (const key of ['', '0x10', ' 1 ', '1e0', '01']) {
      const record = { ...Object.fromEntries([...wide].map((h) => [h, 1])), [key]: 99 };
      expect(faultsOf(() => m.parameter('odd', [wide], {}, record)).map((fault) => fault.code)).toEqual([
        'core.unknown-label',
      ]);
    }
  });

  test('a function of the labels', () => {
    const p = m.parameter('function', [link, hour], {}, (from, to, h) => (from < to ? h : -h));
    expect([...p.values]).toEqual([0, 1, 2, -0, -1, -2]);
  });

  test('an array in index order, which is copied', () => {
    const data = Float64Array.of(1, 2);
    const p = m.parameter('array', [node], {}, data);
    data[0] = 99;
    expect(p.at('a')).toBe(1);
  });

  test('an array over a sparse set is refused when the set had to be sorted: it would be permuted', () => {
    const unsorted = sparse(
      'unsorted',
      [node.as('from'), node.as('to')],
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
    );
    expectFault(() => m.parameter('permuted', [unsorted], {}, Float64Array.of(1, 2)), 'invalid-input', {
      code: 'core.data-order',
      place: "parameter 'permuted'",
      cause: /sorts its tuples and was not given them sorted/,
      remedy: /give rows of labels/,
    });
    expect(m.parameter('sorted', [link], {}, Float64Array.of(1, 2)).at('b', 'a')).toBe(2);
  });

  test('a number for a scalar, in a row or alone', () => {
    expect(m.parameter('scalar', [], {}, 4).at()).toBe(4);
    expect(m.parameter('row', [], {}, [[5]]).at()).toBe(5);
  });

  test('nothing for an empty set', () => {
    expect(m.parameter('none', [set('none', [])], {}, []).values).toHaveLength(0);
  });

  test('infinities, which are limits', () => {
    expect(m.parameter('limit', [node], {}, Infinity).at('b')).toBe(Infinity);
  });
});

describe('what is refused', () => {
  test('a missing value is an error and never a zero', () => {
    expectFault(() => model().parameter('need', [node, hour], {}, rows(5)), 'invalid-input', {
      code: 'core.missing-value',
      place: "parameter 'need'",
      cause: 'no value for [b,2]',
      remedy: 'give one; an absent value is not a zero',
    });
  });

  test('many missing values: twenty by name, the rest by number', () => {
    const day = set(
      'day',
      Array.from({ length: 25 }, (_, d) => d),
    );
    const faults = faultsOf(() => model().parameter('need', [day], {}, []));
    expect(faults).toHaveLength(21);
    expect(faults[20].cause).toBe('no value for 5 more members');
  });

  test('a missing scalar', () => {
    expect(faultsOf(() => model().parameter('rate', [], {}, []))[0].cause).toBe('no value for the scalar');
  });

  test('unknown labels, a wrong length, a duplicate and a missing value in one go', () => {
    const data = [
      ['a', 1],
      ['c', 2],
      ['a', 3],
      ['a', 'b', 4],
    ] as unknown as ['a' | 'b', number][];
    const faults = faultsOf(() => model().parameter('need', [node], {}, data));
    expect(faults.map(({ code, place, cause }) => [code, place, cause])).toEqual([
      ['core.unknown-label', "parameter 'need', row 2", `"c" is not in set 'node'`],
      ['core.duplicate-key', "parameter 'need', row 3", '[a] has a value already'],
      ['core.label-count', "parameter 'need', row 4", 'got 2 labels'],
      ['core.missing-value', "parameter 'need'", 'no value for [b]'],
    ]);
    expect(faults[1].remedy).toBe('give one value per member');
  });

  test('a tuple that the sparse set lacks', () => {
    const [fault] = faultsOf(() =>
      model().parameter('cap', [link], {}, [
        ['a', 'b', 1],
        ['b', 'a', 2],
        ['a', 'a', 3],
      ]),
    );
    expect(fault).toMatchObject({
      code: 'core.missing-tuple',
      place: "parameter 'cap', row 3",
      cause: "[a,a] is not in sparse set 'link'",
    });
  });

  test('a record with labels that do not exist', () => {
    const typo = { 0: 1, 1: 1, 2: 1, noon: 1 } as Record<0 | 1 | 2, number>;
    expect(faultsOf(() => model().parameter('p', [hour], {}, typo))[0].cause).toBe(
      `"noon" is not in set 'hour'`,
    );
    const day = { 0: 1, 1: 1, 2: 1, 24: 1 };
    expect(faultsOf(() => model().parameter('p', [hour], {}, day))[0].cause).toBe(`24 is not in set 'hour'`);
  });

  test('NaN', () => {
    expectFault(() => model().parameter('p', [node], {}, { a: 1, b: Number.NaN }), 'invalid-input', {
      code: 'core.nan',
      place: "parameter 'p'",
      cause: 'the value at [b] is not a number',
      remedy: 'give a number; leave out members that do not exist',
    });
    expect(faultsOf(() => model().parameter('p', [], {}, Number.NaN))[0].cause).toBe(
      'the value at the scalar is not a number',
    );
  });

  test.each([[null], [undefined], [''], ['5'], [true]])(
    'what JavaScript would quietly turn into a number: %j',
    (value) => {
      const number = value as unknown as number;
      const asRows = () =>
        model().parameter('p', [node], {}, [
          ['a', 1],
          ['b', number],
        ]);
      const asRecord = () => model().parameter('p', [node], {}, { a: 1, b: number });
      const asFunction = () => model().parameter('p', [node], {}, (n) => (n === 'a' ? 1 : number));
      for (const call of [asRows, asRecord, asFunction])
        expect(faultsOf(call)[0]).toMatchObject({
          code: 'core.nan',
          cause: 'the value at [b] is not a number',
        });
    },
  );

  test('an array of the wrong length', () => {
    expectFault(() => model().parameter('p', [node, hour], {}, new Float64Array(5)), 'invalid-input', {
      code: 'core.data-length',
      place: "parameter 'p'",
      cause: 'got 5 values for 6 members',
      remedy: 'give one value per member, in index order',
    });
  });

  test.each([
    ['text', 'string'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('a form that is not data: %j', (data, type) => {
    expectFault(() => readParameterData('p', [node], data), 'invalid-input', {
      code: 'core.data-form',
      place: "parameter 'p'",
      cause: `cannot read data of type ${type}`,
      remedy: 'give a number, rows, a record, a function or a Float64Array',
    });
  });

  test('a record where the index has two dimensions', () => {
    expect(faultsOf(() => readParameterData('p', [node, hour], { a: 1 }))[0].code).toBe('core.data-form');
  });

  test('rows that are not lists', () => {
    const data = [{ node: 'a', value: 1 }];
    expect(faultsOf(() => readParameterData('p', [node], data))[0]).toEqual({
      code: 'core.data-form',
      place: "parameter 'p', row 1",
      cause: 'is of type object, not a list',
      remedy: 'give each row as its labels and then the value',
    });
  });

  test('reading at labels that do not exist', () => {
    const p = model().parameter('p', [link], {}, 1);
    expectFault(() => p.at('a', 'a'), 'invalid-input', {
      code: 'core.missing-tuple',
      place: "parameter 'p'",
      cause: "[a,a] is not in sparse set 'link'",
      remedy: "add the tuple to 'link', or do not ask for it",
    });
    expectFault(() => p.at('a', 'z' as 'a'), 'invalid-input', {
      code: 'core.unknown-label',
      place: "parameter 'p'",
      cause: `"z" is not in set 'node'`,
      remedy: 'use one of a, b',
    });
  });
});

/** The first `count` of the six members of [node, hour]. */
function rows(count: number): ['a' | 'b', 0 | 1 | 2, number][] {
  const all = node.labels.flatMap((n) => hour.labels.map((h): ['a' | 'b', 0 | 1 | 2, number] => [n, h, 1]));
  return all.slice(0, count);
}
