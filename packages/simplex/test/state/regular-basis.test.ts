/** A singular basis after many updates is left for the last regular one; one without a past is repaired. */
import { expect, test } from 'vitest';
import { Form } from '../../src/form/form.ts';
import { refactor } from '../../src/state/regular-basis.ts';
import { State } from '../../src/state/state.ts';
import { lp } from '../support.ts';

/** Columns 0 and 1 are the same; 2 and 3 are units. */
function start(): State {
  const program = lp({
    cost: [1, 1, 1, 1],
    matrix: [
      [1, 1, 1, 0],
      [2, 2, 0, 1],
    ],
    rows: [
      [1, 1],
      [1, 1],
    ],
  });
  const state = new State(new Form(program, false), 1);
  state.placeNonbasics();
  return state;
}

/** Puts two columns into the basis and says that the factor is worn. */
function enter(state: State, columns: readonly number[]): void {
  state.nonbasic.fill(1);
  for (const [r, j] of columns.entries()) {
    state.basic[r] = j;
    state.nonbasic[j] = 0;
  }
  state.factored = false;
  state.placeNonbasics();
}

test('goes back to the last regular basis when the one that was forced is singular', () => {
  const state = start();
  enter(state, [2, 3]);
  refactor(state);
  expect(state.counters.repaired).toBe(0);
  enter(state, [0, 1]);
  state.pivots += 2;
  state.regular.forced = true;
  refactor(state);
  expect([...state.basic].sort()).toEqual([2, 3]);
  expect(state.counters.backtracks).toBe(1);
  expect(state.counters.repaired).toBe(0);
  expect(state.regular.mayForce).toBe(false);
  expect(state.nonbasic[0]).toBe(1);
  expect(state.updateLimit).toBeGreaterThanOrEqual(1);
});

test('repairs what has nothing to go back to', () => {
  const state = start();
  enter(state, [0, 1]);
  refactor(state);
  expect(state.counters.backtracks).toBe(0);
  expect(state.counters.repaired).toBe(1);
  expect(state.basic.filter((j) => j >= state.n)).toHaveLength(1);
});
