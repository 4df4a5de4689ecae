/**
 * Reads CPLEX LP files: objective with a constant, rows with one comparison or two (`-2 <= x + y <= 4`), bounds,
 * generals, binaries, semi-continuous. Terms of the same column are added, in rows and in the objective alike. The right-hand side is a
 * number: variables there, and constants beside variables, are refused with their place, as in the specification,
 * rather than guessed at. Source: IBM, "LP file format"; names and sections also as Gurobi writes them.
 */
import type { Program } from '@marginal/program';
import { FaultReport, unsupported } from './fault-report.ts';
import { readBound } from './lp-bound.ts';
import { LpColumns } from './lp-columns.ts';
import { type LpExpression, readExpression } from './lp-expression.ts';
import { LpLexer } from './lp-lexer.ts';
import { type Note, NoteTally } from './note.ts';
import { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';

class LpReader {
  private readonly source: SourceText;
  private readonly notes: NoteTally;
  private readonly lexer: LpLexer;
  private readonly report: FaultReport;
  private readonly draft = new ProgramDraft();
  private readonly columns: LpColumns;
  private rowsSeen = false;

  constructor(source: SourceText, notes: NoteTally) {
    this.source = source;
    this.notes = notes;
    this.lexer = new LpLexer(source);
    this.report = new FaultReport(source);
    this.columns = new LpColumns(source, this.report, notes, this.draft);
  }

  read(): Program {
    const { lexer, report } = this;
    lexer.advance();
    if (lexer.is('section') && (lexer.section === 'minimize' || lexer.section === 'maximize')) {
      this.draft.sense = lexer.section;
      lexer.advance();
      this.readObjective();
    } else
      report.at(
        lexer.start,
        'no-objective',
        `begins with ${lexer.written()}`,
        'begin with Minimize or Maximize',
      );
    if (report.count === 0) this.readSections();
    this.columns.done();
    report.done();
    return this.draft.done(this.notes, this.source.name);
  }

  private readSections(): void {
    const { lexer, report, columns } = this;
    for (;;) {
      if (lexer.is('end')) {
        report.at(lexer.start, 'no-end', 'the file stops before End', 'get the whole file, or add End');
        return;
      }
      if (!lexer.is('section')) {
        report.at(lexer.start, 'section', `${lexer.written()} has no place here`, 'begin a section');
        this.skipTo('section');
        continue;
      }
      const [section, at] = [lexer.section, lexer.start];
      if (section === 'end') return;
      if (section === 'unsupported')
        throw unsupported(this.source.place(at), `section ${lexer.written()} has no counterpart`);
      lexer.advance();
      if (section === 'rows') this.readRows(at);
      else if (section === 'bounds') while (this.inSection()) this.readBound();
      else if (section === 'generals')
        while (this.inSection()) this.readMember((column) => columns.whole(column, false));
      else if (section === 'binaries')
        while (this.inSection()) this.readMember((column) => columns.whole(column, true));
      else if (section === 'semicontinuous')
        while (this.inSection()) this.readMember((column) => columns.semicontinuous(column));
      else
        report.at(
          at,
          'repeated-section',
          'a second objective',
          'several objectives have no counterpart; keep one',
        );
    }
  }

  private inSection(): boolean {
    return !this.lexer.is('section') && !this.lexer.is('end');
  }

  /** Past what cannot be read, to where reading can go on. */
  private skipTo(where: 'section' | 'line'): void {
    const { lexer } = this;
    do lexer.advance();
    while (this.inSection() && !(where === 'line' && lexer.startsLine));
  }

  private readObjective(): void {
    const { lexer, report, columns, draft } = this;
    if (lexer.is('label')) lexer.advance();
    const read = readExpression(lexer, this.source, report, false, (name, value, offset) =>
      columns.addCost(columns.find(name, offset), value, offset),
    );
    if (read === undefined) return;
    if (this.inSection())
      report.at(
        lexer.start,
        'expression',
        `${lexer.written()} does not continue the objective`,
        'write a sign before each term, and Subject To before the rows',
      );
    if (!Number.isFinite(read.constant))
      report.at(read.constantAt, 'number', 'the constant is infinite', 'write a finite one');
    draft.offset = read.constant;
  }

  private readRows(at: number): void {
    if (this.rowsSeen) this.report.at(at, 'repeated-section', 'a second section of rows', 'merge the two');
    this.rowsSeen = true;
    while (this.inSection()) {
      const start = this.lexer.start;
      if (!this.readRow()) this.skipRow(start);
    }
  }

  /** To the next line that can begin a row, after a fault. */
  private skipRow(start: number): void {
    const { lexer } = this;
    if (lexer.start === start) lexer.advance();
    while (this.inSection() && !lexer.is('label') && !(lexer.startsLine && lexer.is('name'))) lexer.advance();
  }

  private readRow(): boolean {
    const { lexer, report, draft, columns } = this;
    let name = '';
    const start = lexer.start;
    if (lexer.is('label')) {
      name = lexer.name();
      if (draft.rowByName.has(name)) {
        report.at(start, 'duplicate-row', `row ${name} is declared twice`, 'rename or drop one');
        name = '';
      }
      lexer.advance();
    }
    const row = draft.addRow(name, -Infinity, Infinity);
    const part = (oneLine: boolean): LpExpression | undefined =>
      readExpression(lexer, this.source, report, oneLine, (column, value, offset) =>
        draft.addTerm(row, columns.find(column, offset), value),
      );
    const first = part(false);
    if (first === undefined) return false;
    if (!lexer.is('comparison')) {
      report.at(
        lexer.start,
        'row',
        `no comparison before ${lexer.written()}`,
        'end the row with <=, >= or = and a number',
      );
      return false;
    }
    const direction = lexer.direction;
    lexer.advance();
    const second = part(first.terms > 0);
    if (second === undefined) return false;
    if (!lexer.is('comparison')) {
      if (first.terms > 0 || (second.terms === 0 && first.constant === 0))
        return this.bound(row, first, direction, second);
      return this.bound(row, second, -direction, first);
    }
    const direction2 = lexer.direction;
    const at = lexer.start;
    lexer.advance();
    const third = part(true);
    if (third === undefined) return false;
    if (direction !== direction2 || direction === 0) {
      report.at(at, 'row', 'the two comparisons do not point the same way', 'write both as <= or both as >=');
      return false;
    }
    return this.bound(row, second, -direction, first) && this.bound(row, second, direction, third);
  }

  /** `body direction side`: checks both and narrows the row. */
  private bound(row: number, body: LpExpression, direction: number, side: LpExpression): boolean {
    const { report, draft } = this;
    if (side.terms > 0) {
      report.at(
        side.nameAt,
        'variable-on-right',
        'a variable on the side of the number',
        'bring all variables to one side',
      );
      return false;
    }
    if (body.constants > 0 && !(body.terms === 0 && body.constant === 0)) {
      report.at(
        body.constantAt,
        'constant-on-left',
        'a constant on the side of the variables',
        'bring all constants to the other side',
      );
      return false;
    }
    if (side.constants === 0) {
      report.at(side.start, 'row', 'a number is missing', 'write one behind the comparison');
      return false;
    }
    const value = side.constant;
    if (
      Number.isNaN(value) ||
      value === (direction <= 0 ? -Infinity : Infinity) ||
      (direction === 0 && value === Infinity)
    ) {
      report.at(side.start, 'row', `no point satisfies a comparison with ${value}`, 'write a finite number');
      return false;
    }
    if (direction <= 0) draft.rowUpper.set(row, value);
    if (direction >= 0) draft.rowLower.set(row, value);
    if (draft.rowLower.get(row) <= draft.rowUpper.get(row)) return true;
    report.at(
      side.start,
      'crossed-bounds',
      `the row would lie in [${draft.rowLower.get(row)}, ${draft.rowUpper.get(row)}]`,
      'no point can satisfy both; swap or mend them',
    );
    return false;
  }

  private readBound(): void {
    if (!readBound(this.lexer, this.report, this.columns) && this.inSection() && !this.lexer.startsLine)
      this.skipTo('line');
  }

  /** A name in a section that lists columns. */
  private readMember(mark: (column: number) => void): void {
    const { lexer, report, columns } = this;
    if (lexer.is('name')) mark(columns.findDeclared(lexer.name(), lexer.start));
    else report.at(lexer.start, 'section', `${lexer.written()} is no column`, 'list names of columns only');
    lexer.advance();
  }
}

/** Reads an LP file. */
export function readLp(source: SourceText): { readonly program: Program; readonly notes: readonly Note[] } {
  const notes = new NoteTally();
  const program = new LpReader(source, notes).read();
  return { program, notes: notes.done() };
}
