/** All ranges at once, and ranges that are left at a limit. */
import { solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { costRanges, rightHandSideRanges, simplex, solveSync } from '../../src/index.ts';
import { rangingOf } from '../../src/sensitivity/ranging.ts';
import { feasibleProgram } from '../support.ts';
import { optimum } from './support.ts';

const program = feasibleProgram(3, 6, 9, true);

test('one pause before each column and each row, and the ranges of both', () => {
  const outcome = optimum(solveSync(program));
  const steps = rangingOf(program, outcome);
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses++;
  expect(pauses).toBe(6 + 9);
  const columns = Array.from(program.cost.keys());
  const rows = Array.from(program.rowLower.keys());
  expect([...step.value.cost.from]).toEqual(costRanges(program, outcome, columns).map(({ from }) => from));
  const sides = rightHandSideRanges(program, outcome, rows);
  for (const i of rows) expect(step.value.rowLower.from[i]).toBe(sides[i].lower?.from ?? -Infinity);
});

test('a signal given while the ranges are under way leaves the optimum, with ranges unchecked', async () => {
  const large = feasibleProgram(5, 60, 120, false);
  const alone = await solveProgram(large, simplex());
  const stop = new AbortController();
  // Aborts when the solve itself has ended: its statistics are out then, and the ranges are not begun.
  const backend = simplex({ onStatistics: () => stop.abort() });
  const outcome = optimum(await solveProgram(large, backend, { ranging: true, signal: stop.signal }));
  expect(outcome.objective).toBe(optimum(alone).objective);
  if (outcome.solution.kind !== 'lp') throw new Error('no linear program');
  expect(outcome.solution.ranging).toEqual({
    status: 'unchecked',
    cause: 'the solver gave no ranges with this optimum',
  });
});
