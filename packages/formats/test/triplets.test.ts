import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { compressTriplets } from '../src/triplets.ts';

const triplet = fc.tuple(fc.nat(4), fc.nat(5), fc.integer({ min: -2, max: 2 }));

test.prop([fc.array(triplet, { maxLength: 40 })], { seed: 4, numRuns: 500 })(
  'triplets in any order are added into sorted columns without zeros',
  (triplets) => {
    const dense = Array.from({ length: 6 }, () => new Array<number>(5).fill(0));
    for (const [row, column, value] of triplets) dense[column][row] += value;
    const { matrix, merged, zeros } = compressTriplets(
      5,
      6,
      Int32Array.from(triplets, ([row]) => row),
      Int32Array.from(triplets, ([, column]) => column),
      Float64Array.from(triplets, ([, , value]) => value),
    );
    const nonzero = dense.map((column) =>
      column.flatMap((value, row) => (value === 0 ? [] : [[row, value]])),
    );
    const found = dense.map((_, j) =>
      Array.from(matrix.rows.slice(matrix.starts[j], matrix.starts[j + 1]), (row, k) => [
        row,
        matrix.values[matrix.starts[j] + k],
      ]),
    );
    expect(found).toEqual(nonzero);
    expect(merged + zeros + matrix.values.length).toBe(triplets.length);
  },
);
