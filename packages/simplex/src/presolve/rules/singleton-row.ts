/**
 * A row with one entry, L <= a x_j <= U, is a bound of its column. Back again: if the column stands on a bound that
 * came from the row, that bound is the row's own: y_i = d_j / a, d_j = 0, the column is basic and the row is not.
 */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { Intersection, LOWER_FROM_OTHER, UPPER_FROM_OTHER } from '../intersection.ts';
import { type ReductionStack, SINGLETON_ROW } from '../reduction-stack.ts';
import { type Rule, sweepRows } from '../rule.ts';
import { SMALLEST_PIVOT } from '../tolerances.ts';
import { activeSide, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

export function singletonRows(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchRows();
  const bounds = new Intersection();
  const look = (row: number): void => {
    if (work.rowLength[row] !== 1) return;
    const e = work.rowHead[row];
    const a = work.entryValue[e];
    if (Math.abs(a) < SMALLEST_PIVOT) return;
    const column = work.entryColumn[e];
    const atLower = work.rowLower[row] / a;
    const atUpper = work.rowUpper[row] / a;
    const relation = bounds.of(
      work.columnLower[column],
      work.columnUpper[column],
      a > 0 ? atLower : atUpper,
      a > 0 ? atUpper : atLower,
    );
    if (relation === 'empty') work.verdict = 'infeasible';
    if (relation !== 'proper') return;
    stack.push(SINGLETON_ROW);
    stack.writeInteger(row);
    stack.writeInteger(column);
    stack.writeInteger(bounds.origin);
    stack.writeNumber(a);
    stack.writeNumber(bounds.lower);
    stack.writeNumber(bounds.upper);
    work.removeRow(row);
    work.setColumnBounds(column, bounds.lower, bounds.upper);
  };
  return { sweep: () => sweepRows(work, list, look, true) };
}

export function restoreSingletonRow(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  const column = stack.readInteger();
  const origin = stack.readInteger();
  const a = stack.readNumber();
  const lower = stack.readNumber();
  const upper = stack.readNumber();
  vertex.activity[row] = a * vertex.x[column];
  vertex.rowDual[row] = 0;
  vertex.rowStatus[row] = BASIC;
  const status = vertex.columnStatus[column];
  if (status === BASIC) return;
  const side = activeSide(status, lower, upper, vertex.reducedCost[column]);
  vertex.columnStatus[column] = side;
  const fromRow =
    (side === AT_LOWER && (origin & LOWER_FROM_OTHER) !== 0) ||
    (side === AT_UPPER && (origin & UPPER_FROM_OTHER) !== 0);
  if (!fromRow) return;
  vertex.rowDual[row] = vertex.reducedCost[column] / a;
  vertex.rowStatus[row] = (side === AT_LOWER) === a > 0 ? AT_LOWER : AT_UPPER;
  vertex.reducedCost[column] = 0;
  vertex.columnStatus[column] = BASIC;
}
