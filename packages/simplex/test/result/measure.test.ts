/** Claims are measured by the checks of the program; what exact arithmetic contradicts, and what tolerances allow. */
import type { Claim } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { solveSync } from '../../src/index.ts';
import { contradicts, isVerified, measure, nearZero } from '../../src/result/measure.ts';
import { INF, lp, mixedProgram } from '../support.ts';

// min x + 2y subject to x + y >= 1: the optimum is (1, 0) with dual 1.
const program = lp({ cost: [1, 2], matrix: [[1, 1]], rows: [[1, INF]] });
const iterations = 0;
const optimum = (x: readonly number[], dual: number): Claim => ({
  status: 'optimal',
  x: Float64Array.from(x),
  rowDual: Float64Array.of(dual),
  reducedCost: Float64Array.of(1 - dual, 2 - dual),
  iterations,
});

describe('a claim', () => {
  test('of an optimum', () => {
    expect(isVerified(program, optimum([1, 0], 1))).toBe(true);
    expect(isVerified(program, optimum([0, 1], 1))).toBe(false);
    expect(isVerified(program, optimum([1, 0], 0.5))).toBe(false);
    const { worst, passes } = measure(program, { x: Float64Array.of(0.75, 0) });
    expect(worst).toBeCloseTo(0.125, 12);
    expect(passes).toBe(false);
  });

  test('of infeasibility and of unboundedness', () => {
    const crossed = lp({ cost: [1], matrix: [[1]], rows: [[-INF, -1]] });
    expect(isVerified(crossed, { status: 'infeasible', farkas: Float64Array.of(-1), iterations })).toBe(true);
    expect(isVerified(crossed, { status: 'infeasible', farkas: Float64Array.of(1), iterations })).toBe(false);
    const open = { ...program, cost: Float64Array.of(-1, 2) };
    const ray = Float64Array.of(1, 0);
    expect(isVerified(open, { status: 'unbounded', ray, point: Float64Array.of(1, 0), iterations })).toBe(
      true,
    );
    expect(isVerified(open, { status: 'unbounded', ray, point: Float64Array.of(0, 0), iterations })).toBe(
      false,
    );
    expect(isVerified(open, { status: 'unbounded', ray, iterations })).toBe(false);
  });
});

test('proofs of something else and other objectives contradict, an optimum within tolerances does not', () => {
  const right = optimum([1, 0], 1);
  expect(contradicts(program, right, optimum([1 + 1e-8, 0], 1))).toBe(false);
  expect(contradicts(program, right, optimum([1.1, 0], 1))).toBe(true);
  const infeasible: Claim = { status: 'infeasible', iterations };
  expect(contradicts(program, right, infeasible)).toBe(true);
  expect(contradicts(program, infeasible, infeasible)).toBe(false);
  expect(contradicts(program, infeasible, right)).toBe(false);
});

test('near zero every feasible program has an optimum, and its points are points of the program', () => {
  let points = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const original = mixedProgram(seed, [1, 2]);
    const status = solveSync(original).status;
    const outcome = solveSync(nearZero(original, false));
    expect(outcome.status, `mixedProgram(${seed})`).toBe(status === 'infeasible' ? 'infeasible' : 'optimal');
    const held = solveSync(nearZero(original, true));
    for (const found of [outcome, held]) {
      if (found.status !== 'optimal') continue;
      expect(measure(original, { x: found.solution.x }).passes).toBe(true);
      points++;
    }
  }
  expect(points).toBeGreaterThan(20);
});
