import { describe, expect, test } from 'vitest';
import { elastic, recession } from '../src/auxiliary.ts';
import { checkFarkas } from '../src/check-farkas.ts';
import { checkRay } from '../src/check-ray.ts';
import { createProgram } from '../src/program.ts';
import { bruteForce } from './engines.ts';
import { lp } from './support.ts';

/** Two rows against each other, and a third that is no trouble. */
const INFEASIBLE = lp({
  cost: [1, 1],
  bounds: [
    [0, 9],
    [0, 9],
  ],
  rows: [
    [1, 1],
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [5, Infinity],
    [-Infinity, 3],
    [-4, 4],
  ],
});

describe('elastic', () => {
  test('its optimum is the least violation, and its duals prove infeasibility', () => {
    const claim = bruteForce(createProgram(elastic(INFEASIBLE)));
    if (claim.status !== 'optimal' || claim.rowDual === undefined) throw new Error(claim.status);
    const violation = claim.x.slice(2).reduce((sum, value) => sum + value, 0);
    expect(violation).toBeCloseTo(2, 12);
    expect(checkFarkas(INFEASIBLE, claim.rowDual).verdict).toBe('verified');
  });

  test('of a feasible program it is zero', () => {
    const feasible = { ...INFEASIBLE, rowUpper: Float64Array.of(Infinity, 6, 4) };
    const claim = bruteForce(createProgram(elastic(feasible)));
    if (claim.status !== 'optimal') throw new Error(claim.status);
    expect(Math.max(...claim.x.slice(2))).toBe(0);
  });
});

describe('recession', () => {
  test('its optimum is a ray of an unbounded program', () => {
    const unbounded = lp({
      cost: [-1, 1],
      rows: [[1, -1]],
      rowBounds: [[-Infinity, 2]],
      bounds: [
        [0, Infinity],
        [0, Infinity],
      ],
    });
    const bounded = { ...unbounded, cost: Float64Array.of(-1, 2) };
    const steep = { ...unbounded, cost: Float64Array.of(-2, 1) };
    const ray = bruteForce(createProgram(recession(steep)));
    if (ray.status !== 'optimal') throw new Error(ray.status);
    expect(checkRay(steep, ray.x).verdict).toBe('verified');
    const none = bruteForce(createProgram(recession(bounded)));
    if (none.status !== 'optimal') throw new Error(none.status);
    expect(Math.max(...none.x.map(Math.abs))).toBe(0);
  });
});
