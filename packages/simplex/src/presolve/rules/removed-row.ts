/** A row that cannot bind leaves the program. Back again: y_i = 0 and the row is basic, at the activity of its columns. */
import { BASIC } from '@marginal/program';
import { REMOVED_ROW, type ReductionStack } from '../reduction-stack.ts';
import type { Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

export function removeRow(work: WorkingProblem, stack: ReductionStack, row: number): void {
  stack.push(REMOVED_ROW);
  stack.writeInteger(row);
  stack.writeRow(work, row);
  work.removeRow(row);
}

export function restoreRemovedRow(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  let activity = 0;
  for (let left = stack.readInteger(); left > 0; left--) {
    const column = stack.readInteger();
    activity += stack.readNumber() * vertex.x[column];
  }
  vertex.activity[row] = activity;
  vertex.rowDual[row] = 0;
  vertex.rowStatus[row] = BASIC;
}
