/** Factors are powers of two, bring coefficients together, and leave alone what needs no scaling. */
import { describe, expect, test } from 'vitest';
import { costFactor, equilibrate, nearestPowerOfTwo } from '../../src/form/scale.ts';
import { feasibleProgram, uniform } from '../support.ts';

/** A power of two has no bits after the first. */
function isPowerOfTwo(x: number): boolean {
  return Number.isInteger(Math.log2(x));
}

describe('powers of two', () => {
  test.each([
    [1, 1],
    [1.4, 1],
    [1.5, 2],
    [3, 4],
    [0.3, 0.25],
    [1e9, 2 ** 20],
    [1e-9, 2 ** -20],
  ])('nearest to %d is %d', (x, power) => {
    expect(nearestPowerOfTwo(x, 20)).toBe(power);
  });
});

describe('matrices', () => {
  test('a random scaling is undone as far as powers of two can', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { matrix } = feasibleProgram(seed, 20, 40, false);
      const draw = uniform(seed);
      const row = Array.from({ length: 20 }, () => 10 ** Math.floor(8 * draw() - 4));
      const values = matrix.values.map((a, k) => a * row[matrix.rows[k]]);
      const scale = equilibrate({ ...matrix, values });
      expect([...scale.row, ...scale.column].every(isPowerOfTwo)).toBe(true);
      const spread = (size: (j: number, k: number) => number): number => {
        let [least, most] = [Infinity, 0];
        for (let j = 0; j < matrix.columnCount; j++)
          for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) {
            least = Math.min(least, size(j, k));
            most = Math.max(most, size(j, k));
          }
        return most / least;
      };
      const before = spread((_j, k) => Math.abs(values[k]));
      const after = spread((j, k) => Math.abs(values[k]) * scale.row[matrix.rows[k]] * scale.column[j]);
      expect(after).toBeLessThan(before / 100);
    }
  });

  test('coefficients near one stay as they are', () => {
    const matrix = {
      rowCount: 1,
      columnCount: 2,
      starts: Int32Array.of(0, 1, 2),
      rows: Int32Array.of(0, 0),
      values: Float64Array.of(0.5, -4),
    };
    expect(equilibrate(matrix)).toEqual({ row: Float32Array.of(1), column: Float32Array.of(1, 1) });
  });

  test('the middle one of the costs is brought near one', () => {
    const unit = new Float32Array(3).fill(1);
    expect(costFactor(Float64Array.of(0.5, 3, 1e6), unit)).toBe(1);
    for (const size of [1e-6, 1e-3, 1e3, 1e9]) {
      const scaled = size * costFactor(Float64Array.of(size / 100, size, 1e3 * size), unit);
      expect(scaled).toBeGreaterThan(0.7);
      expect(scaled).toBeLessThan(1.5);
    }
    expect(costFactor(new Float64Array(3), unit)).toBe(1);
  });
});
