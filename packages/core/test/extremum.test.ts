/** Absolute values, largest and smallest of several: every use in the sense it is for, against the arithmetic. */
import { fc, test as propertyTest } from '@fast-check/vitest';
import {
  absoluteValue,
  type FunctionUse,
  maximum,
  minimum,
  model,
  OptimalResult,
  requireFunctions,
  set,
} from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { BACKENDS, faultsOf, optimum, rejection, unchecked } from './support.ts';

const USES: readonly FunctionUse[] = ['cost', 'benefit', 'exact'];

describe('what needs binaries', () => {
  test('the absolute value: only where the sign is open and it is not a cost', () => {
    const s = set('s', ['plus', 'minus']);
    const m = model({ integers: true });
    const open = m.variable('open', [s], { lower: -3, upper: 4 });
    const signed = m.variable('signed', [s], {
      lower: m.parameter('low', [s], {}, { plus: 0, minus: -Infinity }),
      upper: m.parameter('high', [s], {}, { plus: Infinity, minus: 0 }),
    });
    const of = (name: string, x: typeof open, use: FunctionUse) => {
      const { formulation, reason } = absoluteValue(m, name, [s], x, { use });
      return [formulation, reason];
    };
    expect(of('a', open, 'cost')).toEqual(['lp', 'it is convex and used as a cost']);
    expect(of('b', open, 'benefit')).toEqual(['binaries', 'it is convex and used as a benefit']);
    expect(of('c', open, 'exact')).toEqual(['binaries', 'it is convex and must be exact']);
    expect(of('d', signed, 'exact')).toEqual(['lp', 'its argument has one sign']);
  });

  test('the extremum: unless the use is its own, or one operand is it throughout', () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: 0, upper: 4 });
    const of = (f: { formulation: string; reason: string }) => [f.formulation, f.reason];
    expect(of(maximum(m, 'a', [], [x, 1], { use: 'cost' }))).toEqual([
      'lp',
      'it is convex and used as a cost',
    ]);
    expect(of(maximum(m, 'b', [], [x, 1], { use: 'benefit' }))[0]).toBe('binaries');
    expect(of(minimum(m, 'c', [], [x, 1], { use: 'benefit' }))[0]).toBe('lp');
    expect(of(minimum(m, 'd', [], [x, 1], { use: 'cost' }))[0]).toBe('binaries');
    expect(of(maximum(m, 'e', [], [x, -1], { use: 'exact' }))).toEqual([
      'lp',
      'operand 1 is the maximum throughout',
    ]);
    expect(of(minimum(m, 'f', [], [x, 9, 4], { use: 'exact' }))[0]).toBe('lp');
  });

  test('needs finite ranges, and says of what', () => {
    const s = set('s', ['a', 'b']);
    const m = model({ integers: true });
    const x = m.variable('x', [s], { lower: -1, upper: m.parameter('top', [s], {}, { a: 1, b: Infinity }) });
    const faults = faultsOf(() => absoluteValue(m, 'f', [s], x, { use: 'exact' }));
    expect(faults).toEqual([
      {
        code: 'core.infinite-range',
        place: 'f[b]',
        cause: 'its argument ranges over [-1, Infinity], and binaries need finite ends',
        remedy: 'bound the variables it is made of, or state the use in which no binaries are needed',
      },
    ]);
    expect(faultsOf(() => maximum(m, 'g', [s], [x, 0], { use: 'exact' }))[0]).toMatchObject({
      code: 'core.infinite-range',
      place: 'g[b]',
      cause: 'operand 1 ranges over [-1, Infinity], and binaries need finite ends',
    });
    expect(() => absoluteValue(m, 'f', [s], x, { use: 'cost' })).not.toThrow();
  });
});

