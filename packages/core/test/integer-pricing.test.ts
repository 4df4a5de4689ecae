/**
 * Prices of programs with integers: two plants, one with a start cost, in closed form; random commitments against
 * every choice of integers solved one by one as a linear program; finite differences; runs that contradict each other.
 */
import { fc, test as property } from '@fast-check/vitest';
import { type IntegerPricing, model, priceIntegers, range, set } from '@marginal/core';
import { highs } from '@marginal/highs';
import { type Backend, hasIntegers, type Outcome } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { BACKENDS, errorOf, expectFault, faultsOf, optimum } from './support.ts';

const unit = set('unit', range(3));

interface Fleet {
  readonly capacity: readonly number[];
  readonly fuel: readonly number[];
  readonly start: readonly number[];
  readonly demand: number;
}

/** Units that run between 0 and their capacity when they are on; what is missing is bought at 100 $. */
function fleet({ capacity, fuel, start, demand }: Fleet, fixed?: readonly number[]) {
  const m = model({ integers: true });
  const read = (name: string, unitOf: string, values: readonly number[]) =>
    m.parameter(name, [unit], { unit: unitOf }, Float64Array.from(values));
  const on = m.variable('on', [unit], {
    unit: '1',
    lower: fixed === undefined ? 0 : read('from', '1', fixed),
    upper: fixed === undefined ? 1 : read('to', '1', fixed),
    integer: fixed === undefined,
  });
  const run = m.variable('run', [unit], { unit: 'MWh', lower: 0 });
  const buy = m.variable('buy', [], { unit: 'MWh', lower: 0 });
  const size = read('capacity', 'MWh', capacity);
  const limit = m.constraint('limit', [unit], run, '<=', on.times(size));
  const clear = m.balance('clear', [], { supply: run.sum().plus(buy), demand });
  const cost = run
    .times(read('fuel', '$/MWh', fuel))
    .sum()
    .plus(on.times(read('start', '$', start)).sum())
    .plus(buy.times(m.parameter('dear', [], { unit: '$/MWh' }, 100)));
  return { m, on, run, size, limit, clear, cost, compiled: m.minimize(cost).compile() };
}

/** Unit 0: 50 MWh at 10 $, start 100 $. Unit 1: 100 MWh at 20 $. Unit 2 is out of the question. */
const PAIR: Fleet = { capacity: [50, 100, 1], fuel: [10, 20, 500], start: [100, 0, 0], demand: 30 };

const SEARCHING = BACKENDS.filter(({ backend }) => backend().capabilities.mip);

test('at least one backend searches', () => {
  expect(SEARCHING.length).toBeGreaterThan(0);
});

