import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { BasisFactor } from '../../src/factor/basis-factor.ts';
import { PIVOTS_DISAGREE, STALE_PACK } from '../../src/factor/forrest-tomlin.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import {
  columnDot,
  loadVariable,
  SHAPES,
  shaped,
  shuffled,
  structurals,
  uniform,
  worstResidual,
} from './support.ts';

/** Backward errors of solves with a fresh factor: some hundred roundings, times the growth that u = 0.1 lets through. */
const FRESH = 1e-12;
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe.each(SHAPES)('%s', (shape) => {
  prop.prop([seeds, fc.integer({ min: 1, max: 80 })], { numRuns: 60 })(
    'B B^-1 v = v and B^T B^-T v = v with every kernel, after a repair too',
    (seed, m) => {
      const next = uniform(seed);
      const a = shaped(shape, m, next);
      const factor = new BasisFactor(m, a.n, a);
      const basic = shuffled(m, next);
      const deficiency = factor.factorise(basic);
      if (shape !== 'random') expect(deficiency).toBe(0);
      expect(new Set(basic).size).toBe(m);
      for (const density of [0, 1]) {
        expect(worstResidual(factor, a, basic, next, density)).toBeLessThan(FRESH);
      }
    },
  );
});

prop.prop([seeds], { numRuns: 60 })('<B^-T u, v> = <u, B^-1 v>', (seed) => {
  const next = uniform(seed);
  const a = shaped('banded', 40, next);
  const factor = new BasisFactor(40, 40, a);
  factor.factorise(shuffled(40, next));
  const u = new SparseVector(40);
  const v = new SparseVector(40);
  for (let i = 0; i < 40; i++) {
    u.value[i] = next() - 0.5;
    v.value[i] = next() - 0.5;
  }
  u.count = v.count = -1;
  const [uBefore, vBefore] = [u.value.slice(), v.value.slice()];
  factor.btran(u, 1);
  factor.ftran(v, 1);
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, xi, i) => sum + xi * y[i], 0);
  expect(Math.abs(dot(u.value, vBefore) - dot(uBefore, v.value))).toBeLessThan(1e-12);
});

describe('deficient bases', () => {
  prop.prop([seeds, fc.integer({ min: 0, max: 6 })], { numRuns: 100 })(
    'are short by exactly the dependent columns, and regular after the repair',
    (seed, dependent) => {
      const next = uniform(seed);
      const m = 30;
      const whole = shaped('banded', m, next);
      // Diagonals over 2 and small entries besides: no repair of it is badly conditioned, so rank is a plain question.
      // The last columns become whole-number combinations of two others, exactly in binary.
      const dense = Array.from({ length: m }, (_, j) => {
        const column = new Float64Array(m);
        for (let t = whole.starts[j]; t < whole.starts[j + 1]; t++) {
          const value = Math.round(whole.values[t] * 1024) / 1024;
          column[whole.rows[t]] = Math.abs(value) > 1 ? value : value / 8;
        }
        return column;
      });
      for (let d = 0; d < dependent; d++) {
        const [one, two] = [dense[2 * d], dense[2 * d + 1]];
        dense[m - 1 - d] = one.map((x, i) => 2 * x - two[i]);
      }
      const a = structurals(m, m, (i, j) => dense[j][i]);
      const factor = new BasisFactor(m, m, a);
      const basic = shuffled(m, next);
      const before = new Set(basic);
      expect(factor.factorise(basic)).toBe(dependent);
      const removed = Array.from(factor.deficientVariables.subarray(0, dependent));
      const inserted = Array.from(factor.deficientRows.subarray(0, dependent));
      for (const row of inserted) expect(basic[row]).toBe(m + row);
      for (const j of removed) expect(before.delete(j)).toBe(true);
      expect(new Set(basic)).toEqual(new Set([...before, ...inserted.map((row) => m + row)]));
      expect(worstResidual(factor, a, basic, next, 1)).toBeLessThan(FRESH);
      expect(factor.factorise(basic)).toBe(0);
    },
  );

  test('zero columns, repeated logicals and no rows at all', () => {
    const a = structurals(3, 2, (i, j) => (j === 0 && i < 2 ? 1 : 0));
    const factor = new BasisFactor(3, 2, a);
    const basic = Int32Array.of(1, 2, 2);
    expect(factor.factorise(basic)).toBe(2);
    expect(Array.from(basic)).toEqual([2, 3, 4]);
    expect(Array.from(factor.deficientVariables.subarray(0, 2))).toEqual([1, 2]);
    const empty = new BasisFactor(
      0,
      0,
      structurals(0, 0, () => 0),
    );
    expect(empty.factorise(new Int32Array(0))).toBe(0);
    const nothing = new SparseVector(0);
    empty.ftran(nothing, 0);
    expect(nothing.count).toBe(0);
  });

  test('entries that are too small to be pivots count as none', () => {
    const a = structurals(
      2,
      2,
      (i, j) =>
        [
          [1, 1],
          [1, 1 + 1e-13],
        ][i][j],
    );
    expect(new BasisFactor(2, 2, a).factorise(Int32Array.of(0, 1))).toBe(1);
    const tiny = structurals(2, 2, (i, j) => (i === j ? [1, 1e-12][i] : 0));
    expect(new BasisFactor(2, 2, tiny).factorise(Int32Array.of(0, 1))).toBe(1);
  });
});

