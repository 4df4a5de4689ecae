/**
 * Reads MPS files, free and fixed. Rules, where codes differ:
 *
 * - objective: the first N row, or the one that OBJNAME names; further N rows stay as rows without bounds, noted;
 * - constant of the objective: minus its right-hand side (IBM, "Objective sense, name, and offset"; HiGHS, Clp; GLPK
 *   takes plus);
 * - several RHS, RANGES or BOUNDS sets: the first counts, what stands in others is left out and noted;
 * - a second value for the same entry is a fault, and so is a column that comes back after others.
 *
 * Right-hand sides and ranges are in `mps-rows.ts`, bounds in `mps-bounds.ts`.
 */
import type { Program } from '@marginal/program';
import { FaultReport, unsupported } from './fault-report.ts';
import { MpsBounds } from './mps-bounds.ts';
import { type CardShape, MpsCards, type MpsLayout } from './mps-cards.ts';
import { MpsRows, OBJECTIVE, UNKNOWN } from './mps-rows.ts';
import type { NoteTally } from './note.ts';
import { numeralFault, parseNumeral } from './numeral.ts';
import { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';

const SHAPES: Readonly<Record<string, CardShape>> = {
  OBJSENSE: 'words',
  OBJNAME: 'words',
  ROWS: 'rows',
  COLUMNS: 'columns',
  RHS: 'columns',
  RANGES: 'columns',
  BOUNDS: 'bounds',
};

/** Sections of programs that are not linear, or not over numbers and integers alone. */
const UNSUPPORTED_SECTIONS = new Set(
  `SOS SOS1 SOS2 SETS QUADOBJ QMATRIX QSECTION QCMATRIX CSECTION INDICATORS LAZYCONS USERCUTS PWLOBJ GENCONS
   BRANCH CONES`.split(/\s+/),
);

const SENSES: Readonly<Record<string, 'minimize' | 'maximize'>> = {
  MIN: 'minimize',
  MINIMIZE: 'minimize',
  MINIMISE: 'minimize',
  MAX: 'maximize',
  MAXIMIZE: 'maximize',
  MAXIMISE: 'maximize',
};

const NUMBER_REMEDY = 'write a decimal number such as 1.5 or -2e-3';

export class MpsReader {
  readonly report: FaultReport;
  private readonly source: SourceText;
  private readonly notes: NoteTally;
  private readonly cards: MpsCards;
  private readonly draft = new ProgramDraft();
  private readonly rows: MpsRows;
  private bounds: MpsBounds | undefined;
  private section = '';
  private readonly seen = new Set<string>();
  private ended = false;
  private senseGiven = true;
  /** Per row, 1 + the last column with an entry there; the objective is counted apart. */
  private lastColumn = new Int32Array(0);
  private lastCost = 0;
  private column = -1;
  private columnName: string | undefined;
  private marked = false;
  /** Set that counts, by section. */
  private readonly sets = new Map<string, string>();

  constructor(source: SourceText, notes: NoteTally, layout: MpsLayout) {
    this.source = source;
    this.notes = notes;
    this.report = new FaultReport(source);
    this.cards = new MpsCards(source, layout);
    this.rows = new MpsRows(source, this.report, notes, this.draft);
  }

  read(): Program {
    const { cards, report } = this;
    while (!this.ended && cards.advance(SHAPES[this.section] ?? 'words')) {
      if (!cards.header) this.readCard();
      else if (this.section === 'OBJSENSE' && cards.field(0).toUpperCase() in SENSES) this.readSense(0);
      else this.openSection(cards.field(0).toUpperCase());
    }
    if (!this.ended)
      report.at(cards.offset, 'no-end', 'the file stops before ENDATA', 'get the whole file, or add ENDATA');
    else {
      this.rows.done(cards.offset);
      (this.bounds ?? new MpsBounds(this.source, report, this.notes, this.draft)).done();
    }
    report.done();
    return this.draft.done(this.notes, this.source.name);
  }

  private openSection(name: string): void {
    const { cards, report } = this;
    if (!this.senseGiven) {
      report.at(cards.offset, 'objective-sense', 'OBJSENSE says nothing', 'write MIN or MAX below it');
      this.senseGiven = true;
    }
    if (UNSUPPORTED_SECTIONS.has(name))
      throw unsupported(this.source.place(cards.offset), `section ${name} has no counterpart`);
    if (name === 'ENDATA') {
      this.ended = true;
      return;
    }
    this.section = name === 'OBJSEN' ? 'OBJSENSE' : name;
    if (this.seen.has(this.section))
      report.at(cards.offset, 'repeated-section', `section ${name} comes twice`, 'merge the two');
    this.seen.add(this.section);
    if (name === 'NAME') return;
    if (!Object.hasOwn(SHAPES, this.section)) {
      report.at(
        cards.offset,
        'section',
        `'${cards.field(0)}' is no section of an MPS file`,
        'begin cards that are no section with a blank',
      );
      return;
    }
    this.requireEarlier(name);
    if (this.section === 'OBJSENSE') this.senseGiven = false;
    if (cards.count > 1 && this.section === 'OBJSENSE') this.readSense(1);
    if (cards.count > 1 && this.section === 'OBJNAME') this.rows.wanted = cards.field(1);
    if (this.section === 'COLUMNS') this.lastColumn = new Int32Array(this.rows.count);
    if (this.section === 'BOUNDS') this.bounds ??= new MpsBounds(this.source, report, this.notes, this.draft);
  }

  private requireEarlier(name: string): void {
    const earlier = { COLUMNS: 'ROWS', RHS: 'COLUMNS', RANGES: 'COLUMNS', BOUNDS: 'COLUMNS' }[name];
    const misplaced =
      (earlier !== undefined && !this.seen.has(earlier)) ||
      (name === 'ROWS' && this.seen.has('COLUMNS')) ||
      (name === 'OBJNAME' && this.seen.has('ROWS'));
    if (misplaced)
      this.report.at(
        this.cards.offset,
        'section-order',
        `section ${name} stands in the wrong place`,
        'keep the order OBJSENSE, OBJNAME, ROWS, COLUMNS, RHS, RANGES, BOUNDS',
      );
  }

  private readCard(): void {
    const { cards } = this;
    switch (this.section) {
      case 'OBJSENSE':
        this.readSense(0);
        return;
      case 'OBJNAME':
        this.rows.wanted = cards.field(0);
        return;
      case 'ROWS':
        this.rows.declare(cards);
        return;
      case 'COLUMNS':
        this.readColumn();
        return;
      case 'RHS':
      case 'RANGES':
        this.readVector();
        return;
      case 'BOUNDS':
        this.readBound();
        return;
      default:
        if (this.section !== '' && this.section !== 'NAME') return; // the header has been refused
        this.report.at(cards.start(0), 'section', 'data before any section', 'begin with NAME and ROWS');
    }
  }

  private readSense(field: number): void {
    const { cards } = this;
    const sense = SENSES[cards.field(field).toUpperCase()];
    this.senseGiven = true;
    if (sense !== undefined) this.draft.sense = sense;
    else
      this.report.at(
        cards.start(field),
        'objective-sense',
        `'${cards.field(field)}' is no objective sense`,
        'write MIN or MAX',
      );
  }

  private readColumn(): void {
    const { cards, report } = this;
    if (cards.is(1, "'MARKER'")) {
      this.readMarker();
      return;
    }
    if (cards.count < 3 || cards.count % 2 === 0 || cards.start(0) === cards.start(1)) {
      report.at(
        cards.start(0),
        'card',
        `a card in COLUMNS has a column and pairs of row and number, this one ${cards.count} fields`,
        'write column, row, number; names with blanks need fixed columns',
      );
      return;
    }
    if (this.columnName === undefined || !cards.is(0, this.columnName)) this.startColumn(cards.field(0));
    for (let field = 1; field < cards.count; field += 2) {
      const row = this.rows.find(cards, field);
      const value = this.number(field + 1);
      if (row === UNKNOWN || Number.isNaN(value)) continue;
      const last = row === OBJECTIVE ? this.lastCost : this.lastColumn[row];
      if (last === this.column + 1)
        report.at(
          cards.start(field),
          'duplicate-entry',
          `${this.columnName} has a second entry in row ${cards.field(field)}`,
          'add the two into one, or drop one',
        );
      if (row === OBJECTIVE) {
        this.lastCost = this.column + 1;
        this.draft.cost.set(this.column, value);
      } else {
        this.lastColumn[row] = this.column + 1;
        this.draft.addTerm(row, this.column, value);
      }
    }
  }

  private startColumn(name: string): void {
    this.columnName = name;
    const known = this.draft.columnByName.get(name);
    if (known !== undefined)
      this.report.at(
        this.cards.start(0),
        'split-column',
        `column ${name} comes back after other columns`,
        'keep the entries of a column together, or rename one',
      );
    this.column = known ?? this.draft.addColumn(name);
    if (this.marked) this.draft.integer.set(this.column, 1);
  }

  private readMarker(): void {
    const { cards } = this;
    const last = cards.count - 1;
    this.columnName = undefined;
    if (cards.is(last, "'INTORG'")) this.marked = true;
    else if (cards.is(last, "'INTEND'")) this.marked = false;
    else if (cards.is(last, "'SOSORG'") || cards.is(last, "'SOSEND'"))
      throw unsupported(this.source.place(cards.start(last)), 'a special ordered set has no counterpart');
    else
      this.report.at(
        cards.start(last),
        'marker',
        `${cards.field(last)} is no marker`,
        "write 'INTORG' or 'INTEND'",
      );
  }

  /** A card of RHS or RANGES: a set, which free layout may leave out, and pairs of row and number. */
  private readVector(): void {
    const { cards, report } = this;
    const first = cards.layout === 'free' ? cards.count % 2 : 1;
    if (cards.count < first + 2 || (cards.count - first) % 2 !== 0) {
      report.at(
        cards.start(0),
        'card',
        `a card in ${this.section} has a set and pairs of row and number, this one ${cards.count} fields`,
        'write set, row, number; names with blanks need fixed columns',
      );
      return;
    }
    if (!this.counts(first === 1 ? cards.field(0) : '', (cards.count - first) / 2)) return;
    for (let field = first; field < cards.count; field += 2) {
      const row = this.rows.find(cards, field);
      const value = this.number(field + 1);
      if (row === UNKNOWN || Number.isNaN(value)) continue;
      if (this.section === 'RHS') this.rows.setRightHandSide(row, value, cards, field);
      else this.rows.setRange(row, value, cards, field);
    }
  }

  /** A card of BOUNDS: type, set, column, value. Free layout may leave out the set, and some types have no value. */
  private readBound(): void {
    const { cards, report, draft } = this;
    const type = cards.field(0).toUpperCase();
    const valueless = type === 'FR' || type === 'MI' || type === 'PL' || type === 'BV';
    const withoutSet = cards.layout === 'free' && cards.count === (valueless ? 2 : 3);
    const at = withoutSet ? 1 : 2;
    if (cards.count > at + 2 || cards.count < at + (valueless ? 1 : 2)) {
      report.at(
        cards.start(0),
        'card',
        `a card in BOUNDS has a type, a set, a column and a number, this one ${cards.count} fields`,
        'write type, set, column, number; names with blanks need fixed columns',
      );
      return;
    }
    if (!this.counts(withoutSet ? '' : cards.field(1), 1)) return;
    const column = draft.columnByName.get(cards.field(at));
    if (column === undefined) {
      report.at(
        cards.start(at),
        'unknown-column',
        `there is no column ${cards.field(at)}`,
        'declare it in COLUMNS, or mend the name',
      );
      return;
    }
    this.bounds?.state(type, cards.start(0), column, cards.field(at + 1), cards.start(at + 1));
  }

  /** Whether the set is the one that counts in this section: the first, or one without a name. */
  private counts(set: string, entries: number): boolean {
    if (set === '') return true;
    const first = this.sets.get(this.section);
    if (first === undefined) this.sets.set(this.section, set);
    if (first === undefined || first === set) return true;
    const at = this.cards.start(0);
    this.notes.add(
      'formats.other-set',
      'an entry of a second RHS, RANGES or BOUNDS set was left out',
      () => this.source.place(at),
      entries,
    );
    return false;
  }

  /** Number of a field, NaN after a fault. */
  private number(field: number): number {
    const text = this.cards.field(field);
    const value = parseNumeral(text);
    if (Number.isNaN(value))
      this.report.at(this.cards.start(field), 'number', numeralFault(text), NUMBER_REMEDY);
    return value;
  }
}
