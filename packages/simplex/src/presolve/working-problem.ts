/**
 * The program while it is being reduced:
 *
 *   minimise offset + c'x  subject to  rowLower <= A x <= rowUpper,  columnLower <= x <= columnUpper
 *
 * over the rows and columns that are alive, all in the index spaces of the original. Nonzeros are nodes of doubly
 * linked lists by row and by column, so that one is taken out or moved in constant time; no rule adds to their number,
 * so the arrays never grow. Every change tells the worklists of the rules. Invariants: an entry joins a living row and
 * a living column; `rowLength` and `columnLength` count them; lower <= upper everywhere.
 */
import { CompensatedSum, type Program } from '@marginal/program';
import { CANCELLED } from './tolerances.ts';
import { Worklist } from './worklist.ts';

/** What a rule found out about the whole program; never believed without a proof by somebody else. */
export type Verdict = 'infeasible' | 'unboundedOrInfeasible';

export class WorkingProblem {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Constant of the objective. */
  readonly offset = new CompensatedSum();
  /** Length columnCount. */
  readonly cost: Float64Array;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  /** Length rowCount. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** 1 while the row or column is part of the program. */
  readonly rowAlive: Uint8Array;
  readonly columnAlive: Uint8Array;
  /** Number of entries. */
  readonly rowLength: Int32Array;
  readonly columnLength: Int32Array;
  /** First entry, -1 for none. */
  readonly rowHead: Int32Array;
  readonly columnHead: Int32Array;
  /** Length nonzeros of the original: an entry's row, column and value. An entry never leaves its row, so that rows are the program's own array. */
  readonly entryRow: Int32Array;
  readonly entryColumn: Int32Array;
  readonly entryValue: Float64Array;
  /** Length nonzeros of the original: neighbours in the lists, -1 at the ends. */
  readonly nextInRow: Int32Array;
  readonly nextInColumn: Int32Array;
  private readonly previousInRow: Int32Array;
  private readonly previousInColumn: Int32Array;
  livingRows: number;
  livingColumns: number;
  nonzeros: number;
  /** Counts changes, so that a round without any is noticed. */
  changes = 0;
  verdict: Verdict | undefined = undefined;
  /** Columns whose bounds have changed since they were last spread. */
  private readonly unspread: Worklist;
  private readonly rowLists: Worklist[] = [];
  private readonly columnLists: Worklist[] = [];

  constructor(program: Program) {
    const { matrix } = program;
    const { rowCount, columnCount, starts } = matrix;
    const nonzeros = starts[columnCount];
    this.rowCount = rowCount;
    this.columnCount = columnCount;
    this.offset.add(program.offset);
    this.cost = program.cost.slice();
    this.columnLower = program.columnLower.slice();
    this.columnUpper = program.columnUpper.slice();
    this.rowLower = program.rowLower.slice();
    this.rowUpper = program.rowUpper.slice();
    this.rowAlive = new Uint8Array(rowCount).fill(1);
    this.columnAlive = new Uint8Array(columnCount).fill(1);
    this.rowLength = new Int32Array(rowCount);
    this.columnLength = new Int32Array(columnCount);
    this.rowHead = new Int32Array(rowCount).fill(-1);
    this.columnHead = new Int32Array(columnCount).fill(-1);
    this.entryRow = matrix.rows;
    this.entryColumn = new Int32Array(nonzeros);
    this.entryValue = matrix.values.slice(0, nonzeros);
    this.nextInRow = new Int32Array(nonzeros);
    this.nextInColumn = new Int32Array(nonzeros);
    this.previousInRow = new Int32Array(nonzeros);
    this.previousInColumn = new Int32Array(nonzeros);
    this.livingRows = rowCount;
    this.livingColumns = columnCount;
    this.nonzeros = nonzeros;
    this.unspread = new Worklist(columnCount, false);
    // Backwards, since each entry is put at the front of its lists.
    for (let j = columnCount - 1; j >= 0; j--) {
      for (let e = starts[j + 1] - 1; e >= starts[j]; e--) {
        this.entryColumn[e] = j;
        this.linkRow(e, this.entryRow[e]);
        this.linkColumn(e, j);
      }
    }
  }

  /** A worklist of rows, told of every later change to a row, its entries or (`spreadBounds`) the bounds of its columns. */
  watchRows(): Worklist {
    const list = new Worklist(this.rowCount);
    this.rowLists.push(list);
    return list;
  }

  /** A worklist of columns, told of every later change to a column, its entries or the kinds of its rows. */
  watchColumns(): Worklist {
    const list = new Worklist(this.columnCount);
    this.columnLists.push(list);
    return list;
  }

  /** The rows of the column hear of it when the bounds are spread: a long column may change many times before. */
  setColumnBounds(column: number, lower: number, upper: number): void {
    if (this.columnLower[column] === lower && this.columnUpper[column] === upper) return;
    this.columnLower[column] = lower;
    this.columnUpper[column] = upper;
    this.touchColumn(column);
    this.unspread.push(column);
  }

  /** Tells the rows of all columns whose bounds have changed. For rules that look at the bounds in a row. */
  spreadBounds(): void {
    while (this.unspread.count > 0) {
      const column = this.unspread.pop();
      for (let e = this.columnHead[column]; e >= 0; e = this.nextInColumn[e]) this.touchRow(this.entryRow[e]);
    }
  }

