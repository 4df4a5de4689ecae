import { Balance, Constraint, model, type Parameter, set } from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { boundsOf, expectFault, faultsOf, part } from './support.ts';

const node = set('node', ['a', 'b']);

function stated() {
  const m = model();
  const x = m.variable('x', [node], { unit: 'MW' });
  const y = m.variable('y', [node], { unit: 'MW' });
  const cap = m.parameter('cap', [node], { unit: 'MW' }, { a: 10, b: 20 });
  return { m, x, y, cap };
}

describe('a constraint', () => {
  test('has its variables on the left and its constants on the right, whatever was typed where', () => {
    const { m, x, y, cap } = stated();
    const rows = [
      m.constraint('at most', [node], x.plus(1), '<=', y.plus(cap)),
      m.constraint('at least', [node], x, '>=', cap.minus(1)),
      m.constraint('equal', [node], x.plus(y), '==', 5),
      m.constraint('number first', [node], 5, '<=', x),
    ];
    const compiled = m.minimize(0).compile();
    expect(
      rows.map((row) => [part(compiled, row, x)[0], part(compiled, row, y)[0], boundsOf(compiled, row)]),
    ).toEqual([
      [
        [1, 0],
        [-1, 0],
        [
          [-Infinity, 9],
          [-Infinity, 19],
        ],
      ],
      [
        [1, 0],
        [0, 0],
        [
          [9, Infinity],
          [19, Infinity],
        ],
      ],
      [
        [1, 0],
        [1, 0],
        [
          [5, 5],
          [5, 5],
        ],
      ],
      [
        [1, 0],
        [0, 0],
        [
          [5, Infinity],
          [5, Infinity],
        ],
      ],
    ]);
  });

  test('with two sides is one row with a range, constants of its body brought over', () => {
    const { m, x, cap } = stated();
    const row = m.constraint('range', [node], cap.times(0.5), '<=', x.plus(1), '<=', cap);
    const half = m.constraint('half', [node], -Infinity, '<=', x, '<=', 3);
    const compiled = m.minimize(0).compile();
    expect(boundsOf(compiled, row)).toEqual([
      [4, 9],
      [9, 19],
    ]);
    expect(boundsOf(compiled, half)).toEqual([
      [-Infinity, 3],
      [-Infinity, 3],
    ]);
    expect(row).toBeInstanceOf(Constraint);
    expect([row.kind, row.start, row.size]).toEqual(['constraint', 0, 2]);
  });

  test('takes the unit of whichever side knows it', () => {
    const { m, x } = stated();
    const unknown = m.variable('unknown', []);
    expect(m.constraint('one', [node], unknown, '<=', x).unit).toEqual(new Map([['MW', 1]]));
    expect(m.constraint('two', [], unknown, '<=', 4).unit).toBeUndefined();
  });
});

describe('a balance', () => {
  test('is stored as supply - demand == 0, constants on the right', () => {
    const { m, x, y, cap } = stated();
    const clear = m.balance('clear', [node], { supply: x.plus(2), demand: cap.plus(y), weight: 24 });
    const compiled = m.minimize(0).compile();
    expect(part(compiled, clear, x)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(part(compiled, clear, y)).toEqual([
      [-1, 0],
      [0, -1],
    ]);
    expect(boundsOf(compiled, clear)).toEqual([
      [8, 8],
      [18, 18],
    ]);
    expect(clear).toBeInstanceOf(Balance);
    expect([clear.kind, clear.weight]).toEqual(['balance', 24]);
  });

  test.each([0, -1, Infinity])('weights are positive: %d is refused', (weight) => {
    const { m, x } = stated();
    const hours = m.parameter('hours', [node], {}, { a: 1, b: weight });
    m.balance('clear', [node], { supply: x, demand: 1, weight: hours });
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.weight',
      place: 'weight of clear[b]',
      cause: `is ${weight}`,
      remedy: 'give a positive number',
    });
  });
});

type Stated = ReturnType<typeof stated>;
type Limit = ReturnType<typeof limitOf>;

