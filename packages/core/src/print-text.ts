/**
 * A model as text, in the names of the user: `clear[ashburn,7]: serve[ashburn,7] + flow[dallas,ashburn,7] == 8`. Long
 * sums and long blocks are cut, and what is cut is counted, so that printing costs what it shows and not what the model
 * is: only the by-row copy of the matrix (O(nonzeros), once per model) looks at everything.
 */
import { type Fault, type Program, refuse } from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { Constraint } from './constraint.ts';
import { type IndexList, type LabelsOf, locate } from './index-set.ts';
import type { ModelKind } from './kind.ts';
import type { Label } from './label.ts';
import { type ModelSource, NamedProgram, type Span, type Terms } from './named-program.ts';

export interface PrintOptions {
  /** Rows shown of each block; a program without blocks is one. */
  readonly rows?: number;
  /** Columns shown of each block whose bounds are not all the same. */
  readonly columns?: number;
  /** Terms shown of each sum. */
  readonly terms?: number;
}

/** Enough to see the shape of a block, and of a model of some dozen blocks on one screen. */
export const SHOWN: Required<PrintOptions> = { rows: 10, columns: 10, terms: 20 };

/** A row that somebody asked for is shown whole, up to what a terminal survives. */
const TERMS_OF_ONE_ROW = 1000;

/** `3 x - y + 0.5 z + ... 7 more terms`; `0` when there are none. */
export function sumText(terms: Terms, nameOf: (column: number) => string, constant = 0): string {
  let text = '';
  const add = (value: number, body: string): void => {
    const sign = value < 0 ? '-' : '+';
    text += text === '' ? `${value < 0 ? '-' : ''}${body}` : ` ${sign} ${body}`;
  };
  for (const { column, coefficient } of terms.shown) {
    const size = Math.abs(coefficient);
    add(coefficient, size === 1 ? nameOf(column) : `${size} ${nameOf(column)}`);
  }
  if (terms.more > 0) add(1, `... ${terms.more} more ${terms.more === 1 ? 'term' : 'terms'}`);
  if (constant !== 0) add(constant, String(Math.abs(constant)));
  return text === '' ? '0' : text;
}

/** `body == 3`, `body <= 3`, `body >= 3`, `1 <= body <= 3`, `body free`. */
export function relationText(body: string, lower: number, upper: number): string {
  if (lower === upper) return `${body} == ${lower + 0}`;
  if (lower === -Infinity && upper === Infinity) return `${body} free`;
  if (lower === -Infinity) return `${body} <= ${upper + 0}`;
  if (upper === Infinity) return `${body} >= ${lower + 0}`;
  return `${lower + 0} <= ${body} <= ${upper + 0}`;
}

/** One row, `name: terms relation`. */
function rowText(named: NamedProgram, row: number, terms: number): string {
  const { names, rowLower, rowUpper } = named.program;
  const body = sumText(named.rowTerms(row, terms), (j) => names.column(j));
  return `${names.row(row)}: ${relationText(body, rowLower[row], rowUpper[row])}`;
}

/**
 * One row of a model: `printRow(compiled, clear, 'ashburn', 7)`. O(terms of the row) once the matrix has been seen by
 * row. Throws `core.foreign-handle`, `core.unknown-label`, `core.missing-tuple`.
 */
export function printRow<const I extends IndexList>(
  compiled: CompiledModel<ModelKind>,
  constraint: Constraint<I>,
  ...labels: LabelsOf<I>
): string {
  compiled.checkHandle(constraint, 'constraint');
  const faults: Fault[] = [];
  const at = locate(constraint.index, labels as readonly Label[], `constraint '${constraint.name}'`, faults);
  refuse(faults);
  return rowText(new NamedProgram(compiled), constraint.start + at, TERMS_OF_ONE_ROW);
}

function restText(count: number, what: 'row' | 'column', block: Span): string {
  return `... ${count} more ${what}${count === 1 ? '' : 's'}${block.name === '' ? '' : ` of '${block.name}'`}`;
}

/** Whether all members of a block of columns have the bounds of its first. */
function isUniform({ columnLower, columnUpper }: Program, { start, size }: Span): boolean {
  for (let j = start + 1; j < start + size; j++)
    if (columnLower[j] !== columnLower[start] || columnUpper[j] !== columnUpper[start]) return false;
  return true;
}

/** Bounds of one block: one line when they are all the same, otherwise one per column. */
function boundLines({ program }: NamedProgram, block: Span, limit: number): string[] {
  const { columnLower, columnUpper, integer, semicontinuous, names } = program;
  const line = (name: string, j: number): string =>
    `${relationText(name, columnLower[j], columnUpper[j])}${semicontinuous?.[j] ? ' or 0' : ''}${integer?.[j] ? ' integer' : ''}`;
  if (block.size === 0) return [];
  if (block.name !== '' && block.size > 1 && isUniform(program, block))
    return [`${line(`${block.name}[...]`, block.start)}  (${block.size} columns)`];
  const shown = Math.min(limit, block.size);
  const lines = Array.from({ length: shown }, (_, k) => line(names.column(block.start + k), block.start + k));
  return shown < block.size ? [...lines, restText(block.size - shown, 'column', block)] : lines;
}

/**
 * The model as text: size, objective, rows block by block, bounds block by block. What exceeds the limits is counted
 * and left out. Lines end with a newline.
 */
export function printText(source: ModelSource, options: PrintOptions = {}): string {
  const limits = { ...SHOWN, ...options };
  const named = new NamedProgram(source);
  const { program } = named;
  const { rowCount, columnCount, values } = program.matrix;
  const lines = [`${rowCount} rows, ${columnCount} columns, ${values.length} nonzeros`];
  lines.push(program.sense);
  const columnName = (j: number): string => program.names.column(j);
  lines.push(`  ${sumText(named.costTerms(limits.terms), columnName, program.offset)}`);
  lines.push('subject to');
  for (const block of named.rowBlocks) {
    const shown = Math.min(limits.rows, block.size);
    for (let k = 0; k < shown; k++) lines.push(`  ${rowText(named, block.start + k, limits.terms)}`);
    if (shown < block.size) lines.push(`  ${restText(block.size - shown, 'row', block)}`);
  }
  lines.push('bounds');
  for (const block of named.columnBlocks)
    for (const line of boundLines(named, block, limits.columns)) lines.push(`  ${line}`);
  return `${lines.join('\n')}\n`;
}
