/**
 * The checks, attacked: verified certificates of constructed programs, each damaged in every way we can think of, and
 * not one damaged certificate is let through.
 */
import { describe, expect, test } from 'vitest';
import { checkFarkas } from '../src/check-farkas.ts';
import { checkOptimal, type PrimalDualPoint } from '../src/check-optimal.ts';
import { checkRay } from '../src/check-ray.ts';
import type { Program, Sense } from '../src/program.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { infeasibleCase, optimalCase, support, unboundedCase, withEntry } from './constructed.ts';

const SENSES: Sense[] = ['minimize', 'maximize'];
const CASES = SENSES.flatMap((sense) => Array.from({ length: 60 }, (_, seed) => [sense, seed] as const));
/** Every damage is tried on every class: a gross error must not pass the loosest of them. */
const CLASSES = Object.values(TOLERANCES);
const BAD = [Number.NaN, Infinity, -Infinity];

function other(sense: Sense): Sense {
  return sense === 'minimize' ? 'maximize' : 'minimize';
}

/** The vectors of wrong length near the right one. */
function misfits(vector: Float64Array): Float64Array[] {
  return [vector.slice(1), Float64Array.of(...vector, 0)];
}

describe.each(CASES)('optimal, %s, seed %d', (sense, seed) => {
  const { program, x, y, rc } = optimalCase(seed, sense);

  function verdicts(changed: Partial<PrimalDualPoint>, against: Program = program): Set<string> {
    const point = { x, rowDual: y, reducedCost: rc, ...changed };
    return new Set(CLASSES.map((tolerances) => checkOptimal(against, point, tolerances).verdict));
  }
  const REFUTED = new Set(['refuted']);
  /** Without the given reduced costs, so that stationarity holds by construction and the rest must catch it. */
  function verdictsFromDuals(rowDual: Float64Array, against: Program = program): Set<string> {
    return new Set(CLASSES.map((tolerances) => checkOptimal(against, { x, rowDual }, tolerances).verdict));
  }

  test('the certificate itself is verified, exactly', () => {
    expect(verdicts({})).toEqual(new Set(['verified']));
    expect(verdictsFromDuals(y)).toEqual(new Set(['verified']));
    const report = checkOptimal(program, { x, rowDual: y }, TOLERANCES.vertex);
    expect(report.residuals).toEqual({ primal: 0, dual: 0, complementarity: 0, gap: 0 });
    expect(report.reducedCost).toEqual(rc);
    expect(report.dualObjective).toBe(report.objective);
  });

  test('one x off, in either direction', () => {
    for (const j of x.keys()) {
      for (const by of [0.5, -0.5]) expect(verdicts({ x: withEntry(x, j, x[j] + by) })).toEqual(REFUTED);
      const near = { x: withEntry(x, j, x[j] + 1e-4), rowDual: y, reducedCost: rc };
      expect(checkOptimal(program, near, TOLERANCES.interior).verdict).toBe('refuted');
    }
  });

  test('one dual of the wrong sign, twice as large, or a little off', () => {
    for (const i of support(y)) {
      for (const value of [-y[i], 2 * y[i], 0, y[i] + 0.25]) {
        expect(verdicts({ rowDual: withEntry(y, i, value) })).toEqual(REFUTED);
        expect(verdictsFromDuals(withEntry(y, i, value))).toEqual(REFUTED);
      }
    }
  });

  test('a price on a row that is not binding', () => {
    for (const i of y.keys()) {
      if (y[i] === 0) expect(verdictsFromDuals(withEntry(y, i, 1))).toEqual(REFUTED);
    }
  });

  test('all duals scaled, negated or zero', () => {
    for (const scale of [-1, 0, 0.5, 2]) expect(verdictsFromDuals(y.map((v) => v * scale))).toEqual(REFUTED);
    expect(verdicts({ rowDual: y.map((v) => -v), reducedCost: rc.map((v) => -v) })).toEqual(REFUTED);
  });

  test('a wrong reduced cost', () => {
    for (const j of rc.keys()) {
      for (const value of [rc[j] + 0.25, rc[j] - 0.25]) {
        expect(verdicts({ reducedCost: withEntry(rc, j, value) })).toEqual(REFUTED);
      }
      if (rc[j] !== 0) expect(verdicts({ reducedCost: withEntry(rc, j, -rc[j]) })).toEqual(REFUTED);
    }
  });

  test('the bound that a multiplier stands on is dropped, loosened or tightened', () => {
    const flip = sense === 'minimize' ? 1 : -1;
    for (const j of support(rc)) {
      const side = rc[j] * flip > 0 ? 'columnLower' : 'columnUpper';
      const out = side === 'columnLower' ? -1 : 1;
      const moved = (value: number): Program => ({ ...program, [side]: withEntry(program[side], j, value) });
      for (const value of [out * Infinity, x[j] + out, x[j] - out])
        expect(verdicts({}, moved(value))).toEqual(REFUTED);
    }
    for (const i of support(y)) {
      const side = y[i] * flip > 0 ? 'rowLower' : 'rowUpper';
      const out = side === 'rowLower' ? -1 : 1;
      const at = program[side][i];
      const moved = (value: number): Program => ({ ...program, [side]: withEntry(program[side], i, value) });
      for (const value of [out * Infinity, at + out, at - out])
        expect(verdicts({}, moved(value))).toEqual(REFUTED);
    }
  });

  test('the right-hand side of an equation is shifted', () => {
    for (const by of [1, -1]) {
      const rowLower = withEntry(program.rowLower, 0, program.rowLower[0] + by);
      const rowUpper = withEntry(program.rowUpper, 0, program.rowUpper[0] + by);
      expect(verdicts({}, { ...program, rowLower, rowUpper })).toEqual(REFUTED);
    }
  });

  test('a cost, a coefficient or the sense of the program is another', () => {
    for (const j of x.keys()) {
      const cost = withEntry(program.cost, j, program.cost[j] + 1);
      expect(verdicts({}, { ...program, cost })).toEqual(REFUTED);
      const k = program.matrix.starts[j];
      const values = withEntry(program.matrix.values, k, program.matrix.values[k] + 0.5);
      expect(verdicts({}, { ...program, matrix: { ...program.matrix, values } })).toEqual(REFUTED);
    }
    expect(verdicts({}, { ...program, sense: other(sense) })).toEqual(REFUTED);
  });

  test('an entry that is no number, a vector that does not fit', () => {
    for (const bad of BAD) {
      for (const j of x.keys()) {
        expect(verdicts({ x: withEntry(x, j, bad) })).toEqual(REFUTED);
        expect(verdicts({ reducedCost: withEntry(rc, j, bad) })).toEqual(REFUTED);
      }
      for (const i of y.keys()) {
        expect(verdicts({ rowDual: withEntry(y, i, bad) })).toEqual(REFUTED);
        expect(verdictsFromDuals(withEntry(y, i, bad))).toEqual(REFUTED);
      }
    }
    for (const short of misfits(x)) expect(verdicts({ x: short })).toEqual(REFUTED);
    for (const short of misfits(y)) expect(verdicts({ rowDual: short })).toEqual(REFUTED);
    for (const short of misfits(rc)) expect(verdicts({ reducedCost: short })).toEqual(REFUTED);
  });
});

