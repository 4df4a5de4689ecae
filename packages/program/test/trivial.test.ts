import { describe, expect, test } from 'vitest';
import { certify, minimized } from '../src/certify.ts';
import type { Outcome } from '../src/outcome.ts';
import { solveWithoutMatrix } from '../src/trivial.ts';
import { CAPABILITIES, F, lp, type Sketch } from './support.ts';

function solve(sketch: Sketch): Outcome {
  const program = lp(sketch);
  const record = { solver: { name: 'none', version: '0' }, iterations: 0, seconds: 0 };
  return certify(program, solveWithoutMatrix(minimized(program)), CAPABILITIES, record);
}

describe('solveWithoutMatrix', () => {
  test('every column goes to its better bound, at zero cost to the point nearest zero', () => {
    const outcome = solve({
      offset: 3,
      cost: [1, -1, 0, 0, 0, 2],
      bounds: [
        [-2, 5],
        [-2, 5],
        [1, 4],
        [-4, -1],
        [-Infinity, Infinity],
        [7, 7],
      ],
    });
    expect(outcome).toMatchObject({ status: 'optimal', objective: 10 });
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error('no solution');
    expect(outcome.solution.x).toEqual(F(-2, 5, 1, -1, 0, 7));
    expect(outcome.solution.reducedCost).toEqual(F(1, -1, 0, 0, 0, 2));
    expect(outcome.residuals).toEqual({ primal: 0, dual: 0, complementarity: 0, gap: 0 });
  });

  test('a maximum is the mirror image, its reduced costs in its own sense, without minus zeros', () => {
    const outcome = solve({
      sense: 'maximize',
      offset: 3,
      cost: [1, -1, 0],
      bounds: [
        [-2, 5],
        [-2, 5],
        [0, 1],
      ],
    });
    expect(outcome).toMatchObject({ status: 'optimal', objective: 10 });
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') throw new Error('no solution');
    expect(outcome.solution.x).toEqual(F(5, -2, 0));
    expect(outcome.solution.reducedCost).toEqual(F(1, -1, 0));
  });

  test('without columns and rows the objective is the offset', () => {
    expect(solve({ offset: -4, cost: [] })).toMatchObject({ status: 'optimal', objective: -4 });
    expect(solve({ offset: 4, sense: 'maximize', cost: [] })).toMatchObject({
      status: 'optimal',
      objective: 4,
    });
  });

  test.each<[string, [number, number], number[]]>([
    ['above zero', [2, 3], [0, 1]],
    ['below zero', [-Infinity, -2], [0, -1]],
  ])('an empty row that must be %s is infeasible, with proof', (_what, bounds, farkas) => {
    const outcome = solve({ cost: [1], rows: [[0], [0]], rowBounds: [[-1, 1], bounds] });
    expect(outcome).toMatchObject({ status: 'infeasible', margin: 1, farkas: Float64Array.from(farkas) });
  });

  test('infeasible goes before unbounded', () => {
    const outcome = solve({ cost: [-1], rows: [[0]], rowBounds: [[2, 3]] });
    expect(outcome.status).toBe('infeasible');
  });

  test.each<['minimize' | 'maximize', number, [number, number], number, number]>([
    ['minimize', -1, [2, Infinity], 1, 2],
    ['minimize', 1, [-Infinity, -3], -1, -3],
    ['minimize', 1, [-Infinity, Infinity], -1, 0],
    ['maximize', 1, [2, Infinity], 1, 2],
    ['maximize', -1, [-Infinity, 4], -1, 0],
  ])('%s %d x over %j is unbounded along %d from %d', (sense, cost, bounds, direction, start) => {
    const outcome = solve({ sense, cost: [cost, 1], bounds: [bounds, [0, 1]] });
    expect(outcome).toMatchObject({ status: 'unbounded', ray: F(direction, 0) });
    if (outcome.status === 'unbounded') expect(outcome.point[0]).toBe(start);
  });

  test('integer columns stop at the last whole number, and the bound is the optimum', () => {
    const outcome = solve({
      cost: [1, -1, 0],
      offset: 1,
      bounds: [
        [-0.5, 9],
        [0, 2.5],
        [0.5, 3],
      ],
      integer: [1, 1, 1],
    });
    expect(outcome).toMatchObject({
      status: 'optimal',
      objective: -1,
      solution: { kind: 'mip', bound: -1, x: F(0, 2, 1) },
    });
  });

  test('semicontinuous columns go to zero or to their upper bound, whole ones to its last whole number', () => {
    const outcome = solve({
      cost: [1, -1, 0, -1, -1],
      bounds: [
        [2, 5],
        [2, 5],
        [2, 5],
        [0.2, 2.5],
        [0.2, 0.8],
      ],
      integer: [0, 0, 0, 1, 1],
      semicontinuous: [1, 1, 1, 1, 1],
    });
    expect(outcome).toMatchObject({
      status: 'optimal',
      objective: -7,
      solution: { kind: 'mip', bound: -7, gap: 0, x: F(0, 5, 0, 2, 0) },
    });
  });

  test('no whole number between the bounds: infeasible, but no multipliers prove it', () => {
    const outcome = solve({ cost: [1], bounds: [[0.2, 0.8]], integer: [1] });
    expect(outcome).toMatchObject({ status: 'infeasible', proof: 'search' });
  });
});
