/**
 * Error-free transformations: sums and products whose rounding error is kept, so that a residual is known to
 * about twice the working precision. Invariant: `a + b = s + twoSumError(a, b, s)` and
 * `a * b = p + twoProductError(a, b, p)` exactly, barring over- and underflow (|a|, |b| below 2^996,
 * products above 2^-969). Source: Ogita, Rump & Oishi, "Accurate sum and
 * dot product", SIAM J. Sci. Comput. 26 (2005); split by Veltkamp and Dekker (1971).
 */

/** 2^27 + 1 splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;

/** Rounding error of `s = a + b` (Knuth's TwoSum, no assumption on magnitudes). */
export function twoSumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** Rounding error of `p = a * b` (Dekker's TwoProduct). */
export function twoProductError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

/** One compensated running sum of products. */
export class CompensatedSum {
  private high = 0;
  private low = 0;

  /** Adds `a`. */
  add(a: number): void {
    const s = this.high + a;
    this.low += twoSumError(this.high, a, s);
    this.high = s;
  }

  /** Adds `a * b`. */
  addProduct(a: number, b: number): void {
    const p = a * b;
    this.low += twoProductError(a, b, p);
    this.add(p);
  }

  get value(): number {
    return this.high + this.low;
  }
}
