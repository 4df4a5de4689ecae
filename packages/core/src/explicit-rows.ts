/**
 * Rows written term by term: what a row callback says, in a growing list of typed arrays. For irregular rows; coefficients are
 * numbers, so parameters do not follow them. Invariant: row i's terms are starts[i]..starts[i+1]; every row has bounds.
 */
import { type Fault, InvalidInputError, NotAllowedError, refuse } from '@marginal/program';
import { type IndexList, labelsAt, memberCount, sizeOf } from './index-set.ts';
import { formatLabels } from './label.ts';
import type { Variable } from './variable.ts';

/** A run of terms as they were written. */
export interface TermChunk {
  /** Columns of the program. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Terms and bounds of all rows of one constraint. */
export interface ExplicitRows {
  /** Length rows + 1: row i's terms are number starts[i]..starts[i + 1] of all chunks in order. */
  readonly starts: Int32Array;
  /** In order of writing, none empty: never copied into one array, which would take as long as writing them. */
  readonly chunks: readonly TermChunk[];
  /** Length rows. */
  readonly lower: Float64Array;
  /** Length rows. */
  readonly upper: Float64Array;
}

/** One ordinal per set of an index list. */
export type OrdinalsOf<I extends IndexList> = { readonly [P in keyof I]: number };

/** Terms in the first chunk; each following one is twice as long, up to the longest. */
const FIRST_CHUNK = 256;
const LONGEST_CHUNK = 1 << 16;
const LISTED_FAULTS = 20;

function isMember(ordinal: number, size: number): boolean {
  return ordinal >>> 0 === ordinal && ordinal < size;
}

/** Column of a member, or -1: as many ordinals as the variable has sets, within them, and -1 for the others. */
function columnOf({ start, sizes, strides }: Variable, ordinals: readonly number[]): number {
  if (sizes.length > ordinals.length) return -1;
  let column = start;
  for (let p = 0; p < ordinals.length; p++) {
    if (p >= sizes.length ? ordinals[p] !== -1 : !isMember(ordinals[p], sizes[p])) return -1;
    if (p < sizes.length) column += ordinals[p] * strides[p];
  }
  return column;
}

/** Takes the terms of the row being written. */
export class RowSink {
  /** Full ones. */
  private readonly chunks: TermChunk[] = [];
  /** Terms in full chunks. */
  private before = 0;
  private columns = new Int32Array(FIRST_CHUNK);
  private values = new Float64Array(FIRST_CHUNK);
  /** Terms in the chunk that is being written. */
  private used = 0;
  private row = 0;
  private closed = false;
  private readonly starts: Int32Array;
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly faults: Fault[] = [];
  private readonly owner: object;
  private readonly index: IndexList;
  private readonly name: string;

  constructor(name: string, index: IndexList, owner: object) {
    const rows = memberCount(index);
    this.name = name;
    this.index = index;
    this.owner = owner;
    this.starts = new Int32Array(rows + 1);
    this.lower = new Float64Array(rows);
    this.upper = new Float64Array(rows);
  }

  /**
   * Adds `coefficient * variable[i, j, k, l]`, one ordinal per set of the variable's index list; a sparse set takes one.
   * Throws `core.foreign-handle` at once; wrong ordinals and coefficients are reported with all others at the end.
   */
  add(coefficient: number, variable: Variable, i = -1, j = -1, k = -1, l = -1): void {
    const { sizes, strides } = variable;
    const depth = sizes.length;
    let column = -1;
    // The usual depths by themselves; the same for any depth below.
    if (depth === 2) {
      if (isMember(i, sizes[0]) && isMember(j, sizes[1]) && k === -1 && l === -1)
        column = variable.start + i * strides[0] + j * strides[1];
    } else if (depth === 1) {
      if (isMember(i, sizes[0]) && j === -1 && k === -1 && l === -1) column = variable.start + i;
    } else column = columnOf(variable, [i, j, k, l]);
    if (column < 0 || variable.owner !== this.owner || coefficient - coefficient !== 0) {
      this.refuseTerm(coefficient, variable, [i, j, k, l]);
      return;
    }
    if (this.used === this.columns.length) this.grow();
    this.columns[this.used] = column;
    this.values[this.used++] = coefficient;
  }

