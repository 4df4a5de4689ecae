import { fc, test as prop } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { decompose, shaped, shuffled, structurals, uniform } from './support.ts';

prop.prop([fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 100 })], { numRuns: 60 })(
  'a shuffled triangle leaves no kernel and makes no fill-in',
  (seed, m) => {
    const next = uniform(seed);
    const a = shaped('triangular', m, next);
    const { basis, lower, upper, kernel } = decompose(a, shuffled(m, next));
    expect(kernel).toBe(0);
    expect(basis.openCount).toBe(0);
    expect(lower.size + upper.size + m).toBe(a.values.length);
  },
);

test('logicals pivot in their own rows, first, and cut their rows from the rest', () => {
  // A dense 3 by 3 block; the logical of row 1 leaves a 2 by 2 kernel.
  const a = structurals(3, 3, (i, j) => 1 + ((i * j) % 3) + (i === j ? 2 : 0));
  const { basis, upper, kernel } = decompose(a, Int32Array.of(0, 4, 2));
  expect(basis.rowOf[1]).toBe(1);
  expect(upper.slotOf[1]).toBe(0);
  expect(upper.trivialCount).toBe(1);
  expect(kernel).toBe(2);
});

test('a row singleton puts the rest of its column into L', () => {
  const entries = [
    [2, 0, 0],
    [4, 1, 3],
    [6, 5, 7],
  ];
  const { lower, kernel } = decompose(
    structurals(3, 3, (i, j) => entries[i][j]),
    Int32Array.of(0, 1, 2),
  );
  expect(kernel).toBe(2);
  expect(Array.from(lower.value.subarray(lower.start[0], lower.end[0]))).toEqual([2, 3]);
});
