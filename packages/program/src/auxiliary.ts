/**
 * Two programs whose optima are certificates of another one. Both are feasible and bounded whatever the original is, so
 * no solver needs a ray to answer them: the way out where a solver has an answer but no proof.
 */
import type { CscMatrix } from './matrix.ts';
import type { Program } from './program.ts';

function extended(values: Float64Array, count: number, value: number): Float64Array {
  const out = new Float64Array(values.length + count).fill(value);
  out.set(values);
  return out;
}

/** The matrix with a column +1 and a column -1 per row behind its own. */
function withSlacks(matrix: CscMatrix): CscMatrix {
  const { rowCount, columnCount } = matrix;
  const nnz = matrix.values.length;
  const starts = new Int32Array(columnCount + 2 * rowCount + 1);
  const rows = new Int32Array(nnz + 2 * rowCount);
  const values = extended(matrix.values, 2 * rowCount, 1);
  starts.set(matrix.starts);
  rows.set(matrix.rows);
  for (let k = 0; k < 2 * rowCount; k++) {
    starts[columnCount + k + 1] = nnz + k + 1;
    rows[nnz + k] = k >> 1;
    if (k % 2 === 1) values[nnz + k] = -1;
  }
  return { rowCount, columnCount: columnCount + 2 * rowCount, starts, rows, values };
}

/**
 * The least total violation of the rows: what raises and what lowers a row costs 1. Its optimum is positive exactly when
 * the original, a linear program, is infeasible, and then its row duals are Farkas multipliers.
 */
export function elastic(program: Program): Program {
  const { rowCount, columnCount } = program.matrix;
  return {
    ...program,
    offset: 0,
    matrix: withSlacks(program.matrix),
    cost: extended(new Float64Array(columnCount), 2 * rowCount, 1),
    columnLower: extended(program.columnLower, 2 * rowCount, 0),
    columnUpper: extended(program.columnUpper, 2 * rowCount, Infinity),
  };
}

/**
 * The best direction of at most unit entries in which a minimisation can be followed for ever. Its optimum is negative
 * exactly when the original, if feasible, is unbounded, and then its solution is a primal ray.
 */
export function recession(program: Program): Program {
  const zeroWhereFinite = (bounds: Float64Array, otherwise: number): Float64Array =>
    bounds.map((bound) => (Number.isFinite(bound) ? 0 : otherwise));
  return {
    ...program,
    offset: 0,
    columnLower: zeroWhereFinite(program.columnLower, -1),
    columnUpper: zeroWhereFinite(program.columnUpper, 1),
    rowLower: zeroWhereFinite(program.rowLower, -Infinity),
    rowUpper: zeroWhereFinite(program.rowUpper, Infinity),
  };
}
