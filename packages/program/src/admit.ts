/**
 * Whether a backend may be handed a program at all: columns it can branch on, numbers it keeps as they are. What a
 * solver would silently drop or read as infinite is refused here, before it starts.
 */
import type { Capabilities } from './capabilities.ts';
import { type Fault, refuse, UnsupportedError } from './errors.ts';
import { hasIntegers, hasSemicontinuous, isDiscrete, type Program } from './program.ts';

const LISTED_FAULTS = 20;

/** Whether every finite |entry| is below `infinity`. */
function isBelow(values: Float64Array, infinity: number): boolean {
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (size >= infinity && size < Infinity) return false;
  }
  return true;
}

/** The checks of `admit` without a word about what is wrong. */
function isWithin(
  { matrix, cost, columnLower, columnUpper, rowLower, rowUpper }: Program,
  limits: { smallestCoefficient: number; largestCoefficient: number; infinity: number },
): boolean {
  const { smallestCoefficient, largestCoefficient, infinity } = limits;
  const { values } = matrix;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (size < smallestCoefficient || size > largestCoefficient) return false;
  }
  return [cost, columnLower, columnUpper, rowLower, rowUpper].every((list) => isBelow(list, infinity));
}

/** Throws `UnsupportedError` or `InvalidInputError`; returns when every number of the program survives the solver. */
export function admit(solver: string, capabilities: Capabilities, program: Program): void {
  if (!isDiscrete(program) && !capabilities.lp) {
    throw new UnsupportedError({
      code: 'program.linear-unsupported',
      place: solver,
      cause:
        'the program has no integer column, and this backend only searches: it has no duals to check an answer with',
      remedy: 'use a backend whose capabilities say lp',
    });
  }
  if (hasIntegers(program) && !capabilities.mip) {
    throw new UnsupportedError({
      code: 'program.integers-unsupported',
      place: solver,
      cause: 'the program has integer columns and this backend solves linear programs only',
      remedy: 'choose a backend whose capabilities say mip, or relax the integers',
    });
  }
  if (hasSemicontinuous(program) && !capabilities.semicontinuous) {
    throw new UnsupportedError({
      code: 'program.semicontinuous-unsupported',
      place: solver,
      cause: 'the program has semicontinuous columns and this backend has none',
      remedy:
        'choose a backend whose capabilities say semicontinuous, or write lower * on <= x <= upper * on with an integer column on between 0 and 1',
    });
  }
  const { smallestCoefficient, largestCoefficient, infinity, semicontinuousUpper } =
    capabilities.numericRange;
  const faults: Fault[] = [];
  let more = 0;
  const report = (place: string, value: number, limit: string): void => {
    if (faults.length >= LISTED_FAULTS) {
      more++;
      return;
    }
    const cause = `${value} is outside what ${solver} keeps (${limit})`;
    faults.push({
      code: 'program.numeric-range',
      place,
      cause,
      remedy: 'choose larger or smaller units so that numbers lie near 1',
    });
  };
  const range = { smallestCoefficient, largestCoefficient, infinity };
  if (isWithin(program, range) && !hasSemicontinuous(program)) return;
  const { matrix, names } = program;
  for (let j = 0; j < matrix.columnCount; j++) {
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) {
      const size = Math.abs(matrix.values[k]);
      if (size < smallestCoefficient || size > largestCoefficient) {
        report(
          `coefficient of ${names.column(j)} in ${names.row(matrix.rows[k])}`,
          matrix.values[k],
          `${smallestCoefficient} to ${largestCoefficient}`,
        );
      }
    }
    if (Math.abs(program.cost[j]) >= infinity)
      report(`cost of ${names.column(j)}`, program.cost[j], `below ${infinity}`);
    for (const bound of [program.columnLower[j], program.columnUpper[j]]) {
      if (Number.isFinite(bound) && Math.abs(bound) >= infinity)
        report(`bound of ${names.column(j)}`, bound, `below ${infinity}`);
    }
    const semicontinuous = program.semicontinuous !== undefined && program.semicontinuous[j] !== 0;
    if (semicontinuous && semicontinuousUpper !== undefined && program.columnUpper[j] > semicontinuousUpper) {
      const limit = `up to ${semicontinuousUpper} for a semicontinuous column`;
      report(`bound of ${names.column(j)}`, program.columnUpper[j], limit);
    }
  }
  for (let i = 0; i < matrix.rowCount; i++) {
    for (const bound of [program.rowLower[i], program.rowUpper[i]]) {
      if (Number.isFinite(bound) && Math.abs(bound) >= infinity)
        report(`bound of ${names.row(i)}`, bound, `below ${infinity}`);
    }
  }
  if (more > 0) {
    faults.push({
      code: 'program.more-faults',
      place: 'program',
      cause: `${more} more faults like these`,
      remedy: 'mend the listed ones first',
    });
  }
  refuse(faults);
}
