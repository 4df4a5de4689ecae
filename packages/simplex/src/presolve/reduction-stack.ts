/**
 * What was done to the program, in order, so that it can be undone in reverse. A record is a kind, some integers and
 * some numbers, which the rule that wrote it reads back in the same order; all records live end to end in typed arrays
 * that double when full.
 */
import type { WorkingProblem } from './working-problem.ts';

/** Kinds of records: one for each way to undo. */
export const FIXED_COLUMN = 0;
export const SINGLETON_ROW = 1;
export const REMOVED_ROW = 2;
export const FORCING_ROW = 3;
export const SLACK_COLUMN = 4;
export const FREE_COLUMN = 5;
export const DOUBLETON_EQUATION = 6;
export const ABSORBING_COLUMN = 7;
export const PARALLEL_ROW = 8;
export const PARALLEL_COLUMN = 9;

const FIRST_CAPACITY = 256;

export class ReductionStack {
  /** Number of records. */
  count = 0;
  private kinds = new Int8Array(FIRST_CAPACITY);
  /** Length of kinds: where the integers and numbers of each record begin. */
  private integerStarts = new Int32Array(FIRST_CAPACITY);
  private numberStarts = new Int32Array(FIRST_CAPACITY);
  private integers = new Int32Array(FIRST_CAPACITY);
  private numbers = new Float64Array(FIRST_CAPACITY);
  /** While writing: how much is used. While reading: the next to read. */
  private integerAt = 0;
  private numberAt = 0;

  /** Begins a record; what is written up to the next one belongs to it. */
  push(kind: number): void {
    if (this.count === this.kinds.length) {
      const size = larger(this.count);
      this.kinds = longer(this.kinds, new Int8Array(size));
      this.integerStarts = longer(this.integerStarts, new Int32Array(size));
      this.numberStarts = longer(this.numberStarts, new Int32Array(size));
    }
    this.kinds[this.count] = kind;
    this.integerStarts[this.count] = this.integerAt;
    this.numberStarts[this.count] = this.numberAt;
    this.count++;
  }

  writeInteger(value: number): void {
    if (this.integerAt === this.integers.length)
      this.integers = longer(this.integers, new Int32Array(larger(this.integerAt)));
    this.integers[this.integerAt++] = value;
  }

  writeNumber(value: number): void {
    if (this.numberAt === this.numbers.length)
      this.numbers = longer(this.numbers, new Float64Array(larger(this.numberAt)));
    this.numbers[this.numberAt++] = value;
  }

  /** The length of the row, then column and value of each entry. */
  writeRow(work: WorkingProblem, row: number): void {
    this.writeInteger(work.rowLength[row]);
    for (let e = work.rowHead[row]; e >= 0; e = work.nextInRow[e]) {
      this.writeInteger(work.entryColumn[e]);
      this.writeNumber(work.entryValue[e]);
    }
  }

  /** The length of the column, then row and value of each entry. */
  writeColumn(work: WorkingProblem, column: number): void {
    this.writeInteger(work.columnLength[column]);
    for (let e = work.columnHead[column]; e >= 0; e = work.nextInColumn[e]) {
      this.writeInteger(work.entryRow[e]);
      this.writeNumber(work.entryValue[e]);
    }
  }

  /** Opens a record for reading and returns its kind. Nothing can be written after that. */
  open(record: number): number {
    this.integerAt = this.integerStarts[record];
    this.numberAt = this.numberStarts[record];
    return this.kinds[record];
  }

  readInteger(): number {
    return this.integers[this.integerAt++];
  }

  readNumber(): number {
    return this.numbers[this.numberAt++];
  }
}

/** Half as much again: little is left unused. */
function larger(size: number): number {
  return size + (size >> 1);
}

function longer<Kind extends Int8Array | Int32Array | Float64Array>(from: Kind, to: Kind): Kind {
  to.set(from);
  return to;
}
