/** The screen for implied bounds never turns away what an exact look accepts. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { ActivityBounds } from '../../src/presolve/activity.ts';
import { RowSummaries } from '../../src/presolve/row-summaries.ts';
import { WorkingProblem } from '../../src/presolve/working-problem.ts';
import { tinyPrograms } from './programs.ts';

test.prop([tinyPrograms], { seed: 17, numRuns: 400 })(
  'they agree with a fresh look after entries have left',
  (program) => {
    const work = new WorkingProblem(program);
    const summaries = new RowSummaries(work);
    const activity = new ActivityBounds();
    summaries.clear();
    for (let i = 0; i < work.rowCount; i++) {
      const b = work.rowLower[i];
      while (work.rowHead[i] >= 0 && Number.isFinite(b)) {
        for (let e = work.rowHead[i]; e >= 0; e = work.nextInRow[e]) {
          activity.measure(work, i, e);
          const j = work.entryColumn[e];
          const ends = [
            (b - activity.minimum) / work.entryValue[e],
            (b - activity.maximum) / work.entryValue[e],
          ];
          const implied =
            Math.min(...ends) >= work.columnLower[j] && Math.max(...ends) <= work.columnUpper[j];
          expect(summaries.mayBeImplied(e, b)).toBe(implied);
        }
        summaries.leaves(work.rowHead[i]);
        work.removeEntry(work.rowHead[i]);
      }
    }
  },
);
