/**
 * Tangents and values are proofs: no tangent is above its function and no value below it, for any argument a double
 * can hold. The truth is computed in exact rational arithmetic where the function is rational, and from the distance to
 * the tangent in a form without cancellation where it is not.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plainTest } from 'vitest';
import {
  type ConvexFunction,
  ENTROPY,
  EXPONENTIAL,
  NEGATIVE_LOGARITHM,
  powerFunction,
  QUADRATIC_OVER_LINEAR,
  RECIPROCAL,
  SQUARE,
} from '../src/convex-function.ts';

/** A double as numerator and power of two, exactly. */
function exact(value: number): { readonly n: bigint; readonly e: number } {
  if (value === 0) return { n: 0n, e: 0 };
  let e = 0;
  let v = value;
  while (!Number.isInteger(v)) {
    v *= 2;
    e++;
  }
  return { n: BigInt(v), e };
}

/** Exact sum of products of doubles, times 2^shift for a common shift: its sign is the sign of the sum. */
function signOfSum(products: readonly (readonly number[])[]): number {
  const terms = products.map((factors) => {
    let [n, e] = [1n, 0];
    for (const factor of factors) {
      const f = exact(factor);
      n *= f.n;
      e += f.e;
    }
    return { n, e };
  });
  const shift = Math.max(...terms.map(({ e }) => e));
  const sum = terms.reduce((total, { n, e }) => total + (n << BigInt(shift - e)), 0n);
  return sum > 0n ? 1 : sum < 0n ? -1 : 0;
}

const anySize = fc
  .tuple(
    fc.double({ min: -300, max: 300, noNaN: true }),
    fc.boolean(),
    fc.double({ min: 1, max: 2, noNaN: true }),
  )
  .map(([power, negative, mantissa]) => (negative ? -1 : 1) * mantissa * 10 ** power);
const moderate = fc.oneof(
  fc.double({ min: -40, max: 40, noNaN: true }),
  anySize.filter((u) => Math.abs(u) < 1e12 && Math.abs(u) > 1e-12),
);
const positive = moderate.map(Math.abs).filter((u) => u > 1e-12);

describe('rational functions, exactly', () => {
  test.prop([anySize, moderate], { numRuns: 2000 })('u^2 is above its tangents', (u, at) => {
    const { slopes, intercept } = SQUARE.tangent(SQUARE.nearest(SQUARE.parameter([at])));
    // u^2 - a u - b >= 0
    if (Math.abs(u) > 1e150 || Math.abs(u) < 1e-150) return;
    expect(signOfSum([[u, u], [-slopes[0], u], [-intercept]])).not.toBe(-1);
    expect(signOfSum([[SQUARE.value([u])], [-1, u, u]])).not.toBe(-1);
  });

  test.prop([positive, positive], { numRuns: 2000 })('1 / u is above its tangents', (u, at) => {
    const { slopes, intercept } = RECIPROCAL.tangent(RECIPROCAL.nearest(RECIPROCAL.parameter([at])));
    // 1 - a u^2 - b u >= 0
    expect(signOfSum([[1], [-slopes[0], u, u], [-intercept, u]])).not.toBe(-1);
    expect(signOfSum([[RECIPROCAL.value([u]), u], [-1]])).not.toBe(-1);
  });

  test.prop([moderate, positive, moderate, positive], { numRuns: 2000 })(
    'x^2 / y is above its tangent planes',
    (x, y, atX, atY) => {
      const r = QUADRATIC_OVER_LINEAR.nearest(QUADRATIC_OVER_LINEAR.parameter([atX, atY]));
      const { slopes, intercept } = QUADRATIC_OVER_LINEAR.tangent(r);
      expect(intercept).toBe(0);
      // x^2 - s x y - c y^2 >= 0
      expect(
        signOfSum([
          [x, x],
          [-slopes[0], x, y],
          [-slopes[1], y, y],
        ]),
      ).not.toBe(-1);
      expect(
        signOfSum([
          [QUADRATIC_OVER_LINEAR.value([x, y]), y],
          [-1, x, x],
        ]),
      ).not.toBe(-1);
    },
  );
});

/**
 * Transcendental functions: f(u) - a u - b equals the intercept's own slack plus the Bregman distance D(u, at), with
 * `at` the point where the tangent of slope a touches. D is not negative and computed without cancellation.
 */
