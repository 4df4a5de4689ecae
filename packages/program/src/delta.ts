/**
 * A change of a program: new bounds, costs and coefficients, appended rows and columns. `applyDelta` is the meaning;
 * a session may take a shorter way to the same end.
 */
import { type Fault, refuse } from './errors.ts';
import { type CscMatrix, transpose } from './matrix.ts';
import { changedProgram, type Names, type Program } from './program.ts';

export interface Delta {
  /** New costs: `index` and `value` of equal length. */
  readonly cost?: { readonly index: Int32Array; readonly value: Float64Array };
  /** New column bounds, both sides given. */
  readonly columnBounds?: {
    readonly index: Int32Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
  };
  /** New row bounds, both sides given. */
  readonly rowBounds?: {
    readonly index: Int32Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
  };
  /** New coefficients; zero removes the entry. At most one per position. */
  readonly coefficients?: {
    readonly row: Int32Array;
    readonly column: Int32Array;
    readonly value: Float64Array;
  };
  /** New constant of the objective. */
  readonly offset?: number;
  /** Columns appended after the last; `matrix` has the present row count. */
  readonly addColumns?: {
    readonly cost: Float64Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
    /** Flags as in `Program`, one per added column; the added ones are continuous when absent. */
    readonly integer?: Uint8Array;
    readonly semicontinuous?: Uint8Array;
    readonly matrix: CscMatrix;
  };
  /** Rows appended after the last; `matrix` has one column per column of the program, added ones included. */
  readonly addRows?: {
    readonly lower: Float64Array;
    readonly upper: Float64Array;
    readonly matrix: CscMatrix;
  };
  /** Names for a program that grows; the present ones otherwise. */
  readonly names?: Names;
}

/** How many faults of a delta are worth listing. */
const LISTED_FAULTS = 20;

/** Whether a delta leaves the matrix alone, so that an open solver can take it in place. */
export function keepsMatrix(delta: Delta): boolean {
  return delta.coefficients === undefined && delta.addColumns === undefined && delta.addRows === undefined;
}

/** Everything about a delta that `createProgram` could not see afterwards: what would be dropped or read as NaN. */
function checkDelta(program: Program, delta: Delta): void {
  const faults: Fault[] = [];
  const { rowCount, columnCount } = program.matrix;
  const fault = (code: string, place: string, cause: string, remedy: string): void => {
    if (faults.length < LISTED_FAULTS) faults.push({ code, place: `delta.${place}`, cause, remedy });
  };
  const indices = (place: string, index: Int32Array, count: number): void => {
    for (let k = 0; k < index.length; k++) {
      if (index[k] >= 0 && index[k] < count) continue;
      const remedy = 'give indices of the program before the change';
      fault('program.delta-index', `${place}[${k}]`, `is ${index[k]}, outside 0..${count - 1}`, remedy);
    }
  };
  const expect = (place: string, actual: number, expected: number): void => {
    const remedy = 'give arrays and matrices that fit together';
    if (actual !== expected) fault('program.delta-length', place, `is ${actual}, not ${expected}`, remedy);
  };
  const { cost, columnBounds, rowBounds, coefficients, addColumns, addRows } = delta;
  if (cost) {
    indices('cost.index', cost.index, columnCount);
    expect('cost.value.length', cost.value.length, cost.index.length);
  }
  for (const [place, bounds, count] of [
    ['columnBounds', columnBounds, columnCount],
    ['rowBounds', rowBounds, rowCount],
  ] as const) {
    if (!bounds) continue;
    indices(`${place}.index`, bounds.index, count);
    expect(`${place}.lower.length`, bounds.lower.length, bounds.index.length);
    expect(`${place}.upper.length`, bounds.upper.length, bounds.index.length);
  }
  if (coefficients) {
    const { row, column, value } = coefficients;
    indices('coefficients.row', row, rowCount);
    indices('coefficients.column', column, columnCount);
    expect('coefficients.row.length', row.length, value.length);
    expect('coefficients.column.length', column.length, value.length);
    const seen = new Set<number>();
    for (let k = 0; k < value.length; k++) {
      const position = column[k] * rowCount + row[k];
      if (seen.has(position))
        fault('program.delta-duplicate', `coefficients[${k}]`, 'stands twice', 'give each position once');
      seen.add(position);
    }
  }
  if (addColumns) {
    const { matrix } = addColumns;
    expect('addColumns.matrix.rowCount', matrix.rowCount, rowCount);
    for (const flags of ['integer', 'semicontinuous'] as const) {
      const given = addColumns[flags];
      if (given) expect(`addColumns.${flags}.length`, given.length, matrix.columnCount);
    }
  }
  if (addRows) {
    const { matrix } = addRows;
    const columns = columnCount + (addColumns?.matrix.columnCount ?? 0);
    expect('addRows.matrix.columnCount', matrix.columnCount, columns);
    indices('addRows.matrix.rows', matrix.rows, matrix.rowCount);
    expect('addRows.matrix.rows.length', matrix.rows.length, matrix.starts[matrix.columnCount] ?? 0);
  }
  refuse(faults);
}