/** 3 for a, none for b. */
function limitOf(m: Stated['m']) {
  return m.parameter('limit', [node], { unit: 'MW' }, { a: 3, b: Infinity });
}

describe('a limit that is infinite on its loose side is no limit', () => {
  test.each([
    ['<=', 1, -Infinity],
    ['>=', -1, Infinity],
  ] as const)('%s, typed either way, with constants beside the variable', (operator, sign, none) => {
    const { m, x } = stated();
    const limit = limitOf(m).times(sign);
    const right = m.constraint('right', [node], x.plus(1), operator, limit);
    const left = m.constraint('left', [node], limit, operator === '<=' ? '>=' : '<=', x.plus(1));
    const compiled = m.minimize(0).compile();
    const finite = sign * 3 - 1;
    const bounds = [sign > 0 ? [none, finite] : [finite, none], [-Infinity, Infinity]];
    expect(boundsOf(compiled, right)).toEqual(bounds);
    expect(boundsOf(compiled, left)).toEqual(bounds);
  });

  test('it has no dual and no marginal, and becomes a limit when an open model sets one', async () => {
    const m = model();
    const x = m.variable('x', [node], { lower: 0, upper: 9 });
    const limit = m.parameter('limit', [node], {}, { a: 3, b: Infinity });
    const row = m.constraint('row', [node], x, '<=', limit);
    const live = await m.maximize(x.sum()).compile().open(highs());
    const before = (await live.solve()).optimal();
    expect(before.objective).toBeCloseTo(12, 7);
    expect([...before.dual(row).values]).toEqual([1, 0]);
    expect([...before.marginal(limit).values]).toEqual([1, 0]);
    live.setAt(limit, ['b'], 5);
    expect((await live.solve()).optimal().objective).toBeCloseTo(8, 7);
    live.close();
  });
});

