/**
 * Lowering: blocks to a program in two walks, one to count and one to put each term into its column. Terms of the same
 * row and column merge into their sum and sums of exactly zero drop out, both counted. Row and column order is
 * declaration order, so the terms of a column come almost sorted. O(terms).
 */
import { type CscMatrix, type Fault, type Names, refuse } from '@marginal/program';
import { ownValues, type ParameterValues, planBlock } from './align.ts';
import type { Constraint } from './constraint.ts';
import type { ExplicitRows } from './explicit-rows.ts';
import { asExpression, type Operand } from './expression.ts';
import { type IndexList, labelsAt, memberCount } from './index-set.ts';
import { formatLabels } from './label.ts';
import { addConstants, type ColumnSink, countColumns, putTerms } from './term-walk.ts';
import type { Variable } from './variable.ts';

/** What became of the terms on the way into the matrix. */
export interface TermCounts {
  /** Terms as written. */
  readonly written: number;
  /** Terms that were added to another term of the same row and column. */
  readonly merged: number;
  /** Entries left out because they came to exactly zero. */
  readonly zeros: number;
}

const LISTED_FAULTS = 20;

/** Values of a data expression for every member of `index`, in index order. */
export function evaluate(
  operand: Operand,
  index: IndexList,
  place: string,
  read: ParameterValues = ownValues,
): Float64Array {
  const values = new Float64Array(memberCount(index));
  if (typeof operand === 'number') return values.fill(operand);
  for (const block of operand.blocks) addConstants(planBlock(block, index, 0, place, read), values);
  return values;
}

/** Terms by column as written, rows not yet in order, and the constants that stand beside them by row. */
interface ColumnForm {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly constants: Float64Array;
}

function columnForm(
  constraints: readonly Constraint[],
  rowCount: number,
  columnCount: number,
  read: ParameterValues,
): ColumnForm {
  const parts = constraints.map(({ body, index, start, kind, name, explicit }) => ({
    explicit,
    start,
    plans: body.blocks.map((block) => planBlock(block, index, start, `${kind} '${name}'`, read)),
  }));
  const starts = new Int32Array(columnCount + 1);
  for (const { plans, explicit } of parts) {
    for (const plan of plans) countColumns(plan, starts);
    if (explicit !== undefined) for (const column of explicit.columns) starts[column + 1]++;
  }
  for (let j = 0; j < columnCount; j++) starts[j + 1] += starts[j];
  const written = starts[columnCount];
  const sink = {
    next: starts.slice(0, columnCount),
    rows: new Int32Array(written),
    values: new Float64Array(written),
  };
  const constants = new Float64Array(rowCount);
  for (const { plans, explicit, start } of parts) {
    for (const plan of plans) {
      if (plan.column === undefined) addConstants(plan, constants);
      else putTerms(plan, sink);
    }
    if (explicit !== undefined) putExplicit(explicit, start, sink);
  }
  return { starts, rows: sink.rows, values: sink.values, constants };
}

function putExplicit(explicit: ExplicitRows, start: number, { next, rows, values }: ColumnSink): void {
  for (let i = 0; i + 1 < explicit.starts.length; i++) {
    for (let k = explicit.starts[i]; k < explicit.starts[i + 1]; k++) {
      const at = next[explicit.columns[k]]++;
      rows[at] = start + i;
      values[at] = explicit.values[k];
    }
  }
}

/** Segments up to this length are sorted by insertion: nearly all are in order already, one term per constraint. */
const INSERTION_LIMIT = 64;

/** Sorts the terms from..to of a column by row, equal rows in order of writing. */
function sortSegment(rows: Int32Array, values: Float64Array, from: number, to: number): void {
  let sorted = true;
  for (let k = from + 1; k < to; k++) {
    if (rows[k] >= rows[k - 1]) continue;
    sorted = false;
    break;
  }
  if (sorted) return;
  if (to - from > INSERTION_LIMIT) {
    const order = Uint32Array.from({ length: to - from }, (_, k) => from + k);
    order.sort((a, b) => rows[a] - rows[b] || a - b);
    const sortedRows = Int32Array.from(order, (k) => rows[k]);
    const sortedValues = Float64Array.from(order, (k) => values[k]);
    rows.set(sortedRows, from);
    values.set(sortedValues, from);
    return;
  }
  for (let k = from + 1; k < to; k++) {
    const row = rows[k];
    const value = values[k];
    let at = k;
    for (; at > from && rows[at - 1] > row; at--) {
      rows[at] = rows[at - 1];
      values[at] = values[at - 1];
    }
    rows[at] = row;
    values[at] = value;
  }
}

/** CSC of the terms, in place: rows sorted, duplicates merged, zeros dropped. */
function compress(terms: ColumnForm, rowCount: number): { matrix: CscMatrix; counts: TermCounts } {
  const { starts, rows, values } = terms;
  const columnCount = starts.length - 1;
  const written = starts[columnCount];
  let merged = 0;
  let zeros = 0;
  let out = 0;
  let from = 0;
  for (let j = 0; j < columnCount; j++) {
    const to = starts[j + 1];
    sortSegment(rows, values, from, to);
    starts[j] = out;
    while (from < to) {
      const row = rows[from];
      let value = values[from++];
      for (; from < to && rows[from] === row; from++) {
        value += values[from];
        merged++;
      }
      if (value === 0) {
        zeros++;
        continue;
      }
      rows[out] = row;
      values[out++] = value;
    }
  }
  starts[columnCount] = out;
  const whole = out === written;
  const matrix = {
    rowCount,
    columnCount,
    starts,
    rows: whole ? rows : rows.slice(0, out),
    values: whole ? values : values.slice(0, out),
  };
  return { matrix, counts: { written, merged, zeros } };
}

