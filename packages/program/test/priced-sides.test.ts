/** Which multipliers are prices and which are zeros that were rounded, with a basis and without. */
import { expect, test } from 'vitest';
import { AT_LOWER, BASIC } from '../src/basis.ts';
import type { LpSolution } from '../src/outcome.ts';
import { pricedSides } from '../src/priced-sides.ts';
import { F, lp } from './support.ts';

/** Columns of cost 0.4, 0.5 and a penalty, one row that all of them serve, and one row of the second column alone. */
const program = (penalty: number, sense: 'minimize' | 'maximize' = 'minimize') =>
  lp({
    sense,
    cost: [0.4, 0.5, penalty],
    rows: [
      [1, 1, 1],
      [0, 1, 0],
    ],
    rowBounds: [
      [5, Infinity],
      [0, Infinity],
    ],
  });

function solution(rowDual: Float64Array, reducedCost: Float64Array): LpSolution {
  return { kind: 'lp', x: F(3, 2, 0), rowActivity: F(5, 2), rowDual, reducedCost };
}

test('a price of 0.5 beside a penalty is a price, and what a sum leaves over is none', () => {
  for (const penalty of [1, 1e8, 1e14]) {
    const { columns, rows } = pricedSides(
      program(penalty),
      solution(F(0.5, 2e-17), F(0.4 - 0.5, 1e-16, penalty - 0.5)),
    );
    expect([...rows], `penalty ${penalty}`).toEqual([1, 0]);
    expect([...columns], `penalty ${penalty}`).toEqual([-1, 0, 1]);
  }
});

test('the sides of a maximisation are the mirror image', () => {
  const { columns, rows } = pricedSides(program(1e8, 'maximize'), solution(F(0.5, 0), F(-0.1, 0, 1e8)));
  expect([...rows]).toEqual([-1, 0]);
  expect([...columns]).toEqual([1, 0, -1]);
});

test('what is basic has no price', () => {
  const basis = { columns: Int8Array.of(BASIC, BASIC, AT_LOWER), rows: Int8Array.of(AT_LOWER, AT_LOWER) };
  const { columns, rows } = pricedSides(program(7), {
    ...solution(F(0.4, 0.1), F(1e-8, 1e-8, 6.6)),
    basis,
  });
  expect([...rows]).toEqual([1, 1]);
  expect([...columns]).toEqual([0, 0, 1]);
});

test('units of columns and rows change nothing', () => {
  for (const k of [1e-8, 1e8]) {
    const scaled = lp({
      cost: [0.4 * k, 0.5],
      rows: [[k * k, k]],
      rowBounds: [[5 * k, Infinity]],
      bounds: [
        [0, 3 / k],
        [0, 4],
      ],
    });
    const { columns, rows } = pricedSides(scaled, {
      kind: 'lp',
      x: F(3 / k, 2),
      rowActivity: F(5 * k),
      rowDual: F(0.5 / k),
      reducedCost: F(-0.1 * k, 0),
    });
    expect([...rows]).toEqual([1]);
    expect([...columns]).toEqual([-1, 0]);
  }
});
