/**
 * A program as the ModelProto of MathOpt (ortools/math_opt/model.proto). Ids are positions; names are never sent.
 * Invariant: linear in rows, columns and coefficients, where the package's own builder is quadratic in the terms of the
 * objective. The matrix goes by row, columns increasing, as MathOpt demands.
 */
import { type Program, transpose } from '@marginal/program';
import type { ProtoWriter } from './protobuf.ts';

const VARIABLES = 2;
const OBJECTIVE = 3;
const LINEAR_CONSTRAINTS = 4;
const MATRIX = 5;

/** 0, 1, 2, ... */
export function positions(count: number): Int32Array {
  const out = new Int32Array(count);
  for (let k = 0; k < count; k++) out[k] = k;
  return out;
}

/** Row index of each coefficient of a matrix by row. Length nnz. */
function rowOfEach(starts: Int32Array): Int32Array {
  const rowCount = starts.length - 1;
  const out = new Int32Array(starts[rowCount]);
  for (let i = 0; i < rowCount; i++) out.fill(i, starts[i], starts[i + 1]);
  return out;
}

/** Writes the fields of a ModelProto. `program` is a minimisation. */
export function writeModel(writer: ProtoWriter, program: Program): void {
  const { matrix, cost, columnLower, columnUpper, rowLower, rowUpper, integer } = program;
  const columns = positions(matrix.columnCount);
  writer.message(VARIABLES, () => {
    writer.integers(1, columns);
    writer.doubles(2, columnLower);
    writer.doubles(3, columnUpper);
    writer.integers(4, integer ?? new Uint8Array(matrix.columnCount));
  });
  writer.message(OBJECTIVE, () => {
    writer.double(2, program.offset);
    writer.message(3, () => {
      writer.integers(1, columns);
      writer.doubles(2, cost);
    });
  });
  writer.message(LINEAR_CONSTRAINTS, () => {
    writer.integers(1, positions(matrix.rowCount));
    writer.doubles(2, rowLower);
    writer.doubles(3, rowUpper);
  });
  const byRow = transpose(matrix);
  writer.message(MATRIX, () => {
    writer.integers(1, rowOfEach(byRow.starts));
    writer.integers(2, byRow.rows);
    writer.doubles(3, byRow.values);
  });
}
