import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CompensatedSum, twoProductError, twoSumError } from '../src/compensated.ts';
import { abs, exact } from './support.ts';

/** Doubles of any sign between 2^-400 and 2^400, and zero: far from over- and underflow of sums and products. */
const moderate = fc
  .tuple(
    fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
    fc.integer({ min: -400, max: 400 }),
    fc.constantFrom(-1, 0, 1),
  )
  .map(([mantissa, exponent, sign]) => sign * mantissa * 2 ** exponent);
/** Doubles of the sizes that programs have, so that they do overlap and cancel. */
const near = fc
  .tuple(
    fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
    fc.integer({ min: -30, max: 30 }),
    fc.constantFrom(-1, 1),
  )
  .map(([mantissa, exponent, sign]) => sign * mantissa * 2 ** exponent);
const SCALE = 1n << 1074n;

describe('error-free transformations', () => {
  test.prop([fc.oneof(moderate, near), fc.oneof(moderate, near)])('a + b = s + error, exactly', (a, b) => {
    const s = a + b;
    expect(exact(s) + exact(twoSumError(a, b, s))).toBe(exact(a) + exact(b));
  });

  test.prop([fc.oneof(moderate, near), fc.oneof(moderate, near)])('a * b = p + error, exactly', (a, b) => {
    const p = a * b;
    expect((exact(p) + exact(twoProductError(a, b, p))) * SCALE).toBe(exact(a) * exact(b));
  });

  test('the error of 0.1 + 0.2 and of 0.1 * 0.1 is the known one', () => {
    expect(twoSumError(0.1, 0.2, 0.1 + 0.2)).toBe(-(2 ** -55));
    expect((exact(0.1 * 0.1) + exact(twoProductError(0.1, 0.1, 0.1 * 0.1))) * SCALE).toBe(exact(0.1) ** 2n);
    expect(twoProductError(0.1, 0.1, 0.1 * 0.1)).not.toBe(0);
  });
});

describe('CompensatedSum', () => {
  test.prop([fc.array(fc.tuple(near, near), { maxLength: 40 }), fc.array(near, { maxLength: 10 })])(
    'a dot product is as good as one computed twice as wide and rounded once',
    (pairs, extra) => {
      const sum = new CompensatedSum();
      let truth = 0n;
      let size = 0n;
      for (const [a, b] of pairs) {
        sum.addProduct(a, b);
        truth += exact(a) * exact(b);
        size += abs(exact(a) * exact(b));
      }
      for (const a of extra) {
        sum.add(a);
        truth += exact(a) * SCALE;
        size += abs(exact(a) * SCALE);
      }
      // Ogita, Rump & Oishi, proposition 5.5: |error| <= u |sum| + n^2 u^2 sum |terms|, here with room.
      const n = BigInt(pairs.length + extra.length + 1);
      const bound = (abs(truth) >> 52n) + ((4n * n * n * size) >> 104n);
      expect(abs(exact(sum.value) * SCALE - truth) <= bound).toBe(true);
    },
  );

  test('survives a cancellation of sixteen digits that a plain sum does not', () => {
    const sum = new CompensatedSum();
    for (const term of [1e16, 1, -1e16, 2 ** -40]) sum.add(term);
    expect(sum.value).toBe(1 + 2 ** -40);
    expect(1e16 + 1 - 1e16 + 2 ** -40).toBe(2 ** -40);
  });

  test('NaN and overflow never look like a number', () => {
    for (const [a, b] of [
      [Number.NaN, 1],
      [Infinity, 1],
      [0, Infinity],
      [1e300, 1e300],
    ]) {
      const sum = new CompensatedSum();
      sum.addProduct(a, b);
      sum.add(1);
      expect(Number.isFinite(sum.value)).toBe(false);
    }
  });

  test('is empty at zero, and never minus zero', () => {
    expect(Object.is(new CompensatedSum().value, 0)).toBe(true);
    const sum = new CompensatedSum();
    sum.addProduct(-0, 5);
    expect(Object.is(sum.value, 0)).toBe(true);
  });
});
