/**
 * How an MPS file states a row with two different finite bounds: one of them as right-hand side and their distance in
 * RANGES, so that a reader adds or subtracts: `lower + |R|` on a G row, `upper - |R|` on an L row. Both round, so R
 * is the shortest decimal with which one of the two gives the other bound exactly. A few pairs (-1 and 1 + 2^-52)
 * have no such R.
 */

export interface MpsRange {
  readonly type: 'G' | 'L';
  readonly rightHandSide: number;
  readonly range: number;
  /** Whether a reader gets both bounds exactly; otherwise the upper one is off by its rounding. */
  readonly exact: boolean;
}

/** Decimal digits that tell any two doubles apart. */
const DIGITS = 17;

/** The positive double itself, then its neighbours. */
function neighbours(value: number): readonly number[] {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  const at = (step: bigint): number => new Float64Array(new BigInt64Array([bits[0] + step]).buffer)[0];
  return [value, at(1n), at(-1n)];
}

/** The shortest number near `distance` that `fits`. */
function shortest(distance: number, fits: (range: number) => boolean): number | undefined {
  const near = neighbours(distance).find((range) => Number.isFinite(range) && fits(range));
  if (near === undefined) return undefined;
  for (let digits = 1; digits < DIGITS; digits++) {
    const range = Number(distance.toPrecision(digits));
    if (fits(range)) return range;
  }
  return near;
}

/** `lower < upper`, both finite. */
export function mpsRange(lower: number, upper: number): MpsRange {
  const distance = upper - lower;
  const up = shortest(distance, (range) => lower + range === upper);
  const down = shortest(distance, (range) => upper - range === lower);
  const length = (bound: number, range: number | undefined): number =>
    range === undefined ? Infinity : `${bound}${range}`.length;
  if (down !== undefined && length(upper, down) < length(lower, up))
    return { type: 'L', rightHandSide: upper, range: down, exact: true };
  return { type: 'G', rightHandSide: lower, range: up ?? distance, exact: up !== undefined };
}
