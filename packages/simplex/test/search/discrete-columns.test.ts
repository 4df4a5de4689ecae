/** Splits lose no value that a column may take, and leave out the one it has when it may not. */
import { createProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { DiscreteColumns } from '../../src/search/discrete-columns.ts';
import { lp } from '../support.ts';

const program = createProgram({
  ...lp({
    cost: [1, 1, 1, 1, 1],
    columns: [
      [0, 9],
      [-3, 9],
      [2, 9],
      [2, 9],
      [0, 9],
    ],
    matrix: [[1, 1, 1, 1, 1]],
    rows: [[0, 9]],
  }),
  integer: Uint8Array.of(0, 1, 0, 1, 0),
  semicontinuous: Uint8Array.of(0, 0, 1, 1, 1),
});
const discrete = new DiscreteColumns(program);

test('which columns: integer ones, and those with a gap above zero', () => {
  expect([...discrete.columns]).toEqual([1, 2, 3]);
});

test('integer columns: between the whole numbers around', () => {
  expect(discrete.split(1, 2.25)).toEqual({ column: 1, below: 2, above: 3, down: 0.25, up: 0.75 });
  expect(discrete.split(1, -0.25)).toEqual({ column: 1, below: -1, above: 0, down: 0.75, up: 0.25 });
  expect(discrete.split(1, 3)).toMatchObject({ below: 3, above: 3, down: 0, up: 0 });
  expect(discrete.split(1, 3 + 1e-12)).toMatchObject({ below: 3, above: 4 });
});

test('semicontinuous columns: nothing or the least amount, anything from there on', () => {
  expect(discrete.split(2, 0.5)).toEqual({ column: 2, below: 0, above: 2, down: 0.5, up: 1.5 });
  expect(discrete.split(2, 5.5)).toMatchObject({ down: 0, up: 0 });
  expect(discrete.split(2, 2 - 1e-12)).toMatchObject({ below: 0, above: 2 });
  expect(discrete.split(2, 2)).toMatchObject({ below: 2, above: 2, down: 0, up: 0 });
});

test('both at once: the gap first, then whole numbers', () => {
  expect(discrete.split(3, 1)).toEqual({ column: 3, below: 0, above: 2, down: 1, up: 1 });
  expect(discrete.split(3, 2.5)).toEqual({ column: 3, below: 2, above: 3, down: 0.5, up: 0.5 });
});

test('a value that may be taken can be set apart from the others', () => {
  expect(discrete.apart(1, 3, -3, 9)).toMatchObject({ below: 2, above: 3 });
  expect(discrete.apart(1, -3, -3, 9)).toMatchObject({ below: -3, above: -2 });
  expect(discrete.apart(1, 3, 3, 3)).toBeUndefined();
  expect(discrete.apart(2, 5.5, 0, 9)).toMatchObject({ below: 0, above: 2 });
  expect(discrete.apart(2, 5.5, 2, 9)).toBeUndefined();
  expect(discrete.part(2, 5.5, 9)).toEqual({ lower: 2, upper: 9 });
  expect(discrete.part(1, 3, 9)).toEqual({ lower: 3, upper: 3 });
});
