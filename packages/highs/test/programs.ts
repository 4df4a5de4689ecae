/** Small and large programs for the tests, written densely or drawn from a seed. */
import { createProgram, type Names, ORDINAL_NAMES, type Program, type Sense } from '@marginal/program';

export type Interval = readonly [lower: number, upper: number];

export interface Dense {
  readonly sense?: Sense;
  readonly offset?: number;
  readonly cost: readonly number[];
  /** One interval per column, [0, Infinity] by default. */
  readonly columns?: readonly Interval[];
  /** One list of coefficients per row. */
  readonly matrix: readonly (readonly number[])[];
  readonly rows: readonly Interval[];
  /** One flag per column. */
  readonly integer?: readonly number[];
  readonly semicontinuous?: readonly number[];
  readonly names?: Names;
}

export function program(dense: Dense): Program {
  const columnCount = dense.cost.length;
  const columns = dense.columns ?? dense.cost.map((): Interval => [0, Infinity]);
  const starts = new Int32Array(columnCount + 1);
  const rows: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < columnCount; j++) {
    dense.matrix.forEach((row, i) => {
      if (row[j] === 0) return;
      rows.push(i);
      values.push(row[j]);
    });
    starts[j + 1] = rows.length;
  }
  return createProgram({
    sense: dense.sense ?? 'minimize',
    offset: dense.offset ?? 0,
    cost: Float64Array.from(dense.cost),
    columnLower: Float64Array.from(columns, (interval) => interval[0]),
    columnUpper: Float64Array.from(columns, (interval) => interval[1]),
    ...(dense.integer === undefined ? {} : { integer: Uint8Array.from(dense.integer) }),
    ...(dense.semicontinuous === undefined ? {} : { semicontinuous: Uint8Array.from(dense.semicontinuous) }),
    rowLower: Float64Array.from(dense.rows, (interval) => interval[0]),
    rowUpper: Float64Array.from(dense.rows, (interval) => interval[1]),
    matrix: {
      rowCount: dense.rows.length,
      columnCount,
      starts,
      rows: Int32Array.from(rows),
      values: Float64Array.from(values),
    },
    names: dense.names ?? ORDINAL_NAMES,
  });
}

/** max 3x + 2y, x + y <= 4, x - y <= 2: optimum 11 at (3, 1) with duals (2.5, 0.5). */
export const TEXTBOOK = program({
  sense: 'maximize',
  cost: [3, 2],
  matrix: [
    [1, 1],
    [1, -1],
  ],
  rows: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
});

/** x + y >= 5 against x + y <= 3. */
export const INFEASIBLE = program({
  cost: [1, 1],
  matrix: [
    [1, 1],
    [1, 1],
  ],
  rows: [
    [5, Infinity],
    [-Infinity, 3],
  ],
});

/** min -x - y with x - y <= 2 only. */
export const UNBOUNDED = program({ cost: [-1, -1], matrix: [[1, -1]], rows: [[-Infinity, 2]] });

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A feasible, bounded program with `perColumn` coefficients in each column, hard enough to take real work. */
export function randomProgram(
  rowCount: number,
  columnCount: number,
  perColumn: number,
  seed: number,
): Program {
  const random = seeded(seed);
  const starts = new Int32Array(columnCount + 1);
  const rows = new Int32Array(columnCount * perColumn);
  const values = new Float64Array(columnCount * perColumn);
  const activity = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const picked = new Set<number>();
    while (picked.size < perColumn) picked.add(Math.floor(random() * rowCount));
    const x = random();
    for (const i of [...picked].sort((a, b) => a - b)) {
      const k = starts[j + 1] === 0 ? starts[j] : starts[j + 1];
      rows[k] = i;
      values[k] = random() * 2 - 0.5;
      activity[i] += values[k] * x;
      starts[j + 1] = k + 1;
    }
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: Float64Array.from({ length: columnCount }, () => random() * 2 - 0.5),
    columnLower: new Float64Array(columnCount),
    columnUpper: new Float64Array(columnCount).fill(1),
    rowLower: activity,
    rowUpper: new Float64Array(rowCount).fill(Infinity),
    matrix: { rowCount, columnCount, starts, rows, values },
    names: ORDINAL_NAMES,
  });
}

/** Every position filled: small to describe, large to solve. */
export function fullProgram(rowCount: number, columnCount: number): Program {
  const nnz = rowCount * columnCount;
  const starts = Int32Array.from({ length: columnCount + 1 }, (_, j) => j * rowCount);
  const rows = new Int32Array(nnz);
  const values = new Float64Array(nnz);
  for (let k = 0; k < nnz; k++) {
    rows[k] = k % rowCount;
    values[k] = 1 + ((k * 31) % 97) / 10;
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: Float64Array.from({ length: columnCount }, (_, j) => 1 + (j % 7)),
    columnLower: new Float64Array(columnCount),
    columnUpper: new Float64Array(columnCount).fill(Infinity),
    rowLower: new Float64Array(rowCount).fill(5),
    rowUpper: new Float64Array(rowCount).fill(Infinity),
    matrix: { rowCount, columnCount, starts, rows, values },
    names: ORDINAL_NAMES,
  });
}
