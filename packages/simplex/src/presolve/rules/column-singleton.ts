/** Columns with one entry: slacks widen the sides of their row, columns with implied bounds take the row with them. */
import { ActivityBounds } from '../activity.ts';
import type { ReductionStack } from '../reduction-stack.ts';
import { RowSummaries } from '../row-summaries.ts';
import { type Rule, sweepColumns } from '../rule.ts';
import type { WorkingProblem } from '../working-problem.ts';
import { substituteFree } from './free-column.ts';
import { absorbSlack } from './slack-column.ts';

export function columnSingletons(work: WorkingProblem, stack: ReductionStack): Rule {
  const list = work.watchColumns();
  const activity = new ActivityBounds();
  const summaries = new RowSummaries(work);
  const look = (column: number): void => {
    if (work.columnLength[column] !== 1) return;
    const e = work.columnHead[column];
    const row = work.entryRow[e];
    const lower = work.rowLower[row];
    const upper = work.rowUpper[row];
    if ((lower === -Infinity && upper === Infinity) || !summaries.isPivot(e)) return;
    const cost = work.cost[column];
    if ((cost === 0 || lower === upper) && absorbSlack(work, stack, e, summaries)) return;
    if (cost !== 0) substituteFree(work, stack, e, summaries, activity);
  };
  return {
    sweep: () => {
      summaries.clear();
      sweepColumns(work, list, look, true);
    },
  };
}
