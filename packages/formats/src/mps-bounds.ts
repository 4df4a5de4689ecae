/**
 * Bounds of an MPS file. A column starts in [0, Infinity). Rules, where codes have differed:
 *
 * - an upper bound below zero without a stated lower bound opens the lower side to -Infinity (SAS/OR, "BOUNDS
 *   section"; QSopt, "Bounds"); an upper bound of zero does not: it fixes at 0;
 * - MI opens the lower side and leaves the upper one alone (SAS/OR; QSopt would set it to 0);
 * - an integer column between markers without any bound lies in [0, 1] (IBM, "Integer variables in MPS files").
 *
 * SC makes a column semicontinuous up to its value, SI an integer one as well; a lower bound is LO, else zero. The first
 * and the third rule are noted. Stating the same side twice with different values is a fault.
 */
import type { FaultReport } from './fault-report.ts';
import type { NoteTally } from './note.ts';
import { numeralFault, parseNumeral } from './numeral.ts';
import type { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';
import { HUGE_BOUND } from './tolerances.ts';

const LOWER = 1;
const UPPER = 2;

/** Bound types with a value. The others stand for infinities or for [0, 1]. */
const VALUED = new Set(['LO', 'UP', 'FX', 'LI', 'UI', 'SC', 'SI']);

export class MpsBounds {
  private readonly source: SourceText;
  private readonly report: FaultReport;
  private readonly notes: NoteTally;
  private readonly draft: ProgramDraft;
  /** Length columnCount: which sides were stated. */
  private readonly stated: Uint8Array;
  /** Length columnCount: offset of the last statement. */
  private readonly where: Int32Array;

  constructor(source: SourceText, report: FaultReport, notes: NoteTally, draft: ProgramDraft) {
    this.source = source;
    this.report = report;
    this.notes = notes;
    this.draft = draft;
    this.stated = new Uint8Array(draft.columnNames.length);
    this.where = new Int32Array(draft.columnNames.length);
  }

  /** One card: its type and where that stands, the column, the value and where that stands. */
  state(type: string, typeAt: number, column: number, valueText: string, valueAt: number): void {
    this.where[column] = typeAt;
    const value = VALUED.has(type) ? this.value(valueText, valueAt) : 0;
    if (Number.isNaN(value)) return;
    switch (type) {
      case 'LO':
        this.lower(column, value, valueAt);
        return;
      case 'UP':
        this.upper(column, value, valueAt);
        return;
      case 'LI':
        this.draft.integer.set(column, 1);
        this.lower(column, value, valueAt);
        return;
      case 'UI':
        this.draft.integer.set(column, 1);
        this.upper(column, value, valueAt);
        return;
      case 'SI':
        this.draft.integer.set(column, 1);
        this.draft.semicontinuous.set(column, 1);
        this.upper(column, value, valueAt);
        return;
      case 'SC':
        this.draft.semicontinuous.set(column, 1);
        this.upper(column, value, valueAt);
        return;
      case 'FX':
        this.lower(column, value, valueAt);
        this.upper(column, value, valueAt);
        return;
      case 'MI':
        this.lower(column, -Infinity, typeAt);
        return;
      case 'PL':
        this.upper(column, Infinity, typeAt);
        return;
      case 'FR':
        this.lower(column, -Infinity, typeAt);
        this.upper(column, Infinity, typeAt);
        return;
      case 'BV':
        this.draft.integer.set(column, 1);
        this.lower(column, 0, typeAt);
        this.upper(column, 1, typeAt);
        return;
      default:
        this.report.at(
          typeAt,
          'bound-type',
          `'${type}' is no bound type`,
          'use LO, UP, FX, FR, MI, PL, BV, LI, UI, SC or SI',
        );
    }
  }

  private value(text: string, at: number): number {
    const word = text.toLowerCase().replace(/^[+-]/, '');
    if (word === 'inf' || word === 'infinity') return text.startsWith('-') ? -Infinity : Infinity;
    const value = parseNumeral(text);
    if (Number.isNaN(value))
      this.report.at(at, 'number', numeralFault(text), 'write a decimal number such as 1.5 or -2e-3');
    else if (Math.abs(value) >= HUGE_BOUND)
      this.notes.add('formats.huge-bound', 'a bound of 1e20 or more was kept as the number it is', () =>
        this.source.place(at),
      );
    return value;
  }

  private lower(column: number, value: number, at: number): void {
    const { columnLower } = this.draft;
    this.side(column, LOWER, columnLower.get(column), value, at, 'lower');
    columnLower.set(column, value);
  }

  private upper(column: number, value: number, at: number): void {
    const { columnUpper } = this.draft;
    this.side(column, UPPER, columnUpper.get(column), value, at, 'upper');
    columnUpper.set(column, value);
  }

  private side(column: number, flag: number, old: number, value: number, at: number, side: string): void {
    if ((this.stated[column] & flag) !== 0 && old !== value)
      this.report.at(
        at,
        'repeated-bound',
        `the ${side} bound of ${this.draft.columnNames[column]} was ${old} and is now ${value}`,
        'state each side once',
      );
    this.stated[column] |= flag;
  }

  /** Applies the defaults and refuses bounds that cross. */
  done(): void {
    const { columnLower, columnUpper, integer, semicontinuous, columnNames } = this.draft;
    for (let j = 0; j < columnNames.length; j++) {
      const place = (): string => columnNames[j];
      if (this.stated[j] === 0 && integer.get(j) === 1) {
        columnUpper.set(j, 1);
        this.notes.add('formats.integer-default', 'an integer column without bounds lies in [0, 1]', place);
      }
      if ((this.stated[j] & LOWER) === 0 && columnUpper.get(j) < 0 && semicontinuous.get(j) === 0) {
        columnLower.set(j, -Infinity);
        this.notes.add(
          'formats.negative-upper',
          'a negative upper bound without a lower one opened the lower side',
          place,
        );
      }
      const fault = this.draft.boundFault(j);
      if (fault !== undefined)
        this.report.at(this.where[j], 'crossed-bounds', fault, 'no value satisfies such bounds; mend them');
    }
  }
}
