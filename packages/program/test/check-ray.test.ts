import { describe, expect, test } from 'vitest';
import { checkRay } from '../src/check-ray.ts';
import { F, lp, type Sketch } from './support.ts';

type Interval = [number, number];
const FREE: Interval = [-Infinity, Infinity];

const TRUTHS: [string, Sketch, number[]][] = [
  ['min -x over x >= 0', { cost: [-1] }, [1]],
  ['max x over x >= 0', { sense: 'maximize', cost: [1] }, [1]],
  ['min x over x <= 5', { cost: [1], bounds: [[-Infinity, 5]] }, [-1]],
  ['min -x - y along an equation x = y', { cost: [-1, -1], rows: [[1, -1]], rowBounds: [[0, 0]] }, [1, 1]],
  [
    'max x - y with x - y <= inf',
    { sense: 'maximize', cost: [1, -1], bounds: [FREE, FREE], rows: [[1, -1]], rowBounds: [[0, Infinity]] },
    [1, -1],
  ],
  [
    'below a row without lower bound',
    { cost: [1], bounds: [FREE], rows: [[2]], rowBounds: [[-Infinity, 3]] },
    [-1],
  ],
  ['along a ranged row', { cost: [-1, 0], rows: [[1, -1]], rowBounds: [[-1, 1]] }, [1, 1]],
];

describe('truths', () => {
  test.each(TRUTHS)('%s', (_what, sketch, ray) => {
    for (const scale of [1e-300, 1e-9, 1, 1e9, 1e300]) {
      const report = checkRay(lp(sketch), F(...ray.map((v) => v * scale)));
      expect(report).toMatchObject({ verdict: 'verified', ray: F(...ray), margin: 1 });
    }
  });

  test.each(TRUTHS)('turned round: %s', (_what, sketch, ray) => {
    expect(checkRay(lp(sketch), F(...ray.map((v) => -v))).verdict).toBe('refuted');
  });

  test.each(TRUTHS)('in the other sense: %s', (_what, sketch, ray) => {
    const sense = sketch.sense === 'maximize' ? 'minimize' : 'maximize';
    const report = checkRay(lp({ ...sketch, sense }), F(...ray));
    expect(report).toMatchObject({
      verdict: 'refuted',
      failures: [expect.stringContaining('no improvement')],
    });
  });
});

describe('noise and margin', () => {
  const program = lp({
    cost: [-1, 0, 0],
    bounds: [[0, Infinity], [0, 1], FREE],
    rows: [[1, 0, -1]],
    rowBounds: [[0, 0]],
  });

  test('noise of the solver is cleared', () => {
    expect(checkRay(program, F(1, 1e-10, 1))).toMatchObject({ verdict: 'verified', ray: F(1, 0, 1) });
    expect(checkRay(program, F(1, 1e-8, 1)).verdict).toBe('refuted');
    expect(checkRay(program, F(1, 0, 1 + 1e-10)).verdict).toBe('verified');
    expect(checkRay(program, F(1, 0, 1 + 1e-7)).verdict).toBe('refuted');
  });

  test('an improvement by less than rounding is none', () => {
    const nearly = (gain: number) => lp({ cost: [-1, 1 - gain], rows: [[1, -1]], rowBounds: [[0, 0]] });
    expect(checkRay(nearly(1e-8), F(1, 1)).verdict).toBe('verified');
    expect(checkRay(nearly(1e-10), F(1, 1)).verdict).toBe('refuted');
    expect(checkRay(nearly(0), F(1, 1)).verdict).toBe('refuted');
  });

  test('a direction that costs nothing proves nothing', () => {
    expect(checkRay(lp({ cost: [0] }), F(1)).verdict).toBe('refuted');
  });

  test('one feasible point is still needed: a ray alone says nothing about an infeasible program', () => {
    const empty = lp({
      cost: [-1, 0],
      rows: [[0, 1]],
      rowBounds: [[5, 6]],
      bounds: [
        [0, Infinity],
        [0, 1],
      ],
    });
    expect(checkRay(empty, F(1, 0)).verdict).toBe('verified');
  });
});
