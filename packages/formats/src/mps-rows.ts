/**
 * Rows of an MPS file and the objective among them: types, right-hand sides, ranges, and the bounds that follow.
 *
 *   type   R absent        R given
 *   E      [b, b]          [b, b + R] for R >= 0, [b + R, b] for R < 0
 *   G      [b, inf)        [b, b + |R|]
 *   L      (-inf, b]       [b - |R|, b]
 *
 * with b = 0 unless given. Source: IBM, "Records in MPS format"; lp_solve, "mps-format".
 */
import type { FaultReport } from './fault-report.ts';
import { GrowingFloats, GrowingInts } from './growing.ts';
import type { MpsCards } from './mps-cards.ts';
import type { NoteTally } from './note.ts';
import type { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';

/** Stands for the objective where a row index is expected. */
export const OBJECTIVE = -1;
/** Stands for a row that does not exist, after the fault. */
export const UNKNOWN = -2;

export class MpsRows {
  /** Name of the objective, once it is known which N row that is. */
  objective: string | undefined;
  /** Name that OBJNAME asks for. */
  wanted: string | undefined;
  private readonly source: SourceText;
  private readonly report: FaultReport;
  private readonly notes: NoteTally;
  private readonly draft: ProgramDraft;
  /** Type of each row: E, L, G or N. */
  private readonly types: string[] = [];
  /** Per row, NaN where none was given. */
  private readonly rightHandSide = new GrowingFloats();
  /** Per row, NaN where none was given. */
  private readonly range = new GrowingFloats();
  /** Per row, offset of its range. */
  private readonly rangeAt = new GrowingInts();
  /** NaN where none was given. */
  private constant = Number.NaN;

  constructor(source: SourceText, report: FaultReport, notes: NoteTally, draft: ProgramDraft) {
    this.source = source;
    this.report = report;
    this.notes = notes;
    this.draft = draft;
  }

  get count(): number {
    return this.types.length;
  }

  /** A card of ROWS. */
  declare(cards: MpsCards): void {
    const { report, draft } = this;
    const type = cards.field(0).toUpperCase();
    const name = cards.field(1);
    if (cards.count !== 2 || name === '')
      report.at(
        cards.start(0),
        'card',
        `a card in ROWS has a type and a name, this one ${cards.count} fields`,
        'write a type and a name; names with blanks need fixed columns',
      );
    else if (type !== 'N' && type !== 'E' && type !== 'L' && type !== 'G')
      report.at(cards.start(0), 'row-type', `'${cards.field(0)}' is no row type`, 'use N, E, L or G');
    else if (name === this.objective || draft.rowByName.has(name))
      report.at(cards.start(1), 'duplicate-row', `row ${name} is declared twice`, 'rename or drop one');
    else if (type === 'N' && this.objective === undefined && (this.wanted ?? name) === name)
      this.objective = name;
    else this.add(type, name, cards.start(1));
  }

  private add(type: string, name: string, at: number): void {
    if (type === 'N')
      this.notes.add('formats.free-row', 'a further N row was kept as a row without bounds', () =>
        this.source.place(at),
      );
    this.draft.addRow(name, -Infinity, Infinity);
    this.types.push(type);
    this.rightHandSide.push(Number.NaN);
    this.range.push(Number.NaN);
    this.rangeAt.push(0);
  }

  /** Row of a field: an index, `OBJECTIVE`, or `UNKNOWN` after a fault. */
  find(cards: MpsCards, field: number): number {
    if (this.objective !== undefined && cards.is(field, this.objective)) return OBJECTIVE;
    const row = this.draft.rowByName.get(cards.field(field));
    if (row !== undefined) return row;
    this.report.at(
      cards.start(field),
      'unknown-row',
      `there is no row ${cards.field(field)}`,
      'declare it in ROWS, or mend the name',
    );
    return UNKNOWN;
  }

  /** `field` holds the name of the row. */
  setRightHandSide(row: number, value: number, cards: MpsCards, field: number): void {
    if (row === OBJECTIVE) {
      this.refuseSecond(this.constant, cards, field);
      this.constant = -value;
      return;
    }
    if (this.types[row] === 'N') {
      const at = cards.start(field);
      this.notes.add('formats.free-row-rhs', 'a right-hand side of a row without bounds was left out', () =>
        this.source.place(at),
      );
    }
    this.refuseSecond(this.rightHandSide.get(row), cards, field);
    this.rightHandSide.set(row, value);
  }

  /** `field` holds the name of the row. */
  setRange(row: number, value: number, cards: MpsCards, field: number): void {
    if (row === OBJECTIVE || this.types[row] === 'N') {
      this.report.at(
        cards.start(field),
        'range-of-free-row',
        `row ${cards.field(field)} is of type N and has no range`,
        'make it E, L or G, or drop the range',
      );
      return;
    }
    this.refuseSecond(this.range.get(row), cards, field);
    this.range.set(row, value);
    this.rangeAt.set(row, cards.start(field + 1));
  }

  private refuseSecond(old: number, cards: MpsCards, field: number): void {
    if (Number.isNaN(old)) return;
    this.report.at(
      cards.start(field),
      'duplicate-entry',
      `row ${cards.field(field)} has a second right-hand side or range`,
      'drop one',
    );
  }

  /** Sets the bounds of all rows and the constant; `at` is the end of the file. */
  done(at: number): void {
    const { draft } = this;
    if (this.objective === undefined)
      this.report.at(
        at,
        'no-objective',
        this.wanted === undefined
          ? 'there is no N row, so no objective'
          : `OBJNAME asks for ${this.wanted}, which is no N row`,
        'declare one, empty if need be',
      );
    if (!Number.isNaN(this.constant)) draft.offset = this.constant;
    this.types.forEach((type, row) => {
      if (type !== 'N') this.bound(type, row);
    });
  }

  private bound(type: string, row: number): void {
    const given = this.rightHandSide.get(row);
    const base = Number.isNaN(given) ? 0 : given;
    const range = this.range.get(row);
    const size = Number.isNaN(range) ? (type === 'E' ? 0 : Infinity) : Math.abs(range);
    const up = type === 'G' || (type === 'E' && !(range < 0));
    const other = up ? base + size : base - size;
    if (!Number.isNaN(range) && !Number.isFinite(other))
      this.report.at(
        this.rangeAt.get(row),
        'number',
        `the range takes row ${this.draft.rowNames[row]} to ${other}`,
        'drop the range where the row has no such bound',
      );
    this.draft.rowLower.set(row, up ? base : other);
    this.draft.rowUpper.set(row, up ? other : base);
  }
}
