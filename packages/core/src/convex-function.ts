/**
 * Smooth convex functions and their tangents, with proofs that survive rounding. A tangent is found from its slope and
 * not from its point: for a convex f and ANY slope a, the highest line of that slope below f is
 *
 *     f(u) >= a u - f*(a),     f*(a) = sup over u of  a u - f(u)     (Fenchel's conjugate)
 *
 * so the slope may be whatever double comes out of f'(u), and only the intercept -f*(a), a closed form, has to be
 * rounded down by what its evaluation can lose. Every line made here is below its function for every u, and every
 * value made here is at or above it: that is what makes bounds from them proofs. x^2 / y has the tangent planes
 * 2 r x - r^2 y, since x^2/y - 2 r x + r^2 y = (x - r y)^2 / y; there only r^2 is rounded.
 * Source: Boyd & Vandenberghe, Convex Optimization (2004), sections 3.2.6 and 3.3.
 */
import { FUNCTION_ROUNDING, LARGEST_SLOPE, LARGEST_VALUE, SMALLEST_SLOPE } from './tolerances.ts';

/** `value >= sum of slopes * arguments + intercept`, for all arguments in the domain. */
export interface Tangent {
  /** One per argument. */
  readonly slopes: readonly number[];
  readonly intercept: number;
}

/** A closed interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export interface ConvexFunction {
  /** In formulas: `exp(u)`. */
  readonly name: string;
  /** One per argument; the function is infinite outside, and may be at the ends. */
  readonly domain: readonly Interval[];
  /** No value is below this; -Infinity where there is no such number. */
  readonly floor: number;
  /** At or above the function by rounding only; Infinity outside the domain. */
  value(arguments_: readonly number[]): number;
  /**
   * The one number that tells tangents apart: the slope, or r for x^2 / y. At the tangent that touches there; may be
   * infinite at an end of the domain.
   */
  parameter(arguments_: readonly number[]): number;
  /** The nearest parameter that makes a tangent with coefficients a solver can take. */
  nearest(parameter: number): number;
  tangent(parameter: number): Tangent;
  /** The parameter of a combination of tangents with non-negative weights: the tangent there is at or above it. */
  combined(slopes: readonly number[]): number;
}

const EVERYWHERE: Interval = { lower: -Infinity, upper: Infinity };
const NOT_NEGATIVE: Interval = { lower: 0, upper: Infinity };

/** At or above the exact value of which `value` is a rounding, made of terms of this summed magnitude. */
function up(value: number, magnitude: number): number {
  return value === Infinity ? value : value + FUNCTION_ROUNDING * magnitude + Number.MIN_VALUE;
}

function down(value: number, magnitude: number): number {
  return value - FUNCTION_ROUNDING * magnitude - Number.MIN_VALUE;
}

/** A function of one argument by its derivative and the conjugate of its slopes. */
interface Unary {
  readonly name: string;
  readonly domain: Interval;
  readonly floor: number;
  /** At or above f(u), for u inside the domain. */
  readonly value: (u: number) => number;
  readonly slope: (u: number) => number;
  /** Slopes that tangents can have, besides what `SMALLEST_SLOPE` and `LARGEST_SLOPE` leave out. */
  readonly slopes: Interval;
  /** At or below -f*(a). */
  readonly intercept: (a: number) => number;
}

function unary(spec: Unary): ConvexFunction {
  const { name, domain, floor, slopes } = spec;
  return {
    name,
    domain: [domain],
    floor,
    value: ([u]) => (u >= domain.lower && u <= domain.upper ? spec.value(u) : Infinity),
    parameter: ([u]) => spec.slope(Math.min(Math.max(u, domain.lower), domain.upper)),
    nearest: (a) => representable(Math.min(Math.max(a, slopes.lower), slopes.upper), slopes, 1),
    tangent: (a) => ({ slopes: [a], intercept: spec.intercept(a) }),
    combined: ([a]) => a,
  };
}

/**
 * Keeps the size of a parameter, whose power is the slope, between the smallest and the largest; small ones become zero
 * where zero is a parameter. An open end at zero, such as that of the slopes of -log, is stated as the smallest.
 */
function representable(parameter: number, among: Interval, power: 1 | 2): number {
  const [smallest, largest] = [SMALLEST_SLOPE ** (1 / power), LARGEST_SLOPE ** (1 / power)];
  const size = Math.abs(parameter);
  if (size > largest) return Math.sign(parameter) * largest;
  if (size >= smallest) return parameter;
  return among.upper < 0 ? -smallest : 0;
}

