/**
 * Lowering: blocks to a program in two walks, one to count and one to put each term into its column. Terms of the same
 * row and column merge into their sum and sums of exactly zero drop out, both counted. Row and column order is
 * declaration order, so the terms of a column come almost sorted. Sums do not depend on the order of their terms: see
 * `addUp` and `assembleMatrix`. O(terms).
 */
import {
  assembleMatrix,
  type ColumnTerms,
  type CscMatrix,
  type Fault,
  InvalidInputError,
  type Names,
  refuse,
} from '@marginal/program';
import { ownValues, type ParameterValues, type Plan, planBlock } from './align.ts';
import { addUp } from './constant-sum.ts';
import type { Constraint } from './constraint.ts';
import type { ExplicitRows, TermChunk } from './explicit-rows.ts';
import { asExpression, type Operand } from './expression.ts';
import { type IndexList, labelsAt, memberCount } from './index-set.ts';
import { formatLabels } from './label.ts';
import { type ColumnSink, countColumns, putTerms } from './term-walk.ts';
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

/** Adds the values of a data expression for every member of `index` to zeros in `values`, in index order. */
function evaluateInto(
  values: Float64Array,
  operand: Operand,
  index: IndexList,
  place: string,
  read: ParameterValues,
): void {
  if (typeof operand === 'number') {
    // Untouched zeros take no memory.
    if (operand !== 0) values.fill(operand);
    return;
  }
  const plans = operand.blocks.map((block) => planBlock(block, index, 0, place, read));
  addUp(plans, (plan) => plan.row, values, 0, values.length);
}

/** Values of a data expression for every member of `index`, in index order. */
export function evaluate(
  operand: Operand,
  index: IndexList,
  place: string,
  read: ParameterValues = ownValues,
): Float64Array {
  const values = new Float64Array(memberCount(index));
  evaluateInto(values, operand, index, place, read);
  return values;
}

function placeOf({ kind, name }: Constraint): string {
  return `${kind} '${name}'`;
}

function columnForm(
  constraints: readonly Constraint[],
  columnCount: number,
  read: ParameterValues,
): ColumnTerms {
  const parts = constraints.map((constraint) => ({
    explicit: constraint.explicit,
    start: constraint.start,
    plans: constraint.body.blocks
      .filter((block) => block.variable !== undefined)
      .map((block) => planBlock(block, constraint.index, constraint.start, placeOf(constraint), read)),
  }));
  // ends[j + 2] counts column j, then ends[j + 1] is where it starts, and when its terms are put, where it ends.
  const ends = new Int32Array(columnCount + 2);
  // Written before it is counted in: a page of memory that is read first is fetched twice.
  ends.fill(0);
  const counts = ends.subarray(2);
  for (const { plans, explicit } of parts) {
    for (const plan of plans) countColumns(plan, counts);
    if (explicit !== undefined) countExplicit(explicit, counts);
  }
  for (let j = 0; j < columnCount; j++) ends[j + 2] += ends[j + 1];
  const written = ends[columnCount + 1];
  const sink = {
    next: ends.subarray(1),
    rows: new Int32Array(written),
    values: new Float64Array(written),
  };
  for (const { plans, explicit, start } of parts) {
    for (const plan of plans) putTerms(plan, sink);
    if (explicit !== undefined) putExplicit(explicit, start, sink);
  }
  return { starts: ends.subarray(0, columnCount + 1), rows: sink.rows, values: sink.values };
}

function countExplicit({ chunks }: ExplicitRows, counts: Int32Array): void {
  for (const { columns } of chunks) countChunk(columns, counts);
}

function countChunk(columns: Int32Array, counts: Int32Array): void {
  for (let k = 0; k < columns.length; k++) counts[columns[k]]++;
}

function putExplicit({ starts, chunks }: ExplicitRows, start: number, sink: ColumnSink): void {
  let from = 0;
  let row = 0;
  for (const chunk of chunks) {
    row = putRows(chunk, starts, from, row, start, sink);
    from += chunk.columns.length;
  }
}

/** Puts the terms of a chunk, the first of which has number `from` and is of row `row` or a later one; gives the last one's row. */
function putRows(
  { columns, values: given }: TermChunk,
  starts: Int32Array,
  from: number,
  row: number,
  start: number,
  { next, rows, values }: ColumnSink,
): number {
  let i = row;
  let end = starts[i + 1] - from;
  for (let k = 0; k < columns.length; k++) {
    while (k >= end) end = starts[++i + 1] - from;
    const at = next[columns[k]]++;
    rows[at] = start + i;
    values[at] = given[k];
  }
  return i;
}

export interface LoweredRows {
  readonly matrix: CscMatrix;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly counts: TermCounts;
}

/** Names the coefficients that are no numbers. */
function coefficientFaults({ starts, rows, values }: ColumnTerms, names: Names, faults: Fault[]): void {
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
}

/** The matrix of the constraints; rows of constraints that are not given stay empty. Throws with `faults` found before as well. */
export function lowerMatrix(
  constraints: readonly Constraint[],
  rowCount: number,
  columnCount: number,
  names: Names,
  read: ParameterValues = ownValues,
  faults: Fault[] = [],
): { matrix: CscMatrix; counts: TermCounts } {
  const terms = columnForm(constraints, columnCount, read);
  const written = terms.values.length;
  const assembly = assembleMatrix(terms, rowCount);
  if (assembly.status === 'infinite') coefficientFaults(terms, names, faults);
  if (faults.length > 0 || assembly.status === 'infinite') throw new InvalidInputError(faults);
  const { matrix, merged, zeros } = assembly;
  return { matrix, counts: { written, merged, zeros } };
}

