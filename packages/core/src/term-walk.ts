/**
 * Walks the terms of a plan without a call per term: the outer loops run in an odometer, the innermost in a plain loop
 * over hoisted strides and tables. Three walks: how many terms each column gets, the terms themselves into their columns,
 * and constants into their rows. No allocation per term.
 */
import type { Contribution, OrdinalPlan, Plan } from './align.ts';

const NOTHING: Contribution = { stride: 0, table: undefined };

/** Calls `inner` for every combination of all loops but the last; `base[q]` is the ordinal of quantity q so far. */
function forOuter(plan: Plan, quantities: readonly OrdinalPlan[], inner: (base: Float64Array) => void): void {
  const { sizes } = plan;
  const last = sizes.length - 1;
  const base = new Float64Array(quantities.length);
  const counters = new Int32Array(Math.max(0, last));
  for (;;) {
    for (let q = 0; q < quantities.length; q++) {
      const { start, perLoop } = quantities[q];
      let sum = start;
      for (let l = 0; l < last; l++) {
        const { stride, table } = perLoop[l];
        sum += table === undefined ? stride * counters[l] : table[counters[l]];
      }
      base[q] = sum;
    }
    inner(base);
    let l = last - 1;
    while (l >= 0 && ++counters[l] === sizes[l]) counters[l--] = 0;
    if (l < 0) return;
  }
}

function innermost(plan: Plan, quantity: OrdinalPlan): Contribution {
  return plan.sizes.length === 0 ? NOTHING : quantity.perLoop[plan.sizes.length - 1];
}

function innerSize(plan: Plan): number {
  return plan.sizes.length === 0 ? 1 : plan.sizes[plan.sizes.length - 1];
}

function isEmpty(plan: Plan): boolean {
  return plan.sizes.includes(0);
}

/** Adds to `counts[column + 1]` the number of terms that the plan has in each column. */
export function countColumns(plan: Plan, counts: Int32Array): void {
  if (isEmpty(plan) || plan.column === undefined) return;
  const { stride, table } = innermost(plan, plan.column);
  const n = innerSize(plan);
  forOuter(plan, [plan.column], (base) => {
    const at = base[0] + 1;
    if (table !== undefined) for (let i = 0; i < n; i++) counts[at + table[i]]++;
    else if (stride === 0) counts[at] += n;
    else for (let i = 0, j = at; i < n; i++, j += stride) counts[j]++;
  });
}

/** Where terms go: `next[column]` is the next free place of a column in `rows` and `values`. */
export interface ColumnSink {
  readonly next: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** Puts every term of the plan into its column. */
export function putTerms(plan: Plan, sink: ColumnSink): void {
  if (isEmpty(plan) || plan.column === undefined) return;
  const { next, rows, values } = sink;
  const { scale, factors } = plan;
  const row = innermost(plan, plan.row);
  const column = innermost(plan, plan.column);
  const n = innerSize(plan);
  const inner = factors.map((factor) => innermost(plan, factor));
  forOuter(plan, [plan.row, plan.column, ...factors], (base) => {
    const rowBase = base[0];
    const columnBase = base[1];
    for (let i = 0; i < n; i++) {
      let coefficient = scale;
      for (let f = 0; f < inner.length; f++) {
        const { stride, table } = inner[f];
        coefficient *= factors[f].values[base[f + 2] + (table === undefined ? stride * i : table[i])];
      }
      const j = columnBase + (column.table === undefined ? column.stride * i : column.table[i]);
      const at = next[j]++;
      rows[at] = rowBase + (row.table === undefined ? row.stride * i : row.table[i]);
      values[at] = coefficient;
    }
  });
}

/** Adds every term of a plan without a variable to `sums[row]`. */
export function addConstants(plan: Plan, sums: Float64Array): void {
  if (isEmpty(plan)) return;
  const { scale, factors } = plan;
  const row = innermost(plan, plan.row);
  const n = innerSize(plan);
  const inner = factors.map((factor) => innermost(plan, factor));
  forOuter(plan, [plan.row, ...factors], (base) => {
    for (let i = 0; i < n; i++) {
      let value = scale;
      for (let f = 0; f < inner.length; f++) {
        const { stride, table } = inner[f];
        value *= factors[f].values[base[f + 1] + (table === undefined ? stride * i : table[i])];
      }
      sums[base[0] + (row.table === undefined ? row.stride * i : row.table[i])] += value;
    }
  });
}
