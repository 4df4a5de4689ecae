/**
 * A column without cost that can go so far in one direction that every one of its rows is met takes them all with it.
 * Back again it goes just far enough: to its other bound if that suffices, else until the last of the rows is met,
 * and then the column is basic instead of that row. All these rows and the column are without price.
 */
import { AT_LOWER, AT_UPPER, BASIC, FREE_AT_ZERO } from '@marginal/program';
import { ABSORBING_COLUMN, type ReductionStack } from '../reduction-stack.ts';
import type { Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { removeRow } from './removed-row.ts';

/** Removes the column and its rows. `direction`: 1 or -1, where it has no bound and every row lets it go. */
export function removeAbsorbing(
  work: WorkingProblem,
  stack: ReductionStack,
  column: number,
  direction: number,
): void {
  const rows: number[] = [];
  stack.push(ABSORBING_COLUMN);
  stack.writeInteger(column);
  stack.writeInteger(direction);
  stack.writeNumber(direction > 0 ? work.columnLower[column] : work.columnUpper[column]);
  stack.writeColumn(work, column);
  for (let e = work.columnHead[column]; e >= 0; e = work.nextInColumn[e]) {
    const row = work.entryRow[e];
    rows.push(row);
    // Towards the column's infinity the row has one side, on which it can be short.
    stack.writeNumber(work.entryValue[e] * direction > 0 ? work.rowLower[row] : work.rowUpper[row]);
  }
  work.removeColumn(column);
  for (const row of rows) removeRow(work, stack, row);
}

export function restoreAbsorbingColumn(stack: ReductionStack, vertex: Vertex): void {
  const column = stack.readInteger();
  const direction = stack.readInteger();
  const bound = stack.readNumber();
  const length = stack.readInteger();
  const rows = new Int32Array(length);
  const values = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    rows[k] = stack.readInteger();
    values[k] = stack.readNumber();
  }
  let x = bound;
  let binding = -1;
  for (let k = 0; k < length; k++) {
    const needed = (stack.readNumber() - vertex.activity[rows[k]]) / values[k];
    if (direction > 0 ? needed <= x : needed >= x) continue;
    x = needed;
    binding = k;
  }
  // A free column among rows without sides asks for nothing.
  const asksNothing = !Number.isFinite(x);
  if (asksNothing) x = 0;
  vertex.x[column] = x;
  vertex.reducedCost[column] = 0;
  const resting = asksNothing ? FREE_AT_ZERO : direction > 0 ? AT_LOWER : AT_UPPER;
  vertex.columnStatus[column] = binding >= 0 ? BASIC : resting;
  if (binding >= 0) vertex.rowStatus[rows[binding]] = values[binding] * direction > 0 ? AT_LOWER : AT_UPPER;
  for (let k = 0; k < length; k++) vertex.activity[rows[k]] += values[k] * x;
}
