import { expect, test } from 'vitest';
import { checkOptimal, createProgram, ORDINAL_NAMES, TOLERANCES } from '../src/index.ts';

test('a tiny dual on a free row with a large coefficient hides a cost, and is refuted', () => {
  // min 2 x0 over x0 <= 3, x1 >= 0, -1e6 x0 - x1 = 0: unbounded along (-1e-6, 1). The free row is x0 + 1e6 x1.
  const program = createProgram({
    sense: 'minimize',
    offset: 0,
    cost: Float64Array.of(2, 0),
    columnLower: Float64Array.of(-Infinity, 0),
    columnUpper: Float64Array.of(3, Infinity),
    rowLower: Float64Array.of(-Infinity, 0),
    rowUpper: Float64Array.of(Infinity, 0),
    matrix: {
      rowCount: 2,
      columnCount: 2,
      starts: Int32Array.of(0, 2, 4),
      rows: Int32Array.of(0, 1, 0, 1),
      values: Float64Array.of(1, -1e6, 1e6, -1),
    },
    names: ORDINAL_NAMES,
  });
  const x = Float64Array.of(0, 0);
  const rowDual = Float64Array.of(-2e-12, -2e-6);
  const { verdict, residuals } = checkOptimal(program, { x, rowDual }, TOLERANCES.vertex);
  expect(verdict).toBe('refuted');
  expect(residuals.dual).toBeGreaterThan(1e-6);
});
