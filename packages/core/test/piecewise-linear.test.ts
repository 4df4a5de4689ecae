/**
 * Piecewise-linear functions against enumerated truth: with the argument fixed or left to the optimum, in both senses,
 * by rows alone and with binaries, on both solvers.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { type FunctionUse, model, type Point, piecewiseLinear, requireFunctions, set } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { shapeOf, valueAt } from '../src/piecewise-points.ts';
import { BACKENDS, expectFault, faultsOf, optimum, rejection, unchecked } from './support.ts';

const CONVEX: readonly Point[] = [
  [-2, 5],
  [0, 1],
  [1, 0.5],
  [4, 8],
];
const CONCAVE: readonly Point[] = CONVEX.map(([x, y]) => [x, -y]);
const WAVE: readonly Point[] = [
  [0, 0],
  [1, 3],
  [2, 1],
  [4, 2],
  [5, -1],
];
const STRAIGHT: readonly Point[] = [
  [0, 0.1],
  [0.1, 0.2],
  [0.2, 0.30000000000000004],
  [0.7, 0.8],
];

describe('shape', () => {
  test.each([
    [CONVEX, 'convex'],
    [CONCAVE, 'concave'],
    [WAVE, 'neither'],
    [STRAIGHT, 'linear'],
    [
      [
        [0, 0],
        [1, 1],
      ] as Point[],
      'linear',
    ],
  ] as const)('%#', (points, shape) => {
    expect(shapeOf(points)).toBe(shape);
  });

  propertyTest.prop([
    fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 8 }),
    // No denormals: a product with them keeps none of its digits.
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((slope) => Math.abs(slope) > 1e-100),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((start) => Math.abs(start) > 1e-100),
  ])('points on a straight line are linear, whatever rounding does', (steps, slope, start) => {
    let x = 0;
    const points = steps.map((step): Point => {
      x += step / 7;
      return [x, start + slope * x];
    });
    // A line through zero throughout is all rounding, and no point says so.
    const size = Math.max(...points.map(([, y]) => Math.abs(y)));
    if (size < 0.1 * (Math.abs(start) + Math.abs(slope * x))) return;
    expect(shapeOf(points)).toBe('linear');
  });

  test('values at, between and beside the points', () => {
    expect([-2, -1, 0, 0.5, 1, 2.5, 4, 4.3].map((x) => valueAt(CONVEX, x))).toEqual([
      5, 3, 1, 0.75, 0.5, 4.25, 8, 8.75,
    ]);
  });
});

describe('the formulation', () => {
  test.each([
    [CONVEX, 'cost', 'lp', 'it is convex and used as a cost'],
    [CONCAVE, 'benefit', 'lp', 'it is concave and used as a benefit'],
    [CONVEX, 'benefit', 'binaries', 'it is convex and used as a benefit'],
    [CONVEX, 'exact', 'binaries', 'it is convex and must be exact'],
    [CONCAVE, 'cost', 'binaries', 'it is concave and used as a cost'],
    [WAVE, 'cost', 'binaries', 'it is neither convex nor concave and used as a cost'],
    [STRAIGHT, 'exact', 'lp', 'it is one straight line'],
  ] as const)('%#: %s', (points, use, formulation, reason) => {
    const m = model({ integers: true });
    const f = piecewiseLinear(m, 'f', [], m.variable('x', []), { points, use });
    expect(f).toMatchObject({ use, formulation, reason });
    expect(
      m
        .minimize(0)
        .compile()
        .program.integer?.some((flag) => flag === 1) ?? false,
    ).toBe(formulation === 'binaries');
  });

  test('of a block is the one that every member can have', () => {
    const s = set('s', ['up', 'down']);
    const m = model({ integers: true });
    const x = m.variable('x', [s]);
    const mixed = piecewiseLinear(m, 'f', [s], x, {
      points: (label) => (label === 'up' ? CONVEX : CONCAVE),
      use: 'cost',
    });
    expect(mixed.formulation).toBe('binaries');
    const straight = piecewiseLinear(m, 'g', [s], x, {
      points: (label) => (label === 'up' ? CONVEX : STRAIGHT),
      use: 'cost',
    });
    expect(straight.formulation).toBe('lp');
  });
});

describe.each(BACKENDS)('on $name', ({ backend }) => {
  const SHAPES = { CONVEX, CONCAVE, WAVE, STRAIGHT };
  const cases = Object.entries(SHAPES).flatMap(([name, points]) =>
    (['cost', 'benefit', 'exact'] as const).map((use) => ({ name, points, use })),
  );

  test.each(cases)('$name as $use: the value at every argument', async ({ points, use }) => {
    const [low, high] = [points[0][0], points[points.length - 1][0]];
    const at = set(
      'at',
      Array.from({ length: 25 }, (_, i) => i),
    );
    const where = (i: number): number => low + ((high - low) * i) / 24;
    for (const sense of ['minimize', 'maximize'] as const) {
      if ((use === 'cost') === (sense === 'maximize') && use !== 'exact') continue;
      const m = model({ integers: true });
      const x = m.variable('x', [at], { lower: low, upper: high });
      m.constraint('fixed', [at], x, '==', m.parameter('place', [at], {}, where));
      const f = piecewiseLinear(m, 'f', [at], x, { points, use });
      const compiled = m[sense](f.value.sum()).compile();
      const result = await optimum(compiled, backend());
      result.value(f.value).values.forEach((value, i) => {
        expect(value).toBeCloseTo(valueAt(points, where(i)), 6);
      });
      expect(f.check(compiled, result).verdict).toBe('tight');
    }
  });

  test.each(cases)('$name as $use: the best argument against a fine grid', async ({ points, use }) => {
    const [low, high] = [points[0][0], points[points.length - 1][0]];
    for (const slope of [-2.5, -0.3, 0, 1.2, 4]) {
      for (const sense of ['minimize', 'maximize'] as const) {
        if ((use === 'cost') === (sense === 'maximize') && use !== 'exact') continue;
        const m = model({ integers: true });
        const x = m.variable('x', [], { lower: low, upper: high });
        const f = piecewiseLinear(m, 'f', [], x, { points, use });
        const compiled = m[sense](f.value.plus(x.times(slope))).compile();
        const result = await optimum(compiled, backend());
        const truths = points.map(([u, y]) => y + slope * u);
        const best = sense === 'minimize' ? Math.min(...truths) : Math.max(...truths);
        expect(result.objective).toBeCloseTo(best, 6);
        expect(f.check(compiled, result).verdict).toBe('tight');
      }
    }
  });

  test('members with different numbers of points, units, and no dual on lines that they do not have', async () => {
    const plant = set('plant', ['a', 'b', 'c']);
    const curves: Record<string, readonly Point[]> = {
      a: [
        [0, 0],
        [10, 20],
        [20, 60],
      ],
      b: [
        [0, 5],
        [30, 35],
      ],
      c: [
        [0, 0],
        [5, 5],
        [10, 15],
        [15, 35],
        [20, 75],
      ],
    };
    const truth = (demand: number): number => {
      let best = Infinity;
      for (let a = 0; a <= 20; a += 0.5)
        for (let c = 0; c <= 20; c += 0.5) {
          const b = demand - a - c;
          if (b < 0 || b > 30) continue;
          best = Math.min(best, valueAt(curves.a, a) + valueAt(curves.b, b) + valueAt(curves.c, c));
        }
      return best;
    };
    for (const use of ['cost', 'exact'] as const) {
      const m = model({ integers: true });
      const output = m.variable('output', [plant], { unit: 'MW', lower: 0 });
      const fuel = piecewiseLinear(m, 'fuel', [plant], output, {
        points: (p) => curves[p],
        use,
        unit: '$/h',
      });
      m.balance('clear', [], { supply: output.sum(), demand: m.parameter('need', [], { unit: 'MW' }, 41) });
      const compiled = m.minimize(fuel.value.sum()).compile();
      const result = await optimum(compiled, backend());
      expect(fuel.formulation).toBe(use === 'cost' ? 'lp' : 'binaries');
      expect(result.objective).toBeCloseTo(truth(41), 6);
      expect(result.value(fuel.value).unit).toBe('$/h');
      requireFunctions(compiled, result, [fuel]);
    }
  });

  test('an argument outside the points is infeasible and says which', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: 6 });
    piecewiseLinear(m, 'f', [], x, { points: CONVEX, use: 'cost' });
    const result = await m.minimize(x).compile().solve(backend());
    expect(result.status).toBe('infeasible');
    if (result.status === 'infeasible')
      expect(result.conflict().map(({ name }) => name)).toContain('f.domain');
  });
});

describe('an epigraph used the other way', () => {
  const build = (use: FunctionUse, sign: number) => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: 0, upper: 1 });
    const f = piecewiseLinear(m, 'f', [], x, { points: CONVEX, use });
    m.constraint('cap', [], f.value, '<=', 3);
    return { f, x, compiled: m.maximize(f.value.times(sign).plus(x.times(0.1))).compile() };
  };

  test('is wrong, and checks say so', async () => {
    const { f, compiled } = build('cost', 1);
    const result = await unchecked(compiled, BACKENDS[0].backend());
    const check = f.check(compiled, result);
    expect(check.verdict).toBe('wrong');
    expect(check.members).toEqual([{ member: 'f', value: 3, truth: expect.closeTo(0.5, 9) }]);
    for (const refused of [
      () => requireFunctions(compiled, result, [f]),
      await rejection(compiled.solve(BACKENDS[0].backend())),
    ])
      expectFault(refused, 'not-allowed', {
        code: 'core.function-not-met',
        place: 'f',
        cause: /^f is 3 where its function is 0\.5: the objective or a row pushes it the other way$/,
        remedy: "declare the function with use: 'exact', or mend the direction",
      });
  });

  test('is right once it is declared exact', async () => {
    const { f, x, compiled } = build('exact', 1);
    const result = await optimum(compiled, BACKENDS[0].backend());
    expect(f.check(compiled, result).verdict).toBe('tight');
    expect(result.value(x).at()).toBeCloseTo(0, 6);
    expect(result.objective).toBeCloseTo(1, 6);
  });

  test('without weight in the objective is slack, not wrong', async () => {
    const { f, compiled } = build('cost', 0);
    const result = await optimum(compiled, BACKENDS[0].backend());
    expect(['tight', 'slack']).toContain(f.check(compiled, result).verdict);
    expect(() => requireFunctions(compiled, result, [f])).not.toThrow();
  });

  test('a result of another program is refused', async () => {
    const { f, compiled } = build('cost', 0);
    const m = model({ integers: true });
    const x = m.variable('x', [], { lower: 0 });
    const other = await optimum(m.minimize(x).compile(), BACKENDS[0].backend());
    expectFault(() => f.check(compiled, other), 'not-allowed', {
      code: 'core.another-program',
      place: 'check',
      cause: /columns/,
      remedy: /compiled model/,
    });
    expect(faultsOf(() => f.check(m.minimize(x).compile(), other))[0].code).toBe('core.foreign-handle');
  });
});

describe('points that make no function', () => {
  const declared = (points: readonly Point[]) => () => {
    const m = model({ integers: true });
    piecewiseLinear(m, 'f', [], m.variable('x', []), { points, use: 'cost' });
  };

  test.each([
    [[[0, 0]], 'core.too-few-points'],
    [
      [
        [0, 0],
        [0, 1],
      ],
      'core.points-out-of-order',
    ],
    [
      [
        [0, 0],
        [-1, 1],
      ],
      'core.points-out-of-order',
    ],
    [
      [
        [0, 0],
        [1, Number.NaN],
      ],
      'core.infinite-point',
    ],
    [
      [
        [0, 0],
        [Infinity, 1],
      ],
      'core.infinite-point',
    ],
  ] as [Point[], string][])('%#', (points, code) => {
    expect(faultsOf(declared(points)).map((fault) => fault.code)).toContain(code);
  });

  test('are all reported, by member', () => {
    const s = set('s', ['a', 'b']);
    const m = model({ integers: true });
    const x = m.variable('x', [s]);
    const faults = faultsOf(() => piecewiseLinear(m, 'f', [s], x, { points: () => [[0, 0]], use: 'cost' }));
    expect(faults.map(({ place }) => place)).toEqual(["piecewise-linear 'f'[a]", "piecewise-linear 'f'[b]"]);
  });
});

describe.each(BACKENDS)('random functions on $name', ({ backend }) => {
  const point = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 }));
  propertyTest.prop(
    [
      fc.array(point, { minLength: 2, maxLength: 6 }),
      fc.constantFrom<FunctionUse>('cost', 'benefit', 'exact'),
      fc.integer({ min: -6, max: 6 }),
    ],
    { numRuns: 40 },
  )('the optimum is the best point, whatever the shape', async (steps, use, slope) => {
    let x0 = -3;
    const points = steps.map(([step, y]): Point => {
      x0 += step;
      return [x0, y];
    });
    const m = model({ integers: true });
    const x = m.variable('x', []);
    const f = piecewiseLinear(m, 'f', [], x, { points, use });
    const objective = f.value.plus(x.times(slope));
    const sense = use === 'benefit' ? 'maximize' : 'minimize';
    const compiled = m[sense](objective).compile();
    const result = await optimum(compiled, backend());
    const truths = points.map(([u, y]) => y + slope * u);
    expect(result.objective).toBeCloseTo(use === 'benefit' ? Math.max(...truths) : Math.min(...truths), 5);
    expect(f.check(compiled, result).verdict).toBe('tight');
  });
});
