/**
 * One compiled linear program in typed arrays:
 *
 *   minimise or maximise  offset + c'x   subject to   rowLower <= A x <= rowUpper,   columnLower <= x <= columnUpper,
 *
 * some columns integer, some semicontinuous (zero, or between their bounds). An absent bound is an infinity of its own
 * sign. A `Program` is immutable and valid from the moment `createProgram` returns it: no NaN, no crossed bounds, no
 * infinite cost or coefficient, no duplicate entry; so backends and checks need not look again. Names are made on demand, never stored.
 */
import { isFresh } from './assemble.ts';
import { type Fault, refuse } from './errors.ts';
import { type CscMatrix, isCanonical } from './matrix.ts';

export type Sense = 'minimize' | 'maximize';

/** Names of rows and columns, made when somebody asks. */
export interface Names {
  row(index: number): string;
  column(index: number): string;
}

export interface Program {
  readonly sense: Sense;
  /** Constant of the objective, in objective units. */
  readonly offset: number;
  /** Length columnCount, objective units per unit of the column. */
  readonly cost: Float64Array;
  /** Length columnCount, -Infinity where absent. */
  readonly columnLower: Float64Array;
  /** Length columnCount, Infinity where absent. */
  readonly columnUpper: Float64Array;
  /** Length columnCount, 1 where the column must be whole; absent when none is. */
  readonly integer?: Uint8Array;
  /**
   * Length columnCount, 1 where the column is zero or lies between its bounds, which are then 0 <= lower <= upper < inf;
   * absent when none is. A column may be integer as well.
   */
  readonly semicontinuous?: Uint8Array;
  /** Length rowCount, -Infinity where absent. */
  readonly rowLower: Float64Array;
  /** Length rowCount, Infinity where absent. */
  readonly rowUpper: Float64Array;
  readonly matrix: CscMatrix;
  readonly names: Names;
}

/** `r0, r1, ...` and `c0, c1, ...`. */
export const ORDINAL_NAMES: Names = { row: (index) => `r${index}`, column: (index) => `c${index}` };

/** How many faults of one kind are worth listing before the rest is only counted. */
const LISTED_FAULTS = 20;

class FaultList {
  readonly faults: Fault[] = [];
  private more = 0;

  add(code: string, place: string, cause: string, remedy: string): void {
    if (this.faults.length < LISTED_FAULTS) this.faults.push({ code, place, cause, remedy });
    else this.more++;
  }

  done(): readonly Fault[] {
    if (this.more === 0) return this.faults;
    const last = {
      code: 'program.more-faults',
      place: 'program',
      cause: `${this.more} more faults like these`,
      remedy: 'mend the listed ones first',
    };
    return [...this.faults, last];
  }
}

function checkInterval(list: FaultList, place: () => string, lower: number, upper: number): void {
  if (Number.isNaN(lower) || Number.isNaN(upper)) {
    list.add(
      'program.nan',
      place(),
      `bounds are [${lower}, ${upper}]`,
      'give numbers, or infinities for no bound',
    );
  } else if (lower > upper) {
    list.add(
      'program.crossed-bounds',
      place(),
      `lower ${lower} is above upper ${upper}`,
      'no point can satisfy both; swap or mend them',
    );
  } else if (lower === Infinity || upper === -Infinity) {
    list.add(
      'program.infinite-bound',
      place(),
      `bounds are [${lower}, ${upper}]`,
      'a lower bound of +inf or an upper bound of -inf admits no point',
    );
  }
}

/** Zero or between the bounds: without an upper bound no solver can branch, and below zero none agrees what it means. */
function checkSemicontinuous(list: FaultList, place: () => string, lower: number, upper: number): void {
  if (lower < 0) {
    const remedy = 'give a lower bound of zero or more, or turn the column around';
    list.add('program.semicontinuous-lower', place(), `semicontinuous from ${lower}`, remedy);
  }
  if (upper === Infinity) {
    const remedy = 'give the largest amount that is possible at all';
    list.add('program.semicontinuous-upper', place(), 'semicontinuous without an upper bound', remedy);
  }
}

function checkLengths(list: FaultList, program: Program): void {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const expect = (place: string, actual: number, expected: number): void => {
    if (actual !== expected)
      list.add(
        'program.length',
        place,
        `has ${actual} entries, not ${expected}`,
        'give one entry per row or column of the matrix',
      );
  };
  expect('cost', program.cost.length, columnCount);
  expect('columnLower', program.columnLower.length, columnCount);
  expect('columnUpper', program.columnUpper.length, columnCount);
  if (program.integer !== undefined) expect('integer', program.integer.length, columnCount);
  if (program.semicontinuous !== undefined)
    expect('semicontinuous', program.semicontinuous.length, columnCount);
  expect('rowLower', program.rowLower.length, rowCount);
  expect('rowUpper', program.rowUpper.length, rowCount);
  expect('matrix.starts', starts.length, columnCount + 1);
  expect('matrix.rows', rows.length, starts[columnCount] ?? 0);
  expect('matrix.values', values.length, starts[columnCount] ?? 0);
  if (starts[0] !== 0)
    list.add('program.starts', 'matrix.starts', `begins with ${starts[0]}`, 'begin with 0');
}

