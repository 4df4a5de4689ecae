/**
 * Duals that complementary slackness alone settles, one after the other: zero where a row has room on both sides, and
 *
 *   a_ij y_i = c_j - sum over settled rows of a_kj y_k        where column j is strictly between its bounds and y_i alone is open
 *
 * Each has one optimal value, so no program need be solved for its interval. In a market most prices are of this kind: whoever
 * is partly used sets them.
 */
import type { Program } from '@marginal/program';
import { SETTLING_PIVOT } from './tolerances.ts';

/**
 * One flag per row of `program`: 1 where its optimal dual is the only one. `face`: of the program, as `dualFace` states it.
 * A coefficient that is small beside the others of its column settles nothing: what it would settle is not known well.
 */
export function settledDuals(program: Program, face: Program): Uint8Array {
  const { matrix } = program;
  const { rowCount, columnCount, starts, rows, values } = matrix;
  const settled = new Uint8Array(rowCount);
  const open = new Int32Array(columnCount);
  const largest = new Float64Array(columnCount);
  const waiting: number[] = [];
  for (let j = 0; j < columnCount; j++) {
    // Only a column strictly between its bounds gives an equation.
    const equation = face.rowLower[j] === face.rowUpper[j];
    open[j] = equation ? starts[j + 1] - starts[j] : -1;
    for (let k = starts[j]; k < starts[j + 1]; k++) largest[j] = Math.max(largest[j], Math.abs(values[k]));
    if (open[j] === 1) waiting.push(j);
  }
  const byRow = face.matrix;
  const settle = (i: number): void => {
    settled[i] = 1;
    for (let k = byRow.starts[i]; k < byRow.starts[i + 1]; k++) {
      const j = byRow.rows[k];
      if (open[j] > 0 && --open[j] === 1) waiting.push(j);
    }
  };
  for (let i = 0; i < rowCount; i++) if (face.columnLower[i] === 0 && face.columnUpper[i] === 0) settle(i);
  for (let j = waiting.pop(); j !== undefined; j = waiting.pop()) {
    for (let k = starts[j]; k < starts[j + 1]; k++)
      if (settled[rows[k]] === 0 && Math.abs(values[k]) >= SETTLING_PIVOT * largest[j]) settle(rows[k]);
  }
  return settled;
}
