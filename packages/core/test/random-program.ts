/**
 * Random programs from a tape of numbers, so that a failing one shrinks to short tapes of zeros. Whole numbers
 * throughout. `anyProgram` has every kind of row and column and may have no answer; `solvableProgram` is built around
 * an optimum, degenerate ones among them.
 */

import { fc } from '@fast-check/vitest';
import { type CscMatrix, createProgram, type Names, type Program, type Sense } from '@marginal/program';

type Interval = readonly [lower: number, upper: number];

export class Tape {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  choose<T>(options: readonly T[]): T {
    const drawn = this.at < this.numbers.length ? this.numbers[this.at] : 0;
    this.at++;
    return options[drawn % options.length];
  }
}

const COEFFICIENTS = [0, 1, -1, 2, 0, -3, 0.5];
const POSITIONS = [0, 1, -2, 3, 0];

export function cscOf(rows: readonly (readonly number[])[], columnCount: number): CscMatrix {
  const starts = new Int32Array(columnCount + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < columnCount; j++) {
    rows.forEach((row, i) => {
      if (row[j] === 0) return;
      indices.push(i);
      values.push(row[j]);
    });
    starts[j + 1] = indices.length;
  }
  return {
    rowCount: rows.length,
    columnCount,
    starts,
    rows: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

export interface Dense {
  readonly sense: Sense;
  readonly offset: number;
  readonly cost: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly rowBounds: readonly Interval[];
  readonly bounds: readonly Interval[];
  readonly names: Names;
  readonly integer?: readonly number[];
}

export function programOf(dense: Dense): Program {
  return createProgram({
    sense: dense.sense,
    offset: dense.offset,
    cost: Float64Array.from(dense.cost),
    columnLower: Float64Array.from(dense.bounds, ([lower]) => lower),
    columnUpper: Float64Array.from(dense.bounds, ([, upper]) => upper),
    rowLower: Float64Array.from(dense.rowBounds, ([lower]) => lower),
    rowUpper: Float64Array.from(dense.rowBounds, ([, upper]) => upper),
    ...(dense.integer === undefined ? {} : { integer: Uint8Array.from(dense.integer) }),
    matrix: cscOf(dense.rows, dense.cost.length),
    names: dense.names,
  });
}

export const NAMES: Names = { row: (i) => `row[${i}]`, column: (j) => `x[${j}]` };

const INTERVALS: readonly Interval[] = [
  [0, Infinity],
  [-Infinity, 0],
  [-Infinity, Infinity],
  [0, 0],
  [2, 2],
  [-1, 3],
  [0, 4],
  [-4, 0],
  [1, Infinity],
  [-Infinity, -1],
];

/** Any linear program at all: every interval on rows and columns. */
export function anyProgram(numbers: readonly number[], sense: Sense): Program {
  const tape = new Tape(numbers);
  const [m, n] = [tape.choose([1, 0, 2, 4]), tape.choose([1, 2, 3, 5])];
  const list = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
  return programOf({
    sense,
    offset: tape.choose([0, 7, -0.5]),
    cost: list(n, () => tape.choose([0, 1, -2, 5])),
    rows: list(m, () => list(n, () => tape.choose(COEFFICIENTS))),
    rowBounds: list(m, () => tape.choose(INTERVALS)),
    bounds: list(n, () => tape.choose(INTERVALS)),
    names: NAMES,
  });
}

/**
 * A program with an optimum: positions and multipliers are chosen first, bounds follow from complementarity and costs
 * from stationarity.
 */
export function solvableProgram(numbers: readonly number[], sense: Sense): Program {
  const tape = new Tape(numbers);
  const flip = sense === 'minimize' ? 1 : -1;
  const [m, n] = [tape.choose([2, 1, 3, 5]), tape.choose([2, 1, 4, 6])];
  const list = <T>(length: number, make: (at: number) => T): T[] =>
    Array.from({ length }, (_, at) => make(at));
  const rows = list(m, () => list(n, () => tape.choose(COEFFICIENTS)));
  const place = (at: number): readonly [Interval, number] => {
    const size = tape.choose([1, 2, 0.5]);
    switch (tape.choose([0, 1, 2, 3, 4, 5, 6])) {
      case 0:
        return [[at, tape.choose([Infinity, at + 2])], flip * size];
      case 1:
        return [[tape.choose([-Infinity, at - 3]), at], -flip * size];
      case 2:
        return [[at, at], tape.choose([size, -size])];
      case 3:
        return [[at - 1, at + 2], 0];
      case 4:
        return [[at, tape.choose([Infinity, at + 1])], 0];
      case 5:
        return [[tape.choose([-Infinity, at - 1]), at], 0];
      default:
        return [[-Infinity, Infinity], 0];
    }
  };
  const x = list(n, () => tape.choose(POSITIONS));
  const columns = x.map(place);
  const limits = rows.map((row) => place(row.reduce((sum, a, j) => sum + a * x[j], 0)));
  return programOf({
    sense,
    offset: tape.choose([0, 7, -0.5]),
    cost: x.map((_, j) => rows.reduce((sum, row, i) => sum + limits[i][1] * row[j], columns[j][1])),
    rows,
    rowBounds: limits.map(([interval]) => interval),
    bounds: columns.map(([interval]) => interval),
    names: NAMES,
  });
}

export const tapes = fc.array(fc.nat(839), { maxLength: 90, size: 'max' });
/** The same runs every time. */
export const SEEDED = { seed: 20_260_903, numRuns: 200 };

export const senses = fc.constantFrom<Sense>('minimize', 'maximize');

/** The same program with rows and columns in another order, names and all. `row[k]` is the old row at place k. */
export function permuted(
  program: Program,
  rowOrder: readonly number[],
  columnOrder: readonly number[],
): Program {
  const { matrix, integer, names } = program;
  const dense = rowOrder.map(() => new Array<number>(columnOrder.length).fill(0));
  columnOrder.forEach((from, to) => {
    for (let k = matrix.starts[from]; k < matrix.starts[from + 1]; k++)
      dense[rowOrder.indexOf(matrix.rows[k])][to] = matrix.values[k];
  });
  return programOf({
    sense: program.sense,
    offset: program.offset,
    cost: columnOrder.map((j) => program.cost[j]),
    rows: dense,
    rowBounds: rowOrder.map((i) => [program.rowLower[i], program.rowUpper[i]]),
    bounds: columnOrder.map((j) => [program.columnLower[j], program.columnUpper[j]]),
    ...(integer === undefined ? {} : { integer: columnOrder.map((j) => integer[j]) }),
    names: { row: (i) => names.row(rowOrder[i]), column: (j) => names.column(columnOrder[j]) },
  });
}

/** The order that a tape draws. */
export function shuffled(count: number, numbers: readonly number[]): number[] {
  const tape = new Tape(numbers);
  const left = Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: count }, () => {
    const taken = tape.choose(left);
    left.splice(left.indexOf(taken), 1);
    return taken;
  });
}