  /** The columns of the row hear of it when a side comes or goes, or the row becomes or ceases to be an equation. */
  setRowSides(row: number, lower: number, upper: number): void {
    const oldLower = this.rowLower[row];
    const oldUpper = this.rowUpper[row];
    if (oldLower === lower && oldUpper === upper) return;
    this.rowLower[row] = lower;
    this.rowUpper[row] = upper;
    this.touchRow(row);
    const sameKind =
      Number.isFinite(oldLower) === Number.isFinite(lower) &&
      Number.isFinite(oldUpper) === Number.isFinite(upper) &&
      (oldLower === oldUpper) === (lower === upper);
    if (sameKind) return;
    for (let e = this.rowHead[row]; e >= 0; e = this.nextInRow[e]) this.touchColumn(this.entryColumn[e]);
  }

  /** Takes `amount` off both sides: a constant part of the row has become known. Its slack is what it was. */
  shiftRowSides(row: number, amount: number): void {
    if (amount === 0) return;
    this.rowLower[row] = difference(this.rowLower[row], amount);
    this.rowUpper[row] = difference(this.rowUpper[row], amount);
    this.touchRow(row);
  }

  addCost(column: number, amount: number): void {
    this.cost[column] = difference(this.cost[column], -amount);
    this.touchColumn(column);
  }

  /** The entry of the row in the column, -1 for none. Walks the shorter list. */
  find(row: number, column: number): number {
    const { entryColumn, entryRow, nextInRow, nextInColumn } = this;
    if (this.rowLength[row] < this.columnLength[column]) {
      let e = this.rowHead[row];
      while (e >= 0 && entryColumn[e] !== column) e = nextInRow[e];
      return e;
    }
    let e = this.columnHead[column];
    while (e >= 0 && entryRow[e] !== row) e = nextInColumn[e];
    return e;
  }

  removeEntry(e: number): void {
    this.unlinkRow(e);
    this.unlinkColumn(e);
    this.nonzeros--;
    this.touchRow(this.entryRow[e]);
    this.touchColumn(this.entryColumn[e]);
  }

  /** Gives the entry another value, and takes it out when nothing but rounding of `terms` is left. */
  changeEntry(e: number, value: number, terms: number): void {
    if (Math.abs(value) <= CANCELLED * terms) {
      this.removeEntry(e);
      return;
    }
    this.entryValue[e] = value;
    this.touchRow(this.entryRow[e]);
    this.touchColumn(this.entryColumn[e]);
  }

  /** Makes it an entry of the same row in another column, which has none there. */
  moveEntry(e: number, column: number, value: number): void {
    this.unlinkColumn(e);
    this.touchColumn(this.entryColumn[e]);
    this.entryColumn[e] = column;
    this.linkColumn(e, column);
    this.entryValue[e] = value;
    this.touchRow(this.entryRow[e]);
    this.touchColumn(column);
  }

  removeRow(row: number): void {
    for (let e = this.rowHead[row]; e >= 0; e = this.nextInRow[e]) this.removeEntry(e);
    this.rowAlive[row] = 0;
    this.livingRows--;
    this.changes++;
  }

  removeColumn(column: number): void {
    for (let e = this.columnHead[column]; e >= 0; e = this.nextInColumn[e]) this.removeEntry(e);
    this.columnAlive[column] = 0;
    this.livingColumns--;
    this.changes++;
  }

  private touchRow(row: number): void {
    this.changes++;
    for (let k = 0; k < this.rowLists.length; k++) this.rowLists[k].push(row);
  }

  private touchColumn(column: number): void {
    this.changes++;
    for (let k = 0; k < this.columnLists.length; k++) this.columnLists[k].push(column);
  }

  private linkRow(e: number, row: number): void {
    const head = this.rowHead[row];
    this.previousInRow[e] = -1;
    this.nextInRow[e] = head;
    if (head >= 0) this.previousInRow[head] = e;
    this.rowHead[row] = e;
    this.rowLength[row]++;
  }

  private linkColumn(e: number, column: number): void {
    const head = this.columnHead[column];
    this.previousInColumn[e] = -1;
    this.nextInColumn[e] = head;
    if (head >= 0) this.previousInColumn[head] = e;
    this.columnHead[column] = e;
    this.columnLength[column]++;
  }

  /** The links of the entry itself stay, so that a walk over the list may take out where it stands. */
  private unlinkRow(e: number): void {
    const row = this.entryRow[e];
    const previous = this.previousInRow[e];
    const next = this.nextInRow[e];
    if (previous >= 0) this.nextInRow[previous] = next;
    else this.rowHead[row] = next;
    if (next >= 0) this.previousInRow[next] = previous;
    this.rowLength[row]--;
  }

  private unlinkColumn(e: number): void {
    const column = this.entryColumn[e];
    const previous = this.previousInColumn[e];
    const next = this.nextInColumn[e];
    if (previous >= 0) this.nextInColumn[previous] = next;
    else this.columnHead[column] = next;
    if (next >= 0) this.previousInColumn[next] = previous;
    this.columnLength[column]--;
  }
}

/** `a - b`, and exactly zero when only rounding is left of it. An absent side stays absent. */
function difference(a: number, b: number): number {
  if (!Number.isFinite(a)) return a;
  const result = a - b;
  return Math.abs(result) <= CANCELLED * (Math.abs(a) + Math.abs(b)) ? 0 : result;
}