describe.each(CASES)('infeasible, %s, seed %d', (sense, seed) => {
  const { program, y } = infeasibleCase(seed, sense);
  const refuted = (multipliers: Float64Array, against = program): void =>
    expect(checkFarkas(against, multipliers).verdict).toBe('refuted');

  test('the certificate itself is verified, in either sense and at any scale', () => {
    for (const scale of [1, 1e-6, 12345]) {
      const multipliers = y.map((v) => v * scale);
      expect(checkFarkas(program, multipliers).verdict).toBe('verified');
      expect(checkFarkas({ ...program, sense: other(sense) }, multipliers).verdict).toBe('verified');
    }
  });

  test('negated, zero, no number, misfit', () => {
    refuted(y.map((v) => -v));
    refuted(new Float64Array(y.length));
    for (const i of y.keys()) for (const bad of BAD) refuted(withEntry(y, i, bad));
    for (const short of misfits(y)) refuted(short);
  });

  test('one multiplier off, of the wrong sign, or left out', () => {
    for (const i of y.keys()) {
      const scale = Math.max(...y.map(Math.abs));
      for (const by of [1e-5 * scale, -1e-5 * scale, 1]) refuted(withEntry(y, i, y[i] + by));
      if (y[i] === 0) continue;
      refuted(withEntry(y, i, -y[i]));
      refuted(withEntry(y, i, 0));
    }
  });

  test('a bound that the proof stands on is not there', () => {
    for (const i of support(y)) {
      const side = y[i] > 0 ? 'rowLower' : 'rowUpper';
      refuted(y, { ...program, [side]: withEntry(program[side], i, y[i] > 0 ? -Infinity : Infinity) });
    }
    let dropped = 0;
    for (let j = 1; j < program.cost.length; j++) {
      const upper = { ...program, columnUpper: withEntry(program.columnUpper, j, Infinity) };
      const lower = { ...program, columnLower: withEntry(program.columnLower, j, -Infinity) };
      const both = [upper, lower].map((against) => checkFarkas(against, y).verdict);
      if (both.includes('refuted')) dropped++;
    }
    expect(dropped).toBeGreaterThan(0);
  });

  test('the contradiction is taken out of the last row', () => {
    const last = y.length - 1;
    const rowLower = withEntry(program.rowLower, last, program.rowLower[last] - 6);
    refuted(y, { ...program, rowLower });
  });
});

describe.each(CASES)('unbounded, %s, seed %d', (sense, seed) => {
  const { program, point, ray } = unboundedCase(seed, sense);
  const refuted = (direction: Float64Array, against = program): void =>
    expect(checkRay(against, direction).verdict).toBe('refuted');

  test('the certificate itself is verified, at any scale, and its point is feasible', () => {
    for (const scale of [1, 1e-6, 12345]) {
      expect(
        checkRay(
          program,
          ray.map((v) => v * scale),
        ).verdict,
      ).toBe('verified');
    }
    expect(checkOptimal(program, { x: point }, TOLERANCES.vertex).verdict).toBe('verified');
    const far = point.map((v, j) => v + 1000 * ray[j]);
    expect(checkOptimal(program, { x: far }, TOLERANCES.vertex).verdict).toBe('verified');
  });

  test('negated, zero, no number, misfit, other sense', () => {
    refuted(ray.map((v) => -v));
    refuted(new Float64Array(ray.length));
    for (const j of ray.keys()) for (const bad of BAD) refuted(withEntry(ray, j, bad));
    for (const short of misfits(ray)) refuted(short);
    refuted(ray, { ...program, sense: other(sense) });
  });

  test('one entry off: it leaves the equation', () => {
    const scale = Math.max(...ray.map(Math.abs));
    for (const j of ray.keys()) {
      for (const by of [1e-5 * scale, -1e-5 * scale, 1]) refuted(withEntry(ray, j, ray[j] + by));
    }
  });

  test('a bound stands in the way', () => {
    for (const j of support(ray)) {
      const side = ray[j] > 0 ? 'columnUpper' : 'columnLower';
      refuted(ray, { ...program, [side]: withEntry(program[side], j, point[j] + 1e6 * Math.sign(ray[j])) });
    }
  });
});
