/** What a rule is to the driver: one look at all that has changed since its last one. */
import type { WorkingProblem } from './working-problem.ts';
import type { Worklist } from './worklist.ts';

export interface Rule {
  /** Looks at its rows or columns and reduces what it can; stops when the problem has a verdict. */
  sweep(): void;
}

/** Looks at every listed row until the list is empty, or only at those listed now. */
export function sweepRows(
  work: WorkingProblem,
  list: Worklist,
  look: (row: number) => void,
  toTheEnd: boolean,
): void {
  for (let left = list.count; list.count > 0 && (toTheEnd || left > 0); left--) {
    const row = list.pop();
    if (work.rowAlive[row] === 0) continue;
    look(row);
    if (work.verdict !== undefined) return;
  }
}

/** As `sweepRows`, for columns. */
export function sweepColumns(
  work: WorkingProblem,
  list: Worklist,
  look: (column: number) => void,
  toTheEnd: boolean,
): void {
  for (let left = list.count; list.count > 0 && (toTheEnd || left > 0); left--) {
    const column = list.pop();
    if (work.columnAlive[column] === 0) continue;
    look(column);
    if (work.verdict !== undefined) return;
  }
}
