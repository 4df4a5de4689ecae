/** Rows that no whole numbers fulfil: against trying every point. */
import { fc, test as prop } from '@fast-check/vitest';
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ortools } from '../src/index.ts';
import { hasEmptyRow } from '../src/whole-rows.ts';
import { type Dense, dense } from './support.ts';

/** -3 x0 - 3 x2 + 3 x3 = 11: a multiple of three is none. */
const THREES: Dense = {
  sense: 'maximize',
  cost: [0, -9, 3, 6],
  rows: [[-3, 0, -3, 3]],
  between: [[11, 11]],
  columns: [
    [-1, 1],
    [-2, -2],
    [-3, 0],
    [2, 3],
  ],
  integer: [1, 1, 1, 1],
};

describe('rows without a whole point', () => {
  test('CP-SAT calls such a program invalid, and the answer is that it is infeasible', async () => {
    expect(hasEmptyRow(dense(THREES))).toBe(true);
    expect(await solveProgram(dense(THREES), ortools({ algorithm: 'cp-sat' }))).toMatchObject({
      status: 'infeasible',
      proof: 'search',
    });
  });

  test('a column that may be a fraction takes any step, and a fixed one moves the row', () => {
    expect(hasEmptyRow(dense({ ...THREES, integer: [1, 1, 1, 0] }))).toBe(false);
    const shifted: Dense = { ...THREES, rows: [[-3, -1, -3, 3]] };
    // 2 for the fixed column leaves 9.
    expect(hasEmptyRow(dense(shifted))).toBe(false);
  });

  prop.prop([
    fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 3, maxLength: 3 }),
    fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(2)), { minLength: 3, maxLength: 3 }),
    fc.integer({ min: -9, max: 9 }),
    fc.nat(2),
  ])('drawn: what is called empty holds no point', (row, boxes, low, width) => {
    const columns = boxes.map(([lower, size]): [number, number] => [lower, lower + size]);
    const program = dense({
      cost: [0, 0, 0],
      rows: [row],
      between: [[low, low + width]],
      columns,
      integer: [1, 1, 1],
    });
    if (!hasEmptyRow(program)) return;
    const [a, b, c] = columns.map(([from, to]) => Array.from({ length: to - from + 1 }, (_, k) => from + k));
    for (const x of a)
      for (const y of b)
        for (const z of c) {
          const activity = row[0] * x + row[1] * y + row[2] * z;
          expect(activity >= low && activity <= low + width).toBe(false);
        }
  });
});
