/**
 * Doubles as whole numbers and back. Every finite double is `mantissa * 2^exponent` with whole numbers, so a program of doubles is one of
 * whole numbers in other units; a quotient of whole numbers is rounded once, to the nearest double.
 */

const view = new DataView(new ArrayBuffer(8));

/** Mantissa odd or zero; `x === mantissa * 2^exponent` exactly. `x` is finite. */
export function split(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  if (x === 0) return { mantissa: 0n, exponent: 0 };
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const stored = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = stored === 0 ? fraction : fraction | (1n << 52n);
  let exponent = (stored === 0 ? 1 : stored) - 1075;
  const even = BigInt.asUintN(64, mantissa & -mantissa);
  const zeros = even.toString(2).length - 1;
  mantissa >>= BigInt(zeros);
  exponent += zeros;
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent };
}

/** `x * 2^shift`, which must be whole. */
export function wholeOf(x: number, shift: number): bigint {
  const { mantissa, exponent } = split(x);
  return mantissa === 0n ? 0n : mantissa << BigInt(exponent + shift);
}

/** The least shift with which `x * 2^shift` is whole, -Infinity for zero. */
export function shiftOf(x: number): number {
  return x === 0 ? -Infinity : -split(x).exponent;
}

/** Bits of |x|, up to three more. */
export function bitLength(x: bigint): number {
  return 4 * (x < 0n ? -x : x).toString(16).length;
}

/** Quotients are computed to this many bits, the last of which says whether anything was left over: rounding is then right. */
const QUOTIENT_BITS = 70;

/** The double nearest to `p / q * 2^shift`, q > 0. */
export function quotient(p: bigint, q: bigint, shift = 0): number {
  if (p === 0n) return 0;
  const size = p < 0n ? -p : p;
  const up = QUOTIENT_BITS - bitLength(size) + bitLength(q);
  const [above, below] = up >= 0 ? [size << BigInt(up), q] : [size, q << BigInt(-up)];
  let whole = above / below;
  if (whole * below !== above) whole |= 1n;
  let x = Number(p < 0n ? -whole : whole);
  // In steps, so that nothing overflows on the way.
  for (let left = shift - up; left !== 0; ) {
    const step = Math.max(-900, Math.min(900, left));
    x *= 2 ** step;
    left -= step;
  }
  return x;
}
