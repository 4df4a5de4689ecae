import { describe, expect, test } from 'vitest';
import { checkOptimal, type OptimalityReport, type PrimalDualPoint } from '../src/check-optimal.ts';
import type { Program } from '../src/program.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { F, lp, type Sketch } from './support.ts';

const { vertex, interior, firstOrder } = TOLERANCES;

function check(program: Program, x: number[], y?: number[], rc?: number[]): OptimalityReport {
  const point: PrimalDualPoint = {
    x: F(...x),
    ...(y === undefined ? {} : { rowDual: F(...y) }),
    ...(rc === undefined ? {} : { reducedCost: F(...rc) }),
  };
  return checkOptimal(program, point, vertex);
}

const NOTHING_OFF = { primal: 0, dual: 0, complementarity: 0, gap: 0 };

/** Truths that anybody can check by hand: sketch, x, y, reduced costs, objective. */
const TRUTHS: [string, Sketch, number[], number[], number[], number][] = [
  [
    'the market of solvers.md: max 3x + 2y, x + y <= 4, x - y <= 2',
    {
      sense: 'maximize',
      cost: [3, 2],
      rows: [
        [1, 1],
        [1, -1],
      ],
      rowBounds: [
        [-Infinity, 4],
        [-Infinity, 2],
      ],
    },
    [3, 1],
    [2.5, 0.5],
    [0, 0],
    11,
  ],
  [
    'the same as a minimisation',
    {
      cost: [-3, -2],
      rows: [
        [1, 1],
        [1, -1],
      ],
      rowBounds: [
        [-Infinity, 4],
        [-Infinity, 2],
      ],
    },
    [3, 1],
    [-2.5, -0.5],
    [0, 0],
    -11,
  ],
  ['min at a lower row', { cost: [2], rows: [[1]], rowBounds: [[3, Infinity]] }, [3], [2], [0], 6],
  [
    'max at an upper row',
    { sense: 'maximize', cost: [2], rows: [[1]], rowBounds: [[-Infinity, 3]] },
    [3],
    [2],
    [0],
    6,
  ],
  [
    'max at a lower row',
    { sense: 'maximize', cost: [-2], rows: [[1]], rowBounds: [[3, Infinity]] },
    [3],
    [-2],
    [0],
    -6,
  ],
  ['an equation, positive price', { cost: [5], rows: [[1]], rowBounds: [[4, 4]] }, [4], [5], [0], 20],
  ['an equation, negative price', { cost: [-5], rows: [[1]], rowBounds: [[4, 4]] }, [4], [-5], [0], -20],
  ['a ranged row at its lower side', { cost: [1], rows: [[2]], rowBounds: [[2, 8]] }, [1], [0.5], [0], 1],
  ['a ranged row at its upper side', { cost: [-1], rows: [[2]], rowBounds: [[2, 8]] }, [4], [-0.5], [0], -4],
  [
    'a free row has no price',
    { cost: [1], rows: [[2]], rowBounds: [[-Infinity, Infinity]] },
    [0],
    [0],
    [1],
    0,
  ],
  ['a column at its lower bound', { cost: [3], bounds: [[2, 9]] }, [2], [], [3], 6],
  ['a column at its upper bound', { cost: [-3], bounds: [[2, 9]] }, [9], [], [-3], -27],
  [
    'a fixed column, either sign',
    {
      cost: [3, -3],
      bounds: [
        [2, 2],
        [2, 2],
      ],
    },
    [2, 2],
    [],
    [3, -3],
    0,
  ],
  [
    'a free column',
    {
      cost: [1, 0],
      rows: [[1, -1]],
      rowBounds: [[-2, Infinity]],
      bounds: [
        [-Infinity, Infinity],
        [0, 5],
      ],
    },
    [-2, 0],
    [1],
    [0, 1],
    -2,
  ],
  [
    'an offset is part of the value',
    { offset: 7, cost: [2], rows: [[1]], rowBounds: [[3, Infinity]] },
    [3],
    [2],
    [0],
    13,
  ],
  [
    'max with an offset',
    { sense: 'maximize', offset: -7, cost: [-2], rows: [[1]], rowBounds: [[3, 4]] },
    [3],
    [-2],
    [0],
    -13,
  ],
  ['nothing at all', { offset: 2, cost: [] }, [], [], [], 2],
  ['a row without columns', { cost: [], rows: [[]], rowBounds: [[-1, 1]] }, [], [0], [], 0],
];