  atMost(bound: number): void {
    this.between(-Infinity, bound);
  }

  atLeast(bound: number): void {
    this.between(bound, Infinity);
  }

  equals(value: number): void {
    this.between(value, value);
  }

  between(lower: number, upper: number): void {
    if (this.closed) this.fault('core.row-bounds', 'has its bounds already', 'give each row its bounds once');
    else if (!(lower <= upper && lower < Infinity && upper > -Infinity)) {
      this.fault(
        'core.crossed-bounds',
        `its bounds are [${lower}, ${upper}]`,
        'give a lower bound at or below the upper one',
      );
    }
    this.closed = true;
    this.lower[this.row] = lower + 0;
    this.upper[this.row] = upper + 0;
  }

  /** Ends the row; the next one begins. */
  next(): void {
    if (!this.closed)
      this.fault('core.row-bounds', 'has no bounds', 'end every row with atMost, atLeast, equals or between');
    this.closed = false;
    this.starts[++this.row] = this.before + this.used;
  }

  /** All rows; throws with every fault. */
  done(): ExplicitRows {
    refuse(this.faults);
    const { starts, lower, upper, used } = this;
    const last = { columns: this.columns.slice(0, used), values: this.values.slice(0, used) };
    return { starts, lower, upper, chunks: used === 0 ? this.chunks : [...this.chunks, last] };
  }

  private grow(): void {
    const { columns, values } = this;
    this.chunks.push({ columns, values });
    this.before += columns.length;
    const length = Math.min(2 * columns.length, LONGEST_CHUNK);
    this.columns = new Int32Array(length);
    this.values = new Float64Array(length);
    this.used = 0;
  }

  /** Reports a term that cannot be taken. Throws for a variable of another model. */
  private refuseTerm(coefficient: number, variable: Variable, ordinals: readonly number[]): void {
    const { name, sizes, owner } = variable;
    if (owner !== this.owner) {
      throw new NotAllowedError({
        code: 'core.foreign-handle',
        place: `constraint '${this.name}'`,
        cause: `variable '${name}' belongs to another model`,
        remedy: 'declare it in this model',
      });
    }
    if (columnOf(variable, ordinals) < 0) {
      this.fault(
        'core.ordinal',
        `${name} has no member (${ordinals.slice(0, Math.max(sizes.length, 1)).join(', ')})`,
        `give ${sizes.length} ordinals within its sets`,
      );
      return;
    }
    this.fault(
      'core.infinite-coefficient',
      `the coefficient of ${name} is ${coefficient}`,
      'give finite data',
    );
  }

  private fault(code: string, cause: string, remedy: string): void {
    if (this.faults.length >= LISTED_FAULTS) return;
    this.faults.push({
      code,
      place: `${this.name}${formatLabels(labelsAt(this.index, this.row))}`,
      cause,
      remedy,
    });
  }
}

/** Calls `build` once per member of `index`, in index order, with one ordinal per set. */
export function writeRows<I extends IndexList>(
  name: string,
  index: I,
  owner: object,
  build: (row: RowSink, ...ordinals: OrdinalsOf<I>) => void,
): ExplicitRows {
  const sink = new RowSink(name, index, owner);
  const sizes = index.map((set) => sizeOf(set));
  if (typeof build !== 'function') {
    throw new InvalidInputError([
      {
        code: 'core.operand',
        place: `constraint '${name}'`,
        cause: 'its rows are not a function',
        remedy: 'give (row, ...ordinals) => { ... }',
      },
    ]);
  }
  const call = build as (row: RowSink, ...ordinals: number[]) => void;
  const [first = 1, second = 1, ...rest] = sizes;
  if (sizes.length === 2) {
    for (let a = 0; a < first; a++) {
      for (let b = 0; b < second; b++) {
        call(sink, a, b);
        sink.next();
      }
    }
    return sink.done();
  }
  const counters = sizes.map(() => 0);
  const total = first * second * rest.reduce((product, size) => product * size, 1);
  for (let member = 0; member < total; member++) {
    call(sink, ...counters);
    sink.next();
    for (let p = counters.length - 1; p >= 0 && ++counters[p] === sizes[p]; p--) counters[p] = 0;
  }
  return sink.done();
}
