/** Other units: the same optimum, the way back exact. */
import { checkOptimal, TOLERANCES } from '@marginal/program';
import { expect, test } from 'vitest';
import { scaled, unscaled } from '../src/scaling.ts';
import { dense } from './support.ts';

const PROGRAM = dense({
  cost: [3e6, 5e-3, 1],
  columns: [
    [0, 8e-6],
    [-Infinity, 9e4],
    [0, 1],
  ],
  rows: [
    [1e6, 1e-3, 0],
    [7e-9, 0, 0],
  ],
  between: [
    [4, Infinity],
    [-Infinity, 1],
  ],
});

test('largest coefficients lie between one half and one; factors are powers of two', () => {
  const { program, rowFactor, columnFactor } = scaled(PROGRAM);
  const { values, rows, starts } = program.matrix;
  for (const factor of [...rowFactor, ...columnFactor])
    expect(Number.isInteger(Math.log2(factor))).toBe(true);
  const largest = [0, 0];
  values.forEach((value, k) => {
    largest[rows[k]] = Math.max(largest[rows[k]], Math.abs(value));
    expect(Math.abs(value)).toBeLessThanOrEqual(1);
  });
  expect(largest[0]).toBeGreaterThanOrEqual(0.5);
  // A column without coefficients stays as it was.
  expect([starts[3] - starts[2], columnFactor[2]]).toEqual([0, 1]);
});

test('an optimum of the scaled program is one of the program, to the last bit', () => {
  // 1e6 x0 + 1e-3 x1 >= 4: x1 pays at 5 a unit of the row, x0 at 3; x0 = 4e-6 is within its bound.
  const units = scaled(PROGRAM);
  const x = Float64Array.of(4 / 1e6, 0, 0);
  const rowDual = Float64Array.of(3, 0);
  const there = {
    x: x.map((value, j) => value / units.columnFactor[j]),
    rowDual: rowDual.map((value, i) => value / units.rowFactor[i]),
  };
  // x1 is free downwards, so its price would have to be met exactly; a bound at zero makes this the optimum.
  const bounded = { ...PROGRAM, columnLower: new Float64Array(3) };
  const inUnits = { ...units.program, columnLower: new Float64Array(3) };
  expect(checkOptimal(inUnits, there, TOLERANCES.vertex).verdict).toBe('verified');
  const back = unscaled(units, there);
  expect([...back.x]).toEqual([...x]);
  expect([...back.rowDual]).toEqual([...rowDual]);
  expect(checkOptimal(bounded, back, TOLERANCES.vertex).verdict).toBe('verified');
});
