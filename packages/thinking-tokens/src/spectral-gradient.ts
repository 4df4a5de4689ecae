/**
 * Maximum of a smooth function over a box by projected gradients with spectral steps (Birgin, Martinez and Raydan, SIAM J.
 * Optim. 10, 2000): cheap, and good enough where a tangent proves what was reached. Coordinates are scaled by the caller's
 * widths, so that types whose tokens differ a hundredfold step together.
 */

export interface BoxMaximum {
  /** Inside the box. */
  readonly at: Float64Array;
  readonly value: number;
  /** sum_k grad_k+ (upper_k - at_k) + grad_k- (at_k - lower_k): for a concave function nothing in the box is better by more. */
  readonly gap: number;
}

/** Writes the gradient into `slope` and returns the value; -Infinity outside the domain. */
export type SmoothFunction = (at: Float64Array, slope: Float64Array) => number;

/** Values that a step is held against: the least of so many. */
const MEMORY = 8;
const SUFFICIENT = 1e-4;
const HALVINGS = 40;

/** `start` must be in the box and in the domain. Stops where the gap is `enough`, or after `limit` steps. */
export function spectralGradient(
  evaluate: SmoothFunction,
  lower: Float64Array,
  upper: Float64Array,
  start: Float64Array,
  enough: number,
  limit: number,
): BoxMaximum {
  const size = start.length;
  const width = upper.map((top, k) => Math.max(top - lower[k], Number.MIN_VALUE));
  const [slope, nextSlope] = [new Float64Array(size), new Float64Array(size)];
  const [at, next, step] = [start.slice(), new Float64Array(size), new Float64Array(size)];
  let value = evaluate(at, slope);
  const recent = [value];
  const gapOf = (): number => {
    let gap = 0;
    for (let k = 0; k < size; k++)
      gap += slope[k] > 0 ? slope[k] * (upper[k] - at[k]) : -slope[k] * (at[k] - lower[k]);
    return gap;
  };
  let best: BoxMaximum = { at: at.slice(), value, gap: gapOf() };
  // The first step, in scaled coordinates, reaches across the box.
  const largest = slope.reduce((most, own, k) => Math.max(most, Math.abs(own * width[k])), 0);
  let rate = largest > 0 ? 1 / largest : 0;
  for (let iteration = 0; iteration < limit && rate > 0 && best.gap > enough; iteration++) {
    let uphill = 0;
    for (let k = 0; k < size; k++) {
      const wanted = at[k] + rate * slope[k] * width[k] * width[k];
      step[k] = Math.min(Math.max(wanted, lower[k]), upper[k]) - at[k];
      uphill += step[k] * slope[k];
    }
    if (!(uphill > 0)) break;
    const floor = Math.min(...recent);
    let scale = 1;
    let gained = Number.NEGATIVE_INFINITY;
    for (let halving = 0; halving < HALVINGS; halving++, scale /= 2) {
      for (let k = 0; k < size; k++)
        next[k] = Math.min(Math.max(at[k] + scale * step[k], lower[k]), upper[k]);
      gained = evaluate(next, nextSlope);
      if (gained >= floor + SUFFICIENT * scale * uphill) break;
    }
    if (!(gained >= floor)) break;
    let [moved, turned] = [0, 0];
    for (let k = 0; k < size; k++) {
      const scaled = (next[k] - at[k]) / width[k];
      moved += scaled * scaled;
      turned += scaled * (slope[k] - nextSlope[k]) * width[k];
    }
    rate = turned > 0 ? Math.min(Math.max(moved / turned, 1e-12 / largest), 1e12 / largest) : 1 / largest;
    at.set(next);
    slope.set(nextSlope);
    value = gained;
    recent.push(value);
    if (recent.length > MEMORY) recent.shift();
    const gap = gapOf();
    if (value > best.value || (value === best.value && gap < best.gap)) best = { at: at.slice(), value, gap };
  }
  return best;
}