/** Row bounds with the constants of the rows on the right; zero for rows of constraints that are not given. */
export function lowerRowBounds(
  constraints: readonly Constraint[],
  rowCount: number,
  names: Names,
  read: ParameterValues = ownValues,
): { rowLower: Float64Array; rowUpper: Float64Array } {
  const faults: Fault[] = [];
  const bounds = boundsOfRows(constraints, rowCount, names, read, faults);
  refuse(faults);
  return bounds;
}

function boundsOfRows(
  constraints: readonly Constraint[],
  rowCount: number,
  names: Names,
  read: ParameterValues,
  faults: Fault[],
): { rowLower: Float64Array; rowUpper: Float64Array } {
  const rowLower = new Float64Array(rowCount);
  const rowUpper = new Float64Array(rowCount);
  for (const constraint of constraints) {
    const { start, size, index, explicit, body } = constraint;
    if (explicit !== undefined) {
      rowLower.set(explicit.lower, start);
      rowUpper.set(explicit.upper, start);
      continue;
    }
    const place = placeOf(constraint);
    const lower = rowLower.subarray(start, start + size);
    const upper = rowUpper.subarray(start, start + size);
    evaluateInto(lower, constraint.lower, index, place, read);
    evaluateInto(upper, constraint.upper, index, place, read);
    const blocks = body.blocks.filter((block) => block.variable === undefined);
    if (blocks.length > 0) {
      const constants = new Float64Array(size);
      const plans = blocks.map((block) => planBlock(block, index, 0, place, read));
      addUp(plans, (plan) => plan.row, constants, 0, size);
      if (!subtract(lower, upper, constants)) constantFaults(constants, start, names, faults);
    }
  }
  return { rowLower, rowUpper };
}

/** Takes the constants to the other side, -0 as 0; false when one of them is not a number. */
function subtract(lower: Float64Array, upper: Float64Array, constants: Float64Array): boolean {
  let finite = true;
  for (let k = 0; k < constants.length; k++) {
    const constant = constants[k];
    if (constant - constant !== 0) finite = false;
    lower[k] = lower[k] - constant + 0;
    upper[k] = upper[k] - constant + 0;
  }
  return finite;
}

function constantFaults(constants: Float64Array, start: number, names: Names, faults: Fault[]): void {
  constants.forEach((constant, k) => {
    if (Number.isFinite(constant) || faults.length >= LISTED_FAULTS) return;
    faults.push({
      code: 'core.infinite-constant',
      place: names.row(start + k),
      cause: `its constant terms come to ${constant}`,
      remedy: 'leave the row out, or give finite data',
    });
  });
}

/** Constraints as one matrix with row bounds; rows of constraints that are not given stay empty, with bounds of zero. */
export function lowerRows(
  constraints: readonly Constraint[],
  rowCount: number,
  columnCount: number,
  names: Names,
  read: ParameterValues = ownValues,
): LoweredRows {
  const faults: Fault[] = [];
  const bounds = boundsOfRows(constraints, rowCount, names, read, faults);
  return { ...lowerMatrix(constraints, rowCount, columnCount, names, read, faults), ...bounds };
}

/** Whether every member can have a value: no NaN, no crossed bounds, no infinity on the wrong side. */
function areIntervals(lower: Float64Array, upper: Float64Array): boolean {
  for (let k = 0; k < lower.length; k++)
    if (!(lower[k] <= upper[k] && lower[k] < Infinity && upper[k] > -Infinity)) return false;
  return true;
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
    const { start, size, index } = variable;
    const place = `variable '${variable.name}'`;
    const low = lower.subarray(start, start + size);
    const high = upper.subarray(start, start + size);
    evaluateInto(low, variable.lower, index, `${place}, lower`, read);
    evaluateInto(high, variable.upper, index, `${place}, upper`, read);
    const still = typeof variable.lower === 'number' && typeof variable.upper === 'number';
    if (areIntervals(still ? low.subarray(0, 1) : low, still ? high.subarray(0, 1) : high)) continue;
    for (let k = 0; k < size && faults.length < LISTED_FAULTS; k++) {
      if (low[k] <= high[k] && low[k] < Infinity && high[k] > -Infinity) continue;
      const member = `${variable.name}${formatLabels(labelsAt(index, k))}`;
      faults.push({
        code: 'core.crossed-bounds',
        place: member,
        cause: `its bounds are [${low[k]}, ${high[k]}]`,
        remedy: 'give a lower bound at or below the upper one',
      });
    }
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
  const byVariable = new Map<Variable | undefined, Plan[]>();
  for (const block of asExpression(objective, undefined).blocks) {
    const variable = block.variable?.target;
    const plans = byVariable.get(variable) ?? [];
    plans.push(planBlock(block, [], 0, 'objective', read));
    byVariable.set(variable, plans);
  }
  for (const [variable, plans] of byVariable) {
    if (variable === undefined) addUp(plans, (plan) => plan.row, constant, 0, 1);
    else {
      // The column takes the row's part: a term of the objective is a cost of its column.
      const { start, size } = variable;
      addUp(plans, (plan) => plan.column ?? plan.row, cost, start, start + size);
    }
  }
  return { cost, offset: constant[0] };
}