describe('truths', () => {
  test.each(TRUTHS)('%s', (_what, sketch, x, y, rc, objective) => {
    const program = lp(sketch);
    for (const report of [check(program, x, y, rc), check(program, x, y)]) {
      expect(report).toMatchObject({ verdict: 'verified', failures: [], residuals: NOTHING_OFF, objective });
      expect(report.dualObjective).toBe(objective);
      expect(report.reducedCost).toEqual(F(...rc));
    }
    expect(check(program, x).verdict).toBe('verified');
  });

  test.each(TRUTHS.filter(([, , , y, rc]) => [...y, ...rc].some((v) => v !== 0)))(
    'with all signs turned: %s',
    (_what, sketch, x, y, rc) => {
      expect(
        check(
          lp(sketch),
          x,
          y.map((v) => -v),
          rc.map((v) => -v),
        ).verdict,
      ).toBe('refuted');
    },
  );
});

describe('sets of optima', () => {
  const degenerate = lp({
    cost: [1, 1],
    rows: [
      [1, 1],
      [2, 2],
      [1, 0],
    ],
    rowBounds: [
      [1, Infinity],
      [2, Infinity],
      [0, Infinity],
    ],
  });

  test('every convex combination of optimal duals is verified, everything beyond is refuted', () => {
    for (const share of [0, 0.25, 0.5, 1]) {
      expect(check(degenerate, [0.5, 0.5], [share, (1 - share) / 2, 0]).verdict).toBe('verified');
    }
    for (const share of [-0.5, 1.5]) {
      expect(check(degenerate, [0.5, 0.5], [share, (1 - share) / 2, 0]).verdict).toBe('refuted');
    }
  });

  test('every point of the optimal face is verified, everything beyond is refuted', () => {
    for (const [x1, x2] of [
      [0, 1],
      [1, 0],
      [0.3, 0.7],
    ])
      expect(check(degenerate, [x1, x2], [1, 0, 0]).verdict).toBe('verified');
    for (const [x1, x2] of [
      [-1, 2],
      [1, 1],
      [0, 0],
    ])
      expect(check(degenerate, [x1, x2], [1, 0, 0]).verdict).toBe('refuted');
  });
});

describe('integers', () => {
  const program = lp({ cost: [1, 1], rows: [[2, 1]], rowBounds: [[3, Infinity]], integer: [1, 0] });

  test('only columns that are declared whole must be', () => {
    expect(check(program, [1, 1.5]).verdict).toBe('verified');
    expect(check(program, [1 + 5e-7, 1.5]).verdict).toBe('verified');
    expect(check(program, [1.5, 0])).toMatchObject({ verdict: 'refuted', residuals: { primal: 0.5 } });
    expect(check(program, [NaN, 0]).verdict).toBe('refuted');
  });

  test('any flag but zero means whole, as for hasIntegers', () => {
    expect(check({ ...program, integer: Uint8Array.of(2, 0) }, [1.5, 0]).verdict).toBe('refuted');
  });
});

describe('what is reported', () => {
  test('residuals are relative to what they violate', () => {
    const program = lp({ cost: [0], rows: [[1]], rowBounds: [[999, Infinity]] });
    expect(check(program, [989]).residuals.primal).toBeCloseTo(0.01, 12);
    expect(check(lp({ cost: [99], bounds: [[0, 1]] }), [0], [], [98]).residuals.dual).toBeCloseTo(0.01, 12);
  });

  test('a sentence names the line, the place and the amount', () => {
    const names = { row: () => 'clear[ashburn, 7]', column: () => 'serve[ashburn, 7]' };
    const program = { ...lp({ cost: [0], rows: [[1]], rowBounds: [[3, Infinity]] }), names };
    expect(check(program, [1], [0]).failures).toEqual([
      'primal: row clear[ashburn, 7] = 1 is off by 5.00e-1 (relative), allowed 1e-7',
    ]);
    expect(check(program, [-1]).failures[0]).toContain('row clear[ashburn, 7] = -1');
  });

  test('the looser classes forgive what they say and no more', () => {
    const program = lp({ cost: [1], rows: [[1]], rowBounds: [[1, Infinity]] });
    const off = (by: number): PrimalDualPoint => ({ x: F(1 + by), rowDual: F(1) });
    expect(checkOptimal(program, off(1e-6), vertex).verdict).toBe('refuted');
    expect(checkOptimal(program, off(1e-6), interior).verdict).toBe('verified');
    expect(checkOptimal(program, off(1e-5), interior).verdict).toBe('refuted');
    expect(checkOptimal(program, off(1e-4), firstOrder).verdict).toBe('verified');
    expect(checkOptimal(program, off(1e-3), firstOrder).verdict).toBe('refuted');
  });

  test('no minus zeros in what is computed here', () => {
    const report = check(lp({ cost: [-0], rows: [[1]], rowBounds: [[0, 1]] }), [-0], [-0]);
    for (const value of [
      report.objective,
      report.dualObjective,
      report.rowActivity[0],
      report.reducedCost[0],
    ])
      expect(Object.is(value, 0)).toBe(true);
  });
});

