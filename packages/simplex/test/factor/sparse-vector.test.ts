import { expect, test } from 'vitest';
import { SparseVector } from '../../src/factor/sparse-vector.ts';

function listed(entries: readonly (readonly [number, number])[], size = 10): SparseVector {
  const v = new SparseVector(size);
  for (const [i, x] of entries) {
    v.value[i] = x;
    v.index[v.count++] = i;
  }
  return v;
}

test('clear zeroes a short list, a long list and an unlisted vector', () => {
  const short = listed([[3, 1]]);
  const long = listed([0, 1, 2, 3, 4, 5].map((i) => [i, 1] as const));
  const unlisted = listed([[7, 2]]);
  unlisted.count = -1;
  for (const v of [short, long, unlisted]) {
    v.clear();
    expect(v.count).toBe(0);
    expect(v.value.every((x) => x === 0)).toBe(true);
  }
});

test('tidy drops zeros and values up to 1e-14, keeps NaN, and finds what was not listed', () => {
  const v = listed([
    [1, 5],
    [2, 1e-50],
    [4, -1e-15],
    [6, Number.NaN],
  ]);
  v.tidy();
  expect(Array.from(v.index.subarray(0, v.count))).toEqual([1, 6]);
  expect(v.value[2]).toBe(0);
  expect(v.value[4]).toBe(0);
  v.count = -1;
  v.value[0] = 3;
  v.tidy();
  expect(Array.from(v.index.subarray(0, v.count))).toEqual([0, 1, 6]);
});

test('pack copies what tidy would keep, listed or not', () => {
  const v = listed([
    [8, 2],
    [1, 1e-50],
    [5, -3],
  ]);
  v.pack();
  expect(Array.from(v.packIndex.subarray(0, v.packCount))).toEqual([8, 5]);
  expect(Array.from(v.packValue.subarray(0, v.packCount))).toEqual([2, -3]);
  v.count = -1;
  v.pack();
  expect(Array.from(v.packIndex.subarray(0, v.packCount))).toEqual([5, 8]);
});

test('copyFrom takes values and list', () => {
  const source = listed([
    [2, 4],
    [9, 1],
  ]);
  const copy = listed([[5, 7]]);
  copy.copyFrom(source);
  expect(copy.value).toEqual(source.value);
  expect(copy.count).toBe(2);
  source.count = -1;
  copy.copyFrom(source);
  expect(copy.value).toEqual(source.value);
  expect(copy.count).toBe(-1);
  copy.reindex();
  expect(Array.from(copy.index.subarray(0, copy.count))).toEqual([2, 9]);
});
