/**
 * Signs, by finite differences on both solvers: dual(c) = d(objective)/d(right-hand side) and reducedCost(v) =
 * d(objective)/d(active bound) in the objective's own sense; price(b) is the cost of one more unit of demand,
 * positive for a scarce good whether costs are minimised or welfare maximised; rents are never negative.
 */
import {
  type Balance,
  type Constraint,
  type Model,
  model,
  type OptimalResult,
  set,
  type Variable,
} from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { BACKENDS, optimum } from './support.ts';

const STEP = 1 / 64;
const SENSES = ['minimize', 'maximize'] as const;

interface Stated<H> {
  readonly model: Model;
  readonly handle: H;
  readonly compiled: ReturnType<ReturnType<Model['minimize']>['compile']>;
}

describe.each(BACKENDS)('$name', ({ backend }) => {
  /** Central difference of the optimal objective, and the result in the middle. */
  async function differ<H>(
    state: (by: number) => Stated<H>,
  ): Promise<{ slope: number; handle: H; result: OptimalResult }> {
    const here = state(0);
    const [down, up] = [
      await optimum(state(-STEP).compiled, backend()),
      await optimum(state(STEP).compiled, backend()),
    ];
    const result = await optimum(here.compiled, backend());
    const left = (result.objective - down.objective) / STEP;
    const right = (up.objective - result.objective) / STEP;
    expect(left).toBeCloseTo(right, 7);
    return { slope: (left + right) / 2, handle: here.handle, result };
  }

  describe.each(SENSES)('%s', (sense) => {
    const flip = sense === 'minimize' ? 1 : -1;

    describe('the dual of a row', () => {
      /** Costs press x + 2y against the side at 4 + by; `push` 1 presses down, -1 up. */
      const state = (
        push: 1 | -1,
        rows: (m: Model, x: Variable<readonly []>, y: Variable<readonly []>) => Constraint<readonly []>,
      ): Stated<Constraint<readonly []>> => {
        const m = model();
        const x = m.variable('x', [], { lower: 0, upper: 10 });
        const y = m.variable('y', [], { lower: 0, upper: 10 });
        m.constraint('slack', [], -20, '<=', x.minus(y), '<=', 20);
        const handle = rows(m, x, y);
        const objective = x
          .times(3)
          .plus(y.times(2))
          .times(flip * push)
          .plus(7);
        return { model: m, handle, compiled: m[sense](objective).compile() };
      };

      type Row = (
        m: Model,
        x: Variable<readonly []>,
        y: Variable<readonly []>,
        at: number,
      ) => Constraint<readonly []>;
      const body = (x: Variable<readonly []>, y: Variable<readonly []>) => x.plus(y.times(2));
      const CASES: readonly [string, 1 | -1, Row, side: 1 | -1][] = [
        ['==, pressed down', 1, (m, x, y, at) => m.constraint('c', [], body(x, y), '==', at), 1],
        ['==, pressed up', -1, (m, x, y, at) => m.constraint('c', [], body(x, y), '==', at), 1],
        ['>=', 1, (m, x, y, at) => m.constraint('c', [], body(x, y), '>=', at), 1],
        ['<=', -1, (m, x, y, at) => m.constraint('c', [], body(x, y), '<=', at), 1],
        [
          'range at its lower end',
          1,
          (m, x, y, at) => m.constraint('c', [], at, '<=', body(x, y), '<=', 9),
          1,
        ],
        [
          'range at its upper end',
          -1,
          (m, x, y, at) => m.constraint('c', [], 1, '<=', body(x, y), '<=', at),
          1,
        ],
        ['constant on the left', 1, (m, x, y, at) => m.constraint('c', [], body(x, y).minus(at), '>=', 0), 1],
        // Typed the other way round it is the same row: its right-hand side is the side without variables.
        ['number first, <=', 1, (m, x, y, at) => m.constraint('c', [], at, '<=', body(x, y)), 1],
        ['number first, ==', 1, (m, x, y, at) => m.constraint('c', [], at, '==', body(x, y)), 1],
      ];

      test.each(CASES)('%s', async (_kind, push, row, side) => {
        const { slope, handle, result } = await differ((by) =>
          state(push, (m, x, y) => row(m, x, y, 4 + by)),
        );
        expect(slope).not.toBe(0);
        expect(result.dual(handle).at()).toBeCloseTo(side * slope, 7);
      });

      test('of a row that is slack is zero', async () => {
        const { handle, compiled } = state(1, (m, x, y) => m.constraint('c', [], body(x, y), '<=', 50));
        const result = await optimum(compiled, backend());
        expect(Object.is(result.dual(handle).at(), 0)).toBe(true);
      });
    });

    describe('the reduced cost of a variable', () => {
      /** y serves what x leaves of 12, at 2 a unit; x costs `cost`. */
      const state = (cost: number, lower: number, upper: number): Stated<Variable<readonly []>> => {
        const m = model();
        const x = m.variable('x', [], { lower, upper });
        const y = m.variable('y', [], { lower: 0, upper: 99 });
        m.balance('b', [], { supply: x.plus(y), demand: 12 });
        return {
          model: m,
          handle: x,
          compiled: m[sense](x.times(cost).plus(y.times(2)).times(flip)).compile(),
        };
      };

      test.each([
        ['lower bound', 5, (at: number) => [at, 8], 'lower'],
        ['upper bound', -5, (at: number) => [1, at], 'upper'],
        ['fixed', 5, (at: number) => [at, at], 'lower'],
        ['fixed below its worth', -5, (at: number) => [at, at], 'upper'],
      ] as const)('at its %s', async (_kind, cost, bounds, side) => {
        const { slope, handle, result } = await differ((by) => {
          const [lower, upper] = bounds(3 + by);
          return state(cost, lower, upper);
        });
        expect(result.reducedCost(handle).at()).toBeCloseTo(slope, 7);
        const rents = result.boundRent(handle);
        const other = side === 'lower' ? 'upper' : 'lower';
        expect(rents[side].at()).toBeCloseTo(Math.abs(slope), 7);
        expect(Object.is(rents[other].at(), 0)).toBe(true);
      });

      test('between its bounds is zero', async () => {
        const { handle, compiled } = state(2, 0, 99);
        const result = await optimum(compiled, backend());
        expect(result.reducedCost(handle).at()).toBe(0);
      });
    });

    describe('rents', () => {
      test.each([
        ['lower', 1, [4, 9]],
        ['upper', -1, [1, 4]],
      ] as const)('of a range held at its %s end', async (side, push, [low, high]) => {
        const m = model();
        const x = m.variable('x', [], { lower: 0, upper: 10 });
        const c = m.constraint('c', [], low, '<=', x, '<=', high);
        const result = await optimum(m[sense](x.times(3 * flip * push)).compile(), backend());
        const rent = result.rent(c);
        const dual = result.dual(c).at();
        expect(rent[side].at()).toBeCloseTo(3, 9);
        expect(rent[side === 'lower' ? 'upper' : 'lower'].at()).toBe(0);
        expect(flip * (rent.lower.at() - rent.upper.at())).toBeCloseTo(dual, 9);
      });
    });
  });

  describe('the price of a balance', () => {
    const hour = set('hour', [0, 1]);

    /** Two plants at 10 and 30, 50 of the first: at 80 the dear one is marginal. */
    function market(options: {
      sense: 'minimize' | 'maximize';
      first: 'supply' | 'demand';
      weight?: number;
      need?: number;
    }) {
      const { sense, first, weight = 1, need = 80 } = options;
      const m = model({ money: '$' });
      const cheap = m.variable('cheap', [hour], { unit: 'MW', lower: 0, upper: 50 });
      const dear = m.variable('dear', [hour], { unit: 'MW', lower: 0 });
      const load = m.parameter('load', [hour], { unit: 'MW' }, need);
      const hours = m.parameter('hours', [], { unit: 'h' }, weight);
      const perUnit = m.parameter('perUnit', [], { unit: '$/(MW h)' }, 1);
      const supply = cheap.plus(dear);
      const sides = first === 'supply' ? { supply, demand: load } : { demand: load, supply };
      const clear = m.balance('clear', [hour], { ...sides, weight: hours });
      const cost = cheap.times(10).plus(dear.times(30)).times(perUnit).sum().times(hours);
      const served = load.times(100).times(perUnit).sum().times(hours);
      const compiled =
        sense === 'minimize' ? m.minimize(cost).compile() : m.maximize(served.minus(cost)).compile();
      return { model: m, handle: clear, compiled, clear, cost };
    }

    test.each(SENSES.flatMap((sense) => (['supply', 'demand'] as const).map((first) => ({ sense, first }))))(
      'is positive for a scarce good: $sense, $first typed first',
      async (options) => {
        const { compiled, clear } = market(options);
        const price = (await optimum(compiled, backend())).price(clear);
        expect([...price.values]).toEqual([expect.closeTo(30, 9), expect.closeTo(30, 9)]);
        expect(price.unit).toBe('$/(MW h)');
      },
    );

    test.each(SENSES)('is not changed by the weight of the row, the dual is: %s', async (sense) => {
      const { compiled, clear } = market({ sense, first: 'supply', weight: 24 });
      const result = await optimum(compiled, backend());
      expect(result.price(clear).at(1)).toBeCloseTo(30, 7);
      expect(result.dual(clear).at(1)).toBeCloseTo((sense === 'minimize' ? 1 : -1) * 720, 6);
    });

    test('is d(cost)/d(demand), both ways', async () => {
      const state = (by: number) => market({ sense: 'minimize', first: 'demand', need: 80 + by });
      const { slope, handle, result } = await differ(state);
      expect(result.price(handle).at(0) + result.price(handle).at(1)).toBeCloseTo(slope, 7);
    });

    test.each(SENSES)('is negative where one more unit saves money: %s', async (sense) => {
      const m = model();
      const dump = m.variable('dump', [], { lower: 0 });
      const clear = m.balance('clear', [], { supply: 10, demand: dump });
      const fee = dump.times(4);
      const compiled = sense === 'minimize' ? m.minimize(fee).compile() : m.maximize(fee.times(-1)).compile();
      expect((await optimum(compiled, backend())).price(clear).at()).toBeCloseTo(-4, 9);
    });

    test('of elastic demand is where willingness to pay meets cost, and pays both sides', async () => {
      const m = model();
      const made = m.variable('made', [], { lower: 0 });
      const eager = m.variable('eager', [], { lower: 0, upper: 5 });
      const keen = m.variable('keen', [], { lower: 0, upper: 5 });
      const capacity = m.constraint('capacity', [], made, '<=', 8);
      const clear: Balance<readonly []> = m.balance('clear', [], { supply: made, demand: eager.plus(keen) });
      const welfare = eager.times(20).plus(keen.times(12)).minus(made.times(3));
      const result = await optimum(m.maximize(welfare).compile(), backend());
      const price = result.price(clear).at();
      expect(price).toBeCloseTo(12, 9);
      expect(result.rent(capacity).upper.at()).toBeCloseTo(price - 3, 9);
      expect(result.boundRent(eager).upper.at()).toBeCloseTo(20 - price, 9);
      expect(result.objective).toBeCloseTo(8 * (price - 3) + 5 * (20 - price), 9);
    });
  });
});
