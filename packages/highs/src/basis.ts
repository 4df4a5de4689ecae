/** Bases in HiGHS's codes and in ours. The codes agree, 0 to 3; HiGHS's 4, "nonbasic somewhere", is not a basis (H14). */
import { AT_LOWER, AT_UPPER, BASIC, type Basis, FREE_AT_ZERO, type Program } from '@marginal/program';

interface HighsBasis {
  /** Length columnCount and rowCount, HiGHS's codes. */
  readonly colStatus: Int32Array;
  readonly rowStatus: Int32Array;
}

export function toHighsBasis(basis: Basis): HighsBasis {
  return { colStatus: Int32Array.from(basis.columns), rowStatus: Int32Array.from(basis.rows) };
}

/** The basis, or nothing when an entry says less than where its column or row stands. */
export function fromHighsBasis(basis: HighsBasis): Basis | undefined {
  const known = (codes: Int32Array): boolean =>
    codes.every((code) => code >= AT_LOWER && code <= FREE_AT_ZERO);
  if (!known(basis.colStatus) || !known(basis.rowStatus)) return undefined;
  return { columns: Int8Array.from(basis.colStatus), rows: Int8Array.from(basis.rowStatus) };
}

function restingPlace(lower: number, upper: number): number {
  if (lower > -Infinity) return AT_LOWER;
  return upper < Infinity ? AT_UPPER : FREE_AT_ZERO;
}

/** The same basis for a program with columns and rows appended: new columns rest on a bound, new rows are basic. */
export function grownBasis(basis: Basis, program: Program): Basis {
  const columns = new Int8Array(program.matrix.columnCount);
  columns.set(basis.columns);
  for (let j = basis.columns.length; j < columns.length; j++) {
    columns[j] = restingPlace(program.columnLower[j], program.columnUpper[j]);
  }
  const rows = new Int8Array(program.matrix.rowCount).fill(BASIC);
  rows.set(basis.rows);
  return { columns, rows };
}