/** Whether every interval has a point: no NaN, no crossed bounds, no infinity on the wrong side. */
function areIntervals(lower: Float64Array, upper: Float64Array): boolean {
  for (let k = 0; k < lower.length; k++) {
    const low = lower[k];
    const high = upper[k];
    if (!(low <= high && low < Infinity && high > -Infinity)) return false;
  }
  return true;
}

function areFinite(values: Float64Array): boolean {
  for (let k = 0; k < values.length; k++) if (values[k] - values[k] !== 0) return false;
  return true;
}

function hasAny(flags: Uint8Array | undefined): boolean {
  if (flags !== undefined) for (let j = 0; j < flags.length; j++) if (flags[j] !== 0) return true;
  return false;
}

/**
 * The same checks as below without a word about what is wrong: what nearly every program takes, at a tenth of the time.
 * Arrays that the valid program `before` holds as well are not looked at again.
 */
function isSound(program: Program, before: Program | undefined): boolean {
  const { offset, cost, columnLower, columnUpper, rowLower, rowUpper, matrix } = program;
  const sameColumns = columnLower === before?.columnLower && columnUpper === before.columnUpper;
  const sameRows = rowLower === before?.rowLower && rowUpper === before.rowUpper;
  return (
    Number.isFinite(offset) &&
    (cost === before?.cost || areFinite(cost)) &&
    (sameColumns || areIntervals(columnLower, columnUpper)) &&
    !hasAny(program.semicontinuous) &&
    (sameRows || areIntervals(rowLower, rowUpper)) &&
    (matrix === before?.matrix || isFresh(matrix) || isCanonical(matrix))
  );
}

function checkMatrix(list: FaultList, program: Program): void {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  for (let j = 0; j < columnCount; j++) {
    if (starts[j + 1] >= starts[j]) continue;
    // No entry can be assigned to its column then, so none is looked at.
    list.add('program.starts', `matrix.starts[${j + 1}]`, 'decreases', 'give non-decreasing column offsets');
    return;
  }
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const place = (): string =>
        `coefficient of ${program.names.column(j)} in ${program.names.row(rows[k])}`;
      if (rows[k] < 0 || rows[k] >= rowCount) {
        list.add(
          'program.row-index',
          `matrix.rows[${k}]`,
          `is ${rows[k]}, outside 0..${rowCount - 1}`,
          'give row indices of this program',
        );
      } else if (k > starts[j] && rows[k] <= rows[k - 1]) {
        list.add(
          'program.duplicate',
          place(),
          'stands twice or out of order',
          'merge duplicates and sort rows within a column',
        );
      } else if (!Number.isFinite(values[k]) || values[k] === 0) {
        list.add(
          'program.coefficient',
          place(),
          `is ${values[k]}`,
          'give finite coefficients and leave zeros out',
        );
      }
    }
  }
}

/**
 * Checks the parts and returns them as a `Program`. The arrays are kept, not copied: do not write into them later.
 * Throws `InvalidInputError` with every fault: lengths, NaN, infinite costs or coefficients, crossed bounds,
 * semicontinuous columns without a range, duplicate or unsorted entries.
 */
export function createProgram(parts: Program): Program {
  return checkedProgram(parts, undefined);
}

/** The same for a program made from a valid one, `before`: arrays that both hold are not looked at again. */
export function changedProgram(before: Program, parts: Program): Program {
  return checkedProgram(parts, before);
}

function checkedProgram(parts: Program, before: Program | undefined): Program {
  const list = new FaultList();
  checkLengths(list, parts);
  refuse(list.done());
  if (!isSound(parts, before)) checkNumbers(list, parts);
  refuse(list.done());
  return Object.freeze({ ...parts });
}

/** Every fault of the numbers, by name. */
function checkNumbers(list: FaultList, parts: Program): void {
  const { names } = parts;
  if (!Number.isFinite(parts.offset))
    list.add('program.nan', 'offset', `is ${parts.offset}`, 'give a finite constant');
  for (let j = 0; j < parts.cost.length; j++) {
    if (!Number.isFinite(parts.cost[j]))
      list.add('program.cost', `cost of ${names.column(j)}`, `is ${parts.cost[j]}`, 'give a finite cost');
    const place = (): string => `bounds of ${names.column(j)}`;
    checkInterval(list, place, parts.columnLower[j], parts.columnUpper[j]);
    if (parts.semicontinuous !== undefined && parts.semicontinuous[j] !== 0)
      checkSemicontinuous(list, place, parts.columnLower[j], parts.columnUpper[j]);
  }
  for (let i = 0; i < parts.rowLower.length; i++) {
    checkInterval(list, () => `row ${names.row(i)}`, parts.rowLower[i], parts.rowUpper[i]);
  }
  checkMatrix(list, parts);
}

/** Whether any column is integer: such a program has no duals. */
export function hasIntegers(program: Program): boolean {
  return hasAny(program.integer);
}

/** Whether any column is semicontinuous: such a program has no duals either. */
export function hasSemicontinuous(program: Program): boolean {
  return hasAny(program.semicontinuous);
}

/** Whether a solver must search: any column integer or semicontinuous. By the flags, whatever the bounds are. */
export function isDiscrete(program: Program): boolean {
  return hasIntegers(program) || hasSemicontinuous(program);
}
