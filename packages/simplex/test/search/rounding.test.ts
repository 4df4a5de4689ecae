/** Rounding in a direction that no row minds never breaks a row. */
import { createProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { DiscreteColumns } from '../../src/search/discrete-columns.ts';
import { Rounding } from '../../src/search/rounding.ts';
import { INF, lp } from '../support.ts';

const program = createProgram({
  ...lp({
    cost: [-1, 1, 1],
    matrix: [
      [2, 0, 1],
      [0, 3, 1],
    ],
    rows: [
      [-INF, 5],
      [4, INF],
    ],
  }),
  integer: Uint8Array.of(1, 1, 1),
});
const rounding = new Rounding(program, new DiscreteColumns(program));

test('down where only rows from above see it, up where only rows from below do, else to the nearest', () => {
  const x = Float64Array.of(1.9, 1.1, 0.7);
  expect([...rounding.unlocked(x)]).toEqual([1, 2, 1]);
  expect([...rounding.nearest(x)]).toEqual([2, 1, 1]);
  expect([...x]).toEqual([1.9, 1.1, 0.7]);
});
