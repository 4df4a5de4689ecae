import { model, type Parameter, set, sparse } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf } from './support.ts';

const node = set('node', ['a', 'b']);

describe('a model', () => {
  test('keeps what is declared in order', () => {
    const m = model({ money: 'EUR' });
    const x = m.variable('x', [node]);
    const p = m.parameter('p', [node], {}, 1);
    const c = m.constraint('c', [node], x, '<=', p);
    const b = m.balance('b', [], { supply: x.sum(), demand: 1 });
    expect([m.money, m.variables, m.parameters, m.constraints]).toEqual(['EUR', [x], [p], [c, b]]);
  });

  test('minimises or maximises a number, a scalar expression, or nothing', () => {
    const m = model();
    const x = m.variable('x', [node], { unit: 't' });
    const cost = m.parameter('cost', [node], { unit: '$/t' }, { a: 1, b: 2 });
    const objective = x.times(cost).sum().plus(7);
    expect(m.minimize(objective).compile().program).toMatchObject({
      sense: 'minimize',
      offset: 7,
      cost: Float64Array.of(1, 2),
    });
    expect(m.maximize(objective.times(-1)).compile().program).toMatchObject({
      sense: 'maximize',
      offset: -7,
      cost: Float64Array.of(-1, -2),
    });
    expect(m.minimize(3).compile().program.offset).toBe(3);
  });

  test('money per time is money', () => {
    const m = model();
    const x = m.variable('x', [], { unit: 'Mtok/h' });
    const cost = m.parameter('cost', [], { unit: '$/Mtok' }, 1);
    expect(() => m.minimize(x.times(cost))).not.toThrow();
  });
});

describe('what is refused', () => {
  test.each(['variable', 'parameter', 'constraint', 'balance'] as const)(
    'a name that is taken: %s',
    (kind) => {
      const m = model();
      m.parameter('need', [], {}, 1);
      const declare = {
        variable: () => m.variable('need', []),
        parameter: () => m.parameter('need', [], {}, 1),
        constraint: () => m.constraint('need', [], 0, '<=', 1),
        balance: () => m.balance('need', [], { supply: 0, demand: 1 }),
      };
      expectFault(declare[kind], 'invalid-input', {
        code: 'core.duplicate-name',
        place: `${kind} 'need'`,
        cause: 'the name is taken in this model',
        remedy: 'give every variable, parameter and constraint a name of its own',
      });
    },
  );

  test('no name', () => {
    expectFault(() => model().variable('', []), 'invalid-input', {
      code: 'core.empty-name',
      place: "variable ''",
      cause: 'has no name',
      remedy: 'name every block',
    });
  });

  test('two sparse sets of one name, or a sparse set with the name of a dense one', () => {
    const m = model();
    const some = (label: 'a' | 'b', name: string) => sparse(name, [node], [[label]]);
    m.variable('x', [some('a', 'some')]);
    for (const [k, again] of [some('b', 'some'), some('b', 'node')].entries())
      expect(faultsOf(() => m.variable(`y${k}`, [again])).map((fault) => fault.code)).toEqual([
        'core.two-sets-one-name',
      ]);
    expect(faultsOf(() => m.variable('z', [set('some', ['a'])]))[0].code).toBe('core.two-sets-one-name');
  });

  test('two sets of one name, also within one index or a sparse set, with the name that is taken in one go', () => {
    const m = model();
    m.variable('x', [node]);
    const again = set('node', ['a', 'b']);
    expectFault(() => m.parameter('p', [again], {}, 1), 'invalid-input', {
      code: 'core.two-sets-one-name',
      place: "parameter 'p'",
      cause: "set 'node' is not the set of that name that the model uses already",
      remedy: 'declare a set once and use the same object everywhere',
    });
    const link = sparse('link', [again.as('from')], []);
    expect(faultsOf(() => m.variable('x', [link])).map((fault) => fault.code)).toEqual([
      'core.duplicate-name',
      'core.two-sets-one-name',
    ]);
    expect(faultsOf(() => model().variable('y', [node.as('i'), again.as('j')]))[0].code).toBe(
      'core.two-sets-one-name',
    );
  });

  test('a dimension twice in an index', () => {
    expectFault(() => model().variable('x', [node, node]), 'invalid-input', {
      code: 'core.duplicate-dimension',
      place: "variable 'x'",
      cause: "dimension 'node' stands twice",
      remedy: "give one of them a role of its own, as in node.as('other')",
    });
  });

  test('a declaration that was refused leaves nothing behind', () => {
    const m = model();
    const x = m.variable('x', [], { unit: 't' });
    const other = m.parameter('other', [], { unit: '$' }, 1);
    for (const call of [
      () => m.constraint('c', [], x, '<=', other as Parameter<readonly []>),
      () => m.balance('c', [], { supply: x, demand: other as Parameter<readonly []> }),
      () => m.parameter('c', [], {}, Number.NaN),
    ])
      expect(call).toThrow();
    expect(m.constraint('c', [], x, '<=', 1)).toMatchObject({ start: 0, size: 1 });
    expect(m.minimize(0).compile().program.rowLower).toHaveLength(1);
  });

  test('handles of another model, wherever they stand', () => {
    const m = model();
    const other = model();
    const x = other.variable('x', []);
    const p = other.parameter('p', [], {}, 1);
    const fault = (place: string, what: string) => ({
      code: 'core.foreign-handle',
      place,
      cause: `${what} belongs to another model`,
      remedy: 'declare it in this model',
    });
    expectFault(
      () => m.constraint('c', [], x, '<=', 1),
      'not-allowed',
      fault("constraint 'c'", "variable 'x'"),
    );
    expectFault(
      () => m.constraint('c', [], 1, '<=', p),
      'not-allowed',
      fault("constraint 'c'", "parameter 'p'"),
    );
    expectFault(
      () => m.variable('y', [], { upper: p }),
      'not-allowed',
      fault("variable 'y', bounds", "parameter 'p'"),
    );
    expectFault(() => m.minimize(x), 'not-allowed', fault('objective', "variable 'x'"));
    const sides = { supply: 1, demand: 1, weight: p };
    expectFault(
      () => m.balance('b', [], sides),
      'not-allowed',
      fault("balance 'b', weight", "parameter 'p'"),
    );
  });

  test.each([
    ['t', 't'],
    ['1', '1'],
    ['EUR', 'EUR'],
    ['$^2', '$^2'],
    ['h/$', 'h/$'],
  ])('an objective in %s', (unit, shown) => {
    const m = model({ money: '$' });
    const x = m.variable('x', [], { unit });
    expectFault(() => m.minimize(x), 'invalid-input', {
      code: 'core.objective-unit',
      place: 'objective',
      cause: `its unit is ${shown}, the model's money is $`,
      remedy: 'multiply by prices in $ per unit, or state the model in another money',
    });
  });

  test('an objective that is not finite', () => {
    const m = model();
    const x = m.variable('x', [node]);
    expect(faultsOf(() => m.minimize(Number.NaN))[0]).toMatchObject({ code: 'core.nan', place: 'objective' });
    const cost = m.parameter('cost', [node], {}, { a: 1, b: Infinity });
    expect(faultsOf(() => m.minimize(x.times(cost).sum()).compile())[0]).toMatchObject({
      code: 'program.cost',
      place: 'cost of x[b]',
    });
  });
});
