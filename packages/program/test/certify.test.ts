import { describe, expect, test } from 'vitest';
import type { Claim } from '../src/backend.ts';
import { certify, minimized } from '../src/certify.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Program } from '../src/program.ts';
import { infeasibleCase, optimalCase, unboundedCase } from './constructed.ts';
import { CAPABILITIES, F, lp } from './support.ts';

const RECORD = { solver: { name: 'fake', version: '1' }, iterations: 3, seconds: 0.5 };

function outcome(program: Program, claim: Claim, toleranceClass = CAPABILITIES.toleranceClass): Outcome {
  return certify(program, claim, { ...CAPABILITIES, toleranceClass }, RECORD);
}

const MAXIMUM = lp({
  sense: 'maximize',
  offset: 5,
  cost: [3, 2],
  rows: [
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
});
/** What an engine says about the minimised MAXIMUM. */
const CLAIM = {
  status: 'optimal',
  x: F(3, 1),
  rowDual: F(-2.5, -0.5),
  reducedCost: F(-0, 0),
  iterations: 1,
} as const;

describe('minimized', () => {
  test('negates cost and offset of a maximisation and nothing else', () => {
    const program = minimized(MAXIMUM);
    expect(program).toEqual({ ...MAXIMUM, sense: 'minimize', offset: -5, cost: F(-3, -2) });
    expect(MAXIMUM.cost).toEqual(F(3, 2));
    expect(minimized(program)).toBe(program);
  });
});

describe('optimal', () => {
  test('comes back in the sense of the program, recomputed, without minus zeros', () => {
    const got = outcome(MAXIMUM, {
      ...CLAIM,
      basis: { columns: Int8Array.of(1, 1), rows: Int8Array.of(2, 2) },
    });
    expect(got).toEqual({
      ...RECORD,
      status: 'optimal',
      objective: 16,
      residuals: { primal: 0, dual: 0, complementarity: 0, gap: 0 },
      solution: {
        kind: 'lp',
        x: F(3, 1),
        rowActivity: F(4, 2),
        rowDual: F(2.5, 0.5),
        reducedCost: F(0, 0),
        basis: { columns: Int8Array.of(1, 1), rows: Int8Array.of(2, 2) },
      },
    });
    if (got.status === 'optimal' && got.solution.kind === 'lp')
      expect(Object.is(got.solution.reducedCost[0], 0)).toBe(true);
  });

  test.each(['minimize', 'maximize'] as const)('holds for constructed programs, %s', (sense) => {
    for (let seed = 0; seed < 50; seed++) {
      const { program, x, y, rc } = optimalCase(seed, sense);
      const flip = sense === 'minimize' ? 1 : -1;
      const claim = { status: 'optimal', x, rowDual: y.map((v) => flip * v), iterations: 0 } as const;
      expect(outcome(program, claim)).toMatchObject({
        status: 'optimal',
        solution: { rowDual: y.map((v) => v + 0), reducedCost: rc },
      });
      if (sense === 'maximize') expect(outcome(program, { ...claim, rowDual: y }).status).toBe('imprecise');
    }
  });

  test('without duals is no answer for a linear program', () => {
    const { rowDual: _rowDual, ...bare } = CLAIM;
    expect(outcome(MAXIMUM, bare)).toMatchObject({
      status: 'imprecise',
      claimed: 'optimal',
      failures: [expect.stringContaining('duals')],
    });
  });

  test('refuted claims keep residuals and sentences', () => {
    expect(outcome(MAXIMUM, { ...CLAIM, x: F(2, 1) })).toMatchObject({
      status: 'imprecise',
      claimed: 'optimal',
      residuals: { primal: 0, dual: 0 },
      failures: [expect.stringMatching(/^complementarity/), expect.stringMatching(/^strong duality/)],
    });
  });

  test('is held to the class the backend claims', () => {
    const off = { ...CLAIM, x: F(3 + 1e-6, 1 - 1e-6) };
    expect(outcome(MAXIMUM, off).status).toBe('imprecise');
    expect(outcome(MAXIMUM, off, 'interior').status).toBe('optimal');
  });
});

describe('integers', () => {
  const program = { ...MAXIMUM, integer: Uint8Array.of(1, 1) };

  /** Of an objective of 16 with a constant of 5. */
  const asked = (mipGap: number, mipAbsoluteGap = 0) => ({ mipGap, mipAbsoluteGap, nodeLimit: Infinity });
  const searched = (bound: number, limits = asked(1e-6)): Outcome =>
    certify(program, { ...CLAIM, bound, nodes: 7 }, CAPABILITIES, RECORD, limits);

  test('have no duals, even when the solver gives some; the bound is in the sense of the program', () => {
    const got = searched(-17, asked(0.1));
    expect(got).toMatchObject({
      status: 'optimal',
      objective: 16,
      residuals: { gap: 1 / 12 },
      solution: { kind: 'mip', bound: 17, gap: 1 / 12, nodes: 7 },
    });
    if (got.status === 'optimal')
      expect(Object.keys(got.solution).sort()).toEqual(['bound', 'gap', 'kind', 'nodes', 'rowActivity', 'x']);
    expect(outcome(program, { ...CLAIM, bound: -16 })).toMatchObject({ solution: { bound: 16, gap: 0 } });
  });

  test('are no answer when the gap is larger than asked for, relative or absolute', () => {
    for (const limits of [asked(1 / 12), asked(0, 1), asked(0.01, 1)])
      expect(searched(-17, limits).status).toBe('optimal');
    for (const limits of [asked(0.99 / 12), asked(0, 0.99), asked(0)]) {
      expect(searched(-17, limits)).toMatchObject({
        status: 'imprecise',
        claimed: 'optimal',
        failures: [expect.stringMatching(/^gap: objective 16 against bound 17/)],
      });
    }
    expect(searched(-Infinity, asked(1e9)).status).toBe('imprecise');
  });

  test('are no answer when the bound forbids the point, beyond what tolerances explain', () => {
    expect(searched(-16 + 1e-6)).toMatchObject({ status: 'optimal', solution: { gap: 0 } });
    for (const bound of [-15, -16 + 1e-4, Infinity, NaN]) {
      expect(searched(bound, asked(0.5))).toMatchObject({
        status: 'imprecise',
        failures: [expect.stringMatching(/^bound/)],
      });
    }
    const upwards = { ...program, sense: 'minimize' } as const;
    const got = certify(upwards, { ...CLAIM, bound: 17 }, CAPABILITIES, RECORD, asked(0.5));
    expect(got.status).toBe('imprecise');
  });

  test('must be whole', () => {
    expect(outcome(program, { ...CLAIM, x: F(2.5, 1) })).toMatchObject({
      status: 'imprecise',
      claimed: 'optimal',
    });
    expect(outcome(program, CLAIM)).toMatchObject({
      status: 'imprecise',
      failures: [expect.stringMatching(/^bound: the solver gave none/)],
    });
  });

  test('semicontinuous columns have none either, and are off or in their range', () => {
    const semicontinuous = { ...MAXIMUM, semicontinuous: Uint8Array.of(0, 1) };
    const ranged = { ...semicontinuous, columnLower: F(0, 1), columnUpper: F(9, 2) };
    expect(outcome(ranged, { ...CLAIM, bound: -16 })).toMatchObject({ solution: { kind: 'mip' } });
    expect(outcome(ranged, { ...CLAIM, x: F(2, 0), bound: -11 }).status).toBe('optimal');
    expect(outcome(ranged, { ...CLAIM, x: F(2.5, 0.5), bound: -13.5 })).toMatchObject({
      status: 'imprecise',
      failures: [expect.stringMatching(/^primal: semicontinuous column c1/)],
    });
  });

  test('are infeasible by multipliers that hold, or on the word of a search, which says so', () => {
    const search = { status: 'infeasible', search: true, iterations: 0 } as const;
    expect(outcome(program, search)).toEqual({ ...RECORD, status: 'infeasible', proof: 'search' });
    const without = { ...RECORD, status: 'imprecise', claimed: 'infeasible' };
    // A linear program is not searched, and multipliers that do not hold are not made up for.
    expect(outcome(MAXIMUM, search)).toMatchObject(without);
    expect(outcome(program, { ...search, farkas: F(1, 1) })).toMatchObject(without);
    expect(outcome(program, { status: 'infeasible', iterations: 0 })).toMatchObject(without);
  });

  test('are unbounded along a ray of the relaxation from a whole point, and from no other', () => {
    const loose = {
      ...lp({ cost: [-1, -1], rows: [[1, -1]], rowBounds: [[-1, 1]] }),
      integer: Uint8Array.of(1, 1),
    };
    const claim = { status: 'unbounded', ray: F(1, 1), point: F(0, 1), iterations: 0 } as const;
    expect(outcome(loose, claim).status).toBe('unbounded');
    expect(outcome(loose, { ...claim, point: F(0.5, 0.5) })).toMatchObject({
      status: 'imprecise',
      failures: [expect.stringMatching(/integer column/)],
    });
  });
});

describe('infeasible and unbounded', () => {
  test.each(['minimize', 'maximize'] as const)('need their proof, %s', (sense) => {
    for (let seed = 0; seed < 30; seed++) {
      const { program, y } = infeasibleCase(seed, sense);
      expect(outcome(program, { status: 'infeasible', farkas: y, iterations: 0 }).status).toBe('infeasible');
      for (const farkas of [y.map((v) => -v), y.map(() => 0)]) {
        expect(outcome(program, { status: 'infeasible', farkas, iterations: 0 })).toMatchObject({
          status: 'imprecise',
          claimed: 'infeasible',
        });
      }
      expect(outcome(program, { status: 'infeasible', iterations: 0 }).status).toBe('imprecise');
    }
    for (let seed = 0; seed < 30; seed++) {
      const { program, point, ray } = unboundedCase(seed, sense);
      const claim = { status: 'unbounded', ray, point, iterations: 0 } as const;
      expect(outcome(program, claim)).toMatchObject({ status: 'unbounded', point: point.map((v) => v + 0) });
      const worse = point.map((v, j) => (j === point.length - 1 ? v + 7 : v));
      for (const wrong of [
        { ...claim, ray: ray.map((v) => -v) },
        { ...claim, point: worse },
        { ...claim, point: point.map(() => NaN) },
        { status: 'unbounded', ray, iterations: 0 } as const,
        { status: 'unbounded', point, iterations: 0 } as const,
        { status: 'unbounded', iterations: 0 } as const,
      ]) {
        const got = outcome(program, wrong);
        expect(got).toMatchObject({ status: 'imprecise', claimed: 'unbounded' });
        if (got.status === 'imprecise') expect(got.failures.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('the rest', () => {
  test('an incumbent is passed on only when it is feasible; bounds turn with the sense', () => {
    const claim = { status: 'limit', which: 'time', bound: -20, iterations: 0 } as const;
    expect(outcome(MAXIMUM, claim)).toEqual({ ...RECORD, status: 'limit', which: 'time', bound: 20 });
    expect(outcome(MAXIMUM, { ...claim, x: F(1, -0) })).toMatchObject({
      incumbent: { x: F(1, 0), objective: 8 },
    });
    for (const x of [F(9, 9), F(NaN, 0), F(1)])
      expect(outcome(MAXIMUM, { ...claim, x })).not.toHaveProperty('incumbent');
  });

  test('a bound that an incumbent refutes is dropped, one that is no number too', () => {
    const claim = { status: 'limit', which: 'nodes', x: F(3, 1), iterations: 0 } as const;
    expect(outcome(MAXIMUM, { ...claim, bound: -16 })).toMatchObject({ which: 'nodes', bound: 16 });
    for (const bound of [-15.9, NaN, Infinity]) {
      const got = outcome(MAXIMUM, { ...claim, bound });
      expect(got).toMatchObject({ status: 'limit', incumbent: { objective: 16 } });
      expect(got).not.toHaveProperty('bound');
    }
  });

  test('what claims nothing is passed on as it is', () => {
    expect(outcome(MAXIMUM, { status: 'infeasibleOrUnbounded', iterations: 9 })).toEqual({
      ...RECORD,
      status: 'infeasibleOrUnbounded',
    });
    expect(outcome(MAXIMUM, { status: 'failed', cause: 'boom', iterations: 9 })).toEqual({
      ...RECORD,
      status: 'failed',
      cause: 'boom',
    });
  });
});
