import { fc, test as prop } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { BasisFactor } from '../../src/factor/basis-factor.ts';
import { NO_ROOM } from '../../src/factor/forrest-tomlin.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import { columnDot, loadVariable, type Structurals, structurals, uniform, worstResidual } from './support.ts';

/** m rows, 3m structurals of about four entries. */
function wide(m: number, next: () => number): Structurals {
  return structurals(m, 3 * m, () => (next() < 4 / m ? (next() < 0.5 ? -1 : 1) * (0.5 + next()) : 0));
}

/** Makes one random exchange with a pivot near the largest of its column. Returns [entering, row], or [-1, -1] if none was good. */
function exchange(
  factor: BasisFactor,
  a: Structurals,
  basic: Int32Array,
  aq: SparseVector,
  rho: SparseVector,
  next: () => number,
): readonly [number, number] {
  const q = Math.floor(next() * (a.n + a.m));
  if (basic.includes(q)) return [-1, -1];
  loadVariable(aq, a, q);
  const density = next() < 0.5 ? 0 : 1;
  factor.ftranSpike(aq, density);
  const largest = Math.max(...aq.value.map(Math.abs));
  const rows = Array.from(basic.keys()).filter((r) => Math.abs(aq.value[r]) > 0.3 * largest);
  if (rows.length === 0 || !(largest > 0.1)) return [-1, -1];
  const row = rows[Math.floor(next() * rows.length)];
  factor.btranRow(rho, row, density);
  expect(factor.update(aq, rho, row, columnDot(a, q, rho.value))).toBe(0);
  basic[row] = q;
  return [q, row];
}

prop.prop([fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 3, max: 60 })], { numRuns: 60 })(
  'after any updates, solves equal those of a fresh factor and of the product form',
  (seed, m) => {
    const next = uniform(seed);
    const a = wide(m, next);
    const factor = new BasisFactor(m, a.n, a);
    const basic = Int32Array.from({ length: m }, (_, i) => a.n + i);
    factor.factorise(basic);
    const aq = new SparseVector(m);
    const rho = new SparseVector(m);
    // The product form from the slack basis: B^-1 = E_k ... E_1.
    const etas: { row: number; column: Float64Array }[] = [];
    for (let k = 0; k < 45; k++) {
      const [, row] = exchange(factor, a, basic, aq, rho, next);
      if (row >= 0) etas.push({ row, column: aq.value.slice() });
    }
    expect(factor.updates).toBe(etas.length);
    for (const density of [0, 1]) {
      expect(worstResidual(factor, a, basic, next, density)).toBeLessThan(1e-9 * (1 + etas.length));
    }
    const v = new SparseVector(m);
    for (let i = 0; i < m; i++) v.value[i] = next() - 0.5;
    v.count = -1;
    const product = v.value.slice();
    const right = v.value.slice();
    factor.ftran(v, 1);
    for (const { row, column } of etas) {
      product[row] /= column[row];
      for (let i = 0; i < m; i++) if (i !== row) product[i] -= column[i] * product[row];
    }
    const fresh = new BasisFactor(m, a.n, a);
    const order = basic.slice();
    expect(fresh.factorise(order)).toBe(0);
    const w = new SparseVector(m);
    w.value.set(right);
    w.count = -1;
    fresh.ftran(w, 1);
    const byVariable = new Map(Array.from(order, (j, r) => [j, w.value[r]]));
    const size = 1 + Math.max(...v.value.map(Math.abs));
    for (let r = 0; r < m; r++) {
      expect(Math.abs(v.value[r] - product[r])).toBeLessThan(1e-7 * size);
      expect(Math.abs(v.value[r] - (byVariable.get(basic[r]) ?? Number.NaN))).toBeLessThan(1e-7 * size);
    }
  },
);

test('the update limit is a refusal, and the next factorisation goes on', () => {
  const m = 20;
  const next = uniform(11);
  const a = wide(m, next);
  const factor = new BasisFactor(m, a.n, a);
  const basic = Int32Array.from({ length: m }, (_, i) => a.n + i);
  factor.factorise(basic);
  const aq = new SparseVector(m);
  const rho = new SparseVector(m);
  while (factor.updates < 52) exchange(factor, a, basic, aq, rho, next);
  expect(factor.shouldRefactor).toBe(true);
  loadVariable(aq, a, basic[0]);
  factor.ftranSpike(aq, 1);
  factor.btranRow(rho, 0, 1);
  expect(factor.update(aq, rho, 0, columnDot(a, basic[0], rho.value))).toBe(NO_ROOM);
  expect(factor.factorise(basic)).toBe(0);
  expect(factor.updates).toBe(0);
  expect(factor.shouldRefactor).toBe(false);
  expect(worstResidual(factor, a, basic, next, 1)).toBeLessThan(1e-12);
});

/** Work of one update that puts a dense spike into the first column of a bidiagonal basis: the bump is the whole matrix. */
function wideBump(m: number): number {
  const a = structurals(m, m + 1, (i, j) => {
    if (j === m) return i === 0 ? 2 : 1;
    return i === j ? 1 : i === j - 1 ? 0.5 : 0;
  });
  const factor = new BasisFactor(m, m + 1, a);
  const basic = Int32Array.from({ length: m }, (_, j) => j);
  factor.factorise(basic);
  const aq = new SparseVector(m);
  const rho = new SparseVector(m);
  loadVariable(aq, a, m);
  factor.ftranSpike(aq, 1);
  factor.btranRow(rho, 0, 1);
  const before = factor.ticks;
  expect(factor.update(aq, rho, 0, columnDot(a, m, rho.value))).toBe(0);
  const work = factor.ticks - before;
  basic[0] = m;
  expect(worstResidual(factor, a, basic, uniform(1), 1)).toBeLessThan(1e-12);
  return work;
}

test('the work of an update grows linearly in the width of the bump', () => {
  const [narrow, wide4] = [wideBump(500), wideBump(2000)];
  expect(narrow).toBeGreaterThan(500);
  expect(wide4 / narrow).toBeLessThan(4.5);
});
