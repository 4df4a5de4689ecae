/** A clean certificate leaves nothing over but rounding; noise that the checks forgive is seen. */
import { checkFarkas, checkRay } from '@marginal/program';
import { expect, test } from 'vitest';
import { isCleanFarkas, isCleanRay } from '../../src/result/clean.ts';
import { INF, lp } from '../support.ts';

test('multipliers with noise on a column without an upper bound pass the checks and are not clean', () => {
  // x - y >= 1 and y - x >= 0 contradict each other; both columns are only bounded below.
  const program = lp({
    cost: [0, 0],
    matrix: [
      [1, -1],
      [-1, 1],
    ],
    rows: [
      [1, INF],
      [0, INF],
    ],
  });
  const exact = Float64Array.of(1, 1);
  const noisy = Float64Array.of(1, 1 - 1e-11);
  expect(checkFarkas(program, noisy).verdict).toBe('verified');
  expect(isCleanFarkas(program, exact)).toBe(true);
  expect(isCleanFarkas(program, noisy)).toBe(false);
  // Noise that a bound stops is counted by the proof itself.
  const bounded = { ...program, columnUpper: Float64Array.of(5, 5) };
  expect(isCleanFarkas(bounded, noisy)).toBe(true);
});

test('a ray that drifts towards a side of a row passes the checks and is not clean', () => {
  const program = lp({ cost: [-1, 0], matrix: [[1, -1]], rows: [[0, 0]] });
  const noisy = Float64Array.of(1, 1 - 1e-11);
  expect(checkRay(program, noisy).verdict).toBe('verified');
  expect(isCleanRay(program, Float64Array.of(1, 1))).toBe(true);
  expect(isCleanRay(program, noisy)).toBe(false);
  const open = { ...program, rowUpper: Float64Array.of(INF) };
  expect(isCleanRay(open, noisy)).toBe(true);
});
