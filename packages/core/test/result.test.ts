import { model, OptimalResult, OtherResult, set } from '@marginal/core';
import { highs } from '@marginal/highs';
import type { Backend } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { BACKENDS, expectFault, optimum } from './support.ts';

const node = set('node', ['a', 'b']);

/** Two plants serve a need; the cheap one is limited. */
function market() {
  const m = model({ money: 'EUR' });
  const cheap = m.variable('cheap', [node], { unit: 'MW', lower: 0 });
  const dear = m.variable('dear', [node], { unit: 'MW', lower: 0, upper: 100 });
  const cost = m.parameter('cost', [node], { unit: 'EUR/(MW h)' }, { a: 10, b: 20 });
  const markup = m.parameter('markup', [], { unit: '1' }, 3);
  const need = m.parameter('need', [node], { unit: 'MW' }, { a: 30, b: 40 });
  const hours = m.parameter('hours', [], { unit: 'h' }, 24);
  const supply = cheap.plus(dear);
  const clear = m.balance('clear', [node], { supply, demand: need, weight: hours });
  const limit = m.constraint('limit', [node], 5, '<=', cheap.plus(1), '<=', 26);
  const spent = cheap.times(cost).plus(dear.times(cost).times(markup)).sum().times(hours);
  return { m, cheap, dear, clear, limit, cost, hours, spent, compiled: m.minimize(spent).compile() };
}

describe.each(BACKENDS)('an optimum of $name', ({ name, backend }) => {
  test('is read by labels, with units and provenance', async () => {
    const { compiled, cheap, dear, clear, limit, cost, hours, spent } = market();
    const result = await optimum(compiled, backend());
    expect(result.status).toBe('optimal');
    expect(result.optimal()).toBe(result);
    expect(result.solver.name).toBe(name);
    expect(result.objective).toBeCloseTo(24 * (25 * 10 + 5 * 30 + 25 * 20 + 15 * 60), 6);
    expect(result.value(cheap).at('a')).toBeCloseTo(25, 9);
    expect(result.value(cheap).unit).toBe('MW');
    expect(result.activity(limit).at('b')).toBeCloseTo(25, 9);
    expect(result.activity(clear).at('b')).toBeCloseTo(40, 9);
    expect(result.evaluate(cheap.times(cost).sum().times(hours))).toBeCloseTo(24 * 750, 6);
    expect(result.evaluate(spent)).toBeCloseTo(result.objective, 6);
    expect(result.evaluate(7)).toBe(7);
    const dual = result.dual(clear);
    expect([dual.unit, dual.at('a')]).toEqual(['EUR/MW', expect.closeTo(720, 6)]);
    const price = result.price(clear);
    expect([price.unit, price.at('a'), price.at('b')]).toEqual([
      'EUR/(MW h)',
      expect.closeTo(30, 9),
      expect.closeTo(60, 9),
    ]);
    expect(price.provenance).toEqual({ kind: 'lp', solver: name, version: result.solver.version });
    const rent = result.rent(limit);
    expect([...rent.upper.values]).toEqual([expect.closeTo(480, 6), expect.closeTo(960, 6)]);
    expect([...rent.lower.values]).toEqual([0, 0]);
    expect(result.boundRent(dear).upper.at('a')).toBe(0);
    expect(Math.max(...Object.values(result.residuals))).toBeLessThan(1e-9);
  });

  test('keeps its own numbers: a field is a copy', async () => {
    const { compiled, cheap } = market();
    const result = await optimum(compiled, backend());
    result.value(cheap).values.fill(0);
    expect(result.value(cheap).at('a')).toBeCloseTo(25, 9);
  });

  test('has no rent at an equality', async () => {
    const { compiled, clear } = market();
    const result = await optimum(compiled, backend());
    expectFault(() => result.rent(clear), 'not-allowed', {
      code: 'core.rent-of-equality',
      place: 'clear[a]',
      cause: 'an equality has a dual but no side to earn a rent',
      remedy: 'read its dual, or its price when it is a balance',
    });
  });

  test('an infeasible program names the rows that contradict each other', async () => {
    const m = model();
    const x = m.variable('x', [node], { lower: 0 });
    m.constraint('other', [node], x, '<=', 99);
    m.constraint('cap', [], x.sum(), '<=', 10);
    m.constraint('need', [node], x, '>=', m.parameter('p', [node], {}, { a: 4, b: 7 }));
    const result = await m.minimize(x.sum()).compile().solve(backend());
    if (result.status !== 'infeasible' || result.outcome.proof !== 'farkas') throw new Error(result.status);
    expect(result.outcome.margin).toBeGreaterThan(0);
    expect(result.conflict()).toEqual([
      { name: 'cap', labels: [], side: 'upper', multiplier: expect.closeTo(-1, 9), bound: 10 },
      { name: 'need', labels: ['a'], side: 'lower', multiplier: expect.closeTo(1, 9), bound: 4 },
      { name: 'need', labels: ['b'], side: 'lower', multiplier: expect.closeTo(1, 9), bound: 7 },
    ]);
    expectFault(() => result.optimal(), 'not-allowed', {
      code: 'core.not-optimal',
      place: `solve with ${name}`,
      cause: 'the program is infeasible: its constraints contradict each other (verified)',
      remedy: 'look at result.status before reading values or prices',
    });
  });

  test('an unbounded program has no conflict and says so', async () => {
    const m = model();
    const x = m.variable('x', [node]);
    m.constraint('cap', [], x.sum(), '<=', 10);
    const result = await m.minimize(x.sum()).compile().solve(backend());
    expect(result.status).toBe('unbounded');
    expect(result).toBeInstanceOf(OtherResult);
    if (result instanceof OptimalResult) return;
    expect(result.conflict()).toEqual([]);
    expect(() => result.optimal()).toThrow(
      'the program is unbounded: its objective improves for ever (verified)',
    );
  });
});

