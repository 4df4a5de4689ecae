/**
 * Bases in MathOpt's codes (ortools/math_opt/solution.proto, BasisProto) and in ours. MathOpt tells a fixed column or
 * row apart from one at a bound; ours does not, so that a fixed one reads as standing on its lower bound.
 */
import { AT_LOWER, AT_UPPER, BASIC, type Basis, FREE_AT_ZERO, type Program } from '@marginal/program';
import { positions } from './model-proto.ts';
import type { ProtoWriter } from './protobuf.ts';

const FREE = 1;
const LOWER = 2;
const UPPER = 3;
const FIXED = 4;
const BASIC_STATUS = 5;

const OURS: ReadonlyMap<number, number> = new Map([
  [FREE, FREE_AT_ZERO],
  [LOWER, AT_LOWER],
  [UPPER, AT_UPPER],
  [FIXED, AT_LOWER],
  [BASIC_STATUS, BASIC],
]);

const CONSTRAINT_STATUS = 1;
const VARIABLE_STATUS = 2;

/** Our codes of a list of MathOpt's, or nothing when one of them says no place. */
export function ourCodes(codes: Int32Array): Int8Array | undefined {
  const out = new Int8Array(codes.length);
  for (let k = 0; k < codes.length; k++) {
    const ours = OURS.get(codes[k]);
    if (ours === undefined) return undefined;
    out[k] = ours;
  }
  return out;
}

/** Where a nonbasic one between these bounds stands; an unfit code is mended, since GLOP takes no basis that is off. */
function theirCode(code: number, lower: number, upper: number): number {
  if (code === BASIC) return BASIC_STATUS;
  if (lower === upper) return FIXED;
  if (code === AT_UPPER && upper < Infinity) return UPPER;
  if (lower > -Infinity) return LOWER;
  return upper < Infinity ? UPPER : FREE;
}

function theirCodes(codes: Int8Array, lower: Float64Array, upper: Float64Array): Uint8Array {
  return Uint8Array.from(codes, (code, k) => theirCode(code, lower[k], upper[k]));
}

/** Whether a basis has the shape of the program and as many basic entries as rows: GLOP refuses any other. */
export function fits(basis: Basis, program: Program): boolean {
  const { rowCount, columnCount } = program.matrix;
  if (basis.columns.length !== columnCount || basis.rows.length !== rowCount) return false;
  const basics = (codes: Int8Array): number =>
    codes.reduce((count, code) => count + (code === BASIC ? 1 : 0), 0);
  return basics(basis.columns) + basics(basis.rows) === rowCount;
}

/** The same basis for a program that has grown: new columns rest on a bound, new rows are basic. */
export function grownBasis(basis: Basis, program: Program): Basis {
  const columns = new Int8Array(program.matrix.columnCount).fill(AT_LOWER);
  columns.set(basis.columns.subarray(0, columns.length));
  const rows = new Int8Array(program.matrix.rowCount).fill(BASIC);
  rows.set(basis.rows.subarray(0, rows.length));
  return { columns, rows };
}

/** Writes the fields of a BasisProto. */
export function writeBasis(writer: ProtoWriter, basis: Basis, program: Program): void {
  const { rowLower, rowUpper, columnLower, columnUpper } = program;
  writer.message(CONSTRAINT_STATUS, () => {
    writer.integers(1, positions(basis.rows.length));
    writer.integers(2, theirCodes(basis.rows, rowLower, rowUpper));
  });
  writer.message(VARIABLE_STATUS, () => {
    writer.integers(1, positions(basis.columns.length));
    writer.integers(2, theirCodes(basis.columns, columnLower, columnUpper));
  });
}
