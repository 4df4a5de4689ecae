/** Small programs written densely, and single changes of them. */
import { createProgram, type Names, ORDINAL_NAMES, type Program, type Sense } from '@marginal/program';

export type Interval = readonly [lower: number, upper: number];

export interface Sketch {
  readonly sense?: Sense;
  readonly offset?: number;
  readonly cost: readonly number[];
  /** One interval per column, [0, Infinity] by default. */
  readonly columns?: readonly Interval[];
  /** One list of coefficients per row. */
  readonly rows?: readonly (readonly number[])[];
  /** One interval per row. */
  readonly between?: readonly Interval[];
  /** One flag per column. */
  readonly integer?: readonly number[];
  readonly semicontinuous?: readonly number[];
  readonly names?: Names;
}

/** The sketch as typed arrays, zeros left out. Throws `InvalidInputError` like `createProgram`. */
export function stated(sketch: Sketch): Program {
  const { cost, rows = [], between = [], integer, semicontinuous } = sketch;
  const columns = sketch.columns ?? cost.map((): Interval => [0, Infinity]);
  const starts = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (let j = 0; j < cost.length; j++) {
    rows.forEach((row, i) => {
      if (row[j] === 0) return;
      index.push(i);
      value.push(row[j]);
    });
    starts.push(index.length);
  }
  return createProgram({
    sense: sketch.sense ?? 'minimize',
    offset: sketch.offset ?? 0,
    cost: Float64Array.from(cost),
    columnLower: Float64Array.from(columns, ([lower]) => lower),
    columnUpper: Float64Array.from(columns, ([, upper]) => upper),
    ...(integer === undefined ? {} : { integer: Uint8Array.from(integer) }),
    ...(semicontinuous === undefined ? {} : { semicontinuous: Uint8Array.from(semicontinuous) }),
    rowLower: Float64Array.from(between, ([lower]) => lower),
    rowUpper: Float64Array.from(between, ([, upper]) => upper),
    matrix: {
      rowCount: rows.length,
      columnCount: cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(index),
      values: Float64Array.from(value),
    },
    names: sketch.names ?? ORDINAL_NAMES,
  });
}

/** The coefficients row by row, zeros included. */
export function denseRows(program: Program): number[][] {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const out = Array.from({ length: rowCount }, () => new Array<number>(columnCount).fill(0));
  for (let j = 0; j < columnCount; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) out[rows[k]][j] = values[k];
  return out;
}

/** The program as a sketch, for a relation to change. */
export function sketchOf(program: Program): Required<Omit<Sketch, 'integer' | 'semicontinuous'>> & Sketch {
  const { integer, semicontinuous } = program;
  return {
    sense: program.sense,
    offset: program.offset,
    cost: [...program.cost],
    columns: [...program.columnLower].map((lower, j): Interval => [lower, program.columnUpper[j]]),
    rows: denseRows(program),
    between: [...program.rowLower].map((lower, i): Interval => [lower, program.rowUpper[i]]),
    ...(integer === undefined ? {} : { integer: [...integer] }),
    ...(semicontinuous === undefined ? {} : { semicontinuous: [...semicontinuous] }),
    names: program.names,
  };
}
