/** Error-free sums and products for residuals, as in `@marginal/program` (Ogita, Rump and Oishi 2005; Dekker 1971). */

const SPLITTER = 134217729;

/** Rounding error of `s = a + b`. */
export function sumError(a: number, b: number, s: number): number {
  const t = s - a;
  return a - (s - t) + (b - t);
}

/** Rounding error of `p = a * b`. */
export function productError(a: number, b: number, p: number): number {
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}