describe('what else may come out', () => {
  type Run = () => Promise<Awaited<ReturnType<Awaited<ReturnType<Backend['open']>>['solve']>>>;
  /** A backend whose every solve ends like this. */
  const ending = (run: Run): Backend => ({
    ...highs(),
    open: async (program) => ({ program, solve: run, update: async () => {}, close: () => {} }),
  });
  const solved = { solver: { name: 'stub', version: '0' }, iterations: 0, seconds: 0 };
  const residuals = { primal: 1, dual: 0, complementarity: 0, gap: 0 };

  test.each([
    [{ status: 'infeasibleOrUnbounded' }, 'infeasible or unbounded; the solver did not say which'],
    [{ status: 'limit', which: 'time' }, 'the solve stopped at its time limit'],
    [{ status: 'failed', cause: 'out of memory' }, 'the solver failed: out of memory'],
    [
      { status: 'imprecise', claimed: 'optimal', residuals, failures: ['row clear[a] is off by 1'] },
      "the solver claimed 'optimal', which does not hold: row clear[a] is off by 1",
    ],
  ] as const)('%o', async (ends, sentence) => {
    const result = await market().compiled.solve(ending(async () => ({ ...solved, ...ends })));
    expect(result.status).toBe(ends.status);
    if (result instanceof OptimalResult) throw new Error('optimal');
    expect(result.solver).toEqual(solved.solver);
    expect(result.conflict()).toEqual([]);
    expectFault(() => result.optimal(), 'not-allowed', {
      code: 'core.not-optimal',
      place: 'solve with stub',
      cause: new RegExp(`${sentence.replaceAll(/[[\]]/g, '\\$&')}$`),
      remedy: 'look at result.status before reading values or prices',
    });
  });

  test('infeasible on the word of a search: no rows prove it', async () => {
    const ends = { ...solved, status: 'infeasible', proof: 'search' } as const;
    const result = await market().compiled.solve(ending(async () => ends));
    if (result.status !== 'infeasible') throw new Error(result.status);
    expect(result.conflict()).toEqual([]);
  });

  test('an optimum with integers: it has values and no duals', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { integer: true, lower: 0 });
    const row = m.constraint('row', [], x.times(2), '>=', 3);
    const clear = m.balance('clear', [], { supply: x, demand: m.variable('y', []) });
    const solution = {
      kind: 'mip',
      x: Float64Array.of(2, 2),
      rowActivity: Float64Array.of(4, 0),
      bound: 2,
      gap: 0,
    } as const;
    const best = { ...solved, status: 'optimal', objective: 2, solution, residuals } as const;
    const result = await optimum(
      m.minimize(x).compile(),
      ending(async () => best),
    );
    expect(result.value(x).at()).toBe(2);
    expect(result.activity(row).at()).toBe(4);
    for (const read of [
      // @ts-expect-error no duals
      () => result.dual(row),
      // @ts-expect-error no duals
      () => result.rent(row),
      // @ts-expect-error no duals
      () => result.price(clear),
      // @ts-expect-error no duals
      () => result.reducedCost(x),
      // @ts-expect-error no duals
      () => result.boundRent(x),
    ])
      expectFault(read, 'not-allowed', {
        code: 'core.no-duals',
        place: /^(dual|rent|price|reducedCost|boundRent)$/,
        cause: 'a model with integers has no duals',
        remedy: 'call priceIntegers, which fixes the integers or relaxes them, and prices that program',
      });
  });
});
