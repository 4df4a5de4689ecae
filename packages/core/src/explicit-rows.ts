/**
 * Rows written term by term: what a row callback says, in growing typed arrays. For irregular rows; coefficients are
 * numbers, so parameters do not follow them. Invariant: row i's terms are starts[i]..starts[i+1]; every row has bounds.
 */
import { type Fault, InvalidInputError, NotAllowedError, refuse } from '@marginal/program';
import { type IndexList, labelsAt, memberCount, sizeOf } from './index-set.ts';
import { formatLabels } from './label.ts';
import type { Variable } from './variable.ts';

/** Terms and bounds of all rows of one constraint. */
export interface ExplicitRows {
  /** Length rows + 1. */
  readonly starts: Int32Array;
  /** Length terms: columns of the program. */
  readonly columns: Int32Array;
  /** Length terms. */
  readonly values: Float64Array;
  /** Length rows. */
  readonly lower: Float64Array;
  /** Length rows. */
  readonly upper: Float64Array;
}

/** One ordinal per set of an index list. */
export type OrdinalsOf<I extends IndexList> = { readonly [P in keyof I]: number };

const FIRST_CAPACITY = 1024;
const LISTED_FAULTS = 20;

/** Takes the terms of the row being written. */
export class RowSink {
  private columns = new Int32Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);
  private count = 0;
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
    if (variable.owner !== this.owner) {
      throw new NotAllowedError({
        code: 'core.foreign-handle',
        place: `constraint '${this.name}'`,
        cause: `variable '${variable?.name}' belongs to another model`,
        remedy: 'declare it in this model',
      });
    }
    const { strides, sizes } = variable;
    const depth = sizes.length;
    let column = variable.start;
    let good = depth <= MOST_ORDINALS;
    if (depth > 0) {
      good &&= i >= 0 && i < sizes[0] && i === (i | 0);
      column += i * strides[0];
    } else good &&= i === -1;
    if (depth > 1) {
      good &&= j >= 0 && j < sizes[1] && j === (j | 0);
      column += j * strides[1];
    } else good &&= j === -1;
    if (depth > 2) {
      good &&= k >= 0 && k < sizes[2] && k === (k | 0);
      column += k * strides[2];
    } else good &&= k === -1;
    if (depth > 3) {
      good &&= l >= 0 && l < sizes[3] && l === (l | 0);
      column += l * strides[3];
    } else good &&= l === -1;
    if (!good) {
      this.fault(
        'core.ordinal',
        `${variable.name} has no member (${[i, j, k, l].slice(0, Math.max(depth, 1)).join(', ')})`,
        `give ${depth} ordinals within its sets`,
      );
      return;
    }
    if (!Number.isFinite(coefficient)) {
      this.fault(
        'core.infinite-coefficient',
        `the coefficient of ${variable.name} is ${coefficient}`,
        'give finite data',
      );
      return;
    }
    if (this.count === this.columns.length) this.grow();
    this.columns[this.count] = column;
    this.values[this.count++] = coefficient;
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
    this.starts[++this.row] = this.count;
  }

  /** All rows; throws with every fault. */
  done(): ExplicitRows {
    refuse(this.faults);
    const { starts, lower, upper, count } = this;
    return {
      starts,
      lower,
      upper,
      columns: this.columns.slice(0, count),
      values: this.values.slice(0, count),
    };
  }

  private grow(): void {
    const columns = new Int32Array(2 * this.columns.length);
    const values = new Float64Array(2 * this.values.length);
    columns.set(this.columns);
    values.set(this.values);
    this.columns = columns;
    this.values = values;
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

/** Ordinals that `add` takes without an array per term. */
const MOST_ORDINALS = 4;

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