export interface LoweredRows {
  readonly matrix: CscMatrix;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly counts: TermCounts;
}

/** Every coefficient must be a number before it is merged with another. */
function checkTerms(terms: ColumnForm, names: Names): void {
  const faults: Fault[] = [];
  terms.constants.forEach((constant, i) => {
    if (Number.isFinite(constant) || faults.length >= LISTED_FAULTS) return;
    faults.push({
      code: 'core.infinite-constant',
      place: names.row(i),
      cause: `its constant terms come to ${constant}`,
      remedy: 'leave the row out, or give finite data',
    });
  });
  const { starts, rows, values } = terms;
  for (let k = 0, j = 0; k < values.length && faults.length < LISTED_FAULTS; k++) {
    if (Number.isFinite(values[k])) continue;
    while (starts[j + 1] <= k) j++;
    faults.push({
      code: 'core.infinite-coefficient',
      place: `coefficient of ${names.column(j)} in ${names.row(rows[k])}`,
      cause: `is ${values[k]}`,
      remedy: 'give finite data',
    });
  }
  refuse(faults);
}

/** Constraints as one matrix with row bounds; rows of constraints that are not given stay empty, with bounds of zero. */
export function lowerRows(
  constraints: readonly Constraint[],
  rowCount: number,
  columnCount: number,
  names: Names,
  read: ParameterValues = ownValues,
): LoweredRows {
  const terms = columnForm(constraints, rowCount, columnCount, read);
  checkTerms(terms, names);
  const rowLower = new Float64Array(rowCount);
  const rowUpper = new Float64Array(rowCount);
  for (const constraint of constraints) {
    if (constraint.explicit !== undefined) {
      rowLower.set(constraint.explicit.lower, constraint.start);
      rowUpper.set(constraint.explicit.upper, constraint.start);
      continue;
    }
    const place = `${constraint.kind} '${constraint.name}'`;
    const lower = evaluate(constraint.lower, constraint.index, place, read);
    const upper = evaluate(constraint.upper, constraint.index, place, read);
    for (let k = 0; k < constraint.size; k++) {
      const i = constraint.start + k;
      rowLower[i] = lower[k] - terms.constants[i] + 0;
      rowUpper[i] = upper[k] - terms.constants[i] + 0;
    }
  }
  return { ...compress(terms, rowCount), rowLower, rowUpper };
}

/** Column bounds, and faults for NaN and bounds on the wrong side. */
export function lowerBounds(
  variables: readonly Variable[],
  columnCount: number,
  read: ParameterValues = ownValues,
): { lower: Float64Array; upper: Float64Array } {
  const lower = new Float64Array(columnCount);
  const upper = new Float64Array(columnCount);
  const faults: Fault[] = [];
  for (const variable of variables) {
    const place = `variable '${variable.name}'`;
    if (
      typeof variable.lower === 'number' &&
      typeof variable.upper === 'number' &&
      variable.lower <= variable.upper
    ) {
      lower.fill(variable.lower, variable.start, variable.start + variable.size);
      upper.fill(variable.upper, variable.start, variable.start + variable.size);
      if (variable.lower < Infinity && variable.upper > -Infinity) continue;
    }
    const low = evaluate(variable.lower, variable.index, `${place}, lower`, read);
    const high = evaluate(variable.upper, variable.index, `${place}, upper`, read);
    for (let k = 0; k < variable.size; k++) {
      if (low[k] <= high[k] && low[k] < Infinity && high[k] > -Infinity) continue;
      if (faults.length >= LISTED_FAULTS) break;
      const member = `${variable.name}${formatLabels(labelsAt(variable.index, k))}`;
      faults.push({
        code: 'core.crossed-bounds',
        place: member,
        cause: `its bounds are [${low[k]}, ${high[k]}]`,
        remedy: 'give a lower bound at or below the upper one',
      });
    }
    lower.set(low, variable.start);
    upper.set(high, variable.start);
  }
  refuse(faults);
  return { lower, upper };
}

/** Costs and constant of a scalar expression. */
export function lowerObjective(
  objective: Operand,
  columnCount: number,
  read: ParameterValues = ownValues,
): { cost: Float64Array; offset: number } {
  const cost = new Float64Array(columnCount);
  const constant = new Float64Array(1);
  for (const block of asExpression(objective, undefined).blocks) {
    const plan = planBlock(block, [], 0, 'objective', read);
    // The column takes the row's part: a term of the objective is a cost of its column.
    if (plan.column === undefined) addConstants(plan, constant);
    else addConstants({ ...plan, row: plan.column }, cost);
  }
  return { cost, offset: constant[0] };
}