function patched(values: Float64Array, index: Int32Array, replacement: Float64Array): Float64Array {
  const out = values.slice();
  for (let k = 0; k < index.length; k++) out[index[k]] = replacement[k];
  return out;
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Flags of a program with `count` columns after those of `added` were appended; undefined when there are none at all. */
function withFlags(
  present: Uint8Array | undefined,
  added: Uint8Array | undefined,
  before: number,
  count: number,
): Uint8Array | undefined {
  if (present === undefined && added === undefined) return undefined;
  const out = new Uint8Array(count);
  if (present) out.set(present);
  if (added) out.set(added, before);
  return out;
}

function withColumns(matrix: CscMatrix, added: CscMatrix): CscMatrix {
  const starts = new Int32Array(matrix.columnCount + added.columnCount + 1);
  const nnz = matrix.starts[matrix.columnCount];
  starts.set(matrix.starts);
  for (let j = 0; j <= added.columnCount; j++) starts[matrix.columnCount + j] = nnz + added.starts[j];
  const rows = new Int32Array(nnz + added.rows.length);
  rows.set(matrix.rows);
  rows.set(added.rows, nnz);
  return {
    rowCount: matrix.rowCount,
    columnCount: matrix.columnCount + added.columnCount,
    starts,
    rows,
    values: concat(matrix.values, added.values),
  };
}

/** One merge of the sorted entries with the sorted changes: untouched columns are copied as they are. */
function withCoefficients(matrix: CscMatrix, change: NonNullable<Delta['coefficients']>): CscMatrix {
  const { columnCount } = matrix;
  const nnz = matrix.starts[columnCount];
  const order = Uint32Array.from(change.value, (_, k) => k);
  order.sort((a, b) => change.column[a] - change.column[b] || change.row[a] - change.row[b]);
  const starts = new Int32Array(columnCount + 1);
  const rows = new Int32Array(nnz + order.length);
  const values = new Float64Array(nnz + order.length);
  let out = 0;
  const put = (row: number, value: number): void => {
    rows[out] = row;
    values[out++] = value;
  };
  let next = 0;
  for (let j = 0; j < columnCount; j++) {
    let k = matrix.starts[j];
    const end = matrix.starts[j + 1];
    for (; next < order.length && change.column[order[next]] === j; next++) {
      const row = change.row[order[next]];
      for (; k < end && matrix.rows[k] < row; k++) put(matrix.rows[k], matrix.values[k]);
      if (k < end && matrix.rows[k] === row) k++;
      const value = change.value[order[next]];
      if (value !== 0) put(row, value);
    }
    for (; k < end; k++) put(matrix.rows[k], matrix.values[k]);
    starts[j + 1] = out;
  }
  return { ...matrix, starts, rows: rows.slice(0, out), values: values.slice(0, out) };
}

/**
 * The program after the change; what has changed is checked anew. Throws `InvalidInputError` for a change that does not fit the program
 * (indices, lengths, a position given twice), and like `createProgram` for what it would become.
 */
export function applyDelta(program: Program, delta: Delta): Program {
  checkDelta(program, delta);
  let { cost, columnLower, columnUpper, rowLower, rowUpper, matrix, integer, semicontinuous } = program;
  if (delta.cost) cost = patched(cost, delta.cost.index, delta.cost.value);
  if (delta.columnBounds) {
    columnLower = patched(columnLower, delta.columnBounds.index, delta.columnBounds.lower);
    columnUpper = patched(columnUpper, delta.columnBounds.index, delta.columnBounds.upper);
  }
  if (delta.rowBounds) {
    rowLower = patched(rowLower, delta.rowBounds.index, delta.rowBounds.lower);
    rowUpper = patched(rowUpper, delta.rowBounds.index, delta.rowBounds.upper);
  }
  if (delta.coefficients) matrix = withCoefficients(matrix, delta.coefficients);
  if (delta.addColumns) {
    cost = concat(cost, delta.addColumns.cost);
    columnLower = concat(columnLower, delta.addColumns.lower);
    columnUpper = concat(columnUpper, delta.addColumns.upper);
    const before = matrix.columnCount;
    matrix = withColumns(matrix, delta.addColumns.matrix);
    integer = withFlags(integer, delta.addColumns.integer, before, matrix.columnCount);
    semicontinuous = withFlags(semicontinuous, delta.addColumns.semicontinuous, before, matrix.columnCount);
  }
  if (delta.addRows) {
    rowLower = concat(rowLower, delta.addRows.lower);
    rowUpper = concat(rowUpper, delta.addRows.upper);
    matrix = transpose(withColumns(transpose(matrix), transpose(delta.addRows.matrix)));
  }
  const parts = {
    sense: program.sense,
    offset: delta.offset ?? program.offset,
    cost,
    columnLower,
    columnUpper,
    ...(integer === undefined ? {} : { integer }),
    ...(semicontinuous === undefined ? {} : { semicontinuous }),
    rowLower,
    rowUpper,
    matrix,
    names: delta.names ?? program.names,
  };
  return changedProgram(program, parts);
}
