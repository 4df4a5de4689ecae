/**
 * Walks the terms of a plan without a call per term: outer loops run in an odometer, the innermost in a plain loop
 * over hoisted strides and tables. Three walks: how many terms each column gets, the terms themselves into their columns,
 * and constants into their rows. Loops that move everything along one straight line become one loop first, and what
 * stands still in the innermost loop is read once. No allocation per term. Inner loops are functions of their own, so
 * that the compiler sees each by itself, and early.
 */
import type { Contribution, OrdinalPlan, Plan } from './align.ts';

const NOTHING: Contribution = { stride: 0, table: undefined };

/** Terms whose coefficients are worked out at a time: they stay in the first-level cache. */
const CHUNK = 1024;

/** One loop: its length, and what each quantity gains from it. */
interface Steps {
  readonly size: number;
  /** One per quantity. */
  readonly steps: readonly Contribution[];
}

/** Whether `outer` and the loop right inside it move every quantity along one straight line. */
function areStraight(outer: Steps, inner: Steps): boolean {
  return outer.steps.every(
    ({ stride, table }, q) =>
      table === undefined &&
      inner.steps[q].table === undefined &&
      stride === inner.steps[q].stride * inner.size,
  );
}

/** Runs through all combinations of all loops but the last; at least one loop is not empty. */
class Odometer {
  /** Ordinal of each quantity at the first step of the innermost loop. */
  readonly base: Int32Array;
  /** The innermost loop: its length and what each step of it adds. */
  readonly inner: Steps;
  private readonly outer: readonly Steps[];
  private readonly starts: Int32Array;
  private readonly counters: Int32Array;

  constructor(sizes: readonly number[], quantities: readonly OrdinalPlan[]) {
    this.starts = Int32Array.from(quantities, ({ start }) => start);
    const loops: Steps[] = [];
    sizes.forEach((size, l) => {
      const loop = { size, steps: quantities.map(({ perLoop }) => perLoop[l]) };
      const last = loops.at(-1);
      if (size === 1) {
        for (let q = 0; q < quantities.length; q++) this.starts[q] += loop.steps[q].table?.[0] ?? 0;
      } else if (last !== undefined && areStraight(last, loop)) {
        loops[loops.length - 1] = { size: last.size * size, steps: loop.steps };
      } else loops.push(loop);
    });
    this.inner = loops.pop() ?? { size: 1, steps: quantities.map(() => NOTHING) };
    this.outer = loops;
    this.counters = new Int32Array(loops.length);
    this.base = new Int32Array(quantities.length);
    this.locate();
  }

  /** Goes to the next combination; false after the last. */
  next(): boolean {
    const { outer, counters } = this;
    let l = outer.length - 1;
    while (l >= 0 && ++counters[l] === outer[l].size) counters[l--] = 0;
    if (l < 0) return false;
    this.locate();
    return true;
  }

  private locate(): void {
    const { base, starts, outer, counters } = this;
    base.set(starts);
    for (let l = 0; l < outer.length; l++) {
      const { steps } = outer[l];
      const at = counters[l];
      for (let q = 0; q < base.length; q++) {
        const { stride, table } = steps[q];
        base[q] += table === undefined ? stride * at : table[at];
      }
    }
  }
}

function isEmpty(plan: Plan): boolean {
  return plan.sizes.includes(0);
}

/** How many terms a plan has. */
export function termCount(plan: Plan): number {
  return plan.sizes.reduce((count, size) => count * size, 1);
}

function countAlong(counts: Int32Array, at: number, { stride, table }: Contribution, n: number): void {
  if (table !== undefined) for (let i = 0; i < n; i++) counts[at + table[i]]++;
  else if (stride === 0) counts[at] += n;
  else for (let i = 0, j = at; i < n; i++, j += stride) counts[j]++;
}

/** Adds to `counts[column]` the number of terms that the plan has in each column. */
export function countColumns(plan: Plan, counts: Int32Array): void {
  if (isEmpty(plan) || plan.column === undefined) return;
  const odometer = new Odometer(plan.sizes, [plan.column]);
  const { base, inner } = odometer;
  do countAlong(counts, base[0], inner.steps[0], inner.size);
  while (odometer.next());
}

function fillWith(out: Float64Array, value: number, n: number): void {
  for (let i = 0; i < n; i++) out[i] = value;
}

