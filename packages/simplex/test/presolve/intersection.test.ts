/** Ends, origins and doubtful cases of intersections. */
import { expect, test } from 'vitest';
import { Intersection, LOWER_FROM_OTHER, UPPER_FROM_OTHER } from '../../src/presolve/intersection.ts';

const INF = Infinity;
const both = LOWER_FROM_OTHER + UPPER_FROM_OTHER;

test.each([
  [[0, 3], [1, 2], [1, 2], both],
  [[0, 3], [0, 3], [0, 3], 0],
  [[0, 3], [-1, 2], [0, 2], UPPER_FROM_OTHER],
  [[-INF, INF], [-INF, INF], [-INF, INF], 0],
  [[-INF, 4], [2, INF], [2, 4], LOWER_FROM_OTHER],
  [[0, 2], [2 + 1e-13, 5], [2, 2], LOWER_FROM_OTHER],
  [[2, 4], [0, 2 - 1e-13], [2, 2], UPPER_FROM_OTHER],
] as const)('%j and %j', (one, other, expected, origin) => {
  const result = new Intersection();
  expect(result.of(one[0], one[1], other[0], other[1])).toBe('proper');
  expect([result.lower, result.upper, result.origin]).toEqual([...expected, origin]);
});

test('a clear crossing is empty, a slight one doubtful', () => {
  const result = new Intersection();
  expect(result.of(0, 1, 1 + 1e-6, 2)).toBe('empty');
  expect(result.of(0, 1, 1 + 1e-9, 2)).toBe('doubtful');
  expect(result.of(0, 1e6, 1e6 + 1e-6, 2e6)).toBe('proper');
});
