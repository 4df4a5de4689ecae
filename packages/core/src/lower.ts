/**
 * Lowering: blocks to a program in two walks, one to count and one to fill, and one counting sort by column. Terms of
 * the same row and column merge into their sum and sums of exactly zero drop out, both counted. Row and column order
 * is declaration order. O(terms).
 */
import { type CscMatrix, type Fault, refuse } from '@marginal/program';
import { planBlock, walk } from './align.ts';
import type { Constraint } from './constraint.ts';
import { type AnyExpression, asExpression, type Operand } from './expression.ts';
import { type IndexList, labelsAt, memberCount } from './index-set.ts';
import { formatLabels } from './label.ts';
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
export function evaluate(operand: Operand, index: IndexList, place: string): Float64Array {
  const values = new Float64Array(memberCount(index));
  if (typeof operand === 'number') return values.fill(operand);
  for (const block of operand.blocks)
    walk(planBlock(block, index, 0, place), (row, _column, value) => {
      values[row] += value;
    });
  return values;
}

/** Rows by row (CSR, terms in order of writing) and the constants that stand beside them. */
interface RowForm {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  readonly constants: Float64Array;
}

/** One expression whose rows begin at `start` and range over `index`. */
export interface RowBlock {
  readonly body: AnyExpression;
  readonly index: IndexList;
  readonly start: number;
  readonly place: string;
}

function rowForm(blocks: readonly RowBlock[], rowCount: number): RowForm {
  const plans = blocks.flatMap(({ body, index, start, place }) =>
    body.blocks.map((block) => planBlock(block, index, start, place)),
  );
  const affine = plans.filter((plan) => plan.column !== undefined);
  const starts = new Int32Array(rowCount + 1);
  for (const plan of affine)
    walk(plan, (row) => {
      starts[row + 1]++;
    });
  for (let i = 0; i < rowCount; i++) starts[i + 1] += starts[i];
  const next = starts.slice(0, rowCount);
  const columns = new Int32Array(starts[rowCount]);
  const values = new Float64Array(starts[rowCount]);
  for (const plan of affine) {
    walk(plan, (row, column, value) => {
      const at = next[row]++;
      columns[at] = column;
      values[at] = value;
    });
  }
  const constants = new Float64Array(rowCount);
  for (const plan of plans)
    if (plan.column === undefined)
      walk(plan, (row, _column, value) => {
        constants[row] += value;
      });
  return { starts, columns, values, constants };
}

/** CSC of the rows, duplicates merged and zeros dropped. Rows within a column come out sorted, equal ones adjacent. */
function byColumn(
  rows: RowForm,
  rowCount: number,
  columnCount: number,
): { matrix: CscMatrix; counts: TermCounts } {
  const written = rows.starts[rowCount];
  const starts = new Int32Array(columnCount + 1);
  for (let k = 0; k < written; k++) starts[rows.columns[k] + 1]++;
  for (let j = 0; j < columnCount; j++) starts[j + 1] += starts[j];
  const next = starts.slice(0, columnCount);
  const index = new Int32Array(written);
  const values = new Float64Array(written);
  for (let i = 0; i < rowCount; i++) {
    for (let k = rows.starts[i]; k < rows.starts[i + 1]; k++) {
      const at = next[rows.columns[k]]++;
      index[at] = i;
      values[at] = rows.values[k];
    }
  }
  let merged = 0;
  let zeros = 0;
  let out = 0;
  let from = 0;
  for (let j = 0; j < columnCount; j++) {
    const to = starts[j + 1];
    starts[j] = out;
    while (from < to) {
      const row = index[from];
      let value = values[from++];
      for (; from < to && index[from] === row; from++) {
        value += values[from];
        merged++;
      }
      if (value === 0) {
        zeros++;
        continue;
      }
      index[out] = row;
      values[out++] = value;
    }
  }
  starts[columnCount] = out;
  const matrix = { rowCount, columnCount, starts, rows: index.slice(0, out), values: values.slice(0, out) };
  return { matrix, counts: { written, merged, zeros } };
}

export interface LoweredRows {
  readonly matrix: CscMatrix;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly counts: TermCounts;
}

/** Every coefficient must be a number before it is merged with another. */
function checkCoefficients(
  rows: RowForm,
  rowName: (row: number) => string,
  columnName: (column: number) => string,
): void {
  const faults: Fault[] = [];
  for (let i = 0; i < rows.constants.length && faults.length < LISTED_FAULTS; i++) {
    if (!Number.isFinite(rows.constants[i])) {
      faults.push({
        code: 'core.infinite-constant',
        place: rowName(i),
        cause: `its constant terms come to ${rows.constants[i]}`,
        remedy: 'leave the row out, or give finite data',
      });
    }
    for (let k = rows.starts[i]; k < rows.starts[i + 1]; k++) {
      if (Number.isFinite(rows.values[k])) continue;
      faults.push({
        code: 'core.infinite-coefficient',
        place: `coefficient of ${columnName(rows.columns[k])} in ${rowName(i)}`,
        cause: `is ${rows.values[k]}`,
        remedy: 'give finite data',
      });
    }
  }
  refuse(faults);
}

/** All constraints as one matrix with row bounds. */
export function lowerRows(
  constraints: readonly Constraint[],
  rowCount: number,
  columnCount: number,
  names: { row(index: number): string; column(index: number): string },
): LoweredRows {
  const rows = rowForm(
    constraints.map((c) => ({
      body: c.body,
      index: c.index,
      start: c.start,
      place: `${c.kind} '${c.name}'`,
    })),
    rowCount,
  );
  checkCoefficients(rows, names.row, names.column);
  const rowLower = new Float64Array(rowCount);
  const rowUpper = new Float64Array(rowCount);
  for (const constraint of constraints) {
    const place = `${constraint.kind} '${constraint.name}'`;
    const lower = evaluate(constraint.lower, constraint.index, place);
    const upper = evaluate(constraint.upper, constraint.index, place);
    for (let k = 0; k < constraint.size; k++) {
      const i = constraint.start + k;
      rowLower[i] = lower[k] - rows.constants[i] + 0;
      rowUpper[i] = upper[k] - rows.constants[i] + 0;
    }
  }
  return { ...byColumn(rows, rowCount, columnCount), rowLower, rowUpper };
}

/** Column bounds, and faults for NaN and bounds on the wrong side. */
export function lowerBounds(
  variables: readonly Variable[],
  columnCount: number,
): { lower: Float64Array; upper: Float64Array } {
  const lower = new Float64Array(columnCount);
  const upper = new Float64Array(columnCount);
  const faults: Fault[] = [];
  for (const variable of variables) {
    const place = `variable '${variable.name}'`;
    const low = evaluate(variable.lower, variable.index, `${place}, lower`);
    const high = evaluate(variable.upper, variable.index, `${place}, upper`);
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
): { cost: Float64Array; offset: number } {
  const cost = new Float64Array(columnCount);
  let offset = 0;
  for (const block of asExpression(objective, undefined).blocks) {
    const plan = planBlock(block, [], 0, 'objective');
    walk(plan, (_row, column, value) => {
      if (plan.column === undefined) offset += value;
      else cost[column] += value;
    });
  }
  return { cost, offset };
}
