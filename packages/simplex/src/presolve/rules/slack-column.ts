/**
 * A column with one entry that acts as a slack:  L <= a x_j + r <= U,  l <= x_j <= u,  with no cost, or with any cost in
 * an equation, where c_j x_j = (c_j / a)(b - r) moves to the other columns. The row keeps r, its sides widened to
 * [L - max a x_j, U - min a x_j]. Back again, with y' the dual of the widened row: y_i = y' + c_j / a, d_j = -a y'; on
 * a widened side both row and column stand on their bounds, and inside it one of the two is basic.
 */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { type ReductionStack, SLACK_COLUMN } from '../reduction-stack.ts';
import type { RowSummaries } from '../row-summaries.ts';
import { LARGEST_SHIFT } from '../tolerances.ts';
import { activeSide, sideBySign, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { removeRow } from './removed-row.ts';

/** Whether moving `side` by `amount` keeps its digits. */
function keepsDigits(side: number, amount: number): boolean {
  return (
    !Number.isFinite(side) ||
    !Number.isFinite(amount) ||
    Math.abs(amount) <= LARGEST_SHIFT * (1 + Math.abs(side))
  );
}

/** Removes the column of entry `e`, its only one; false if that would cost digits. Without cost, or in an equation. */
export function absorbSlack(
  work: WorkingProblem,
  stack: ReductionStack,
  e: number,
  summaries: RowSummaries,
): boolean {
  const row = work.entryRow[e];
  const column = work.entryColumn[e];
  const a = work.entryValue[e];
  const lower = work.rowLower[row];
  const upper = work.rowUpper[row];
  const atLower = a * work.columnLower[column];
  const atUpper = a * work.columnUpper[column];
  const least = a > 0 ? atLower : atUpper;
  const most = a > 0 ? atUpper : atLower;
  if (!keepsDigits(lower, most) || !keepsDigits(upper, least)) return false;
  const price = work.cost[column] / a;
  stack.push(SLACK_COLUMN);
  stack.writeInteger(row);
  stack.writeInteger(column);
  stack.writeNumber(a);
  stack.writeNumber(work.columnLower[column]);
  stack.writeNumber(work.columnUpper[column]);
  stack.writeNumber(lower);
  stack.writeNumber(upper);
  stack.writeNumber(price);
  if (price !== 0) {
    work.offset.addProduct(price, lower);
    for (let k = work.rowHead[row]; k >= 0; k = work.nextInRow[k])
      if (k !== e) work.addCost(work.entryColumn[k], -price * work.entryValue[k]);
  }
  summaries.leaves(e);
  work.removeColumn(column);
  const widenedLower = lower - most;
  const widenedUpper = upper - least;
  work.setRowSides(row, widenedLower, widenedUpper);
  // A row without sides has no place in a basis but its own: it never stays.
  if (widenedLower === -Infinity && widenedUpper === Infinity) removeRow(work, stack, row);
  return true;
}

export function restoreSlackColumn(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  const column = stack.readInteger();
  const a = stack.readNumber();
  const columnLower = stack.readNumber();
  const columnUpper = stack.readNumber();
  const lower = stack.readNumber();
  const upper = stack.readNumber();
  const price = stack.readNumber();
  const rest = vertex.activity[row];
  const dual = vertex.rowDual[row];
  const leastSide = a > 0 ? AT_LOWER : AT_UPPER;
  const mostSide = a > 0 ? AT_UPPER : AT_LOWER;
  const leastAt = a > 0 ? columnLower : columnUpper;
  const mostAt = a > 0 ? columnUpper : columnLower;
  vertex.rowDual[row] = dual + price;
  vertex.reducedCost[column] = 0;
  if (vertex.rowStatus[row] !== BASIC) {
    const side = activeSide(vertex.rowStatus[row], lower - a * mostAt, upper - a * leastAt, dual);
    vertex.rowStatus[row] = side;
    vertex.x[column] = side === AT_LOWER ? mostAt : leastAt;
    vertex.columnStatus[column] = side === AT_LOWER ? mostSide : leastSide;
    vertex.reducedCost[column] = -a * dual;
  } else if (lower === upper) {
    vertex.rowStatus[row] = sideBySign(vertex.rowDual[row]);
    vertex.x[column] = (lower - rest) / a;
    vertex.columnStatus[column] = BASIC;
  } else if (Number.isFinite(leastAt) && rest + a * leastAt >= lower) {
    vertex.x[column] = leastAt;
    vertex.columnStatus[column] = leastSide;
  } else if (Number.isFinite(mostAt) && rest + a * mostAt <= upper) {
    vertex.x[column] = mostAt;
    vertex.columnStatus[column] = mostSide;
  } else {
    vertex.rowStatus[row] = Number.isFinite(lower) ? AT_LOWER : AT_UPPER;
    vertex.x[column] = ((Number.isFinite(lower) ? lower : upper) - rest) / a;
    vertex.columnStatus[column] = BASIC;
  }
  vertex.activity[row] = rest + a * vertex.x[column];
}
