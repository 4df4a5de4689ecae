/** Proportional columns. */
import { expect, test } from 'vitest';
import { presolve } from '../../../src/presolve/presolve.ts';
import { expectRoundTrip, INF, type Interval, lp, solve } from '../support.ts';
import { reducedBy, roundTrip, shape } from './cases.ts';

const lists = (s: number, first: Interval, second: Interval, cost: number, extra: number) => ({
  cost: [cost, s * cost + extra, 1],
  columns: [first, second, [-1, 3]] as const,
  matrix: [
    [1, s, 1],
    [2, 2 * s, -1],
  ],
  rows: [
    [-2, 5],
    [-3, 6],
  ] as const,
});

test('with proportional costs they are one column between the sums of the bounds', () => {
  const reduced = reducedBy(lp(lists(-2, [0, 3], [-1, 1], 1, 0)), 'parallelColumns');
  expect(shape(reduced)).toEqual([2, 2, 4]);
  expect([reduced.columnLower[0], reduced.columnUpper[0]]).toEqual([-2, 5]);
});

test('with unequal costs the dearer one waits while the cheaper has room for ever', async () => {
  const { x } = await roundTrip(lists(1, [0, INF], [0, 4], -1, 0.5), 'parallelColumns');
  expect(x[1]).toBe(0);
});

test('with unequal costs and two bounds each nothing is known', () => {
  const program = lp(lists(1, [0, 3], [0, 4], -1, 0.5));
  expect(presolve(program, { rules: ['parallelColumns'] }).status).toBe('unchanged');
});

const BOUNDS: readonly Interval[] = [
  [0, 1],
  [1, INF],
  [-INF, 1],
  [-INF, INF],
  [-6, 9],
];

test.each(BOUNDS.flatMap((first) => BOUNDS.map((second) => [first, second] as const)))(
  'the way back is exact: bounds %j and %j',
  async (first, second) => {
    for (const s of [1, -2, 0.5])
      for (const cost of [-1, 0, 1])
        for (const extra of [-1, 0, 1]) {
          const program = lp(lists(s, first, second, cost, extra));
          if ((await solve(program)).status !== 'optimal') continue;
          if (presolve(program, { rules: ['parallelColumns'] }).status === 'unchanged') continue;
          await expectRoundTrip(program, { rules: ['parallelColumns'] });
        }
  },
);
