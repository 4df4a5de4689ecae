/**
 * Scale factors in powers of two, so that scaling is exact: `A' = R A C`, `x = C x'`, `y = R y'`. Rows and columns are in turn divided
 * by the geometric mean of their extremes, a few times; kept only when the coefficients end up closer together, or were all far from one.
 */
import type { CscMatrix } from '@marginal/program';
import { SCALE_EXPONENT, SCALED_FROM, SCALED_TO } from '../tolerances.ts';

const PASSES = 6;

export interface Scale {
  /** Length rowCount, powers of two, which four bytes hold exactly. */
  readonly row: Float32Array;
  /** Length columnCount, powers of two. */
  readonly column: Float32Array;
}

const bits = new DataView(new ArrayBuffer(8));

/** The power of two nearest to `x > 0` on a logarithmic scale, between 2^-limit and 2^limit. No logarithm: the same everywhere. */
export function nearestPowerOfTwo(x: number, limit: number): number {
  bits.setFloat64(0, x);
  const exponent = ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
  const mantissa = x / 2 ** exponent;
  const rounded = mantissa >= Math.SQRT2 ? exponent + 1 : exponent;
  return 2 ** Math.min(limit, Math.max(-limit, rounded));
}

/** All factors 1. */
export function unitScale(matrix: CscMatrix): Scale {
  return {
    row: new Float32Array(matrix.rowCount).fill(1),
    column: new Float32Array(matrix.columnCount).fill(1),
  };
}

/** Largest over smallest coefficient under these factors. */
function spread(matrix: CscMatrix, scale: Scale): number {
  const { columnCount, starts, rows, values } = matrix;
  let smallest = Infinity;
  let largest = 0;
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const size = Math.abs(values[k]) * scale.row[rows[k]] * scale.column[j];
      if (size < smallest) smallest = size;
      if (size > largest) largest = size;
    }
  }
  return largest / smallest;
}

/** Factors for this matrix; all 1 when it needs none. O(passes * nnz). */
export function equilibrate(matrix: CscMatrix): Scale {
  const { rowCount, columnCount, starts, rows, values } = matrix;
  let smallest = Infinity;
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (size < smallest) smallest = size;
    if (size > largest) largest = size;
  }
  if (values.length === 0 || (smallest >= SCALED_FROM && largest <= SCALED_TO)) return unitScale(matrix);

  const row = new Float64Array(rowCount).fill(1);
  const column = new Float64Array(columnCount).fill(1);
  const rowMin = new Float64Array(rowCount);
  const rowMax = new Float64Array(rowCount);
  for (let pass = 0; pass < PASSES; pass++) {
    rowMin.fill(Infinity);
    rowMax.fill(0);
    for (let j = 0; j < columnCount; j++) {
      let min = Infinity;
      let max = 0;
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        const size = Math.abs(values[k]) * row[rows[k]];
        if (size < min) min = size;
        if (size > max) max = size;
      }
      if (max > 0) column[j] = 1 / Math.sqrt(min * max);
      for (let k = starts[j]; k < starts[j + 1]; k++) {
        const i = rows[k];
        const size = Math.abs(values[k]) * column[j];
        if (size < rowMin[i]) rowMin[i] = size;
        if (size > rowMax[i]) rowMax[i] = size;
      }
    }
    for (let i = 0; i < rowCount; i++) if (rowMax[i] > 0) row[i] = 1 / Math.sqrt(rowMin[i] * rowMax[i]);
  }
  for (let i = 0; i < rowCount; i++) row[i] = nearestPowerOfTwo(row[i], SCALE_EXPONENT);
  // Columns once more, to a largest entry near one: costs and bounds are then measured alike.
  for (let j = 0; j < columnCount; j++) {
    let max = 0;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const size = Math.abs(values[k]) * row[rows[k]];
      if (size > max) max = size;
    }
    column[j] = max > 0 ? nearestPowerOfTwo(1 / max, SCALE_EXPONENT) : 1;
  }
  // Coefficients that are all far from one gain nothing in spread, and pivots are measured against one.
  const afar = largest < SCALED_FROM || smallest > SCALED_TO;
  const scale: Scale = { row: new Float32Array(row), column: new Float32Array(column) };
  const [before, after] = [largest / smallest, spread(matrix, scale)];
  return after < before || (afar && after <= before) ? scale : unitScale(matrix);
}

/** Medians of costs between these are left alone. */
const COSTS_FROM = 0.25;
const COSTS_TO = 16;

/**
 * A power of two that brings the middle one of the nonzero costs near one: tolerances of the dual are absolute, and perturbations grow
 * with the costs. The smallest or the largest would follow a single penalty.
 */
export function costFactor(cost: Float64Array, column: Float32Array): number {
  const sizes = new Float64Array(cost.length);
  let count = 0;
  for (let j = 0; j < cost.length; j++) if (cost[j] !== 0) sizes[count++] = Math.abs(cost[j]) * column[j];
  if (count === 0) return 1;
  const median = sizes.subarray(0, count).sort()[count >> 1];
  if (median >= COSTS_FROM && median <= COSTS_TO) return 1;
  return nearestPowerOfTwo(1 / median, 2 * SCALE_EXPONENT);
}