/** out[i] *= the factor's value at step `from + i` of the innermost loop. */
function multiplyBy(
  out: Float64Array,
  values: Float64Array,
  at: number,
  { stride, table }: Contribution,
  from: number,
  n: number,
): void {
  if (table !== undefined) for (let i = 0; i < n; i++) out[i] *= values[at + table[from + i]];
  else for (let i = 0, v = at + stride * from; i < n; i++, v += stride) out[i] *= values[v];
}

/** The coefficients of a plan's terms, chunk by chunk of the innermost loop: scale * factor_1 * ... in that order. */
class Coefficients {
  /** Whether all terms of the innermost loop have one coefficient, that of `common`. */
  readonly still: boolean;
  readonly chunk: Float64Array;
  private readonly plan: Plan;
  private readonly odometer: Odometer;
  /** Quantity of the first factor. */
  private readonly first: number;

  constructor(plan: Plan, odometer: Odometer, first: number) {
    this.plan = plan;
    this.odometer = odometer;
    this.first = first;
    this.still = odometer.inner.steps
      .slice(first)
      .every(({ stride, table }) => stride === 0 && table === undefined);
    this.chunk = new Float64Array(this.still ? 0 : Math.min(CHUNK, odometer.inner.size));
  }

  common(): number {
    const { scale, factors } = this.plan;
    let product = scale;
    for (let f = 0; f < factors.length; f++) product *= factors[f].values[this.odometer.base[this.first + f]];
    return product;
  }

  /** Fills `chunk` with those of steps from..from + n. */
  work(from: number, n: number): void {
    const { scale, factors } = this.plan;
    const { base, inner } = this.odometer;
    fillWith(this.chunk, scale, n);
    for (let f = 0; f < factors.length; f++) {
      const q = this.first + f;
      multiplyBy(this.chunk, factors[f].values, base[q], inner.steps[q], from, n);
    }
  }
}

