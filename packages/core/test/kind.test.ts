/** Kinds at run time, for callers whom the compiler does not check; what it says is in mistakes/kinds.test-d.ts. */
import {
  absoluteValue,
  type FunctionUse,
  IntegerOptimum,
  lexicographic,
  maximum,
  minimum,
  model,
  OptimalResult,
  type Point,
  piecewiseLinear,
  priceIntegers,
  weighted,
} from '@marginal/core';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf, optimum, rejection } from './support.ts';

const VEE: readonly Point[] = [
  [-1, 1],
  [0, 0],
  [1, 1],
];

/** A use that the compiler does not know. */
const use = (text: FunctionUse): FunctionUse => text;

describe('a linear model refuses', () => {
  test('variables that are not continuous, and keeps their names free', () => {
    const m = model();
    const integer = true as boolean as false;
    expectFault(() => m.variable('x', [], { integer }), 'not-allowed', {
      code: 'core.integers-not-said',
      place: "variable 'x'",
      cause: 'it is integer, and the model was made without integers',
      remedy: 'make it with model({ integers: true }); its results have no duals, priceIntegers has prices',
    });
    expect(m.variable('x', [], { integer: false }).start).toBe(0);
  });

  test.each([
    ['absolute value', 'exact', "absolute value 'f'", "used as 'exact' it needs binaries"],
    ['absolute value', 'benefit', "absolute value 'f'", "used as 'benefit' it needs binaries"],
    ['maximum', 'benefit', "maximum 'f'", "used as 'benefit' it needs binaries"],
    ['minimum', 'cost', "minimum 'f'", "used as 'cost' it needs binaries"],
    ['piecewise', 'exact', "piecewise-linear 'f'", 'it is convex and must be exact, which needs binaries'],
    [
      'piecewise',
      'benefit',
      "piecewise-linear 'f'",
      'it is convex and used as a benefit, which needs binaries',
    ],
  ] as const)('%s as %s, before anything of it is declared', (what, how, place, cause) => {
    const m = model();
    const x = m.variable('x', [], { lower: -1, upper: 1 });
    const declare = (): unknown => {
      if (what === 'absolute value') return absoluteValue(m, 'f', [], x, { use: use(how) });
      if (what === 'maximum') return maximum(m, 'f', [], [x, 0], { use: use(how) });
      if (what === 'minimum') return minimum(m, 'f', [], [x, 0], { use: use(how) });
      return piecewiseLinear(m, 'f', [], x, { points: VEE, use: use(how) });
    };
    expect(faultsOf(declare)).toEqual([
      {
        code: 'core.integers-not-said',
        place,
        cause: `${cause}, and the model was made without integers`,
        remedy: 'make it with model({ integers: true }); its results have no duals, priceIntegers has prices',
      },
    ]);
    expect([m.variables.length, m.constraints.length, m.functions.length]).toEqual([1, 0, 0]);
  });

  test('nothing that needs no binaries', () => {
    const m = model();
    const x = m.variable('x', [], { lower: 2, upper: 3 });
    expect(absoluteValue(m, 'a', [], x, { use: use('exact') }).formulation).toBe('lp');
    expect(maximum(m, 'b', [], [x, 1], { use: use('exact') }).formulation).toBe('lp');
    expect(piecewiseLinear(m, 'c', [], x, { points: VEE, use: 'cost' }).formulation).toBe('lp');
    expect(m.functions.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test('switches that are neither on nor off', () => {
    const one = 1 as unknown as false;
    expect(faultsOf(() => model().variable('x', [], { integer: one }))).toEqual([
      {
        code: 'core.switch',
        place: "variable 'x'",
        cause: "option 'integer' is 1",
        remedy: 'write true or false',
      },
    ]);
    expect(faultsOf(() => model({ integers: 'yes' as unknown as true }))[0].code).toBe('core.switch');
    expect(faultsOf(() => model({ integer: true } as object))).toEqual([
      {
        code: 'core.unknown-option',
        place: 'model',
        cause: "there is no option 'integer'",
        remedy: 'use money, integers',
      },
    ]);
  });
});

describe('a kind goes from the model into its results', () => {
  test('linear', async () => {
    const m = model();
    const x = m.variable('x', [], { lower: 1 });
    const compiled = m.minimize(x).compile();
    expect([m.kind, compiled.kind]).toEqual(['lp', 'lp']);
    expect(await optimum(compiled, highs())).toBeInstanceOf(OptimalResult);
  });

  test('with integers, even where none was declared', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: 1 });
    const row = m.constraint('row', [], x, '>=', 2);
    const compiled = m.minimize(x).compile();
    expect([m.kind, compiled.kind]).toEqual(['mip', 'mip']);
    const best = await optimum(compiled, highs());
    expect(best).toBeInstanceOf(IntegerOptimum);
    expect(best.objective).toBeCloseTo(2, 7);
    expect(best.value(x).provenance.kind).toBe('mip');
    // @ts-expect-error no duals
    expect(faultsOf(() => best.dual(row))[0].code).toBe('core.no-duals');
    const priced = await rejection(priceIntegers(compiled, highs(), { run: 'relaxation' }));
    expect(faultsOf(priced)[0].code).toBe('core.no-integers');
  });

  test('several objectives', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { integer: true, lower: 0.5, upper: 4 });
    const aims = [{ name: 'a', minimize: x, weight: 1 }] as const;
    const summed = weighted(m, aims);
    const best = await summed.solve(highs());
    expect(best).toBeInstanceOf(IntegerOptimum);
    if (best.status === 'optimal') expect(summed.parts(best)[0].amount).toBeCloseTo(1, 7);
    const ranked = await lexicographic(m, [{ name: 'a', minimize: x }]).solve(highs());
    expect(ranked.status).toBe('optimal');
    if (ranked.status !== 'optimal') return;
    expect(ranked.final.result).toBeInstanceOf(IntegerOptimum);
    expect(ranked.final.amounts.a).toBeCloseTo(1, 7);
    // @ts-expect-error no multipliers
    expect(faultsOf(() => ranked.final.weights())[0].code).toBe('core.no-duals');
  });
});