describe('what is refused', () => {
  test('sides in different units', () => {
    const { m, x } = stated();
    const money = m.parameter('money', [], { unit: '$' }, 1);
    expectFault(() => m.constraint('c', [node], x, '<=', money as Parameter<readonly []>), 'invalid-input', {
      code: 'core.unit-mismatch',
      place: "constraint 'c'",
      cause: 'compares MW with $',
      remedy: 'multiply one side by a parameter that converts it',
    });
    expect(() => m.balance('b', [node], { supply: x, demand: money as Parameter<readonly []> })).toThrow(
      "balance 'b': compares MW with $",
    );
    expect(() => m.constraint('r', [node], 0, '<=', x, '<=', money as Parameter<readonly []>)).toThrow(
      "constraint 'r': compares MW with $",
    );
  });

  test('what is neither a number nor an expression, where TypeScript does not look', () => {
    const { m, x } = stated();
    const wrong = <T>(value: unknown): T => value as T;
    expectFault(() => x.times(wrong<number>('3')), 'invalid-input', {
      code: 'core.operand',
      place: 'times',
      cause: "'3' is neither a number nor an expression",
      remedy: 'give a number, a parameter or an expression',
    });
    expect(() => x.plus(wrong<number>(undefined))).toThrow(/plus: undefined is neither/);
    expect(() => m.constraint('c', [node], x, '<=', wrong<number>(undefined))).toThrow(
      /constraint 'c': undefined/,
    );
    expect(() => m.variable('z', [], { upper: wrong<number>(null) })).toThrow(/variable 'z', bounds: null/);
    expect(() => m.variable('z', [], wrong<object>({ uper: 3 }))).toThrow(/there is no option 'uper'/);
  });

  test('variables as the ends of a range, or as a weight', () => {
    const { m, x, y } = stated();
    expectFault(() => m.constraint('r', [node], 0, '<=', x, '<=', y as unknown as number), 'invalid-input', {
      code: 'core.not-data',
      place: "constraint 'r'",
      cause: "holds variable 'y'",
      remedy: 'use numbers and parameters here, and a constraint for limits that vary',
    });
    const sides = { supply: x, demand: 1, weight: y as unknown as number };
    expect(() => m.balance('b', [node], sides)).toThrow("balance 'b', weight: holds variable 'y'");
  });

  test('NaN as the end of a range', () => {
    const { m, x } = stated();
    expect(faultsOf(() => m.constraint('r', [node], Number.NaN, '<=', x, '<=', 1))[0].code).toBe('core.nan');
  });

  test('operators that do not exist: they are not read as others', () => {
    const { m, x } = stated();
    expectFault(() => m.constraint('c', [node], x, '<' as '<=', 1), 'invalid-input', {
      code: 'core.operator',
      place: "constraint 'c'",
      cause: "'<' is not an operator here",
      remedy: "write '<=', '>=', '=='",
    });
    expectFault(() => m.constraint('c', [node], 10, '>=' as '<=', x, '>=' as '<=', 1), 'invalid-input', {
      code: 'core.operator',
      place: "constraint 'c'",
      cause: "'>=' is not an operator here",
      remedy: "write '<='",
    });
    const half = ['c', [node], 0, '<=', x, '<='] as unknown as Parameters<typeof m.constraint>;
    expect(faultsOf(() => m.constraint(...half))[0].code).toBe('core.operator');
  });

  test('limits that are infinite on the side where they bind, or among the terms', () => {
    for (const say of [
      (m: Stated['m'], x: Stated['x'], top: Limit) => m.constraint('c', [node], x, '>=', top),
      (m: Stated['m'], x: Stated['x'], top: Limit) => m.constraint('c', [node], top, '<=', x),
      (m: Stated['m'], x: Stated['x'], top: Limit) => m.constraint('c', [node], x, '==', top),
      (m: Stated['m'], x: Stated['x'], top: Limit) => m.constraint('c', [node], x, '<=', top.times(-1)),
      (m: Stated['m'], x: Stated['x'], top: Limit) => m.constraint('c', [node], top.times(-1), '>=', x),
    ]) {
      const { m, x } = stated();
      say(m, x, limitOf(m));
      expect(faultsOf(() => m.minimize(0).compile()).map(({ code, place }) => [code, place])).toEqual([
        ['program.infinite-bound', expect.stringContaining('c[b]')],
      ]);
    }
    const { m, x } = stated();
    m.constraint('c', [node], x.minus(limitOf(m)), '<=', 0);
    expectFault(() => m.minimize(0).compile(), 'invalid-input', {
      code: 'core.infinite-constant',
      place: 'c[b]',
      cause: 'its constant terms come to -Infinity',
      remedy: 'leave the row out, or give finite data',
    });
  });

  test('coefficients that are not finite, each by row and column, with constants in the same go', () => {
    const { m, x } = stated();
    const rate = m.parameter('rate', [node], {}, { a: Infinity, b: 0 });
    m.constraint('c', [node], x.times(rate), '<=', 1);
    m.constraint('d', [node], x.times(Number.NaN).plus(Number.NaN), '<=', 1);
    expect(faultsOf(() => m.constraint('e', [node], x, '<=', Number.NaN))[0].code).toBe('core.nan');
    const faults = faultsOf(() => m.minimize(0).compile());
    expect(faults.map(({ code, place, cause }) => [code, place, cause])).toEqual([
      ['core.infinite-constant', 'd[a]', 'its constant terms come to NaN'],
      ['core.infinite-constant', 'd[b]', 'its constant terms come to NaN'],
      ['core.infinite-coefficient', 'coefficient of x[a] in c[a]', 'is Infinity'],
      ['core.infinite-coefficient', 'coefficient of x[a] in d[a]', 'is NaN'],
      ['core.infinite-coefficient', 'coefficient of x[b] in d[b]', 'is NaN'],
    ]);
    expect(faults[2].remedy).toBe('give finite data');
  });

  test('crossed ends of a range', () => {
    const { m, x } = stated();
    m.constraint('r', [node], 2, '<=', x, '<=', 1);
    expect(faultsOf(() => m.minimize(0).compile()).map(({ code, place }) => [code, place])).toEqual([
      ['program.crossed-bounds', 'row r[a]'],
      ['program.crossed-bounds', 'row r[b]'],
    ]);
  });
});
