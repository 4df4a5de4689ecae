/**
 * Tolerances are per bound and per dual; a large coefficient turns one within tolerance into a wrong answer. Every point
 * here passes all lines but those that put columns within their bounds and duals within their signs.
 */
import { describe, expect, test } from 'vitest';
import { checkOptimal } from '../src/check-optimal.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { F, lp, type Sketch } from './support.ts';

const { vertex, interior } = TOLERANCES;
const INF = Infinity;
const turned = (sketch: Sketch): Sketch => ({
  ...sketch,
  sense: 'maximize',
  cost: sketch.cost.map((c) => -c),
});

describe('columns put within their bounds', () => {
  const infeasible: Sketch = {
    cost: [0, 1],
    rows: [
      [-1e6, 0],
      [1, 1],
    ],
    rowBounds: [
      [1e-4, INF],
      [1, INF],
    ],
  };
  const dear: Sketch = {
    cost: [0, 1e6, 1],
    rows: [
      [-1e7, 1, 0],
      [1, 0, 1],
    ],
    rowBounds: [
      [0.01, 0.01],
      [1, INF],
    ],
  };

  test.each([vertex, interior])('an infeasible program has no optimum', (tolerances) => {
    // -1e6 x >= 1e-4 asks for x <= -1e-10, and x >= 0.
    const point = { x: F(-1e-10, 1 + 1e-10), rowDual: F(0, 1), reducedCost: F(-1, 0) };
    for (const claim of [point, { x: point.x, rowDual: F(1e-6, 1) }, { x: point.x }]) {
      const { verdict, residuals, failures } = checkOptimal(lp(infeasible), claim, tolerances);
      expect(verdict).toBe('refuted');
      expect(residuals.primal).toBeGreaterThan(0.9e-4);
      expect(failures[0]).toMatch(/^primal: row, with columns within their bounds, r0 = 0 is off/);
    }
  });

  test('a row is not served for nothing by a column below zero', () => {
    // y = 0.01, z = 1: 10001. With x = -1e-9 instead of y the program would cost 1.000000001.
    const free = checkOptimal(lp(dear), { x: F(-1e-9, 0, 1 + 1e-9), rowDual: F(1e-7, 1) }, vertex);
    expect(free).toMatchObject({
      verdict: 'refuted',
      failures: [expect.stringMatching(/^primal: row, with/)],
    });
    const truth = checkOptimal(lp(dear), { x: F(0, 0.01, 1), rowDual: F(1e6, 1) }, vertex);
    expect(truth).toMatchObject({ verdict: 'verified', objective: 10001 });
  });

  test('an integer program alike, where there are no duals', () => {
    const whole = lp({ ...dear, integer: [0, 0, 1] });
    expect(checkOptimal(whole, { x: F(-1e-9, 0, 1) }, vertex).verdict).toBe('refuted');
    expect(checkOptimal(whole, { x: F(0, 0.01, 1) }, vertex).verdict).toBe('verified');
  });

  test('a column that misses its bound by what its rows bear is let through', () => {
    const program = lp({ cost: [1], rows: [[10]], rowBounds: [[0, INF]] });
    expect(checkOptimal(program, { x: F(-1e-9), rowDual: F(0) }, vertex).verdict).toBe('verified');
    // And rounding of terms that cancel stays forgiven.
    const large = lp({
      cost: [0, 0],
      rows: [[1e8, -1]],
      rowBounds: [[0, 0]],
      bounds: [
        [1, 1],
        [0, INF],
      ],
    });
    expect(checkOptimal(large, { x: F(1 - 2 ** -53, 1e8), rowDual: F(0) }, vertex).verdict).toBe('verified');
  });
});

describe('duals put within their signs', () => {
  const hidden: Sketch = {
    cost: [0.01, 1e6],
    bounds: [
      [-INF, INF],
      [0, 1],
    ],
    rows: [
      [-1e7, 1],
      [1, 0],
    ],
    rowBounds: [
      [0, INF],
      [-1e7, INF],
    ],
  };
  const unbounded: Sketch = {
    cost: [0.001, 1e6],
    bounds: [
      [-INF, INF],
      [0, 1],
    ],
    rows: [[-1e6, 1]],
    rowBounds: [[-1, INF]],
  };

  test('a wrong-signed dual does not hide the whole cost of a column', () => {
    for (const flip of [1, -1]) {
      const program = lp(flip === 1 ? hidden : turned(hidden));
      const claim = checkOptimal(program, { x: F(0, 0), rowDual: F(-1e-9 * flip, 0) }, vertex);
      expect(claim.verdict).toBe('refuted');
      expect(claim.residuals.dual).toBeCloseTo(0.01 / 1.01, 9);
      const truth = checkOptimal(program, { x: F(-1e7, 0), rowDual: F(0, 0.01 * flip) }, vertex);
      expect(truth).toMatchObject({ verdict: 'verified', objective: -100_000 * flip });
    }
  });

  test('nor does it where a bound of the column and not a row ends it', () => {
    const bounds: [number, number][] = [
      [-1e7, INF],
      [0, 1],
    ];
    const program = lp({ ...hidden, bounds });
    const claim = checkOptimal(program, { x: F(0, 0), rowDual: F(-1e-9, 0) }, vertex);
    expect(claim.verdict).toBe('refuted');
    expect(claim.residuals.complementarity).toBeCloseTo(1e5, 3);
    expect(claim.residuals.gap).toBeCloseTo(1e5, 3);
    const truth = checkOptimal(program, { x: F(-1e7, 0), rowDual: F(0, 0) }, vertex);
    expect(truth).toMatchObject({ verdict: 'verified', objective: -100_000 });
  });

  test('nor where the row ends so far away that the dual counts as noise', () => {
    const rowBounds: [number, number][] = [
      [0, 1e12],
      [-1e5, INF],
    ];
    const program = lp({ ...hidden, rowBounds });
    const claim = checkOptimal(program, { x: F(0, 0), rowDual: F(-1e-9, 0) }, vertex);
    expect(claim.verdict).toBe('refuted');
    const truth = checkOptimal(program, { x: F(-1e5, 0), rowDual: F(0, 0.01) }, vertex);
    expect(truth).toMatchObject({ verdict: 'verified', objective: -1000 });
  });

  test('an unbounded program has no optimum', () => {
    for (const flip of [1, -1]) {
      const program = lp(flip === 1 ? unbounded : turned(unbounded));
      for (const x of [F(0, 0), F(1e-6, 0)]) {
        const claim = checkOptimal(program, { x, rowDual: F(-1e-9 * flip) }, vertex);
        expect(claim.verdict).toBe('refuted');
        expect(claim.failures[0]).toMatch(/^dual: reduced cost, without wrong-signed duals, of column c0 =/);
      }
    }
  });

  test('a wrong-signed dual that hides nothing is let through', () => {
    const program = lp({
      cost: [1],
      rows: [[1], [1]],
      rowBounds: [
        [1, INF],
        [-INF, 5],
      ],
    });
    expect(checkOptimal(program, { x: F(1), rowDual: F(1, 1e-12), reducedCost: F(0) }, vertex).verdict).toBe(
      'verified',
    );
  });
});
