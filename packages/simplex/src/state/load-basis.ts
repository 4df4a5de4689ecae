/**
 * Starts a solve from a basis of `@marginal/program`. Statuses are read against the present bounds: one that names a bound that is not there
 * means the other bound, or zero. A basis of the wrong size is made up with logicals, or loses its last columns; a singular one is
 * repaired when it is factorised.
 */
import { AT_UPPER, BASIC, type Basis } from '@marginal/program';
import type { State } from './state.ts';

export function loadBasis(state: State, start: Basis): void {
  const { m, n, total, nonbasic, move, basic } = state;
  const columnCount = Math.min(n, start.columns.length);
  const rowCount = Math.min(m, start.rows.length);
  nonbasic.fill(1);
  move.fill(0);
  let count = 0;
  const enter = (j: number): void => {
    if (count === m) return;
    nonbasic[j] = 0;
    basic[count++] = j;
  };
  for (let j = 0; j < columnCount; j++) {
    if (start.columns[j] === BASIC) enter(j);
    else move[j] = start.columns[j] === AT_UPPER ? -1 : 1;
  }
  for (let i = 0; i < m; i++) {
    if (i >= rowCount || start.rows[i] === BASIC) enter(n + i);
    else move[n + i] = start.rows[i] === AT_UPPER ? 1 : -1;
  }
  for (let j = n; j < total && count < m; j++) if (nonbasic[j] !== 0) enter(j);
  state.weight.fill(1);
  state.weightsExact = false;
  state.factored = false;
}
