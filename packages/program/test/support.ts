/** Small programs written down densely, seeded numbers, exact arithmetic on doubles. */
import type { Capabilities } from '../src/capabilities.ts';
import { InvalidInputError } from '../src/errors.ts';
import type { CscMatrix } from '../src/matrix.ts';
import { createProgram, ORDINAL_NAMES, type Program, type Sense } from '../src/program.ts';

export const CAPABILITIES: Capabilities = {
  lp: true,
  mip: false,
  semicontinuous: false,
  duals: true,
  reducedCosts: true,
  basisOut: false,
  basisIn: false,
  farkas: true,
  primalRay: true,
  ranging: false,
  warmStart: false,
  timeLimit: false,
  interrupt: false,
  progress: false,
  vertexSolutions: true,
  toleranceClass: 'vertex',
  numericRange: { smallestCoefficient: 1e-9, largestCoefficient: 1e15, infinity: 1e20 },
};

export const F = (...values: number[]): Float64Array => Float64Array.from(values);
export const I = (...values: number[]): Int32Array => Int32Array.from(values);

/** Rows of numbers as CSC, zeros left out. */
export function sparse(rows: readonly (readonly number[])[], columnCount = rows[0]?.length ?? 0): CscMatrix {
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

/** A program as one would write it on paper; bounds are [lower, upper], columns default to [0, inf]. */
export interface Sketch {
  readonly sense?: Sense;
  readonly offset?: number;
  readonly cost: readonly number[];
  readonly rows?: readonly (readonly number[])[];
  readonly rowBounds?: readonly (readonly [number, number])[];
  readonly bounds?: readonly (readonly [number, number])[];
  readonly integer?: readonly number[];
  readonly semicontinuous?: readonly number[];
}

/** The arrays of a sketch, not yet checked. */
export function parts(sketch: Sketch): Program {
  const bounds = sketch.bounds ?? sketch.cost.map(() => [0, Infinity] as const);
  const rowBounds = sketch.rowBounds ?? [];
  return {
    sense: sketch.sense ?? 'minimize',
    offset: sketch.offset ?? 0,
    cost: Float64Array.from(sketch.cost),
    columnLower: Float64Array.from(bounds, ([lower]) => lower),
    columnUpper: Float64Array.from(bounds, ([, upper]) => upper),
    ...(sketch.integer === undefined ? {} : { integer: Uint8Array.from(sketch.integer) }),
    ...(sketch.semicontinuous === undefined
      ? {}
      : { semicontinuous: Uint8Array.from(sketch.semicontinuous) }),
    rowLower: Float64Array.from(rowBounds, ([lower]) => lower),
    rowUpper: Float64Array.from(rowBounds, ([, upper]) => upper),
    matrix: sparse(sketch.rows ?? [], sketch.cost.length),
    names: ORDINAL_NAMES,
  };
}

export function lp(sketch: Sketch): Program {
  return createProgram(parts(sketch));
}

/** Rows of numbers back from CSC. */
export function dense(matrix: CscMatrix): number[][] {
  const out = Array.from({ length: matrix.rowCount }, () => new Array<number>(matrix.columnCount).fill(0));
  for (let j = 0; j < matrix.columnCount; j++) {
    for (let k = matrix.starts[j]; k < matrix.starts[j + 1]; k++) out[matrix.rows[k]][j] = matrix.values[k];
  }
  return out;
}

/** Seeded whole numbers: `draw(low, high)`, both ends included (mulberry32). */
export function draws(seed: number): (low: number, high: number) => number {
  let state = seed >>> 0;
  return (low, high) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return low + (((t ^ (t >>> 14)) >>> 0) % (high - low + 1));
  };
}

/** `value * 2^1074`, exactly: every finite double is a whole number of the smallest subnormal. */
export function exact(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  if (exponent === 0x7ff) throw new Error('not finite');
  const fraction = bits & ((1n << 52n) - 1n);
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -size : size;
}

/** The codes of the faults that `action` raises; none when it returns. */
export function faultCodes(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults.map((fault) => fault.code);
    throw error;
  }
  return [];
}

/** What `action` throws. */
export function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
