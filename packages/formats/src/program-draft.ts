/**
 * A program while it is being read: rows and columns by name, terms as triplets in growing typed arrays. Columns start
 * as [0, Infinity), which MPS and LP files take for granted; readers that do not say so set their own bounds.
 */
import { createProgram, type Program, type Sense } from '@marginal/program';
import { GrowingFloats, GrowingInts } from './growing.ts';
import type { NoteTally } from './note.ts';
import { compressTriplets } from './triplets.ts';

export class ProgramDraft {
  sense: Sense = 'minimize';
  offset = 0;
  readonly rowNames: string[] = [];
  readonly columnNames: string[] = [];
  readonly rowByName = new Map<string, number>();
  readonly columnByName = new Map<string, number>();
  readonly rowLower = new GrowingFloats();
  readonly rowUpper = new GrowingFloats();
  readonly cost = new GrowingFloats();
  readonly columnLower = new GrowingFloats();
  readonly columnUpper = new GrowingFloats();
  /** 1 where the column must be whole. */
  readonly integer = new GrowingInts();
  /** 1 where the column is zero or within its bounds. */
  readonly semicontinuous = new GrowingInts();
  private readonly termRow = new GrowingInts();
  private readonly termColumn = new GrowingInts();
  private readonly termValue = new GrowingFloats();

  /** Adds a row; the caller has made sure that its name is new, or names it later when it is empty. */
  addRow(name: string, lower: number, upper: number): number {
    const index = this.rowNames.length;
    this.rowNames.push(name);
    if (name !== '') this.rowByName.set(name, index);
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    return index;
  }

  /** Adds a column in [0, Infinity); the caller has made sure that its name is new. */
  addColumn(name: string): number {
    const index = this.columnNames.length;
    this.columnNames.push(name);
    this.columnByName.set(name, index);
    this.cost.push(0);
    this.columnLower.push(0);
    this.columnUpper.push(Infinity);
    this.integer.push(0);
    this.semicontinuous.push(0);
    return index;
  }

  addTerm(row: number, column: number, value: number): void {
    this.termRow.push(row);
    this.termColumn.push(column);
    this.termValue.push(value);
  }

  /** `c1, c2, ...` by position for rows without a name (CPLEX, "Constraints in LP file format"), `c1_` if taken. */
  private nameRows(): void {
    this.rowNames.forEach((name, index) => {
      if (name !== '') return;
      let made = `c${index + 1}`;
      while (this.rowByName.has(made)) made += '_';
      this.rowByName.set(made, index);
      this.rowNames[index] = made;
    });
  }

  /** Why no `Program` has a column with these bounds; undefined when one has. */
  boundFault(column: number): string | undefined {
    const lower = this.columnLower.get(column);
    const upper = this.columnUpper.get(column);
    const name = this.columnNames[column];
    if (lower > upper || lower === Infinity || upper === -Infinity)
      return `${name} would lie in [${lower}, ${upper}]`;
    if (this.semicontinuous.get(column) === 1 && (lower < 0 || upper === Infinity))
      return `${name} would be zero or lie in [${lower}, ${upper}], but needs a lower bound of zero or more and an upper one`;
    return undefined;
  }

  /** The program; merged terms and zeros left out are noted. `place` says where, when it can be said. */
  done(notes: NoteTally, place: string): Program {
    this.nameRows();
    const { rowNames, columnNames } = this;
    const { matrix, merged, zeros } = compressTriplets(
      rowNames.length,
      columnNames.length,
      this.termRow.done(),
      this.termColumn.done(),
      this.termValue.done(),
    );
    notes.add('formats.merged-term', 'a second term of a column in a row was added', () => place, merged);
    notes.add('formats.zero-coefficient', 'a coefficient of zero was left out', () => place, zeros);
    const integer = Uint8Array.from(this.integer.done());
    const semicontinuous = Uint8Array.from(this.semicontinuous.done());
    return createProgram({
      sense: this.sense,
      offset: this.offset === 0 ? 0 : this.offset,
      cost: this.cost.done(),
      columnLower: this.columnLower.done(),
      columnUpper: this.columnUpper.done(),
      ...(integer.includes(1) ? { integer } : {}),
      ...(semicontinuous.includes(1) ? { semicontinuous } : {}),
      rowLower: this.rowLower.done(),
      rowUpper: this.rowUpper.done(),
      matrix,
      names: { row: (index) => rowNames[index], column: (index) => columnNames[index] },
    });
  }
}
