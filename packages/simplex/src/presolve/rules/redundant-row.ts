/**
 * A row whose activity bounds lie within its sides cannot bind and leaves. A single side that cannot bind is dropped
 * without a record: nothing can stand on it, and the other rules see more without it.
 */
import { ActivityBounds } from '../activity.ts';
import type { ReductionStack } from '../reduction-stack.ts';
import { type Rule, sweepRows } from '../rule.ts';
import { CROSSED, SAME_BOUND } from '../tolerances.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { removeRow } from './removed-row.ts';

export function redundantRows(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchRows();
  const activity = new ActivityBounds();
  const look = (row: number): void => {
    const lower = work.rowLower[row];
    const upper = work.rowUpper[row];
    activity.measure(work, row);
    const { minimum, maximum } = activity;
    const crossed =
      minimum - upper > CROSSED * (1 + Math.abs(upper)) || lower - maximum > CROSSED * (1 + Math.abs(lower));
    if (crossed) {
      work.verdict = 'infeasible';
      return;
    }
    const lowerIdle = lower === -Infinity || minimum >= lower - SAME_BOUND * (1 + Math.abs(lower));
    const upperIdle = upper === Infinity || maximum <= upper + SAME_BOUND * (1 + Math.abs(upper));
    if (lowerIdle && upperIdle) removeRow(work, stack, row);
    else if (lowerIdle) work.setRowSides(row, -Infinity, upper);
    else if (upperIdle) work.setRowSides(row, lower, Infinity);
  };
  return {
    sweep: () => {
      work.spreadBounds();
      sweepRows(work, list, look, false);
    },
  };
}