/** exp(u). Conjugate a ln a - a. */
export const EXPONENTIAL: ConvexFunction = unary({
  name: 'exp(u)',
  domain: EVERYWHERE,
  floor: 0,
  value: (u) => up(Math.exp(u), Math.exp(u)),
  slope: Math.exp,
  slopes: NOT_NEGATIVE,
  intercept: (a) => (a === 0 ? 0 : down(a - a * Math.log(a), a + Math.abs(a * Math.log(a)))),
});

/** u^2. Conjugate a^2 / 4. */
export const SQUARE: ConvexFunction = unary({
  name: 'u^2',
  domain: EVERYWHERE,
  floor: 0,
  value: (u) => (u === 0 ? 0 : up(u * u, u * u)),
  slope: (u) => 2 * u,
  slopes: EVERYWHERE,
  intercept: (a) => (a === 0 ? 0 : down((-a * a) / 4, (a * a) / 4)),
});

/** -ln(u), u > 0. Conjugate -1 - ln(-a). */
export const NEGATIVE_LOGARITHM: ConvexFunction = unary({
  name: '-ln(u)',
  domain: NOT_NEGATIVE,
  floor: -Infinity,
  value: (u) => (u === 0 ? Infinity : up(-Math.log(u), Math.abs(Math.log(u)))),
  slope: (u) => -1 / u,
  slopes: { lower: -Infinity, upper: -Number.MIN_VALUE },
  intercept: (a) => down(1 + Math.log(-a), 1 + Math.abs(Math.log(-a))),
});

/** u ln(u), u >= 0, zero at zero. Conjugate exp(a - 1). */
export const ENTROPY: ConvexFunction = unary({
  name: 'u ln(u)',
  domain: NOT_NEGATIVE,
  floor: down(-Math.exp(-1), 1),
  value: (u) => (u === 0 ? 0 : up(u * Math.log(u), Math.abs(u * Math.log(u)))),
  slope: (u) => 1 + Math.log(u),
  slopes: { lower: -Infinity, upper: 1 + Math.log(LARGEST_VALUE) },
  intercept: (a) => down(-Math.exp(a - 1), Math.exp(a - 1) * (1 + Math.abs(a - 1))),
});

/** 1 / u, u > 0. Conjugate -2 sqrt(-a). */
export const RECIPROCAL: ConvexFunction = unary({
  name: '1/u',
  domain: NOT_NEGATIVE,
  floor: 0,
  value: (u) => (u === 0 ? Infinity : up(1 / u, 1 / u)),
  slope: (u) => -1 / (u * u),
  slopes: { lower: -Infinity, upper: 0 },
  intercept: (a) => (a === 0 ? 0 : down(2 * Math.sqrt(-a), 2 * Math.sqrt(-a))),
});

/** u^p, u >= 0, p > 1. Conjugate (p - 1) (a / p)^(p / (p - 1)). */
export function powerFunction(p: number): ConvexFunction {
  const q = p / (p - 1);
  return unary({
    name: `u^${p}`,
    domain: NOT_NEGATIVE,
    floor: 0,
    value: (u) => (u === 0 ? 0 : up(u ** p, u ** p)),
    slope: (u) => p * u ** (p - 1),
    slopes: { lower: 0, upper: p * LARGEST_VALUE ** (1 / q) },
    intercept: (a) => {
      if (a === 0) return 0;
      const conjugate = (p - 1) * (a / p) ** q;
      // A rounded base and a rounded exponent cost q and q ln(base) roundings of the power.
      return down(-conjugate, conjugate * (1 + q + q * Math.abs(Math.log(a / p))));
    },
  });
}

/** x^2 / y, y > 0, zero where both are. */
export const QUADRATIC_OVER_LINEAR: ConvexFunction = {
  name: 'x^2/y',
  domain: [EVERYWHERE, NOT_NEGATIVE],
  floor: 0,
  value: ([x, y]) => {
    if (x === 0 && y >= 0) return 0;
    // In this order nothing underflows that the division would bring back.
    const value = Math.abs(x / y) * Math.abs(x);
    return y > 0 ? up(value, value) : Infinity;
  },
  parameter: ([x, y]) => (x === 0 ? 0 : x / Math.max(y, 0)),
  nearest: (r) => representable(r, EVERYWHERE, 2),
  // y >= 0, so a slope below -r^2 only lowers the plane.
  tangent: (r) => ({ slopes: [2 * r, r === 0 ? 0 : down(-r * r, r * r)], intercept: 0 }),
  combined: ([slope]) => slope / 2,
};
