import { describe, expect, test } from 'vitest';
import { checkFarkas } from '../src/check-farkas.ts';
import { F, lp, type Sketch } from './support.ts';

type Interval = [number, number];
const FREE: Interval = [-Infinity, Infinity];

/** Sketch, multipliers, margin. */
const TRUTHS: [string, Sketch, number[], number][] = [
  [
    'x >= 2 and x <= 1, by rows',
    {
      cost: [1],
      bounds: [FREE],
      rows: [[1], [1]],
      rowBounds: [
        [2, Infinity],
        [-Infinity, 1],
      ],
    },
    [1, -1],
    1 / 3,
  ],
  [
    'x >= 2 by row, x <= 1 by bound',
    { cost: [1], bounds: [[0, 1]], rows: [[1]], rowBounds: [[2, Infinity]] },
    [1],
    1 / 3,
  ],
  [
    'x <= 1 by row, x >= 2 by bound',
    { cost: [1], bounds: [[2, 9]], rows: [[1]], rowBounds: [[-Infinity, 1]] },
    [-1],
    1 / 3,
  ],
  [
    'two equations that disagree',
    {
      cost: [0, 0],
      bounds: [FREE, FREE],
      rows: [
        [1, 1],
        [2, 2],
      ],
      rowBounds: [
        [1, 1],
        [3, 3],
      ],
    },
    [-1, 0.5],
    0.2,
  ],
  [
    'a ranged row beyond its upper side',
    { cost: [1], bounds: [[0, 1]], rows: [[-1]], rowBounds: [[-9, -3]] },
    [-1],
    0.5,
  ],
  ['a row that must be positive and is empty', { cost: [1], rows: [[0]], rowBounds: [[3, 4]] }, [1], 1],
  [
    'supply of 5 for a demand of 7',
    {
      cost: [1, 1],
      bounds: [
        [0, 2],
        [0, 3],
      ],
      rows: [[1, 1]],
      rowBounds: [[7, 7]],
    },
    [1],
    2 / 12,
  ],
  ['a row without columns', { cost: [], rows: [[]], rowBounds: [[-4, -3]] }, [-1], 1],
];

describe('truths', () => {
  test.each(TRUTHS)('%s', (_what, sketch, y, margin) => {
    for (const sense of ['minimize', 'maximize'] as const) {
      const report = checkFarkas(lp({ ...sketch, sense }), F(...y));
      if (report.verdict !== 'verified') throw new Error(report.failures.join());
      expect(report.margin).toBeCloseTo(margin, 12);
      expect(Math.max(...report.farkas.map(Math.abs))).toBe(1);
    }
  });

  test('a satisfiable program has no proof', () => {
    const program = lp({ cost: [1], bounds: [[0, 4]], rows: [[-1]], rowBounds: [[-9, -3]] });
    for (const y of [1, -1]) expect(checkFarkas(program, F(y)).verdict).toBe('refuted');
  });

  test.each(TRUTHS)('negated: %s', (_what, sketch, y) => {
    expect(checkFarkas(lp(sketch), F(...y.map((v) => -v))).verdict).toBe('refuted');
  });
});

describe('scale and noise', () => {
  const program = lp({
    cost: [0],
    bounds: [FREE],
    rows: [[1], [1], [1]],
    rowBounds: [
      [2, Infinity],
      [-Infinity, 1],
      [0, Infinity],
    ],
  });

  test('any positive multiple is the same proof', () => {
    for (const scale of [1e-300, 1e-9, 1, 1e9, 1e300]) {
      expect(checkFarkas(program, F(scale, -scale, 0))).toMatchObject({
        verdict: 'verified',
        farkas: F(1, -1, 0),
        margin: 1 / 3,
      });
    }
  });

  test('noise is cleared from the proof, also where it would stand on an absent bound', () => {
    expect(checkFarkas(program, F(1, -1, -1e-10))).toMatchObject({
      verdict: 'verified',
      farkas: F(1, -1, 0),
    });
    expect(checkFarkas(program, F(1, -1, -1e-8)).verdict).toBe('refuted');
  });

  test('what is left of a free column must be noise', () => {
    expect(checkFarkas(program, F(1, -1 - 1e-10, 0)).verdict).toBe('verified');
    expect(checkFarkas(program, F(1, -1 - 1e-7, 0)).verdict).toBe('refuted');
  });

  test('what is left of a bounded column counts, however little it is', () => {
    // x >= t + 1 and (1 - 2^-51) x <= t are met by x = 2^52, so nothing may prove the contrary.
    const tight = 1 - 2 ** -51;
    const feasible = lp({
      cost: [0, 0],
      bounds: [[0, 1e17], FREE],
      rows: [
        [1, -1],
        [tight, -1],
      ],
      rowBounds: [
        [1, Infinity],
        [-Infinity, 0],
      ],
    });
    expect(checkFarkas(feasible, F(1, -1)).verdict).toBe('refuted');
    const infeasible = { ...feasible, columnUpper: F(1e15, Infinity) };
    expect(checkFarkas(infeasible, F(1, -1)).verdict).toBe('verified');
  });

  test('a contradiction by less than rounding is none', () => {
    const nearly = (gap: number) =>
      lp({
        cost: [0],
        bounds: [FREE],
        rows: [[1], [1]],
        rowBounds: [
          [1 + gap, Infinity],
          [-Infinity, 1],
        ],
      });
    expect(checkFarkas(nearly(1e-8), F(1, -1)).verdict).toBe('verified');
    expect(checkFarkas(nearly(1e-10), F(1, -1)).verdict).toBe('refuted');
    expect(checkFarkas(nearly(0), F(1, -1)).verdict).toBe('refuted');
  });

  test('overflow is no proof', () => {
    const huge = lp({ cost: [0], bounds: [[0, 1e300]], rows: [[1e300]], rowBounds: [[1e308, Infinity]] });
    expect(checkFarkas(huge, F(1)).verdict).toBe('refuted');
  });
});
