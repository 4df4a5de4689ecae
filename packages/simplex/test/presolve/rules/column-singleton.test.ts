/** Which columns with one entry are taken at all. */
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { INF, type Interval, lp } from '../support.ts';

const statusOf = (a: number, row: Interval, bounds: Interval = [0, 1]): string =>
  presolve(lp({ cost: [0, 1, 1], columns: [bounds, [0, 1], [0, 1]], matrix: [[a, 1, 1]], rows: [row] }), {
    rules: ['columnSingleton'],
  }).status;

test('an ordinary slack is taken', () => expect(statusOf(1, [0, 1])).toBe('reduced'));

test('a free row leaves its columns alone', () => expect(statusOf(1, [-INF, INF])).toBe('unchanged'));

test('an entry far below the others of its row is no pivot', () => {
  expect(statusOf(1e-4, [0, 1])).toBe('unchanged');
  expect(statusOf(1e-2, [0, 1])).toBe('reduced');
});

test('a bound that would drown the side keeps the column', () => {
  expect(statusOf(1, [1, 2], [0, 1e9])).toBe('unchanged');
  expect(statusOf(1, [1, 2], [0, INF])).toBe('reduced');
});
