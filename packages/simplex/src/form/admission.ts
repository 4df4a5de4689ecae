/** What the simplex refuses before it starts, for the synchronous interface: `defineBackend` does the same for backends. */
import {
  type Delta,
  type Fault,
  isDiscrete,
  keepsMatrix,
  type Program,
  refuse,
  UnsupportedError,
} from '@marginal/program';
import { INFINITE, LARGEST_COEFFICIENT } from '../tolerances.ts';

/** How many faults are worth listing. */
const LISTED = 20;

/** Finite, and as large as infinity. */
function tooLarge(x: number): boolean {
  return (x >= INFINITE && x < Infinity) || (x <= -INFINITE && x > -Infinity);
}

function anyTooLarge(values: Float64Array): boolean {
  for (let k = 0; k < values.length; k++) if (tooLarge(values[k])) return true;
  return false;
}

/** The same for a program that `delta` has made of an admitted one: only what is new is looked at. */
export function admitChange(delta: Delta, next: Program): void {
  const { cost, columnBounds, rowBounds } = delta;
  const sound =
    keepsMatrix(delta) &&
    !(cost !== undefined && anyTooLarge(cost.value)) &&
    !(columnBounds !== undefined && (anyTooLarge(columnBounds.lower) || anyTooLarge(columnBounds.upper))) &&
    !(rowBounds !== undefined && (anyTooLarge(rowBounds.lower) || anyTooLarge(rowBounds.upper)));
  if (!sound) admitLinear(next);
}

/** Throws `UnsupportedError` for integer or semicontinuous columns, `InvalidInputError` with row and column for numbers too large. */
export function admitLinear(program: Program): void {
  if (isDiscrete(program)) {
    throw new UnsupportedError({
      code: 'program.integers-unsupported',
      place: 'simplex',
      cause: 'the program has integer or semicontinuous columns and the simplex solves linear programs only',
      remedy: 'choose a backend whose capabilities say mip, or relax these columns',
    });
  }
  const { matrix, names, cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const { columnCount, rowCount, starts, rows, values } = matrix;
  const faults: Fault[] = [];
  let more = 0;
  const remedy = 'choose larger or smaller units so that numbers lie near 1';
  const report = (place: string, value: number, limit: number): void => {
    if (faults.length === LISTED) more++;
    else {
      const cause = `${value} is too large to compute with (${limit} and more)`;
      faults.push({ code: 'program.numeric-range', place, cause, remedy });
    }
  };
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      if (values[k] <= LARGEST_COEFFICIENT && values[k] >= -LARGEST_COEFFICIENT) continue;
      const place = `coefficient of ${names.column(j)} in ${names.row(rows[k])}`;
      report(place, values[k], LARGEST_COEFFICIENT);
    }
    if (tooLarge(cost[j])) report(`cost of ${names.column(j)}`, cost[j], INFINITE);
    if (tooLarge(columnLower[j])) report(`bound of ${names.column(j)}`, columnLower[j], INFINITE);
    if (tooLarge(columnUpper[j])) report(`bound of ${names.column(j)}`, columnUpper[j], INFINITE);
  }
  for (let i = 0; i < rowCount; i++) {
    if (tooLarge(rowLower[i])) report(`bound of ${names.row(i)}`, rowLower[i], INFINITE);
    if (tooLarge(rowUpper[i])) report(`bound of ${names.row(i)}`, rowUpper[i], INFINITE);
  }
  if (more > 0) {
    const cause = `${more} more faults like these`;
    faults.push({
      code: 'program.more-faults',
      place: 'program',
      cause,
      remedy: 'mend the listed ones first',
    });
  }
  refuse(faults);
}
