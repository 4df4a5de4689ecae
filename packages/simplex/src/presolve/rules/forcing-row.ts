/**
 * A row that is only met with every column on the bound that drives its activity furthest:  max activity = L, or
 * min activity = U. All its columns are fixed there. Back again, y_i is the smallest multiplier, in size, that gives
 * every reduced cost d_j - a_ij y_i the sign its bound needs: the extreme ratio d_j / a_ij. The column that sets it
 * is basic instead of the row; if none is needed the row is basic.
 */
import { AT_LOWER, AT_UPPER, BASIC } from '@marginal/program';
import { ActivityBounds } from '../activity.ts';
import { FORCING_ROW, type ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepRows } from '../rule.ts';
import { SAME_BOUND } from '../tolerances.ts';
import { sideBySign, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { fixAtBound } from './fixed-column.ts';

export function forcingRows(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchRows();
  const activity = new ActivityBounds();
  const look = (row: number): void => {
    if (work.rowLength[row] === 0) return;
    const lower = work.rowLower[row];
    const upper = work.rowUpper[row];
    activity.measure(work, row);
    const { minimum, maximum } = activity;
    const same = (a: number, b: number): boolean => Math.abs(a - b) <= SAME_BOUND * (1 + Math.abs(b));
    if (Number.isFinite(lower) && same(maximum, lower)) force(work, stack, row, AT_LOWER);
    else if (Number.isFinite(upper) && same(minimum, upper)) force(work, stack, row, AT_UPPER);
  };
  return {
    sweep: () => {
      work.spreadBounds();
      sweepRows(work, list, look, false);
    },
  };
}

/** The bound on which the column stands when the row stands on `side`. */
function forcedSide(side: number, a: number): number {
  return (side === AT_LOWER) === a > 0 ? AT_UPPER : AT_LOWER;
}

function force(work: WorkingProblem, stack: ReductionStack, row: number, side: number): void {
  stack.push(FORCING_ROW);
  stack.writeInteger(row);
  stack.writeInteger(side);
  stack.writeRow(work, row);
  const columns: number[] = [];
  const sides: number[] = [];
  for (let e = work.rowHead[row]; e >= 0; e = work.nextInRow[e]) {
    const column = work.entryColumn[e];
    columns.push(column);
    sides.push(forcedSide(side, work.entryValue[e]));
    // A column of one point takes a reduced cost of either sign and sets no multiplier.
    stack.writeInteger(work.columnLower[column] === work.columnUpper[column] ? 0 : 1);
  }
  work.removeRow(row);
  for (let k = 0; k < columns.length; k++) fixAtBound(work, stack, columns[k], sides[k]);
}

export function restoreForcingRow(stack: ReductionStack, vertex: Vertex): void {
  const row = stack.readInteger();
  const side = stack.readInteger();
  const length = stack.readInteger();
  const columns = new Int32Array(length);
  const values = new Float64Array(length);
  let activity = 0;
  for (let k = 0; k < length; k++) {
    columns[k] = stack.readInteger();
    values[k] = stack.readNumber();
    activity += values[k] * vertex.x[columns[k]];
  }
  let multiplier = 0;
  let setter = -1;
  const proper = new Uint8Array(length);
  for (let k = 0; k < length; k++) {
    proper[k] = stack.readInteger();
    if (proper[k] === 0) continue;
    const ratio = vertex.reducedCost[columns[k]] / values[k];
    if (side === AT_LOWER ? ratio <= multiplier : ratio >= multiplier) continue;
    multiplier = ratio;
    setter = columns[k];
  }
  vertex.activity[row] = activity;
  vertex.rowDual[row] = multiplier;
  vertex.rowStatus[row] = setter < 0 ? BASIC : side;
  if (setter < 0) return;
  for (let k = 0; k < length; k++) {
    const column = columns[k];
    vertex.reducedCost[column] -= values[k] * multiplier;
    if (proper[k] === 0) vertex.columnStatus[column] = sideBySign(vertex.reducedCost[column]);
  }
  vertex.reducedCost[setter] = 0;
  vertex.columnStatus[setter] = BASIC;
}
