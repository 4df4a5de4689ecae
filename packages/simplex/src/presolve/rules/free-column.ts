/**
 * A column with one entry whose bounds the rest of its row implies is free: d_j = 0, so y_i = c_j / a is known, and with
 * its sign the side b on which the row stands. Row and column leave together:  x_j = (b - r) / a  for the rest r, and
 * costs become c_k - y_i a_ik. Back again the column is basic and the row stands on that side.
 */
import { AT_LOWER, BASIC } from '@marginal/program';
import type { ActivityBounds } from '../activity.ts';
import { FREE_COLUMN, type ReductionStack } from '../reduction-stack.ts';
import type { RowSummaries } from '../row-summaries.ts';
import { IMPLIED_SLACK } from '../tolerances.ts';
import { sideBySign, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

/** Whether [from, to] lies within [lower, upper] but for slack. */
function within(from: number, to: number, lower: number, upper: number): boolean {
  const above = lower === -Infinity || from >= lower - IMPLIED_SLACK * (1 + Math.abs(lower));
  const below = upper === Infinity || to <= upper + IMPLIED_SLACK * (1 + Math.abs(upper));
  return above && below;
}

/** Removes row and column of entry `e`, the column's only one with a nonzero cost, if its bounds are implied. */
export function substituteFree(
  work: WorkingProblem,
  stack: ReductionStack,
  e: number,
  summaries: RowSummaries,
  activity: ActivityBounds,
): void {
  const row = work.entryRow[e];
  const column = work.entryColumn[e];
  const a = work.entryValue[e];
  const price = work.cost[column] / a;
  const side = sideBySign(price);
  const b = side === AT_LOWER ? work.rowLower[row] : work.rowUpper[row];
  // Without that side the relaxed program is unbounded, and this one need not be.
  if (!Number.isFinite(b) || !summaries.mayBeImplied(e, b)) return;
  activity.measure(work, row, e);
  const one = (b - activity.maximum) / a;
  const other = (b - activity.minimum) / a;
  const from = a > 0 ? one : other;
  const to = a > 0 ? other : one;
  if (!within(from, to, work.columnLower[column], work.columnUpper[column])) return;
  stack.push(FREE_COLUMN);
  stack.writeInteger(row);
  stack.writeInteger(column);
  stack.writeInteger(side);
  stack.writeNumber(a);
  stack.writeNumber(b);
  stack.writeNumber(price);
  work.offset.addProduct(price, b);
  work.removeColumn(column);
  stack.writeRow(work, row);
  for (let k = work.rowHead[row]; k >= 0; k = work.nextInRow[k])
    work.addCost(work.entryColumn[k], -price * work.entryValue[k]);
  work.removeRow(row);
}

export function restoreFreeColumn(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  const column = stack.readInteger();
  const side = stack.readInteger();
  const a = stack.readNumber();
  const b = stack.readNumber();
  const price = stack.readNumber();
  let rest = 0;
  for (let left = stack.readInteger(); left > 0; left--) {
    const other = stack.readInteger();
    rest += stack.readNumber() * vertex.x[other];
  }
  vertex.x[column] = (b - rest) / a;
  vertex.reducedCost[column] = 0;
  vertex.columnStatus[column] = BASIC;
  vertex.activity[row] = b;
  vertex.rowDual[row] = price;
  vertex.rowStatus[row] = side;
}