const TRANSCENDENTAL: readonly {
  readonly name: string;
  readonly fn: ConvexFunction;
  readonly domain: fc.Arbitrary<number>;
  readonly value: (u: number) => number;
}[] = [
  {
    name: 'exp',
    fn: EXPONENTIAL,
    domain: fc.double({ min: -700, max: 700, noNaN: true }),
    value: Math.exp,
  },
  { name: '-ln', fn: NEGATIVE_LOGARITHM, domain: positive, value: (u) => -Math.log(u) },
  { name: 'entropy', fn: ENTROPY, domain: positive, value: (u) => u * Math.log(u) },
  { name: 'power 1.5', fn: powerFunction(1.5), domain: positive, value: (u) => u ** 1.5 },
  { name: 'power 3', fn: powerFunction(3), domain: positive, value: (u) => u ** 3 },
];

describe.each(TRANSCENDENTAL)('$name', ({ fn, domain, value }) => {
  test.prop([domain, domain], { numRuns: 3000 })(
    'is above its tangents up to the rounding of this test',
    (u, at) => {
      const parameter = fn.nearest(fn.parameter([at]));
      const { slopes, intercept } = fn.tangent(parameter);
      expect(Number.isFinite(slopes[0]) && Number.isFinite(intercept)).toBe(true);
      const truth = value(u);
      const line = slopes[0] * u + intercept;
      const rounding = 2 ** -51 * (Math.abs(truth) + Math.abs(slopes[0] * u) + Math.abs(intercept));
      expect(line - truth).toBeLessThanOrEqual(rounding);
      expect(fn.value([u])).toBeGreaterThanOrEqual(truth);
    },
  );

  test.prop([domain], { numRuns: 3000 })('is not above its tangents by much where they touch', (at) => {
    const parameter = fn.parameter([at]);
    if (fn.nearest(parameter) !== parameter) return;
    const { slopes, intercept } = fn.tangent(parameter);
    const truth = value(at);
    const size = Math.abs(truth) + Math.abs(slopes[0] * at) + Math.abs(intercept);
    // The slope is known to a few units in the last place, which moves the point of contact, and hence the distance, in second order only.
    expect(truth - (slopes[0] * at + intercept)).toBeLessThanOrEqual(2 ** -40 * (size + 1e-290));
  });
});

describe('tangents strictly below: the margin covers what the evaluation loses', () => {
  // At the point of contact there is no distance to hide behind: high-precision truth from series with BigInt.
  plainTest('exp, against 60 digits', () => {
    for (let i = -400; i <= 180; i++) {
      const at = i / 10 + 0.037;
      const a = EXPONENTIAL.nearest(EXPONENTIAL.parameter([at]));
      if (a === 0 || a === 1e8) continue;
      const { intercept } = EXPONENTIAL.tangent(a);
      // a - a ln a, exactly: ln by Newton on the series of exp.
      const digits = 60n;
      const one = 10n ** digits;
      const lnA = bigLog(a, one);
      const bigA = toBig(a, one);
      const truth = bigA - (bigA * lnA) / one;
      expect(toBig(intercept, one) <= truth).toBe(true);
    }
  });

  plainTest('-ln, against 60 digits', () => {
    for (let i = 1; i <= 400; i++) {
      const at = 1.07 ** (i - 200);
      const a = NEGATIVE_LOGARITHM.nearest(NEGATIVE_LOGARITHM.parameter([at]));
      const { intercept } = NEGATIVE_LOGARITHM.tangent(a);
      const one = 10n ** 60n;
      expect(toBig(intercept, one) <= one + bigLog(-a, one)).toBe(true);
      expect(toBig(NEGATIVE_LOGARITHM.value([at]), one) >= -bigLog(at, one)).toBe(true);
    }
  });

  plainTest('u ln u and its values, against 60 digits', () => {
    for (let i = 1; i <= 400; i++) {
      const at = 1.09 ** (i - 200);
      const one = 10n ** 60n;
      expect(toBig(ENTROPY.value([at]), one) >= (toBig(at, one) * bigLog(at, one)) / one).toBe(true);
      const a = ENTROPY.nearest(ENTROPY.parameter([at]));
      const { intercept } = ENTROPY.tangent(a);
      expect(toBig(intercept, one) <= -bigExp(toBig(a, one) - one, one)).toBe(true);
    }
  });
});

function toBig(value: number, one: bigint): bigint {
  const { n, e } = exact(value);
  return (n * one) >> BigInt(e);
}

