/** Activity bounds against every corner of the box. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { ActivityBounds } from '../../src/presolve/activity.ts';
import { WorkingProblem } from '../../src/presolve/working-problem.ts';
import { tinyPrograms } from './programs.ts';

test.prop([tinyPrograms], { seed: 3, numRuns: 300 })(
  'they are the least and greatest activity of the box',
  (program) => {
    const work = new WorkingProblem(program);
    const activity = new ActivityBounds();
    for (let i = 0; i < work.rowCount; i++) {
      for (const without of [-1, work.rowHead[i]]) {
        const terms: number[][] = [];
        for (let e = work.rowHead[i]; e >= 0; e = work.nextInRow[e]) {
          const j = work.entryColumn[e];
          if (e !== without)
            terms.push([work.columnLower[j], work.columnUpper[j]].map((x) => x * work.entryValue[e]));
        }
        activity.measure(work, i, without);
        expect(activity.minimum).toBe(terms.reduce((sum, term) => sum + Math.min(...term), 0));
        expect(activity.maximum).toBe(terms.reduce((sum, term) => sum + Math.max(...term), 0));
      }
    }
  },
);
