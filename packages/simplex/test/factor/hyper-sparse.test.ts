import { fc, test as prop } from '@fast-check/vitest';
import { expect } from 'vitest';
import { Reach, solvePivotHyper, solveUnitHyper } from '../../src/factor/hyper-sparse.ts';
import type { SparseVector } from '../../src/factor/sparse-vector.ts';
import {
  btranLowerSkip,
  btranUpperSkip,
  ftranLowerSkip,
  ftranUpperSkip,
} from '../../src/factor/triangular-solve.ts';
import { decompose, randomVector, SHAPES, shaped, shuffled, uniform } from './support.ts';

/** Same nonzeros, each listed once; values to rounding, as sums run in another order. */
function expectSame(sparse: SparseVector, dense: SparseVector): void {
  sparse.tidy();
  dense.tidy();
  const pattern = (v: SparseVector): number[] =>
    Array.from(v.index.subarray(0, v.count)).sort((x, y) => x - y);
  expect(pattern(sparse)).toEqual(pattern(dense));
  const size = Math.max(1, ...dense.value.map(Math.abs));
  for (let i = 0; i < sparse.size; i++) {
    expect(Math.abs(sparse.value[i] - dense.value[i])).toBeLessThanOrEqual(1e-13 * size);
  }
  for (const v of [sparse, dense]) {
    const listed = new Set(v.index.subarray(0, v.count));
    expect(listed.size).toBe(v.count);
    for (let i = 0; i < v.size; i++) expect(v.value[i] !== 0).toBe(listed.has(i));
  }
}

prop.prop(
  [fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom(...SHAPES), fc.integer({ min: 1, max: 12 })],
  {
    numRuns: 150,
  },
)(
  'depth-first and skipping kernels agree in all four passes and leave clean marks',
  (seed, shape, nonzeros) => {
    const next = uniform(seed);
    const m = 60;
    const a = shaped(shape, m, next);
    const { lower, upper, basis } = decompose(a, shuffled(m, next));
    if (basis.openCount > 0) return;
    const reach = new Reach(m);
    const pairs: [(v: SparseVector) => number, (v: SparseVector) => number][] = [
      [
        (v) => solveUnitHyper(v, reach, lower.start, lower.end, lower.index, lower.value),
        (v) => ftranLowerSkip(v, lower),
      ],
      [
        (v) => solvePivotHyper(v, reach, upper.start, upper.end, upper.index, upper.value, upper.pivot),
        (v) => ftranUpperSkip(v, upper),
      ],
      [
        (v) =>
          solvePivotHyper(
            v,
            reach,
            upper.rowStart,
            upper.rowEnd,
            upper.rowIndex,
            upper.rowValue,
            upper.pivot,
          ),
        (v) => btranUpperSkip(v, upper, 0),
      ],
      [
        (v) => solveUnitHyper(v, reach, lower.rowStart, lower.rowEnd, lower.rowIndex, lower.rowValue),
        (v) => btranLowerSkip(v, lower),
      ],
    ];
    for (const [hyper, skip] of pairs) {
      const sparse = randomVector(m, nonzeros, next);
      const dense = randomVector(m, 0, next);
      dense.copyFrom(sparse);
      expect(hyper(sparse)).toBeGreaterThan(0);
      skip(dense);
      expectSame(sparse, dense);
      expect(reach.mark.every((mark) => mark === 0)).toBe(true);
    }
  },
);
