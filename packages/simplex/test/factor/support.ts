/** Basis matrices of known shapes, seeded, and what is checked of them: residuals in the matrix itself, never in the factor. */
import { BasisColumns, type ColumnMatrix } from '../../src/factor/basis-columns.ts';
import type { BasisFactor } from '../../src/factor/basis-factor.ts';
import { Lower } from '../../src/factor/lower.ts';
import { Kernel } from '../../src/factor/markowitz.ts';
import { Singletons } from '../../src/factor/singletons.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import { Upper } from '../../src/factor/upper.ts';

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Structurals extends ColumnMatrix {
  readonly m: number;
  readonly n: number;
}

/** Structural columns from an entry rule: `entry(i, j)` is the coefficient, zero where there is none. */
export function structurals(m: number, n: number, entry: (i: number, j: number) => number): Structurals {
  const starts = new Int32Array(n + 1);
  const rows: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) {
      const value = entry(i, j);
      if (value === 0) continue;
      rows.push(i);
      values.push(value);
    }
    starts[j + 1] = rows.length;
  }
  return { m, n, starts, rows: Int32Array.from(rows), values: Float64Array.from(values) };
}

export function shuffled(count: number, next: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(next() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}

export const SHAPES = ['random', 'triangular', 'arrow', 'banded', 'nearSingular'] as const;
export type Shape = (typeof SHAPES)[number];

/** Square structural matrices with rows and columns shuffled; all regular but, by chance, some of the random ones. */
export function shaped(shape: Shape, m: number, next: () => number): Structurals {
  const rowAt = shuffled(m, next);
  const columnAt = shuffled(m, next);
  const coefficient = (): number => (next() < 0.5 ? -1 : 1) * (0.5 + next());
  const rule = (i: number, j: number): number => {
    if (shape === 'random') return next() < 3 / m ? coefficient() : 0;
    if (i === j) return shape === 'nearSingular' && i === 0 ? 1e-6 : 2 + next();
    if (shape === 'triangular') return i < j && next() < 4 / m ? coefficient() : 0;
    if (shape === 'arrow') return i === 0 || j === 0 ? coefficient() / m : 0;
    if (shape === 'banded') return Math.abs(i - j) <= 2 ? coefficient() / 3 : 0;
    return next() < 3 / m && i > 0 && j > 0 ? coefficient() / 4 : 0;
  };
  return structurals(m, m, (i, j) => rule(rowAt[i], columnAt[j]));
}

/** Column of a variable as a listed vector. */
export function loadVariable(v: SparseVector, a: Structurals, j: number): void {
  v.clear();
  if (j >= a.n) {
    v.value[j - a.n] = 1;
    v.index[v.count++] = j - a.n;
  } else {
    for (let t = a.starts[j]; t < a.starts[j + 1]; t++) {
      v.value[a.rows[t]] = a.values[t];
      v.index[v.count++] = a.rows[t];
    }
  }
}

/** `a_j' y`. */
export function columnDot(a: Structurals, j: number, y: Float64Array): number {
  if (j >= a.n) return y[j - a.n];
  let sum = 0;
  for (let t = a.starts[j]; t < a.starts[j + 1]; t++) sum += a.values[t] * y[a.rows[t]];
  return sum;
}

/** `max |B x - b| / (max |B| |x| + max |b|)`, a backward error. */
export function forwardResidual(a: Structurals, basic: Int32Array, x: Float64Array, b: Float64Array): number {
  const left = b.slice();
  const size = b.map(Math.abs);
  const column = new SparseVector(a.m);
  for (let r = 0; r < a.m; r++) {
    loadVariable(column, a, basic[r]);
    for (let k = 0; k < column.count; k++) {
      const i = column.index[k];
      left[i] -= column.value[i] * x[r];
      size[i] += Math.abs(column.value[i] * x[r]);
    }
  }
  return Math.max(...left.map(Math.abs)) / Math.max(...size, Number.MIN_VALUE);
}

/** `max |B' y - c| / (max |B'| |y| + max |c|)`. */
export function backwardResidual(
  a: Structurals,
  basic: Int32Array,
  y: Float64Array,
  c: Float64Array,
): number {
  let worst = 0;
  let size = Number.MIN_VALUE;
  const sizes = { ...a, values: a.values.map(Math.abs) };
  const absolute = y.map(Math.abs);
  for (let r = 0; r < a.m; r++) {
    worst = Math.max(worst, Math.abs(columnDot(a, basic[r], y) - c[r]));
    size = Math.max(size, columnDot(sizes, basic[r], absolute) + Math.abs(c[r]));
  }
  return worst / size;
}

/** A vector with about `nonzeros` random entries, listed; or dense and unlisted when `nonzeros` reaches its size. */
export function randomVector(m: number, nonzeros: number, next: () => number): SparseVector {
  const v = new SparseVector(m);
  if (nonzeros >= m) {
    for (let i = 0; i < m; i++) v.value[i] = next() - 0.5;
    v.count = -1;
    return v;
  }
  for (let k = 0; k < nonzeros; k++) v.value[Math.floor(next() * m)] = 0.5 + next();
  v.reindex();
  return v;
}

/** Largest backward error of two forward and two backward solves, sparse and dense, whichever kernels `density` selects. */
export function worstResidual(
  factor: BasisFactor,
  a: Structurals,
  basic: Int32Array,
  next: () => number,
  density: number,
): number {
  let worst = 0;
  for (const nonzeros of [1, a.m]) {
    const right = randomVector(a.m, nonzeros, next);
    const b = right.value.slice();
    factor.ftran(right, density);
    worst = Math.max(worst, forwardResidual(a, basic, right.value, b));
    const left = randomVector(a.m, nonzeros, next);
    const c = left.value.slice();
    factor.btran(left, density);
    worst = Math.max(worst, backwardResidual(a, basic, left.value, c));
  }
  return worst;
}

/** The parts of a factorisation, in the open. */
export function decompose(
  a: Structurals,
  variables: Int32Array,
  u = 0.1,
): { basis: BasisColumns; lower: Lower; upper: Upper; kernel: number } {
  const basis = new BasisColumns(a.m, a.n, a);
  basis.variable.set(variables);
  const lower = new Lower(a.m);
  const upper = new Upper(a.m, 0);
  const singletons = new Singletons(a.m);
  singletons.peel(basis, lower, upper, 0);
  const kernel = basis.openCount;
  new Kernel(a.m).eliminate(basis, singletons, lower, upper, u);
  lower.transpose(upper.slots);
  upper.transpose();
  return { basis, lower, upper, kernel };
}