describe('tolerances that must not be turned into a way out', () => {
  test('rounding of an honest point at scale 1e8 is forgiven', () => {
    const x = 1e8 / 3;
    const program = lp({
      cost: [3, 0],
      rows: [[3, -1e8]],
      rowBounds: [[0, 0]],
      bounds: [
        [0, Infinity],
        [1, 1],
      ],
    });
    expect(check(program, [x, 1], [1], [0, 1e8])).toMatchObject({
      verdict: 'verified',
      residuals: { primal: 0, dual: 0, gap: 0 },
    });
  });

  test('an infeasible program has no feasible point, however large the numbers that cancel', () => {
    const program = lp({
      cost: [0, 0],
      rows: [
        [1, 1],
        [1, 1],
      ],
      rowBounds: [
        [1, Infinity],
        [-Infinity, 0],
      ],
      bounds: [
        [-Infinity, Infinity],
        [-Infinity, Infinity],
      ],
    });
    for (const size of [1e9, 1e12, 1e17])
      expect(check(program, [size, -size], [0, 0]).verdict).toBe('refuted');
  });

  test('duals that cancel do not excuse a wrong reduced cost', () => {
    // min -x2 with x1 + x2 = 1 stated twice: x = (0, 1) is optimal and (1, 0) is not.
    const program = lp({
      cost: [0, -1],
      rows: [
        [1, 1],
        [1, 1],
      ],
      rowBounds: [
        [1, 1],
        [1, 1],
      ],
    });
    expect(check(program, [0, 1], [-0.5, -0.5]).verdict).toBe('verified');
    for (const size of [1, 1e9, 1e15, 1e17]) {
      expect(check(program, [1, 0], [size, -size]).verdict).toBe('refuted');
      expect(check(program, [1, 0], [size, -size], [0, 0]).verdict).toBe('refuted');
    }
  });

  test('a large constant in the objective loosens nothing', () => {
    for (const offset of [0, 1e12, -1e15]) {
      const program = lp({ offset, cost: [1], rows: [[1]], rowBounds: [[1, Infinity]] });
      expect(check(program, [1], [1]).verdict).toBe('verified');
      expect(check(program, [2], [1]).verdict).toBe('refuted');
    }
  });

  test('a wrong sign counts in the units of its own row', () => {
    // Rows in 1e6 units: duals are near 1, and -0.05 on a row without upper bound is wrong by five per cent.
    const program = lp({
      cost: [1e6, 1e9],
      rows: [
        [1e6, 0],
        [1e6, 0],
      ],
      rowBounds: [
        [1, Infinity],
        [1, Infinity],
      ],
      bounds: [
        [0, Infinity],
        [1, 1],
      ],
    });
    expect(check(program, [1e-6, 1], [1, 0]).verdict).toBe('verified');
    expect(check(program, [1e-6, 1], [1.05, -0.05]).verdict).toBe('refuted');
  });
});

describe('small bounds', () => {
  const demand = (size: number) =>
    lp({
      cost: [1],
      rows: [[1], [1]],
      rowBounds: [
        [size, Infinity],
        [-Infinity, 5],
      ],
    });

  test('a tiny demand is not served by nothing', () => {
    const report = check(demand(2e-8), [0], [0, 0], [1]);
    expect(report.verdict).toBe('refuted');
    expect(report.failures[0]).toMatch(/^primal: row r0 = 0 is off by/);
    expect(check(demand(2e-8), [2e-8], [1, 0], [0]).verdict).toBe('verified');
  });

  test.each(['interior', 'firstOrder'] as const)(
    'nor by less than half in the class %s',
    (toleranceClass) => {
      const served = (x: number) =>
        checkOptimal(demand(2e-8), { x: Float64Array.of(x) }, TOLERANCES[toleranceClass]).verdict;
      expect(served(0)).toBe('refuted');
      expect(served(0.9e-8)).toBe('refuted');
      expect(served(2e-8)).toBe('verified');
      // A first-order method is not asked for more digits of so small a number; an interior point for two.
      expect(served(1.1e-8)).toBe(toleranceClass === 'firstOrder' ? 'verified' : 'refuted');
    },
  );

  test('a bound that is the rounding of others means zero', () => {
    expect(check(demand(0.1 + 0.2 - 0.3), [0], [0, 0], [1]).verdict).toBe('verified');
  });
});
