/**
 * A linear program in units of powers of two, so that the largest coefficient of every row and column is between one half
 * and one, and the way back, which is exact:  A' = R A S,  x = S x',  y = R y'.  For methods that meet absolute
 * tolerances and do not scale by themselves: a row whose bound is 1e-8 counts for nothing there.
 */
import type { Program } from '@marginal/program';

export interface Scaled {
  /** Without integers: a column in other units is not whole where it was. */
  readonly program: Program;
  /** Length rowCount, R. */
  readonly rowFactor: Float64Array;
  /** Length columnCount, S. */
  readonly columnFactor: Float64Array;
}

/** The power of two that brings `size` to between one half and one; 1 for zero. */
function factor(size: number): number {
  return size === 0 ? 1 : 2 ** -Math.ceil(Math.log2(size));
}

function times(values: Float64Array, factors: Float64Array): Float64Array {
  return values.map((value, k) => value * factors[k]);
}

/** `program` must be linear. */
export function scaled(program: Program): Scaled {
  const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const { rowCount, columnCount, starts, rows, values } = matrix;
  const largest = new Float64Array(rowCount);
  for (let k = 0; k < values.length; k++) largest[rows[k]] = Math.max(largest[rows[k]], Math.abs(values[k]));
  const rowFactor = largest.map(factor);
  const columnFactor = new Float64Array(columnCount);
  const entries = values.map((value, k) => value * rowFactor[rows[k]]);
  for (let j = 0; j < columnCount; j++) {
    let size = 0;
    for (let k = starts[j]; k < starts[j + 1]; k++) size = Math.max(size, Math.abs(entries[k]));
    columnFactor[j] = factor(size);
    for (let k = starts[j]; k < starts[j + 1]; k++) entries[k] *= columnFactor[j];
  }
  const { integer: _integer, ...linear } = program;
  return {
    rowFactor,
    columnFactor,
    program: {
      ...linear,
      cost: times(cost, columnFactor),
      columnLower: columnLower.map((bound, j) => bound / columnFactor[j]),
      columnUpper: columnUpper.map((bound, j) => bound / columnFactor[j]),
      rowLower: times(rowLower, rowFactor),
      rowUpper: times(rowUpper, rowFactor),
      matrix: { ...matrix, values: entries },
    },
  };
}

/** Point and row duals of the scaled program in the units of the program. */
export function unscaled(
  { rowFactor, columnFactor }: Scaled,
  point: { readonly x: Float64Array; readonly rowDual: Float64Array },
): { readonly x: Float64Array; readonly rowDual: Float64Array } {
  return { x: times(point.x, columnFactor), rowDual: times(point.rowDual, rowFactor) };
}
