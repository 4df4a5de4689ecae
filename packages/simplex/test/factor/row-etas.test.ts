import { fc, test as prop } from '@fast-check/vitest';
import { expect } from 'vitest';
import { RowEtas } from '../../src/factor/row-etas.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import { randomVector, uniform } from './support.ts';

prop.prop(
  [fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 2, max: 40 }), fc.integer({ min: 0, max: 30 })],
  {
    numRuns: 150,
  },
)('dot products, chains and the definition agree; backward is the transpose', (seed, m, count) => {
  const next = uniform(seed);
  const etas = new RowEtas(m, 30);
  etas.reset();
  const written: { p: number; row: Float64Array }[] = [];
  for (let t = 0; t < count; t++) {
    const e = randomVector(m, 1 + Math.floor(next() * Math.min(4, m - 1)), next);
    const p = Math.floor(next() * m);
    e.pack();
    const factor = next() - 0.5;
    etas.append(p, e, factor);
    const row = e.value.map((x) => x * factor);
    row[p] = 0;
    written.push({ p, row });
  }
  const start = randomVector(m, Math.floor(next() * Math.min(m, 5)), next);
  const expected = start.value.slice();
  for (const { p, row } of written) expected[p] += row.reduce((sum, r, i) => sum + r * expected[i], 0);
  const [dotted, chained] = [new SparseVector(m), new SparseVector(m)];
  dotted.copyFrom(start);
  chained.copyFrom(start);
  etas.forwardDense(dotted);
  etas.forwardSparse(chained);
  const size = 1 + Math.max(...expected.map(Math.abs));
  for (const v of [dotted, chained]) {
    expect(new Set(v.index.subarray(0, v.count)).size).toBe(v.count);
    v.tidy();
    for (let i = 0; i < m; i++) expect(Math.abs(v.value[i] - expected[i])).toBeLessThan(1e-12 * size);
    expect(Array.from(v.value.keys()).filter((i) => v.value[i] !== 0)).toHaveLength(v.count);
  }
  // <R v, w> = <v, R^T w>, listed and not.
  for (const listed of [true, false]) {
    const w = randomVector(m, listed ? 1 : m, next);
    const before = w.value.slice();
    etas.backward(w);
    const forward = expected.reduce((sum, x, i) => sum + x * before[i], 0);
    const backward = start.value.reduce((sum, x, i) => sum + x * w.value[i], 0);
    const scale = size * (1 + Math.max(...w.value.map(Math.abs)));
    expect(Math.abs(forward - backward)).toBeLessThan(1e-11 * scale);
  }
});
