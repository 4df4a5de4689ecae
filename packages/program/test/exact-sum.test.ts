/** Exact sums against whole-number arithmetic, in every order. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { exactSum } from '../src/exact-sum.ts';
import { F } from './support.ts';

const SEEDED = { seed: 20261121, numRuns: 500 };

/** Whole multiples of 2^-40 up to 2^50: sums are whole numbers of that unit, and `Number` rounds those to nearest even. */
const UNIT = 2 ** -40;
const number = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -39, max: 50 }))
  .map(([mantissa, exponent]) => Math.round((mantissa * 2 ** exponent) / UNIT) * UNIT)
  .filter((value) => Math.abs(value) <= 2 ** 50);

function truth(values: readonly number[]): number {
  return Number(values.reduce((total, value) => total + BigInt(value / UNIT), 0n)) * UNIT;
}

function sum(values: readonly number[]): number {
  return exactSum(F(...values), 0, values.length);
}

describe('the exact sum', () => {
  test.prop([fc.array(number, { maxLength: 12 })], SEEDED)('is the true sum, rounded once', (values) => {
    expect(sum(values)).toBe(truth(values));
  });

  test.prop([fc.array(number, { minLength: 1, maxLength: 6 }), fc.array(number, { maxLength: 3 })], SEEDED)(
    'is so where nearly everything cancels',
    (values, rest) => {
      const all = [...values, ...rest, ...values.map((value) => 0 - value)];
      expect(sum(all)).toBe(truth(all));
    },
  );

  test.prop(
    [
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
    ],
    SEEDED,
  )('does not depend on the order, overflow or not', (values, draws) => {
    const shuffled = [...values];
    for (let k = shuffled.length - 1; k > 0; k--) {
      const other = draws.next().value % (k + 1);
      [shuffled[k], shuffled[other]] = [shuffled[other], shuffled[k]];
    }
    expect(sum(shuffled)).toBe(sum(values));
  });

  test('rounds ties by what lies below them', () => {
    const [one, half, little] = [1, 2 ** -53, 2 ** -120];
    expect(sum([one, half, little])).toBe(1 + 2 ** -52);
    expect(sum([one, half, -little])).toBe(1);
    expect(sum([-one, -half, -little])).toBe(-1 - 2 ** -52);
  });

  test('is finite where only its parts overflow', () => {
    expect(sum([1e308, 1e308, -1e308])).toBe(1e308);
    expect(sum([1e308, -1e308, 1e308])).toBe(1e308);
    expect(sum([1e308, 1e308, 1e308])).toBe(Infinity);
  });

  test('keeps infinities and NaN', () => {
    expect(sum([1, Infinity, 2])).toBe(Infinity);
    expect(sum([Infinity, 1, -Infinity])).toBeNaN();
    expect(sum([1, NaN, 2])).toBeNaN();
  });

  test('is of the part that is asked for', () => {
    expect(exactSum(F(1, 2, 4, 8, 16), 1, 4)).toBe(14);
    expect([sum([]), sum([3]), sum([3, 4])]).toEqual([0, 3, 7]);
  });
});
