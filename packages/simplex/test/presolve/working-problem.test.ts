/** The linked matrix against a dense one, over random changes. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { WorkingProblem } from '../../src/presolve/working-problem.ts';
import { tinyPrograms } from './programs.ts';

/** The matrix as its rows list it, and as its columns list it. */
function dense(work: WorkingProblem): readonly number[][][] {
  const empty = () =>
    Array.from({ length: work.rowCount }, () => new Array<number>(work.columnCount).fill(0));
  const byRow = empty();
  const byColumn = empty();
  for (let i = 0; i < work.rowCount; i++) {
    let length = 0;
    for (let e = work.rowHead[i]; e >= 0; e = work.nextInRow[e], length++)
      byRow[i][work.entryColumn[e]] = work.entryValue[e];
    expect(length).toBe(work.rowLength[i]);
  }
  for (let j = 0; j < work.columnCount; j++) {
    let length = 0;
    for (let e = work.columnHead[j]; e >= 0; e = work.nextInColumn[e], length++)
      byColumn[work.entryRow[e]][j] = work.entryValue[e];
    expect(length).toBe(work.columnLength[j]);
  }
  return [byRow, byColumn];
}

const step = fc.record({
  what: fc.constantFrom('row', 'column', 'entry', 'move', 'change'),
  i: fc.nat({ max: 7 }),
  j: fc.nat({ max: 8 }),
  k: fc.nat({ max: 8 }),
});

test.prop([tinyPrograms, fc.array(step, { maxLength: 12 })], { seed: 11, numRuns: 300 })(
  'rows and columns list the same entries, whatever is taken out or moved',
  (program, steps) => {
    const work = new WorkingProblem(program);
    const model = dense(work)[0].map((row) => [...row]);
    for (const { what, ...drawn } of steps) {
      const [i, j, k] = [drawn.i % work.rowCount, drawn.j % work.columnCount, drawn.k % work.columnCount];
      const e = work.find(i, j);
      expect(e >= 0).toBe(model[i][j] !== 0);
      if (what === 'row' && work.rowAlive[i] === 1) {
        work.removeRow(i);
        model[i].fill(0);
      } else if (what === 'column' && work.columnAlive[j] === 1) {
        work.removeColumn(j);
        for (const row of model) row[j] = 0;
      } else if (what === 'entry' && e >= 0) {
        work.removeEntry(e);
        model[i][j] = 0;
      } else if (what === 'move' && e >= 0 && work.columnAlive[k] === 1 && model[i][k] === 0) {
        work.moveEntry(e, k, 7);
        model[i][j] = 0;
        model[i][k] = 7;
      } else if (what === 'change' && e >= 0) {
        work.changeEntry(e, k === 0 ? 1e-16 : k, 1);
        model[i][j] = k;
      }
      const [byRow, byColumn] = dense(work);
      expect(byRow).toEqual(model);
      expect(byColumn).toEqual(model);
      expect(work.nonzeros).toBe(model.flat().filter((a) => a !== 0).length);
    }
  },
);

test('an absent side stays absent and what cancels is zero', () => {
  const work = new WorkingProblem({
    ...emptyProgram,
    rowLower: Float64Array.of(0.3),
    rowUpper: Float64Array.of(Infinity),
  });
  work.shiftRowSides(0, 0.1 + 0.2);
  expect([work.rowLower[0], work.rowUpper[0]]).toEqual([0, Infinity]);
});

const none = new Float64Array(0);
const emptyProgram = {
  sense: 'minimize' as const,
  offset: 0,
  cost: none,
  columnLower: none,
  columnUpper: none,
  matrix: { rowCount: 1, columnCount: 0, starts: Int32Array.of(0), rows: new Int32Array(0), values: none },
  names: { row: String, column: String },
};