prop.prop([seeds], { numRuns: 40 })('renaming rows and columns changes nothing but names', (seed) => {
  const next = uniform(seed);
  const m = 40;
  const a = shaped('nearSingular', m, next);
  const [rowAt, columnAt] = [shuffled(m, next), shuffled(m, next)];
  const dense = Array.from({ length: m }, () => new Float64Array(m));
  for (let j = 0; j < m; j++) {
    for (let t = a.starts[j]; t < a.starts[j + 1]; t++) dense[a.rows[t]][j] = a.values[t];
  }
  const renamed = structurals(m, m, (i, j) => dense[rowAt[i]][columnAt[j]]);
  const solve = (matrix: typeof a, b: (i: number) => number): Map<number, number> => {
    const factor = new BasisFactor(m, m, matrix);
    const basic = Int32Array.from({ length: m }, (_, j) => j);
    factor.factorise(basic);
    const v = new SparseVector(m);
    for (let i = 0; i < m; i++) v.value[i] = b(i);
    v.count = -1;
    factor.ftran(v, 1);
    return new Map(Array.from(basic, (j, r) => [j, v.value[r]]));
  };
  const x = solve(a, (i) => Math.sin(i));
  const y = solve(renamed, (i) => Math.sin(rowAt[i]));
  for (const [j, value] of y) {
    const other = x.get(columnAt[j]) ?? Number.NaN;
    expect(Math.abs(value - other)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(value)));
  }
});

describe('update', () => {
  const m = 30;
  const next = uniform(7);
  const a = shaped('banded', m, next);
  const basic = Int32Array.from({ length: m }, (_, j) => j);
  const factor = new BasisFactor(m, m, a);
  factor.factorise(basic);
  const aq = new SparseVector(m);
  const rho = new SparseVector(m);
  const row = 11;
  const entering = m + 4;

  function prepare(): number {
    loadVariable(aq, a, entering);
    factor.ftranSpike(aq, 1);
    factor.btranRow(rho, row, 1);
    return columnDot(a, entering, rho.value);
  }

  test('refuses pivots that disagree, numbers that are none, and by-products of another state; then changes nothing', () => {
    const alpha = prepare();
    expect(factor.update(aq, rho, row, alpha * 1.001)).toBe(PIVOTS_DISAGREE);
    expect(factor.update(aq, rho, row, Number.NaN)).toBe(PIVOTS_DISAGREE);
    expect(factor.updates).toBe(0);
    expect(worstResidual(factor, a, basic, next, 1)).toBeLessThan(FRESH);
    expect(factor.update(aq, rho, row, alpha)).toBe(0);
    expect(factor.updates).toBe(1);
    expect(factor.update(aq, rho, row, alpha)).toBe(STALE_PACK);
  });
});

test('the work clock ends a factor: not before 50 updates, and never after the limit', () => {
  const m = 60;
  const a = shaped('banded', m, uniform(3));
  const factor = new BasisFactor(m, m, a);
  const basic = Int32Array.from({ length: m }, (_, j) => j);
  factor.factorise(basic);
  const aq = new SparseVector(m);
  const rho = new SparseVector(m);
  for (let k = 0; k < 49; k++) {
    const r = k % m;
    const q = basic[r] < m ? m + r : r;
    loadVariable(aq, a, q);
    factor.ftranSpike(aq, 1);
    factor.btranRow(rho, r, 1);
    expect(factor.update(aq, rho, r, columnDot(a, q, rho.value))).toBe(0);
    basic[r] = q;
    expect(factor.shouldRefactor).toBe(false);
  }
  const before = factor.ticks;
  loadVariable(aq, a, 0);
  factor.ftran(aq, 1);
  expect(factor.ticks).toBeGreaterThan(before);
  expect(factor.factorTicks).toBeGreaterThan(0);
});
