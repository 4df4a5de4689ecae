/** Every objective of whole columns is a multiple of the step, so rounding a bound up loses no point. */
import { createProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { objectiveStep, roundedUp } from '../../src/search/objective-step.ts';
import { lp } from '../support.ts';

function stepOf(cost: readonly number[], integer: readonly number[]): number {
  const program = lp({ cost, matrix: [cost.map(() => 1)], rows: [[1, 2]] });
  return objectiveStep(createProgram({ ...program, integer: Uint8Array.from(integer) }));
}

test('the greatest common divisor, columns without a cost aside', () => {
  expect(stepOf([6, -9, 15], [1, 1, 1])).toBe(3);
  expect(stepOf([0, 4, 6], [0, 1, 1])).toBe(2);
  expect(stepOf([0.5, 0.75], [1, 1])).toBe(0.25);
});

test('none when a column with a cost is continuous, when costs are zero, or have no common measure', () => {
  expect(stepOf([6, 9], [1, 0])).toBe(0);
  expect(stepOf([0, 0], [1, 1])).toBe(0);
  expect(stepOf([1, Math.SQRT2], [1, 1])).toBe(0);
});

test('a bound goes up to the next multiple, and stays where it is one up to rounding', () => {
  expect(roundedUp(6.5, 3)).toBe(9);
  expect(roundedUp(-6.5, 3)).toBe(-6);
  expect(roundedUp(9 + 1e-9, 3)).toBeCloseTo(9, 8);
  expect(roundedUp(6.5, 0)).toBe(6.5);
  expect(roundedUp(-Infinity, 3)).toBe(-Infinity);
});
