/**
 * A column whose value is known leaves the program: `a_ij v` moves to the row sides and `c_j v` to the constant.
 * Back again: x_j = v, d_j = c_j - sum a_ij y_i over the rows it stood in. The basis is that of the rest, the column
 * nonbasic. Used by every rule that finds a value; alone it takes the columns whose bounds are one point.
 */
import { AT_LOWER, FREE_AT_ZERO } from '@marginal/program';
import { FIXED_COLUMN, type ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepColumns } from '../rule.ts';
import { sideBySign, type Vertex } from '../vertex.ts';
import type { WorkingProblem } from '../working-problem.ts';

/** The column stands on the side that the sign of its reduced cost tells: its bounds are one point. */
const BY_SIGN = -1;

function remove(
  work: WorkingProblem,
  stack: ReductionStack,
  column: number,
  value: number,
  status: number,
): void {
  stack.push(FIXED_COLUMN);
  stack.writeInteger(column);
  stack.writeInteger(status);
  stack.writeNumber(value);
  stack.writeNumber(work.cost[column]);
  stack.writeColumn(work, column);
  if (value !== 0) {
    work.offset.addProduct(work.cost[column], value);
    for (let e = work.columnHead[column]; e >= 0; e = work.nextInColumn[e])
      work.shiftRowSides(work.entryRow[e], work.entryValue[e] * value);
  }
  work.removeColumn(column);
}

/** Fixes a column at one of its bounds, AT_LOWER or AT_UPPER, which must be finite. */
export function fixAtBound(work: WorkingProblem, stack: ReductionStack, column: number, side: number): void {
  const lower = work.columnLower[column];
  const upper = work.columnUpper[column];
  const value = side === AT_LOWER ? lower : upper;
  remove(work, stack, column, value, lower === upper ? BY_SIGN : side);
}

/** Fixes a free column, whose reduced cost is zero whatever happens, at zero. */
export function fixAtZero(work: WorkingProblem, stack: ReductionStack, column: number): void {
  remove(work, stack, column, 0, FREE_AT_ZERO);
}

export function restoreFixedColumn(stack: ReductionStack, vertex: Vertex): void {
  const column = stack.readInteger();
  const status = stack.readInteger();
  const value = stack.readNumber();
  let reducedCost = stack.readNumber();
  for (let left = stack.readInteger(); left > 0; left--) {
    const row = stack.readInteger();
    const a = stack.readNumber();
    reducedCost -= a * vertex.rowDual[row];
    vertex.activity[row] += a * value;
  }
  vertex.x[column] = value;
  vertex.reducedCost[column] = reducedCost;
  vertex.columnStatus[column] = status === BY_SIGN ? sideBySign(reducedCost) : status;
}

export function fixedColumns(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchColumns();
  const look = (column: number): void => {
    if (work.columnLower[column] === work.columnUpper[column]) fixAtBound(work, stack, column, AT_LOWER);
  };
  return { sweep: () => sweepColumns(work, list, look, true) };
}
