/** Small programs written densely, and random ones from a seed. */
import { createProgram, ORDINAL_NAMES, type Program, type Sense } from '@marginal/program';

export interface Dense {
  readonly sense?: Sense;
  readonly cost: readonly number[];
  /** One array per row. */
  readonly rows: readonly (readonly number[])[];
  /** [lower, upper] per row. */
  readonly between: readonly (readonly [number, number])[];
  /** [lower, upper] per column; [0, Infinity] when absent. */
  readonly columns?: readonly (readonly [number, number])[];
  /** One flag per column. */
  readonly integer?: readonly number[];
  readonly offset?: number;
}

/** The program as typed arrays, zeros left out. */
export function dense(problem: Dense): Program {
  const { sense = 'minimize', cost, rows, between, columns, integer } = problem;
  const starts = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (let j = 0; j < cost.length; j++) {
    for (let i = 0; i < rows.length; i++) {
      if (rows[i][j] === 0) continue;
      index.push(i);
      value.push(rows[i][j]);
    }
    starts.push(index.length);
  }
  return createProgram({
    sense,
    offset: problem.offset ?? 0,
    ...(integer === undefined ? {} : { integer: Uint8Array.from(integer) }),
    cost: Float64Array.from(cost),
    columnLower: Float64Array.from(cost, (_, j) => columns?.[j][0] ?? 0),
    columnUpper: Float64Array.from(cost, (_, j) => columns?.[j][1] ?? Infinity),
    rowLower: Float64Array.from(between, ([lower]) => lower),
    rowUpper: Float64Array.from(between, ([, upper]) => upper),
    matrix: {
      rowCount: rows.length,
      columnCount: cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(index),
      values: Float64Array.from(value),
    },
    names: ORDINAL_NAMES,
  });
}

/** A linear congruential generator: numbers in [0, 1), the same on every machine. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** min c'x, A x >= b, 0 <= x <= 10, with about `perColumn` entries in a column: feasible, and long to solve when large. */
export function boxed(rowCount: number, columnCount: number, perColumn: number, seed = 1): Program {
  const random = generator(seed);
  const starts = [0];
  const rows: number[] = [];
  const values: number[] = [];
  const activity = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const chosen = new Set<number>();
    while (chosen.size < perColumn) chosen.add(Math.floor(random() * rowCount));
    const x = 10 * random();
    for (const i of [...chosen].sort((a, b) => a - b)) {
      const value = 1 + 9 * random();
      rows.push(i);
      values.push(value);
      activity[i] += value * x;
    }
    starts.push(rows.length);
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: Float64Array.from({ length: columnCount }, () => 1 + random()),
    columnLower: new Float64Array(columnCount),
    columnUpper: new Float64Array(columnCount).fill(10),
    rowLower: activity,
    rowUpper: new Float64Array(rowCount).fill(Infinity),
    matrix: {
      rowCount,
      columnCount,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(rows),
      values: Float64Array.from(values),
    },
    names: ORDINAL_NAMES,
  });
}
