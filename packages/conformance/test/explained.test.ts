/** Violation times price, against hand-made points: what it explains, and that feasible points explain nothing. */
import { expect, test } from 'vitest';
import { explainedDistance } from '../src/explained.ts';
import { stated } from '../src/sketch.ts';

/** min 3x + 5y, x + y >= 4, within [0, 10]: optimum 12 at (4, 0) with dual 3 and reduced costs (0, 2). */
const PROGRAM = stated({
  cost: [3, 5],
  columns: [
    [0, 10],
    [0, 10],
  ],
  rows: [[1, 1]],
  between: [[4, Infinity]],
});
const DUAL = Float64Array.of(3);

test('a feasible point explains nothing', () => {
  for (const x of [
    [4, 0],
    [0, 4],
    [10, 10],
  ])
    expect(explainedDistance(PROGRAM, Float64Array.from(x), DUAL)).toBe(0);
});

test('a violated row is worth its dual, a violated bound its reduced cost', () => {
  expect(explainedDistance(PROGRAM, Float64Array.of(3.5, 0), DUAL)).toBe(1.5);
  expect(explainedDistance(PROGRAM, Float64Array.of(4.25, -0.25), DUAL)).toBe(0.5);
});

test('it is exactly how far below the optimum such a point may lie', () => {
  const x = Float64Array.of(3.75, 0);
  expect(12 - 3 * x[0]).toBe(explainedDistance(PROGRAM, x, DUAL));
});

test('maximised it is the same', () => {
  const mirrored = stated({
    sense: 'maximize',
    cost: [-3, -5],
    columns: [
      [0, 10],
      [0, 10],
    ],
    rows: [[1, 1]],
    between: [[4, Infinity]],
  });
  expect(explainedDistance(mirrored, Float64Array.of(3.5, 0), Float64Array.of(-3))).toBe(1.5);
});

test('a price on a bound that is not there is worth all of what it is multiplied with', () => {
  expect(explainedDistance(PROGRAM, Float64Array.of(4, 0), Float64Array.of(-1))).toBe(4);
});
