/**
 * Writes a program as a CPLEX LP file, so that reading it gives the same program: every column stands in the objective,
 * with a factor of 0 if need be, because LP files number columns by first mention; rows with two bounds are written
 * `-2 <= x + y <= 4`; bounds are stated wherever they differ from [0, infinity).
 */
import { type Program, transpose } from '@marginal/program';
import { isReserved } from './lp-keyword.ts';
import { fitNames, type NameRules } from './name-fitting.ts';
import { NoteTally } from './note.ts';
import { formatNumeral } from './numeral.ts';
import type { WrittenModel } from './written-model.ts';

/** Lines are broken behind this many characters; CPLEX reads 560, and no term is longer than 300. */
const LINE_LENGTH = 160;

/** Characters that every reader takes for part of a name (IBM, "Variable names in LP file format"). */
const LEGAL = /^[A-Za-z0-9_!"#$%&(),.;?@'`{}~]+$/;
const ILLEGAL = /[^A-Za-z0-9_!"#$%&(),.;?@'`{}~]/gu;

/** Beginnings that some reader takes for a number, an exponent or a bracket. */
const BAD_START = /^(?:[0-9.(),]|[eE](?:[0-9]|$))/;

const NAMES: NameRules = {
  maxLength: 255,
  fits: (name) => LEGAL.test(name) && !BAD_START.test(name) && !isReserved(name),
  mend: (name) => {
    const legal = name.replaceAll('[', '(').replaceAll(']', ')').replace(ILLEGAL, '_');
    return legal === '' || BAD_START.test(legal) || isReserved(legal) ? `_${legal}` : legal;
  },
};

/** Lines with a length limit. */
class LineWriter {
  readonly lines: string[] = [];
  private line = '';

  /** Adds to the current line, or to a new one when that is long. */
  add(text: string): void {
    if (this.line.length + text.length > LINE_LENGTH && this.line !== '') this.end();
    this.line += this.line === '' ? `   ${text}` : ` ${text}`;
  }

  end(): void {
    this.lines.push(this.line);
    this.line = '';
  }

  whole(line: string): void {
    this.lines.push(line);
  }
}

function term(value: number, name: string): string {
  const sign = value < 0 ? '-' : '+';
  const size = Math.abs(value);
  return size === 1 ? `${sign} ${name}` : `${sign} ${formatNumeral(size)} ${name}`;
}

function signed(value: number): string {
  return value < 0 ? `- ${formatNumeral(-value)}` : `+ ${formatNumeral(value)}`;
}

function limit(value: number): string {
  if (value === Infinity) return 'inf';
  return value === -Infinity ? '-inf' : formatNumeral(value);
}

function writeObjective(out: LineWriter, program: Program, label: string, columns: readonly string[]): void {
  out.whole(program.sense === 'minimize' ? 'Minimize' : 'Maximize');
  out.add(`${label}:`);
  columns.forEach((name, j) => {
    out.add(term(program.cost[j], name));
  });
  if (program.offset !== 0 || columns.length === 0) out.add(signed(program.offset));
  out.end();
}

function writeRows(
  out: LineWriter,
  program: Program,
  rows: readonly string[],
  columns: readonly string[],
  notes: NoteTally,
): void {
  const { rowLower, rowUpper } = program;
  const byRow = transpose(program.matrix);
  out.whole('Subject To');
  rows.forEach((name, i) => {
    const [lower, upper] = [rowLower[i], rowUpper[i]];
    const ranged = lower !== upper && Number.isFinite(lower) && Number.isFinite(upper);
    out.add(`${name}:`);
    if (ranged) {
      out.add(`${formatNumeral(lower)} <=`);
      notes.add(
        'formats.double-sided-row',
        'a row has both bounds on one line, which CPLEX, Gurobi and SCIP read; HiGHS and GLPK do not: give them MPS',
        () => `row ${name}`,
      );
    }
    if (byRow.starts[i] === byRow.starts[i + 1]) out.add(columns.length > 0 ? `0 ${columns[0]}` : '0');
    for (let k = byRow.starts[i]; k < byRow.starts[i + 1]; k++)
      out.add(term(byRow.values[k], columns[byRow.rows[k]]));
    if (lower === upper) out.add(`= ${formatNumeral(lower)}`);
    else if (upper !== Infinity) out.add(`<= ${formatNumeral(upper)}`);
    else out.add(`>= ${limit(lower)}`);
    out.end();
  });
}

function writeBounds(out: LineWriter, program: Program, columns: readonly string[]): void {
  const { columnLower, columnUpper } = program;
  out.whole('Bounds');
  columns.forEach((name, j) => {
    const [lower, upper] = [columnLower[j], columnUpper[j]];
    if (isBinary(program, j)) return;
    if (lower === upper) out.whole(` ${name} = ${formatNumeral(lower)}`);
    else if (lower === -Infinity && upper === Infinity) out.whole(` ${name} free`);
    else if (upper !== Infinity) out.whole(` ${limit(lower)} <= ${name} <= ${formatNumeral(upper)}`);
    else if (lower !== 0) out.whole(` ${name} >= ${formatNumeral(lower)}`);
  });
}

function isBinary(program: Program, j: number): boolean {
  if (program.semicontinuous?.[j] === 1) return false;
  return program.integer?.[j] === 1 && program.columnLower[j] === 0 && program.columnUpper[j] === 1;
}

function writeList(out: LineWriter, title: string, names: readonly string[]): void {
  if (names.length === 0) return;
  out.whole(title);
  for (const name of names) out.add(name);
  out.end();
}

/** The program as a CPLEX LP file. */
export function writeLp(program: Program): WrittenModel {
  const { rowCount, columnCount } = program.matrix;
  const rows = fitNames(rowCount, (index) => program.names.row(index), NAMES);
  const columns = fitNames(columnCount, (index) => program.names.column(index), NAMES);
  const label = fitNames(1, () => 'cost', NAMES, rows.names).names[0];
  const notes = new NoteTally();
  const out = new LineWriter();
  writeObjective(out, program, label, columns.names);
  writeRows(out, program, rows.names, columns.names, notes);
  writeBounds(out, program, columns.names);
  const whole = (binary: boolean): string[] =>
    columns.names.filter((_, j) => program.integer?.[j] === 1 && isBinary(program, j) === binary);
  writeList(out, 'Generals', whole(false));
  writeList(out, 'Binaries', whole(true));
  writeList(
    out,
    'Semi-Continuous',
    columns.names.filter((_, j) => program.semicontinuous?.[j] === 1),
  );
  out.whole('End');
  out.whole('');
  return {
    text: out.lines.join('\n'),
    renamedRows: rows.renamed,
    renamedColumns: columns.renamed,
    notes: notes.done(),
  };
}
