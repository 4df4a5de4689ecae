/** Ranges of costs, each end verified by solving again just inside and just outside. */
import type { Delta } from '@marginal/program';
import { expect, test } from 'vitest';
import { costRanges, solveSync } from '../../src/index.ts';
import { feasibleProgram, lp, relativeDifference, tinyProgram } from '../support.ts';
import { objectiveAfter, optimum } from './support.ts';

function costOf(column: number, value: number): Delta {
  return { cost: { index: Int32Array.of(column), value: Float64Array.of(value) } };
}

test('two offers: the cheap one may become as dear as the other, the dear one as cheap', () => {
  const program = lp({
    cost: [10, 30],
    columns: [
      [0, 100],
      [0, 100],
    ],
    matrix: [[1, 1]],
    rows: [[50, 50]],
  });
  expect(costRanges(program, optimum(solveSync(program)), [0, 1])).toEqual([
    { from: -Infinity, to: 30 },
    { from: 10, to: Infinity },
  ]);
});

test('inside the point stays optimal, outside another one is better', () => {
  const step = 1e-3;
  let ends = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const program = seed % 4 === 0 ? feasibleProgram(seed, 8, 14, true) : tinyProgram(seed);
    const outcome = solveSync(program);
    if (outcome.status !== 'optimal') continue;
    const { x } = outcome.solution;
    const columns = Array.from(program.cost.keys());
    const ranges = costRanges(program, outcome, columns);
    const flip = program.sense === 'minimize' ? 1 : -1;
    /** By how much the best point beats this one when the column costs so much. */
    const gain = (column: number, cost: number): number =>
      flip *
      (outcome.objective +
        (cost - program.cost[column]) * x[column] -
        objectiveAfter(program, costOf(column, cost)));
    for (const column of columns) {
      const { from, to } = ranges[column];
      const cost = program.cost[column];
      const what = `seed ${seed}, column ${column}, [${from}, ${to}]`;
      expect(from, what).toBeLessThanOrEqual(cost);
      expect(to, what).toBeGreaterThanOrEqual(cost);
      for (const [end, outward] of [
        [from, -1],
        [to, 1],
      ] as const) {
        const inside = Number.isFinite(end) ? end : cost + outward * 1000;
        expect(
          relativeDifference(
            gain(column, inside) + Math.abs(inside * x[column]),
            Math.abs(inside * x[column]),
          ),
          what,
        ).toBeLessThan(1e-8);
        if (!Number.isFinite(end)) continue;
        ends++;
        expect(gain(column, end + outward * step), what).toBeGreaterThan(1e-6);
      }
    }
  }
  expect(ends).toBeGreaterThan(200);
});