describe.each(BACKENDS)('values on $name', ({ backend }) => {
  const at = set('at', [-3, -1.5, 0, 0.5, 2.25, 4]);

  test.each(USES)('the absolute value as %s', async (use) => {
    for (const sense of ['minimize', 'maximize'] as const) {
      if ((use === 'cost') === (sense === 'maximize') && use !== 'exact') continue;
      const m = model({ integers: true });
      const x = m.variable('x', [at], { lower: -3, upper: 4 });
      m.constraint(
        'fixed',
        [at],
        x,
        '==',
        m.parameter('place', [at], {}, (u) => u),
      );
      const f = absoluteValue(m, 'f', [at], x.times(2).minus(1), { use });
      const compiled = m[sense](f.value.sum()).compile();
      const result = await optimum(compiled, backend());
      for (const [[u], value] of result.value(f.value)) expect(value).toBeCloseTo(Math.abs(2 * u - 1), 6);
      expect(f.check(compiled, result).verdict).toBe('tight');
    }
  });

  test.each(USES)('largest and smallest as %s', async (use) => {
    for (const [kind, declared] of [
      ['maximum', maximum],
      ['minimum', minimum],
    ] as const) {
      for (const sense of ['minimize', 'maximize'] as const) {
        if ((use === 'cost') === (sense === 'maximize') && use !== 'exact') continue;
        const m = model({ integers: true });
        const x = m.variable('x', [at], { lower: -3, upper: 4 });
        m.constraint(
          'fixed',
          [at],
          x,
          '==',
          m.parameter('place', [at], {}, (u) => u),
        );
        const f = declared(m, 'f', [at], [x, x.times(-0.5).plus(1), 0.7], { use });
        const compiled = m[sense](f.value.sum()).compile();
        const result = await optimum(compiled, backend());
        const pick = kind === 'maximum' ? Math.max : Math.min;
        for (const [[u], value] of result.value(f.value))
          expect(value).toBeCloseTo(pick(u, 1 - u / 2, 0.7), 6);
        expect(f.check(compiled, result).verdict).toBe('tight');
      }
    }
  });

  test('least absolute deviations: the median', async () => {
    const data = [3, 9, 1, 4, 100];
    const i = set('i', [0, 1, 2, 3, 4]);
    const m = model({ integers: true });
    const centre = m.variable('centre', []);
    const off = absoluteValue(m, 'off', [i], centre.minus(m.parameter('y', [i], {}, (k) => data[k])), {
      use: 'cost',
    });
    const compiled = m.minimize(off.value.sum()).compile();
    const result = await optimum(compiled, backend());
    expect(result.value(centre).at()).toBeCloseTo(4, 7);
    expect(result.objective).toBeCloseTo(1 + 5 + 3 + 0 + 96, 7);
    requireFunctions(compiled, result, [off]);
  });

  propertyTest.prop(
    [
      fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -9, max: 9 })), {
        minLength: 2,
        maxLength: 4,
      }),
      fc.boolean(),
    ],
    { numRuns: 30 },
  )('the best of a non-convex envelope against a grid', async (lines, largest) => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: -2, upper: 3 });
    const operands = lines.map(([a, b]) => x.times(a).plus(b));
    const declared = largest ? maximum : minimum;
    const f = declared(m, 'f', [], [operands[0], ...operands.slice(1)], {
      use: largest ? 'benefit' : 'cost',
    });
    const compiled = m[largest ? 'maximize' : 'minimize'](f.value).compile();
    const result = await optimum(compiled, backend());
    const pick = largest ? Math.max : Math.min;
    const ends = [-2, 3].map((u) => pick(...lines.map(([a, b]) => a * u + b)));
    expect(result.objective).toBeCloseTo(pick(...ends), 5);
    expect(f.check(compiled, result).verdict).toBe('tight');
  });

  test('functions of functions, checked together', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: -4, upper: 4 });
    const off = absoluteValue(m, 'off', [], x.minus(1), { use: 'cost' });
    const most = maximum(m, 'most', [], [off.value, x.times(0.5), 0.25], { use: 'cost' });
    const compiled = m.minimize(most.value).compile();
    const result = await optimum(compiled, backend());
    // |x - 1| = x / 2 at 2/3.
    expect(result.objective).toBeCloseTo(1 / 3, 7);
    expect(() => requireFunctions(compiled, result, [off, most])).not.toThrow();
  });

  test('an epigraph that is maximised is flagged', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: -4, upper: 4 });
    const off = absoluteValue(m, 'off', [], x, { use: 'cost' });
    m.constraint('cap', [], off.value, '<=', 7);
    const compiled = m.maximize(off.value).compile();
    const result = await unchecked(compiled, backend());
    expect(off.check(compiled, result).verdict).toBe('wrong');
    expect(faultsOf(await rejection(compiled.solve(backend())))[0].code).toBe('core.function-not-met');
  });

  test('unbounded only because a value runs away from its function is refused; truly unbounded is an answer', async () => {
    const m = model();
    const x = m.variable('x', [], { lower: -4, upper: 4 });
    const off = absoluteValue(m, 'off', [], x, { use: 'cost' });
    const runaway = m.maximize(off.value).compile();
    expect(faultsOf(await rejection(runaway.solve(backend())))[0]).toMatchObject({
      code: 'core.function-not-met',
      place: 'off',
    });
    const n = model();
    const y = n.variable('y', [], { lower: 0 });
    const size = absoluteValue(n, 'size', [], y, { use: 'cost' });
    const endless = await n
      .maximize(y.minus(size.value.times(0.5)))
      .compile()
      .solve(backend());
    expect(endless.status).toBe('unbounded');
  });

  test('a point is held to the class of tolerance that it was verified to', async () => {
    const m = model();
    const x = m.variable('x', [], { lower: 3, upper: 4 });
    const off = absoluteValue(m, 'off', [], x, { use: 'cost' });
    const compiled = m.minimize(off.value).compile();
    const { outcome } = await unchecked(compiled, backend());
    const solution = { ...outcome.solution, x: outcome.solution.x.slice() };
    solution.x[off.value.start] += 2e-5;
    const verdict = (complementarity: number): string => {
      const residuals = { ...outcome.residuals, complementarity };
      const moved = { ...outcome, solution, residuals, objective: solution.x[off.value.start] };
      return off.check(compiled, new OptimalResult(compiled, moved)).verdict;
    };
    expect([0, 5e-7, 5e-5].map(verdict)).toEqual(['wrong', 'tight', 'tight']);
    solution.x[off.value.start] += 1e-2;
    expect(verdict(5e-7)).toBe('wrong');
  });

  test('in an open model the function is checked with the values set since', async () => {
    const m = model();
    const centre = m.parameter('centre', [], {}, 1);
    const x = m.variable('x', [], { lower: 3, upper: 4 });
    const off = absoluteValue(m, 'off', [], x.minus(centre), { use: 'cost' });
    const live = await m.minimize(off.value).compile().open(backend());
    expect((await live.solve()).optimal().objective).toBeCloseTo(2, 7);
    live.set(centre, 9);
    expect((await live.solve()).optimal().objective).toBeCloseTo(5, 7);
    live.close();
  });
});
