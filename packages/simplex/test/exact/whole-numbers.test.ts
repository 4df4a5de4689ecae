/** Doubles become whole numbers without loss, and quotients come back as the nearest double. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { bitLength, quotient, shiftOf, split, wholeOf } from '../../src/exact/whole-numbers.ts';

const SEEDED = { seed: 20_261_121, numRuns: 500 };
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const whole = fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });

describe('whole numbers', () => {
  test.prop([double], SEEDED)('a double is its mantissa times a power of two', (x) => {
    const { mantissa, exponent } = split(x);
    expect(quotient(mantissa, 1n, exponent)).toBe(x + 0);
    expect(mantissa === 0n || (mantissa & 1n) === 1n).toBe(true);
    if (x !== 0) expect(wholeOf(x, shiftOf(x))).toBe(mantissa);
  });

  test.prop([whole, whole], SEEDED)('a quotient is rounded like that of doubles', (p, q) => {
    fc.pre(q > 0);
    expect(quotient(BigInt(p), BigInt(q))).toBe(p / q + 0);
  });

  test.prop([whole, fc.integer({ min: 0, max: 3000 })], SEEDED)(
    'common factors cancel, however large',
    (p, bits) => {
      expect(quotient(BigInt(p) << BigInt(bits), 3n << BigInt(bits))).toBe(p / 3 + 0);
      expect(quotient(BigInt(p) << BigInt(bits), 1n, -bits)).toBe(p + 0);
    },
  );

  test.prop([whole], SEEDED)('bits are counted with up to three more', (p) => {
    const bits = BigInt(Math.abs(p)).toString(2).length;
    expect(bitLength(BigInt(p))).toBeGreaterThanOrEqual(bits);
    expect(bitLength(BigInt(p))).toBeLessThanOrEqual(bits + 3);
  });
});
