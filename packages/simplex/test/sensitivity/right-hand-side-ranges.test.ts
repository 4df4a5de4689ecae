/** Ranges of right-hand sides, each end verified by solving again just inside and just outside. */
import { expect, test } from 'vitest';
import { rightHandSideRanges, solveSync } from '../../src/index.ts';
import { feasibleProgram, INF, lp, tinyProgram } from '../support.ts';
import { objectiveAfter, optimum, rowSides } from './support.ts';

test('the second of three offers sets the price while demand lies on its step', () => {
  const program = lp({
    cost: [10, 30, 50],
    columns: [
      [0, 100],
      [0, 50],
      [0, 50],
    ],
    matrix: [
      [1, 1, 1],
      [0, 0, 1],
    ],
    rows: [
      [120, 120],
      [-INF, 40],
    ],
  });
  const [demand, limit] = rightHandSideRanges(program, optimum(solveSync(program)), [0, 1]);
  expect(demand).toEqual({ lower: { from: 100, to: 150 }, upper: { from: 100, to: 150 } });
  expect(limit).toEqual({ upper: { from: 0, to: INF } });
});

test('inside the objective moves along the price, outside it does not', () => {
  const step = 1e-3;
  let ends = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const program = seed % 4 === 0 ? feasibleProgram(seed, 8, 14, true) : tinyProgram(seed);
    const outcome = solveSync(program);
    if (outcome.status !== 'optimal' || outcome.solution.kind !== 'lp') continue;
    const { rowDual } = outcome.solution;
    const rows = Array.from(program.rowLower.keys());
    const ranges = rightHandSideRanges(program, outcome, rows);
    const flip = program.sense === 'minimize' ? 1 : -1;
    for (const row of rows) {
      const low = program.rowLower[row];
      const high = program.rowUpper[row];
      const price = rowDual[row];
      for (const side of ['lower', 'upper'] as const) {
        const range = ranges[row][side];
        const now = side === 'lower' ? low : high;
        expect(range === undefined, `seed ${seed}, row ${row}`).toBe(!Number.isFinite(now));
        if (range === undefined) continue;
        const equation = low === high;
        // The dual of a range belongs to one of its sides; the other one moves for nothing.
        const slope = equation || (side === 'lower' ? flip * price > 0 : flip * price < 0) ? price : 0;
        const what = `seed ${seed}, row ${row}, ${side} [${range.from}, ${range.to}]`;
        /** How much worse the optimum is than the price says with the side there. */
        const loss = (at: number): number => {
          const delta = rowSides(
            row,
            equation || side === 'lower' ? at : low,
            equation || side === 'upper' ? at : high,
          );
          return flip * (objectiveAfter(program, delta) - (outcome.objective + slope * (at - now)));
        };
        expect(range.from, what).toBeLessThanOrEqual(now + 1e-6);
        expect(range.to, what).toBeGreaterThanOrEqual(now - 1e-6);
        for (const [end, outward] of [
          [range.from, -1],
          [range.to, 1],
        ] as const) {
          const inside = Number.isFinite(end) ? end : now + outward * 1000;
          // The end itself may be infeasible by rounding: a hair inside is not.
          const hair = range.to - range.from > 1e-6 && Number.isFinite(end) ? outward * 1e-7 : 0;
          const rounding = 1e-7 * (1 + Math.abs(outcome.objective) + Math.abs(price * inside));
          expect(Math.abs(loss(inside - hair)), what).toBeLessThan(rounding);
          if (!Number.isFinite(end)) continue;
          const beyond = end + outward * step;
          if (!equation && (side === 'lower' ? beyond > high : beyond < low)) continue;
          ends++;
          expect(loss(beyond), what).toBeGreaterThan(1e-6);
        }
      }
    }
  }
  expect(ends).toBeGreaterThan(200);
});

test('a penalty in one column says nothing about the prices of the others', () => {
  for (const penalty of [1e3, 1e8, 1e12]) {
    const program = lp({
      cost: [0.4, 0.5, penalty],
      columns: [
        [0, 3],
        [0, 4],
        [0, INF],
      ],
      matrix: [[1, 1, 1]],
      rows: [[5, INF]],
    });
    const [{ lower }] = rightHandSideRanges(program, optimum(solveSync(program)), [0]);
    expect(lower, `penalty ${penalty}`).toEqual({ from: 3, to: 7 });
  }
});

test('a zero cost and a cancelled one are zeros', () => {
  // 0.1 + 0.2 - 0.3 leaves 5.6e-17, which is no price: the second row is free.
  const program = lp({
    cost: [0.1 + 0.2, 0.3],
    columns: [
      [0, 3],
      [0, 4],
    ],
    matrix: [
      [1, 1],
      [1, 0],
    ],
    rows: [
      [5, 5],
      [2, INF],
    ],
  });
  const [demand, second] = rightHandSideRanges(program, optimum(solveSync(program)), [0, 1]);
  expect(demand.lower).toEqual({ from: 2, to: 7 });
  expect(second.lower).toEqual({ from: -INF, to: 3 });
});
