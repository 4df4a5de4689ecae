/**
 * Rows and columns without entries. A row asks for zero between its sides. A column goes to the bound its cost prefers,
 * and its reduced cost is its cost; a preferred bound that is absent makes the program unbounded if it is feasible.
 */
import { AT_LOWER, AT_UPPER } from '@marginal/program';
import type { ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepColumns, sweepRows } from '../rule.ts';
import { CROSSED, DUAL_MARGIN, SAME_BOUND } from '../tolerances.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { fixAtBound, fixAtZero } from './fixed-column.ts';
import { removeRow } from './removed-row.ts';

function emptyRow(work: WorkingProblem, stack: ReductionStack, row: number): void {
  if (work.rowLength[row] > 0) return;
  const violation = Math.max(work.rowLower[row], -work.rowUpper[row]);
  if (violation > CROSSED) work.verdict = 'infeasible';
  else if (violation <= SAME_BOUND) removeRow(work, stack, row);
}

function emptyColumn(work: WorkingProblem, stack: ReductionStack, column: number): void {
  if (work.columnLength[column] > 0) return;
  const cost = work.cost[column];
  const lower = work.columnLower[column];
  const upper = work.columnUpper[column];
  const nearest = Math.abs(lower) <= Math.abs(upper) ? AT_LOWER : AT_UPPER;
  const side = cost === 0 ? nearest : cost > 0 ? AT_LOWER : AT_UPPER;
  if (Number.isFinite(side === AT_LOWER ? lower : upper)) fixAtBound(work, stack, column, side);
  else if (cost === 0) fixAtZero(work, stack, column);
  else if (Math.abs(cost) > DUAL_MARGIN) work.verdict = 'unboundedOrInfeasible';
}

export function emptyLines(work: WorkingProblem, stack: ReductionStack): Rule {
  const rows = work.watchRows();
  const columns = work.watchColumns();
  return {
    sweep: () => {
      sweepRows(work, rows, (row) => emptyRow(work, stack, row), true);
      if (work.verdict === undefined)
        sweepColumns(work, columns, (column) => emptyColumn(work, stack, column), true);
    },
  };
}
