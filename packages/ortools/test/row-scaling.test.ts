/** Rows are only ever multiplied by powers of two, and only those whose coefficients are all small. */
import { fc, test as prop } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { scaledRows } from '../src/row-scaling.ts';
import { programs } from './random-programs.ts';
import { dense } from './support.ts';

const exponent = fc.integer({ min: -40, max: 10 });

prop.prop([programs({ min: 1, max: 5 }), fc.array(exponent, { minLength: 8, maxLength: 8 })], {
  seed: 20_261_121,
  numRuns: 200,
})('every row is a power of two times what it was, exactly', (program, exponents) => {
  const { rows } = program.matrix;
  const values = program.matrix.values.map((value, k) => value * 2 ** exponents[rows[k] % 8]);
  const given = { ...program, matrix: { ...program.matrix, values } };
  const { program: scaled, factor } = scaledRows(given, Infinity, 'coefficients');
  scaled.matrix.values.forEach((value, k) => {
    expect(value / factor[rows[k]]).toBe(given.matrix.values[k]);
  });
  factor.forEach((f, i) => {
    expect(Number.isInteger(Math.log2(f)) && f >= 1).toBe(true);
    expect(scaled.rowLower[i] / f).toBe(given.rowLower[i]);
    const largest = scaled.matrix.values.reduce(
      (most, value, k) => (rows[k] === i ? Math.max(most, Math.abs(value)) : most),
      0,
    );
    if (largest > 0) expect(largest).toBeGreaterThanOrEqual(0.5);
    if (f > 1) expect(largest).toBeLessThanOrEqual(1);
  });
});

test('a bound is never scaled to where it would count as infinite', () => {
  const far = dense({ cost: [1], rows: [[1e-6]], between: [[1e8, Infinity]], columns: [[0, Infinity]] });
  expect([...scaledRows(far, 1e12, 'coefficients').factor]).toEqual([1]);
  expect(scaledRows(far, 1e15, 'coefficients').factor[0]).toBeGreaterThan(1);
});

test('in units of its bounds a small demand is one', () => {
  const market = dense({
    cost: [1, 1],
    rows: [
      [1, 0],
      [0, 3],
    ],
    between: [
      [0.75e-6, Infinity],
      [5, Infinity],
    ],
    columns: [
      [0, 9],
      [0, 9],
    ],
  });
  expect([...scaledRows(market, 1e12, 'coefficients').factor]).toEqual([1, 1]);
  const { program, factor } = scaledRows(market, 1e12, 'bounds');
  expect([...factor]).toEqual([2 ** 20, 1]);
  expect(program.rowLower[0]).toBeCloseTo(0.786, 3);
});
