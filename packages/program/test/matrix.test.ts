import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { multiply, multiplyTransposed, transpose } from '../src/matrix.ts';
import { abs, dense, exact, F, sparse } from './support.ts';

const entry = fc.oneof(
  fc.constant(0),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((v) => (Math.abs(v) < 1e-6 ? 0 : v)),
);
const grid = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })).chain(([m, n]) =>
  fc.record({
    rows: fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
    x: fc.array(entry, { minLength: n, maxLength: n }),
    y: fc.array(entry, { minLength: m, maxLength: m }),
    n: fc.constant(n),
  }),
);

/** |a - b| within one rounding plus the second-order term of compensated summation. */
function correctlyRounded(value: number, a: readonly number[], b: readonly number[]): boolean {
  let truth = 0n;
  let size = 0n;
  a.forEach((ai, k) => {
    truth += exact(ai) * exact(b[k]);
    size += abs(exact(ai) * exact(b[k]));
  });
  return abs((exact(value) << 1074n) - truth) <= (abs(truth) >> 52n) + (size >> 95n);
}

describe('transpose', () => {
  test.prop([grid])('swaps rows and columns, and twice is nothing', ({ rows, n }) => {
    const matrix = sparse(rows, n);
    const turned = transpose(matrix);
    expect(transpose(turned)).toEqual(matrix);
    expect(dense(turned)).toEqual(Array.from({ length: n }, (_, j) => rows.map((row) => row[j] + 0)));
    for (let i = 0; i < turned.columnCount; i++) {
      const inRow = turned.rows.slice(turned.starts[i], turned.starts[i + 1]);
      expect([...inRow]).toEqual([...inRow].sort((a, b) => a - b));
    }
  });
});

describe('multiply', () => {
  test.prop([grid])("A x and A'y agree with rational arithmetic", ({ rows, x, y, n }) => {
    const matrix = sparse(rows, n);
    const ax = multiply(matrix, Float64Array.from(x));
    const aty = multiplyTransposed(matrix, Float64Array.from(y));
    rows.forEach((row, i) => {
      expect(correctlyRounded(ax.value[i], row, x)).toBe(true);
      const size = row.reduce((sum, a, j) => sum + Math.abs(a * x[j]), 0);
      expect(ax.magnitude[i]).toBeCloseTo(size, size === 0 ? 12 : 12 - Math.ceil(Math.log10(1 + size)));
    });
    for (let j = 0; j < n; j++) {
      const column = rows.map((row) => row[j]);
      expect(correctlyRounded(aty.value[j], column, y)).toBe(true);
    }
  });

  test.prop([grid])('A x is (A transposed) transposed x', ({ rows, x, n }) => {
    const matrix = sparse(rows, n);
    const one = multiply(matrix, Float64Array.from(x));
    const other = multiplyTransposed(transpose(matrix), Float64Array.from(x));
    expect([...one.value]).toEqual([...other.value].map((v) => v + 0));
  });

  test('keeps what sixteen digits of cancellation leave', () => {
    const matrix = sparse([[1e16, 1, -1e16]]);
    const { value, magnitude } = multiply(matrix, F(1, 1, 1));
    expect(value[0]).toBe(1);
    expect(magnitude[0]).toBe(2e16 + 1);
    expect(multiplyTransposed(transpose(matrix), F(1, 1, 1)).value[0]).toBe(1);
  });

  test('knows the residual of 0.1 * 3 against 0.3 beyond double precision', () => {
    const { value } = multiply(sparse([[0.1, -1]]), F(3, 0.3));
    expect(exact(value[0])).toBe(exact(0.1) * 3n - exact(0.3));
  });

  test('NaN and infinity reach every row they touch and no other', () => {
    for (const bad of [Number.NaN, Infinity]) {
      const { value } = multiply(
        sparse([
          [1, 0],
          [0, 2],
        ]),
        F(bad, 3),
      );
      expect(Number.isFinite(value[0])).toBe(false);
      expect(value[1]).toBe(6);
    }
  });
});
