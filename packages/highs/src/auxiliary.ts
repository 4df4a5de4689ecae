/**
 * Programs whose optima are certificates of another program. They are feasible and bounded whatever the original is,
 * so no solver needs a ray to answer them: the way out where HiGHS has an answer but no proof.
 */
import type { CscMatrix, Program } from '@marginal/program';

function filled(length: number, value: number): Float64Array {
  return new Float64Array(length).fill(value);
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const out = new Float64Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/**
 * The least total violation of the rows: two new columns per row, one to raise and one to lower it, each at cost 1.
 * Its optimum is positive exactly when the original is infeasible, and then its row duals are Farkas multipliers.
 */
export function elastic(program: Program): Program {
  const { matrix } = program;
  const { rowCount, columnCount } = matrix;
  const nnz = matrix.values.length;
  const starts = new Int32Array(columnCount + 2 * rowCount + 1);
  starts.set(matrix.starts);
  const rows = new Int32Array(nnz + 2 * rowCount);
  rows.set(matrix.rows);
  const values = joined(matrix.values, filled(2 * rowCount, 1));
  for (let i = 0; i < rowCount; i++) {
    const raise = nnz + 2 * i;
    rows[raise] = i;
    rows[raise + 1] = i;
    values[raise + 1] = -1;
    starts[columnCount + 2 * i + 1] = raise + 1;
    starts[columnCount + 2 * i + 2] = raise + 2;
  }
  const widened: CscMatrix = { rowCount, columnCount: columnCount + 2 * rowCount, starts, rows, values };
  return {
    ...program,
    offset: 0,
    matrix: widened,
    cost: joined(filled(columnCount, 0), filled(2 * rowCount, 1)),
    columnLower: joined(program.columnLower, filled(2 * rowCount, 0)),
    columnUpper: joined(program.columnUpper, filled(2 * rowCount, Infinity)),
  };
}

/**
 * The best direction of at most unit entries in which a minimisation can be followed for ever. Its optimum is
 * negative exactly when the original, if feasible, is unbounded, and then its solution is a primal ray.
 */
export function recession(program: Program): Program {
  const lower = (bounds: Float64Array, free: number): Float64Array =>
    bounds.map((b) => (b > -Infinity ? 0 : free));
  const upper = (bounds: Float64Array, free: number): Float64Array =>
    bounds.map((b) => (b < Infinity ? 0 : free));
  return {
    ...program,
    offset: 0,
    columnLower: lower(program.columnLower, -1),
    columnUpper: upper(program.columnUpper, 1),
    rowLower: lower(program.rowLower, -Infinity),
    rowUpper: upper(program.rowUpper, Infinity),
  };
}
