/** Programs that are the same in Node and in a page, bit for bit: written out, or drawn with whole-number arithmetic. */
import { createProgram, ORDINAL_NAMES, type Program, type Sense } from '@marginal/program';

interface Sketch {
  readonly sense?: Sense;
  readonly cost: readonly number[];
  readonly columns: readonly (readonly [number, number])[];
  readonly integer?: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly rowBounds: readonly (readonly [number, number])[];
}

function program(sketch: Sketch): Program {
  const starts = [0];
  const rows: number[] = [];
  const values: number[] = [];
  for (const j of sketch.cost.keys()) {
    for (const [i, row] of sketch.rows.entries()) {
      if (row[j] === 0) continue;
      rows.push(i);
      values.push(row[j]);
    }
    starts.push(rows.length);
  }
  return createProgram({
    sense: sketch.sense ?? 'minimize',
    offset: 0,
    cost: Float64Array.from(sketch.cost),
    columnLower: Float64Array.from(sketch.columns, ([lower]) => lower),
    columnUpper: Float64Array.from(sketch.columns, ([, upper]) => upper),
    ...(sketch.integer === undefined ? {} : { integer: Uint8Array.from(sketch.integer) }),
    rowLower: Float64Array.from(sketch.rowBounds, ([lower]) => lower),
    rowUpper: Float64Array.from(sketch.rowBounds, ([, upper]) => upper),
    matrix: {
      rowCount: sketch.rows.length,
      columnCount: sketch.cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(rows),
      values: Float64Array.from(values),
    },
    names: ORDINAL_NAMES,
  });
}

const INF = Infinity;

/** Two plants, three towns: max 0 - cost, so that signs are tried in the sense that solvers get wrong. Unique optimum. */
export const TRANSPORT = program({
  sense: 'maximize',
  cost: [-4, -6, -9, -5, -3, -8],
  columns: [
    [0, INF],
    [0, INF],
    [0, INF],
    [0, INF],
    [0, INF],
    [0, 10],
  ],
  rows: [
    [1, 1, 1, 0, 0, 0],
    [0, 0, 0, 1, 1, 1],
    [1, 0, 0, 1, 0, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0, 1],
  ],
  rowBounds: [
    [-INF, 35],
    [-INF, 30],
    [20, 20],
    [22, INF],
    [15, INF],
  ],
});

/** x + y >= 5 and x + 2y <= 3 with x, y >= 0: multipliers (1, -1) prove that there is no point. */
export const INFEASIBLE = program({
  cost: [1, 1],
  columns: [
    [0, INF],
    [0, INF],
  ],
  rows: [
    [1, 1],
    [1, 2],
  ],
  rowBounds: [
    [5, INF],
    [-INF, 3],
  ],
});

/** x - y <= 1 with costs -1: along (1, 1) for ever. */
export const UNBOUNDED = program({
  cost: [-1, -1],
  columns: [
    [0, INF],
    [0, INF],
  ],
  rows: [[1, -1]],
  rowBounds: [[-INF, 1]],
});

/** A knapsack whose relaxation is fractional: values 10, 13, 7, 8, weights 5, 7, 4, 5, room for 12. */
export const KNAPSACK = program({
  sense: 'maximize',
  cost: [10, 13, 7, 8],
  columns: [
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 1],
  ],
  integer: [1, 1, 1, 1],
  rows: [[5, 7, 4, 5]],
  rowBounds: [[-INF, 12]],
});

/** Mulberry32: whole-number arithmetic throughout, so the same in every engine. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A feasible, bounded program: `perColumn` entries in every column, rows around a point drawn first, some of them
 * equations or one-sided, and columns in boxes.
 */
export function drawnProgram(
  seed: number,
  rowCount: number,
  columnCount: number,
  perColumn: number,
): Program {
  const random = generator(seed);
  const starts = new Int32Array(columnCount + 1);
  const rows: number[] = [];
  const values: number[] = [];
  const activity = new Float64Array(rowCount);
  const cost = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    const point = Math.floor(random() * 6);
    const chosen = new Set<number>();
    while (chosen.size < Math.min(perColumn, rowCount)) chosen.add(Math.floor(random() * rowCount));
    for (const i of [...chosen].sort((a, b) => a - b)) {
      const value = Math.round((random() * 20 - 8) * 64) / 64 || 1;
      rows.push(i);
      values.push(value);
      activity[i] += value * point;
    }
    starts[j + 1] = rows.length;
    cost[j] = Math.round((random() * 20 - 6) * 256) / 256;
  }
  const rowLower = new Float64Array(rowCount).fill(-INF);
  const rowUpper = new Float64Array(rowCount).fill(INF);
  for (let i = 0; i < rowCount; i++) {
    const kind = random();
    if (kind < 0.7) rowLower[i] = activity[i] - (kind < 0.2 ? 0 : Math.floor(random() * 9));
    if (kind < 0.2) rowUpper[i] = activity[i];
    else if (kind > 0.5) rowUpper[i] = activity[i] + Math.floor(random() * 9);
  }
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost,
    columnLower: new Float64Array(columnCount),
    columnUpper: new Float64Array(columnCount).fill(10),
    rowLower,
    rowUpper,
    matrix: { rowCount, columnCount, starts, rows: Int32Array.from(rows), values: Float64Array.from(values) },
    names: ORDINAL_NAMES,
  });
}

/** Takes every solver here more than six seconds, measured in Node. */
export function longProgram(): Program {
  return drawnProgram(7, 6000, 12_000, 6);
}
