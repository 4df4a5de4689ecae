/** Small programs written by their rows. */
import { createProgram, ORDINAL_NAMES, type Program, transpose } from '@marginal/program';

/** min c'x, A x >= b, 0 <= x <= u, from rows. */
export function programOf(
  rows: readonly (readonly number[])[],
  b: readonly number[],
  c: readonly number[],
  u: number,
): Program {
  const starts = [0];
  const columns: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, j) => {
      if (value === 0) return;
      columns.push(j);
      values.push(value);
    });
    starts.push(columns.length);
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: Float64Array.from(c),
    columnLower: new Float64Array(c.length),
    columnUpper: new Float64Array(c.length).fill(u),
    rowLower: Float64Array.from(b),
    rowUpper: new Float64Array(b.length).fill(Number.POSITIVE_INFINITY),
    matrix: transpose({
      rowCount: c.length,
      columnCount: rows.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(columns),
      values: Float64Array.from(values),
    }),
    names: ORDINAL_NAMES,
  });
}