describe.each(SEARCHING)('$name', ({ backend, name }) => {
  test('fixed integers: fuel alone makes the price, and being on has one of its own', async () => {
    const { compiled, on, run, clear, limit } = fleet(PAIR);
    const prices = (await priceIntegers(compiled, backend(), { run: 'fixedIntegers' })).optimal();
    expect([prices.status, prices.run, prices.gap]).toEqual([
      'optimal',
      'fixedIntegers',
      expect.closeTo(0, 6),
    ]);
    expect(prices.integer.objective).toBeCloseTo(400, 6);
    expect(prices.pricing.objective).toBeCloseTo(400, 6);
    expect(prices.integer.value(on).at(0)).toBeCloseTo(1, 6);
    expect(prices.integer.value(run).at(0)).toBeCloseTo(30, 6);
    const price = prices.price(clear);
    expect([price.at(), price.unit]).toEqual([expect.closeTo(10, 6), '$/MWh']);
    const { version } = prices.pricing.solver;
    expect(price.provenance).toEqual({ kind: 'fixedIntegers', solver: name, version });
    expect(prices.pricing.rent(limit).upper.provenance.kind).toBe('fixedIntegers');
    // At 10 $ the unit earns its fuel and not its start: 100 $ is missing.
    expect(prices.pricing.reducedCost(on).at(0)).toBeCloseTo(100, 6);
  });

  test('the relaxation spreads the start over the capacity', async () => {
    const { compiled, on, clear } = fleet(PAIR);
    const prices = (await priceIntegers(compiled, backend(), { run: 'relaxation' })).optimal();
    expect(prices.integer.objective).toBeCloseTo(400, 6);
    expect(prices.pricing.objective).toBeCloseTo(360, 6);
    expect(prices.gap).toBeCloseTo(40, 6);
    expect(prices.pricing.value(on).at(0)).toBeCloseTo(0.6, 6);
    expect(prices.price(clear).at()).toBeCloseTo(12, 6);
    expect(prices.price(clear).provenance.kind).toBe('relaxation');
  });

  test('welfare: a maximum is priced like a minimum', async () => {
    const { m, cost, clear, run } = fleet(PAIR);
    const compiled = m.maximize(cost.times(-1).plus(1000)).compile();
    for (const [kind, price, gap] of [
      ['fixedIntegers', 10, 0],
      ['relaxation', 12, 40],
    ] as const) {
      const prices = (await priceIntegers(compiled, backend(), { run: kind })).optimal();
      expect(prices.integer.objective).toBeCloseTo(600, 6);
      expect(prices.price(clear).at()).toBeCloseTo(price, 6);
      expect(prices.gap).toBeCloseTo(gap, 6);
      expect(prices.integer.value(run).at(0)).toBeCloseTo(30, 6);
    }
  });

  test('the point with integers has no duals', async () => {
    const { compiled, limit, clear, on } = fleet(PAIR);
    const { integer } = (await priceIntegers(compiled, backend(), { run: 'relaxation' })).optimal();
    for (const read of [
      // @ts-expect-error no duals
      () => integer.dual(limit),
      // @ts-expect-error no prices
      () => integer.price(clear),
      // @ts-expect-error no reduced costs
      () => integer.reducedCost(on),
    ])
      expect(faultsOf(read).map((fault) => fault.code)).toEqual(['core.no-duals']);
  });

  test('marginals of parameters belong to the run', async () => {
    const { compiled, size } = fleet({ ...PAIR, demand: 70 });
    // On for sure: one more MWh of unit 0 saves 10 $, whether its start is paid by the unit or by the MWh.
    const fixed = (await priceIntegers(compiled, backend(), { run: 'fixedIntegers' })).optimal();
    expect(fixed.pricing.marginal(size).at(0)).toBeCloseTo(-10, 6);
    expect(fixed.pricing.marginal(size).provenance.kind).toBe('fixedIntegers');
  });

  test('no point at all, and no time', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { integer: true, lower: 0, upper: 5 });
    const two = m.constraint('two', [], x.times(2), '==', 3);
    const none = await priceIntegers(m.minimize(x).compile(), backend(), { run: 'fixedIntegers' });
    if (none.status === 'optimal') throw new Error(none.status);
    expect([none.status, none.at, none.integer]).toEqual(['infeasible', 'integer', undefined]);
    expect(two.size).toBe(1);
    const error = errorOf(() => none.optimal());
    expect([error.code, error.faults[0].place]).toEqual([
      'core.not-optimal',
      `the program with integers, solve with ${name}`,
    ]);
    const late = await priceIntegers(fleet(PAIR).compiled, backend(), { run: 'relaxation', timeLimit: 0 });
    expect(late.status).toBe('limit');
  });

  const fleets = fc.record({
    capacity: fc.array(fc.integer({ min: 10, max: 60 }), { minLength: 3, maxLength: 3 }),
    fuel: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 3 }),
    start: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 3, maxLength: 3 }),
    demand: fc.integer({ min: 1, max: 300 }).map((halves) => halves / 2),
  });
  property.prop([fleets], { numRuns: 25, seed: 5 })('random fleets against all choices', async (drawn) => {
    const stated = fleet(drawn);
    const fixed = (await priceIntegers(stated.compiled, backend(), { run: 'fixedIntegers' })).optimal();
    const relaxed = (await priceIntegers(stated.compiled, backend(), { run: 'relaxation' })).optimal();
    let best = Infinity;
    for (let mask = 0; mask < 8; mask++) {
      const choice = [mask & 1, (mask >> 1) & 1, (mask >> 2) & 1];
      best = Math.min(best, (await optimum(fleet(drawn, choice).compiled, backend())).objective);
    }
    const close = 1e-6 * (1 + Math.abs(best));
    expect(Math.abs(fixed.integer.objective - best)).toBeLessThan(close);
    expect(Math.abs(fixed.pricing.objective - best)).toBeLessThan(close);
    expect(relaxed.pricing.objective).toBeLessThan(best + close);
    expect(relaxed.gap).toBeCloseTo(relaxed.integer.objective - relaxed.pricing.objective, 6);
    // The fixed run's price is the slope of the cost in demand at these integers; the cost is convex in it.
    const choice = [...fixed.integer.value(stated.on).values].map(Math.round);
    const at = async (demand: number) =>
      (await optimum(fleet({ ...drawn, demand }, choice).compiled, backend())).objective;
    const step = 1 / 8;
    const here = await at(drawn.demand);
    const price = fixed.price(stated.clear).at();
    expect(price).toBeLessThanOrEqual((await at(drawn.demand + step)) / step - here / step + 1e-5);
    expect(price).toBeGreaterThanOrEqual(here / step - (await at(drawn.demand - step)) / step - 1e-5);
  });
});

