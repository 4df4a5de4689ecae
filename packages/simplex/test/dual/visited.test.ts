/** A basis that comes back is recognised; only the second one in a row is held against a pivot. */
import { expect, test } from 'vitest';
import { Visited } from '../../src/dual/visited.ts';
import { Form } from '../../src/form/form.ts';
import { State } from '../../src/state/state.ts';
import { feasibleProgram } from '../support.ts';

function exchange(state: State, visited: Visited, entering: number, leaving: number): void {
  visited.note(state, entering, leaving);
  state.pivots++;
}

test('a cycle of four bases is seen when its second basis comes back', () => {
  const state = new State(new Form(feasibleProgram(1, 10, 20, true), true), 1);
  const visited = new Visited();
  visited.start(state);
  const first = state.n;
  const cycle = [
    [0, first],
    [1, first + 1],
    [first, 0],
    [first + 1, 1],
  ] as const;
  const seen: boolean[] = [];
  for (let round = 0; round < 2; round++)
    for (const [entering, leaving] of cycle) {
      seen.push(visited.isCycle(state, entering, leaving));
      exchange(state, visited, entering, leaving);
    }
  // The fourth exchange leads back to the start, the fifth to the basis after it.
  expect(seen).toEqual([false, false, false, false, true, true, true, true]);
});

test('bases that have not been seen are none', () => {
  const state = new State(new Form(feasibleProgram(1, 200, 400, true), true), 1);
  const visited = new Visited();
  visited.start(state);
  for (let k = 0; k < 200; k++) {
    expect(visited.isCycle(state, k, state.n + k)).toBe(false);
    exchange(state, visited, k, state.n + k);
  }
});