/** Where terms go: `next[column]` is the next free place of a column in `rows` and `values`. */
export interface ColumnSink {
  readonly next: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** Terms of one coefficient whose rows and columns lie on straight lines. */
function putStill(
  { next, rows, values }: ColumnSink,
  row: number,
  rowStep: number,
  column: number,
  columnStep: number,
  coefficient: number,
  n: number,
): void {
  for (let i = 0, r = row, j = column; i < n; i++, r += rowStep, j += columnStep) {
    const at = next[j]++;
    rows[at] = r;
    values[at] = coefficient;
  }
}

/** Steps from..from + n of terms in general. */
function putChunk(
  { next, rows, values }: ColumnSink,
  rowBase: number,
  row: Contribution,
  columnBase: number,
  column: Contribution,
  chunk: Float64Array,
  from: number,
  n: number,
): void {
  const rowTable = row.table;
  const rowStep = row.stride;
  const columnTable = column.table;
  const columnStep = column.stride;
  for (let i = 0, step = from; i < n; i++, step++) {
    const j = columnBase + (columnTable === undefined ? columnStep * step : columnTable[step]);
    const at = next[j]++;
    rows[at] = rowBase + (rowTable === undefined ? rowStep * step : rowTable[step]);
    values[at] = chunk[i];
  }
}

/** The same with one coefficient. */
function putTables(
  { next, rows, values }: ColumnSink,
  rowBase: number,
  row: Contribution,
  columnBase: number,
  column: Contribution,
  coefficient: number,
  n: number,
): void {
  const rowTable = row.table;
  const rowStep = row.stride;
  const columnTable = column.table;
  const columnStep = column.stride;
  for (let i = 0; i < n; i++) {
    const j = columnBase + (columnTable === undefined ? columnStep * i : columnTable[i]);
    const at = next[j]++;
    rows[at] = rowBase + (rowTable === undefined ? rowStep * i : rowTable[i]);
    values[at] = coefficient;
  }
}

/** Puts every term of the plan into its column. */
export function putTerms(plan: Plan, sink: ColumnSink): void {
  if (isEmpty(plan) || plan.column === undefined) return;
  const odometer = new Odometer(plan.sizes, [plan.row, plan.column, ...plan.factors]);
  const coefficients = new Coefficients(plan, odometer, 2);
  const { base, inner } = odometer;
  const [row, column] = inner.steps;
  const n = inner.size;
  const straight = row.table === undefined && column.table === undefined;
  do {
    if (coefficients.still && straight)
      putStill(sink, base[0], row.stride, base[1], column.stride, coefficients.common(), n);
    else if (coefficients.still) putTables(sink, base[0], row, base[1], column, coefficients.common(), n);
    else {
      for (let from = 0; from < n; from += CHUNK) {
        const m = Math.min(CHUNK, n - from);
        coefficients.work(from, m);
        putChunk(sink, base[0], row, base[1], column, coefficients.chunk, from, m);
      }
    }
  } while (odometer.next());
}

function addStill(
  sums: Float64Array,
  base: number,
  { stride, table }: Contribution,
  value: number,
  n: number,
): void {
  if (table !== undefined) for (let i = 0; i < n; i++) sums[base + table[i]] += value;
  else for (let i = 0, at = base; i < n; i++, at += stride) sums[at] += value;
}

function setStill(
  sums: Float64Array,
  base: number,
  { stride, table }: Contribution,
  value: number,
  n: number,
): void {
  if (table !== undefined) for (let i = 0; i < n; i++) sums[base + table[i]] = value;
  else for (let i = 0, at = base; i < n; i++, at += stride) sums[at] = value;
}

function addChunk(
  sums: Float64Array,
  base: number,
  { stride, table }: Contribution,
  chunk: Float64Array,
  from: number,
  n: number,
): void {
  if (table !== undefined) for (let i = 0; i < n; i++) sums[base + table[from + i]] += chunk[i];
  else for (let i = 0, at = base + stride * from; i < n; i++, at += stride) sums[at] += chunk[i];
}

function setChunk(
  sums: Float64Array,
  base: number,
  { stride, table }: Contribution,
  chunk: Float64Array,
  from: number,
  n: number,
): void {
  if (table !== undefined) for (let i = 0; i < n; i++) sums[base + table[from + i]] = chunk[i] + 0;
  else for (let i = 0, at = base + stride * from; i < n; i++, at += stride) sums[at] = chunk[i] + 0;
}

/**
 * Adds every term of the plan to `sums[ordinal]` of the given quantity: its rows, or its columns. `fresh`: the sums are
 * zero and each gets one term at most, so that nothing need be read: reading memory that was never written to costs as
 * much as writing to it.
 */
export function addTerms(plan: Plan, target: OrdinalPlan, sums: Float64Array, fresh: boolean): void {
  if (isEmpty(plan)) return;
  const odometer = new Odometer(plan.sizes, [target, ...plan.factors]);
  const coefficients = new Coefficients(plan, odometer, 1);
  const { base, inner } = odometer;
  const [step] = inner.steps;
  const n = inner.size;
  do {
    if (coefficients.still) {
      const value = coefficients.common() + 0;
      if (fresh) setStill(sums, base[0], step, value, n);
      else addStill(sums, base[0], step, value, n);
      continue;
    }
    for (let from = 0; from < n; from += CHUNK) {
      const m = Math.min(CHUNK, n - from);
      coefficients.work(from, m);
      if (fresh) setChunk(sums, base[0], step, coefficients.chunk, from, m);
      else addChunk(sums, base[0], step, coefficients.chunk, from, m);
    }
  } while (odometer.next());
}

/** Smallest and largest contribution of a loop and the least distance between two of them; 0 when two are the same. */
function spread({ stride, table }: Contribution, size: number): { span: number; gap: number } {
  if (table === undefined) return { span: Math.abs(stride) * (size - 1), gap: Math.abs(stride) };
  const direction = Math.sign(table[1] - table[0]);
  let gap = Infinity;
  for (let i = 1; i < size; i++) gap = Math.min(gap, direction * (table[i] - table[i - 1]));
  return { span: Math.abs(table[size - 1] - table[0]), gap: Math.max(gap, 0) };
}

/** Whether no two terms of the plan can have the same ordinal; false also where that would be hard to tell. */
export function isOneToOne(plan: Plan, target: OrdinalPlan): boolean {
  const loops = plan.sizes.flatMap((size, l) => (size > 1 ? [spread(target.perLoop[l], size)] : []));
  loops.sort((a, b) => a.gap - b.gap);
  let reach = 0;
  for (const { span, gap } of loops) {
    if (gap <= reach) return false;
    reach += span;
  }
  return true;
}
