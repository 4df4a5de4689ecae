/**
 * Sums that do not depend on the order of their terms: the exact sum, rounded once. Invariant: the partials do not
 * overlap, increase in size, and add up exactly to the terms so far. Sources: J. R. Shewchuk, "Adaptive precision
 * floating-point arithmetic", Discrete Comput. Geom. 18 (1997), grow-expansion; rounding as in Python's math.fsum.
 * Rejected: sorting the terms, which fixes an order but loses small terms beside large ones that cancel; compensated
 * sums, whose last bit still depends on the order.
 */

/** Terms whose partial sums overflow are added up at this scale; a power of two, so nothing is rounded by it. */
const OVERFLOW_SCALE = 2 ** -64;

/** Partials of the sum being made; a double sum never has more than 40 or so. Kept, so that no sum allocates. */
const partials: number[] = [];

/** Grows the partials by one term and returns how many there are then. */
function grow(count: number, term: number): number {
  let x = term;
  let kept = 0;
  for (let p = 0; p < count; p++) {
    const y = partials[p];
    const sum = x + y;
    const low = Math.abs(x) < Math.abs(y) ? x - (sum - y) : y - (sum - x);
    if (low !== 0) partials[kept++] = low;
    x = sum;
  }
  partials[kept++] = x;
  return kept;
}

/** The partials rounded to nearest, ties to even: the largest plus what decides a tie. */
function rounded(count: number): number {
  let n = count - 1;
  let high = n < 0 ? 0 : partials[n];
  let low = 0;
  while (n > 0) {
    const x = high;
    const y = partials[--n];
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  if (n > 0 && low < 0 === partials[n - 1] < 0 && low !== 0 && partials[n - 1] !== 0) {
    const twice = 2 * low;
    const next = high + twice;
    if (next - high === twice) return next;
  }
  return high;
}

function scaledSum(values: Float64Array, from: number, to: number, scale: number): number {
  let count = 0;
  for (let k = from; k < to; k++) count = grow(count, values[k] * scale);
  return rounded(count) / scale;
}

/** Sum of values[from..to), correctly rounded whatever their order. With an infinity or NaN among them, their plain sum. Never -0. */
export function exactSum(values: Float64Array, from: number, to: number): number {
  // Two terms commute, and one addition rounds once.
  if (to - from <= 2) {
    let few = 0;
    for (let k = from; k < to; k++) few += values[k];
    return few;
  }
  const sum = scaledSum(values, from, to, 1);
  if (Number.isFinite(sum)) return sum + 0;
  let plain = 0;
  let finite = true;
  for (let k = from; k < to; k++) {
    plain += values[k];
    finite &&= Number.isFinite(values[k]);
  }
  return finite ? scaledSum(values, from, to, OVERFLOW_SCALE) : plain;
}
