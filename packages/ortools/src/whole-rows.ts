/**
 * Rows that no whole numbers fulfil. With whole coefficients a_j and whole columns a row moves in steps: its activity is
 *
 *   the sum over fixed columns of a_j x_j, plus a multiple of the greatest common divisor of the others' a_j
 *
 * so it is empty where no such number lies between its bounds. Invariant: all arithmetic is exact; a row whose numbers
 * leave the doubles that are whole without doubt is not judged.
 */
import type { Program } from '@marginal/program';

function divisor(a: number, b: number): number {
  let [one, other] = [Math.abs(a), Math.abs(b)];
  while (other !== 0) [one, other] = [other, one % other];
  return one;
}

/** Whether some row excludes every whole point. Always false when a column is not whole or a coefficient is none. */
export function hasEmptyRow(program: Program): boolean {
  const { matrix, columnLower, columnUpper, rowLower, rowUpper, integer } = program;
  const { rowCount, columnCount, starts, rows, values } = matrix;
  // Of the fixed columns' activity, and of the steps; a row that cannot be judged has NaN.
  const fixed = new Float64Array(rowCount);
  const step = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const isFixed = columnLower[j] === columnUpper[j];
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const i = rows[k];
      const [value, part] = [values[k], values[k] * columnLower[j]];
      if (integer?.[j] !== 1 || !Number.isSafeInteger(value)) fixed[i] = Number.NaN;
      else if (!isFixed) step[i] = divisor(step[i], value);
      else
        fixed[i] =
          Number.isSafeInteger(part) && Number.isSafeInteger(fixed[i] + part) ? fixed[i] + part : Number.NaN;
    }
  }
  for (let i = 0; i < rowCount; i++) {
    const [low, high] = [rowLower[i] - fixed[i], rowUpper[i] - fixed[i]];
    const isExact = [low, high].every((bound) => Number.isSafeInteger(bound) || Math.abs(bound) === Infinity);
    if (!isExact) continue;
    if (step[i] === 0 ? low > 0 || high < 0 : Math.ceil(low / step[i]) > Math.floor(high / step[i]))
      return true;
  }
  return false;
}
