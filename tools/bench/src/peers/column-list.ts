/** The same for peers that keep, per column, its coefficients by row name, and bounds by row name. */
import type { ModelArrays } from '../statement.ts';

export interface NamedRow {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
}

export interface NamedColumn {
  readonly integer: boolean;
  readonly binary: boolean;
  readonly coefficients: Iterable<readonly [string, number]>;
}

/** Bounds of a constraint object, as both peers write it. */
export function boundsOf(bound: { readonly equal?: number; readonly min?: number; readonly max?: number }): {
  lower: number;
  upper: number;
} {
  if (bound.equal !== undefined) return { lower: bound.equal, upper: bound.equal };
  return { lower: bound.min ?? -Infinity, upper: bound.max ?? Infinity };
}

/** Arrays by column; columns are zero or more, `objective` names the cost row. */
export function columnArrays(
  sense: ModelArrays['sense'],
  rows: readonly NamedRow[],
  columns: Iterable<NamedColumn>,
  objective: string,
): ModelArrays {
  const ordinals = new Map(rows.map((row, at) => [row.name, at]));
  const cost: number[] = [];
  const upper: number[] = [];
  const integer: number[] = [];
  const starts = [0];
  const index: number[] = [];
  const values: number[] = [];
  for (const column of columns) {
    cost.push(0);
    upper.push(column.binary ? 1 : Infinity);
    integer.push(column.integer || column.binary ? 1 : 0);
    for (const [name, coefficient] of column.coefficients) {
      if (name === objective) {
        cost[cost.length - 1] = coefficient;
        continue;
      }
      const row = ordinals.get(name);
      if (row === undefined) throw new Error(`no row '${name}'`);
      index.push(row);
      values.push(coefficient);
    }
    starts.push(index.length);
  }
  return {
    sense,
    cost: Float64Array.from(cost),
    columnLower: new Float64Array(cost.length),
    columnUpper: Float64Array.from(upper),
    integer: Uint8Array.from(integer),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      by: 'column',
      starts: Int32Array.from(starts),
      index: Int32Array.from(index),
      values: Float64Array.from(values),
    },
  };
}
