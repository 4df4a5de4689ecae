import { describe, expect, test } from 'vitest';
import { checkFarkas } from '../src/check-farkas.ts';
import { checkOptimal } from '../src/check-optimal.ts';
import { emptyColumn, relaxation, tightened } from '../src/relaxation.ts';
import { TOLERANCES } from '../src/tolerances.ts';
import { F, lp, type Sketch } from './support.ts';

const MIXED: Sketch = {
  cost: [1, 1, 1, 1, 1],
  bounds: [
    [-0.5, 2.5],
    [-0.5, 2.5],
    [1.5, 3.5],
    [1.5, 3.5],
    [0.2, 0.8],
  ],
  integer: [1, 0, 1, 0, 1],
  semicontinuous: [0, 0, 1, 1, 1],
};

describe('tightened', () => {
  test('integer columns get whole bounds; where none fits a semicontinuous one is zero', () => {
    const { columnLower, columnUpper } = tightened(lp(MIXED));
    expect(columnLower).toEqual(F(0, -0.5, 2, 1.5, 0));
    expect(columnUpper).toEqual(F(2, 2.5, 3, 3.5, 0));
  });

  test('bounds that miss a whole number by rounding mean it; infinite ones stay', () => {
    const rounded = lp({
      cost: [1, 1],
      bounds: [
        [(3 * 1.1) / 1.1, 0.3 / 0.1 + 1],
        [-Infinity, Infinity],
      ],
      integer: [1, 1],
    });
    const { columnLower, columnUpper } = tightened(rounded);
    expect(columnLower).toEqual(F(3, -Infinity));
    expect(columnUpper).toEqual(F(4, Infinity));
  });

  test('a linear program is left alone', () => {
    const linear = lp({ ...MIXED, integer: [0, 0, 0, 0, 0], semicontinuous: [0, 0, 0, 0, 0] });
    expect(tightened(linear)).toBe(linear);
    expect(relaxation(linear)).toBe(linear);
  });

  test('finds the column that no whole number fits', () => {
    expect(emptyColumn(lp(MIXED))).toBeUndefined();
    expect(
      emptyColumn(
        lp({
          cost: [1, 1],
          bounds: [
            [0, 1],
            [0.2, 0.8],
          ],
          integer: [1, 1],
        }),
      ),
    ).toBe(1);
    expect(
      emptyColumn(
        lp({
          cost: [1, 1],
          bounds: [
            [0, 1],
            [0.2, 0.8],
          ],
          integer: [1, 0],
        }),
      ),
    ).toBeUndefined();
  });
});

test('the relaxation has no flags, whole bounds, and semicontinuous columns from zero on', () => {
  const relaxed = relaxation(lp(MIXED));
  expect(relaxed).not.toHaveProperty('integer');
  expect(relaxed).not.toHaveProperty('semicontinuous');
  expect(relaxed.columnLower).toEqual(F(0, -0.5, 0, 0, 0));
  expect(relaxed.columnUpper).toEqual(F(2, 2.5, 3, 3.5, 0));
});

test('proofs are about the relaxation: whole bounds may make a contradiction, zero may unmake one', () => {
  const rows: Sketch = { cost: [0], rows: [[1]], rowBounds: [[2.2, Infinity]] };
  expect(checkFarkas(lp({ ...rows, bounds: [[0, 2.5]] }), F(1)).verdict).toBe('refuted');
  expect(checkFarkas(lp({ ...rows, bounds: [[0, 2.5]], integer: [1] }), F(1)).verdict).toBe('verified');
  const below: Sketch = { cost: [0], rows: [[1]], rowBounds: [[-Infinity, 1]], bounds: [[2, 5]] };
  expect(checkFarkas(lp(below), F(-1)).verdict).toBe('verified');
  expect(checkFarkas(lp({ ...below, semicontinuous: [1] }), F(-1)).verdict).toBe('refuted');
});

test('duals of a semicontinuous column stand on zero, not on its lower bound', () => {
  const program = lp({ cost: [1], bounds: [[2, 5]], semicontinuous: [1] });
  const check = (x: number) => checkOptimal(program, { x: F(x), rowDual: F() }, TOLERANCES.vertex).verdict;
  expect([check(0), check(2)]).toEqual(['verified', 'refuted']);
});