/** exp(x / one) * one, by halving and series. */
function bigExp(x: bigint, one: bigint): bigint {
  const halvings = 24;
  const small = x >> BigInt(halvings);
  let term = one;
  let sum = one;
  for (let k = 1n; k < 60n; k++) {
    term = (term * small) / one / k;
    sum += term;
  }
  for (let h = 0; h < halvings; h++) sum = (sum * sum) / one;
  return sum;
}

/** ln(value) * one, by Newton's iteration on bigExp; the work is done with 40 more digits. */
function bigLog(value: number, one: bigint): bigint {
  const fine = one * 10n ** 40n;
  const target = toBig(value, fine);
  let y = toBig(Math.log(value), fine);
  for (let k = 0; k < 4; k++) {
    const e = bigExp(y, fine);
    y += (2n * fine * (target - e)) / (target + e);
  }
  return y / 10n ** 40n;
}

describe('ends of domains and sizes', () => {
  plainTest('outside its domain a function is infinite', () => {
    expect(NEGATIVE_LOGARITHM.value([0])).toBe(Infinity);
    expect(NEGATIVE_LOGARITHM.value([-1])).toBe(Infinity);
    expect(RECIPROCAL.value([-1])).toBe(Infinity);
    expect(ENTROPY.value([0])).toBe(0);
    expect(ENTROPY.value([-1e-300])).toBe(Infinity);
    expect(QUADRATIC_OVER_LINEAR.value([0, 0])).toBe(0);
    expect(QUADRATIC_OVER_LINEAR.value([1, 0])).toBe(Infinity);
    expect(QUADRATIC_OVER_LINEAR.value([0, -1])).toBe(Infinity);
    expect(powerFunction(2.5).value([-1])).toBe(Infinity);
  });

  plainTest('coefficients stay within what solvers keep, wherever the tangent touches', () => {
    for (const fn of [
      EXPONENTIAL,
      SQUARE,
      NEGATIVE_LOGARITHM,
      ENTROPY,
      RECIPROCAL,
      powerFunction(1.01),
      powerFunction(7),
    ])
      for (const at of [-1e300, -1e9, -1, -1e-300, 0, 5e-324, 1e-300, 1e-9, 1, 30, 1e9, 1e300]) {
        const { slopes, intercept } = fn.tangent(fn.nearest(fn.parameter([at])));
        const size = Math.abs(slopes[0]);
        expect(size === 0 || (size >= 1e-10 && size <= 1e8)).toBe(true);
        expect(Math.abs(intercept)).toBeLessThan(1e17);
      }
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [1e300, 1e-300],
      [1e-300, 1],
      [0, 0],
      [0, 5],
    ]) {
      const fn = QUADRATIC_OVER_LINEAR;
      for (const slope of fn.tangent(fn.nearest(fn.parameter([x, y]))).slopes)
        expect(slope === 0 || (Math.abs(slope) >= 1e-10 && Math.abs(slope) <= 1.1e8)).toBe(true);
    }
  });

  test.prop([
    fc.array(fc.tuple(fc.double({ min: 0.01, max: 5, noNaN: true }), moderate), {
      minLength: 2,
      maxLength: 5,
    }),
    moderate,
    positive,
  ])('the tangent at the mean slope is at or above the mean of tangents', (shares, x, y) => {
    const total = shares.reduce((sum, [w]) => sum + w, 0);
    for (const fn of [SQUARE, QUADRATIC_OVER_LINEAR]) {
      const point = fn === SQUARE ? [x] : [x, y];
      const tangents = shares.map(([, p]) => fn.tangent(fn.nearest(Math.max(-50, Math.min(50, p)))));
      const lines = tangents.map(({ slopes, intercept }) =>
        slopes.reduce((sum, s, i) => sum + s * point[i], intercept),
      );
      const mean = lines.reduce((sum, line, i) => sum + (line * shares[i][0]) / total, 0);
      const slopes = tangents[0].slopes.map((_, a) =>
        tangents.reduce((sum, t, i) => sum + (t.slopes[a] * shares[i][0]) / total, 0),
      );
      const joined = fn.tangent(fn.combined(slopes));
      const line = joined.slopes.reduce((sum, s, i) => sum + s * point[i], joined.intercept);
      const size = lines.reduce((sum, l) => sum + Math.abs(l), 1) + Math.abs(x) * 200 + y * 5000;
      expect(line).toBeGreaterThanOrEqual(mean - 1e-11 * size);
    }
  });
});
