/** What is left of the working problem as a program of its own, and where its rows and columns come from. */
import { createProgram, type Program } from '@marginal/program';
import type { WorkingProblem } from './working-problem.ts';

export interface ReducedProgram {
  readonly program: Program;
  /** Length of the reduced program's columns: index of each in the original. */
  readonly columns: Int32Array;
  /** Length of the reduced program's rows: index of each in the original. */
  readonly rows: Int32Array;
}

/** Indices of what is alive, increasing. */
function living(alive: Uint8Array, count: number): Int32Array {
  const indices = new Int32Array(count);
  let used = 0;
  for (let k = 0; k < alive.length; k++) if (alive[k] !== 0) indices[used++] = k;
  return indices;
}

/** The values at these indices. */
function gathered(from: Float64Array, indices: Int32Array): Float64Array {
  const values = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k++) values[k] = from[indices[k]];
  return values;
}

/** Names are those of the original. O(rows + columns + nonzeros). */
export function reducedProgram(work: WorkingProblem, original: Program): ReducedProgram {
  const columns = living(work.columnAlive, work.livingColumns);
  const rows = living(work.rowAlive, work.livingRows);
  const starts = new Int32Array(columns.length + 1);
  const next = new Int32Array(work.columnCount);
  for (let k = 0; k < columns.length; k++) {
    next[columns[k]] = starts[k];
    starts[k + 1] = starts[k] + work.columnLength[columns[k]];
  }
  const entryRows = new Int32Array(work.nonzeros);
  const values = new Float64Array(work.nonzeros);
  // Row by row, so that the rows of a column increase.
  for (let i = 0; i < rows.length; i++) {
    for (let e = work.rowHead[rows[i]]; e >= 0; e = work.nextInRow[e]) {
      const at = next[work.entryColumn[e]]++;
      entryRows[at] = i;
      values[at] = work.entryValue[e];
    }
  }
  const program = createProgram({
    sense: 'minimize',
    offset: work.offset.value,
    cost: gathered(work.cost, columns),
    columnLower: gathered(work.columnLower, columns),
    columnUpper: gathered(work.columnUpper, columns),
    rowLower: gathered(work.rowLower, rows),
    rowUpper: gathered(work.rowUpper, rows),
    matrix: { rowCount: rows.length, columnCount: columns.length, starts, rows: entryRows, values },
    names: {
      row: (index) => original.names.row(rows[index]),
      column: (index) => original.names.column(columns[index]),
    },
  });
  return { program, columns, rows };
}