describe('what does not fit', () => {
  /** A backend that changes the answers to programs with integers, or to the linear ones. */
  function altered(which: 'integer' | 'linear', change: (outcome: Outcome) => Outcome): Backend {
    const inner = highs();
    return {
      ...inner,
      open: async (program) => {
        const session = await inner.open(program);
        return {
          program,
          update: (delta) => session.update(delta),
          close: () => session.close(),
          solve: async (options) => {
            const outcome = await session.solve(options);
            return (which === 'integer') === hasIntegers(program) ? change(outcome) : outcome;
          },
        };
      },
    };
  }
  const dearer =
    (by: number) =>
    (outcome: Outcome): Outcome =>
      outcome.status === 'optimal' ? { ...outcome, objective: outcome.objective + by } : outcome;
  const failures = (pricing: IntegerPricing): readonly string[] => {
    if (pricing.status === 'optimal' || pricing.result.outcome.status !== 'imprecise') return [];
    return pricing.result.outcome.failures;
  };

  test.each([
    ['fixedIntegers', 1, 'must equal'],
    ['fixedIntegers', -1, 'must equal'],
    ['relaxation', -50, 'must not be worse than'],
  ] as const)('%s, the integer objective off by %d', async (run, by, verb) => {
    const { compiled } = fleet(PAIR);
    const pricing = await priceIntegers(compiled, altered('integer', dearer(by)), { run });
    if (pricing.status === 'optimal') throw new Error(pricing.status);
    expect([pricing.status, pricing.at, pricing.integer?.status]).toEqual([
      'imprecise',
      'pricing',
      'optimal',
    ]);
    expect(failures(pricing)).toEqual([
      expect.stringMatching(new RegExp(`^objective: the ${run} run has [\\d.]+, which ${verb} [\\d.]+`)),
    ]);
    expect(errorOf(() => pricing.optimal()).faults[0].place).toBe(
      `its pricing run '${run}', solve with highs`,
    );
  });

  test('a search that may stop early may leave as much', async () => {
    const { compiled } = fleet(PAIR);
    const backend = altered('integer', dearer(3));
    const pricing = await priceIntegers(compiled, backend, { run: 'fixedIntegers', mipGap: 0.01 });
    expect(pricing.status).toBe('optimal');
    expect(pricing.optimal().gap).toBeCloseTo(3, 6);
  });

  test('the pricing run fails', async () => {
    const { compiled } = fleet(PAIR);
    const cause = 'out of memory';
    const backend = altered('linear', ({ solver, iterations, seconds }) => ({
      status: 'failed',
      cause,
      solver,
      iterations,
      seconds,
    }));
    const pricing = await priceIntegers(compiled, backend, { run: 'relaxation' });
    if (pricing.status === 'optimal') throw new Error(pricing.status);
    expect([pricing.status, pricing.at]).toEqual(['failed', 'pricing']);
    expect(pricing.integer?.objective).toBeCloseTo(400, 6);
  });

  test('parameters that bound integers have no marginals, others do', async () => {
    const m = model({ integers: true });
    const most = m.parameter('most', [], {}, 3.5);
    const room = m.parameter('room', [], {}, 7);
    const x = m.variable('x', [], { integer: true, lower: 0, upper: 5 });
    m.constraint('near', [], x.times(2), '<=', room);
    const loose = (await priceIntegers(m.maximize(x).compile(), highs(), { run: 'relaxation' })).optimal();
    expect(loose.integer.objective).toBeCloseTo(3, 6);
    expect(loose.gap).toBeCloseTo(0.5, 6);
    expect(loose.pricing.marginal(room).at()).toBeCloseTo(0.5, 6);
    const y = m.variable('y', [], { integer: true, lower: 0, upper: most });
    const compiled = m.maximize(x.plus(y)).compile();
    for (const run of ['fixedIntegers', 'relaxation'] as const) {
      const { pricing } = (await priceIntegers(compiled, highs(), { run })).optimal();
      expect(faultsOf(() => pricing.marginal(most)).map((fault) => fault.code)).toEqual(['core.no-marginal']);
    }
  });

  test('linear programs, unknown runs, backends that do not search', async () => {
    const linear = model();
    const x = linear.variable('x', [], { lower: 0 });
    const refused = async (call: Promise<unknown>) => {
      const error: unknown = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return () => {
        throw error;
      };
    };
    expectFault(
      await refused(
        // @ts-expect-error a linear model
        priceIntegers(linear.minimize(x).compile(), highs(), { run: 'relaxation' }),
      ),
      'not-allowed',
      {
        code: 'core.no-integers',
        place: 'priceIntegers',
        cause: 'no column of the program is integer or semicontinuous',
        remedy: 'make the model without integers: then its own duals are its prices',
      },
    );
    const { compiled } = fleet(PAIR);
    const run = 'hull' as 'relaxation';
    expectFault(await refused(priceIntegers(compiled, highs(), { run })), 'invalid-input', {
      code: 'core.pricing-run',
      place: 'priceIntegers',
      cause: "'hull' is no pricing run",
      remedy: "write 'fixedIntegers' or 'relaxation'",
    });
    // @ts-expect-error the run has no default
    expect(faultsOf(await refused(priceIntegers(compiled, highs(), {})))[0].code).toBe('core.pricing-run');
  });
});
