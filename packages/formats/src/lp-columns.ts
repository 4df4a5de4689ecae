/**
 * Columns of an LP file: they come to be where their name first stands, in [0, Infinity) until the bounds section says
 * otherwise; the last bound entered counts (IBM, "Bounds in LP file format"). A binary column is whole and within
 * [0, 1] on top of its bounds, wherever the sections stand.
 */
import type { FaultReport } from './fault-report.ts';
import { GrowingInts } from './growing.ts';
import type { NoteTally } from './note.ts';
import type { ProgramDraft } from './program-draft.ts';
import type { SourceText } from './source-text.ts';
import { HUGE_BOUND } from './tolerances.ts';

const LOWER = 1;
const UPPER = 2;

export class LpColumns {
  private readonly source: SourceText;
  private readonly report: FaultReport;
  private readonly notes: NoteTally;
  private readonly draft: ProgramDraft;
  /** Per column: which sides were stated. */
  private readonly stated = new GrowingInts();
  /** Per column: offset of its last bound, or of its first mention. */
  private readonly where = new GrowingInts();
  /** Per column: 1 where it is binary. */
  private readonly binary = new GrowingInts();
  /** Per column: 1 where it has a term in the objective. */
  private readonly priced = new GrowingInts();

  constructor(source: SourceText, report: FaultReport, notes: NoteTally, draft: ProgramDraft) {
    this.source = source;
    this.report = report;
    this.notes = notes;
    this.draft = draft;
  }

  /** Index of a column, new or known. */
  find(name: string, offset: number): number {
    const known = this.draft.columnByName.get(name);
    if (known !== undefined) return known;
    this.stated.push(0);
    this.where.push(offset);
    this.binary.push(0);
    this.priced.push(0);
    return this.draft.addColumn(name);
  }

  /** Index of a column in a section behind the rows, where a new one may be a slip of the pen. */
  findDeclared(name: string, offset: number): number {
    if (!this.draft.columnByName.has(name))
      this.notes.add('formats.unused-column', 'a column stands in no row and not in the objective', () =>
        this.source.place(offset),
      );
    return this.find(name, offset);
  }

  addCost(column: number, value: number, offset: number): void {
    const { cost } = this.draft;
    if (this.priced.get(column) === 1)
      this.notes.add('formats.merged-cost', 'a second term of a column in the objective was added', () =>
        this.source.place(offset),
      );
    this.priced.set(column, 1);
    cost.set(column, cost.get(column) + value);
  }

  lower(column: number, value: number, offset: number): void {
    const { columnLower } = this.draft;
    this.side(column, LOWER, columnLower.get(column), value, offset);
    columnLower.set(column, value);
  }

  upper(column: number, value: number, offset: number): void {
    const { columnUpper } = this.draft;
    this.side(column, UPPER, columnUpper.get(column), value, offset);
    columnUpper.set(column, value);
  }

  private side(column: number, flag: number, old: number, value: number, offset: number): void {
    const stated = this.stated.get(column);
    if (Number.isFinite(value) && Math.abs(value) >= HUGE_BOUND)
      this.notes.add('formats.huge-bound', 'a bound of 1e20 or more was kept as the number it is', () =>
        this.source.place(offset),
      );
    if ((stated & flag) !== 0 && old !== value)
      this.notes.add('formats.repeated-bound', 'a bound was stated again; the last one counts', () =>
        this.source.place(offset),
      );
    this.stated.set(column, stated | flag);
    this.where.set(column, offset);
  }

  whole(column: number, binary: boolean): void {
    this.draft.integer.set(column, 1);
    if (binary) this.binary.set(column, 1);
  }

  semicontinuous(column: number): void {
    this.draft.semicontinuous.set(column, 1);
  }

  /** Applies what binary means and refuses bounds that cross. */
  done(): void {
    const { columnLower, columnUpper, columnNames } = this.draft;
    for (let j = 0; j < columnNames.length; j++) {
      if (this.binary.get(j) === 1) {
        columnLower.set(j, Math.max(0, columnLower.get(j)));
        columnUpper.set(j, Math.min(1, columnUpper.get(j)));
      }
      const fault = this.draft.boundFault(j);
      if (fault === undefined) continue;
      const [lower, upper] = [columnLower.get(j), columnUpper.get(j)];
      const byDefault = (this.stated.get(j) & LOWER) === 0 && lower > upper;
      this.report.at(
        this.where.get(j),
        'crossed-bounds',
        fault,
        byDefault
          ? `the lower bound is 0 unless stated: write -inf <= ${columnNames[j]} <= ${upper}`
          : 'no value satisfies such bounds; mend them',
      );
    }
  }
}
