/** A step of refinement brings a wrong solution to that of the basis, as exactly as it can be stored. */
import { expect, test } from 'vitest';
import { loadColumn } from '../../src/dual/iterate.ts';
import { Form } from '../../src/form/form.ts';
import { Refinement } from '../../src/result/refine.ts';
import { State } from '../../src/state/state.ts';
import { lp } from '../support.ts';

/** The basis of the two columns of a badly conditioned 2 x 2 matrix, and a third column. */
function start(): State {
  const program = lp({
    cost: [1, 1, 1],
    matrix: [
      [1, 1, 1],
      [1, 1.001, 3],
    ],
    rows: [
      [2, 2],
      [2.001, 2.001],
    ],
  });
  const state = new State(new Form(program, false), 1);
  state.basic.set([0, 1]);
  state.nonbasic.set([0, 0, 1, 1, 1]);
  state.placeNonbasics();
  state.factorise();
  return state;
}

test('an entering column', () => {
  const state = start();
  const { column, factor } = state;
  loadColumn(state, 2, column);
  factor.ftran(column, 1);
  const wrong = column.value.map((x) => x * (1 + 1e-6) + 1e-6);
  const refinement = new Refinement(state.m);
  for (let step = 0; step < 3; step++) refinement.column(state, wrong, 2);
  // a + b = 1 and a + 1.001 b = 3 in some order.
  const b = 2 / (1.001 - 1);
  const byVariable = new Map(Array.from(state.basic, (j, r) => [j, wrong[r]] as const));
  expect(Math.abs((byVariable.get(1) ?? NaN) - b)).toBeLessThan(1e-12 * b);
  expect(Math.abs((byVariable.get(0) ?? NaN) - (1 - b))).toBeLessThan(1e-12 * b);
});

test('the values of the basic variables', () => {
  const state = start();
  state.computePrimal();
  state.primal[0] += 1e-5;
  const refinement = new Refinement(state.m);
  for (let step = 0; step < 3; step++) refinement.primal(state);
  for (let r = 0; r < 2; r++) expect(Math.abs(state.primal[r] - 1)).toBeLessThan(1e-12);
});
