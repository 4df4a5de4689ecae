import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { decompose, SHAPES, type Shape, type Structurals, shaped, shuffled, uniform } from './support.ts';

/**
 * The worst of |L U - B| over what rounding allows, m eps |L| |U| plus one dropped value (1e-14), with B's columns named by
 * their pivot rows; the largest multiplier; and the number of entries of both factors.
 */
function defect(
  a: Structurals,
  u: number,
  order: Int32Array,
): { defect: number; growth: number; entries: number } {
  const { m } = a;
  const { basis, lower, upper } = decompose(a, order, u);
  expect(basis.openCount).toBe(0);
  let worst = 0;
  let growth = 0;
  for (let c = 0; c < m; c++) {
    const p = basis.rowOf[c];
    const column = new Float64Array(m);
    const size = new Float64Array(m);
    const add = (i: number, x: number): void => {
      column[i] += x;
      size[i] += Math.abs(x);
      for (let t = lower.start[i]; t < lower.end[i]; t++) {
        column[lower.index[t]] += x * lower.value[t];
        size[lower.index[t]] += Math.abs(x * lower.value[t]);
      }
    };
    // L as a product of column etas, applied in reverse pivot order, is the plain triangular matrix of their columns.
    add(p, upper.pivot[p]);
    for (let t = upper.start[p]; t < upper.end[p]; t++) {
      expect(upper.slotOf[upper.index[t]]).toBeLessThan(upper.slotOf[p]);
      add(upper.index[t], upper.value[t]);
    }
    for (let t = a.starts[order[c]]; t < a.starts[order[c] + 1]; t++) column[a.rows[t]] -= a.values[t];
    worst = Math.max(worst, ...column.map((x, i) => Math.abs(x) / (m * 2 ** -52 * size[i] + 1e-14)));
  }
  for (let t = 0; t < lower.size; t++) growth = Math.max(growth, Math.abs(lower.value[t]));
  return { defect: worst, growth, entries: lower.size + upper.size + m };
}

describe.each(SHAPES.filter((shape) => shape !== 'random'))('%s', (shape: Shape) => {
  prop.prop([fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 2, max: 70 })], { numRuns: 60 })(
    'P B Q = L U to rounding, for strict and loose thresholds',
    (seed, m) => {
      const next = uniform(seed);
      const a = shaped(shape, m, next);
      for (const u of [0.01, 0.1, 0.5]) expect(defect(a, u, shuffled(m, next)).defect).toBeLessThan(1);
    },
  );
});

test('an arrow has no fill-in', () => {
  const a = shaped('arrow', 200, uniform(5));
  expect(defect(a, 0.1, shuffled(200, uniform(6))).entries).toBe(a.values.length);
});

test('multipliers of a dense kernel are at most 1/u', () => {
  const next = uniform(9);
  const m = 40;
  const a = shaped('random', m, next);
  const full = {
    ...a,
    starts: Int32Array.from({ length: m + 1 }, (_, j) => j * m),
    rows: Int32Array.from({ length: m * m }, (_, t) => t % m),
    values: Float64Array.from({ length: m * m }, () => next() - 0.5),
  };
  for (const u of [0.1, 0.5, 1]) {
    const { growth, defect: error } = defect(full, u, shuffled(m, next));
    expect(growth).toBeLessThanOrEqual((1 + 1e-12) / u);
    expect(error).toBeLessThan(1);
  }
});
