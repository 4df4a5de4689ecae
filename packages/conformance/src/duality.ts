/**
 * The dual of a linear program as a program. Of  min offset + c'x,  rl <= A x <= ru,  l <= x <= u  it is
 *
 *   max  offset + rl'p - ru'q + l's - u't    subject to    A'(p - q) + s - t = c,    p, q, s, t >= 0,
 *
 * a column only where its bound is finite. Its optimum has the same value; y = p - q are duals of the original, and the
 * duals of its equations, d(objective)/dc_j, are an optimal x. A maximisation is first written as a minimisation.
 */
import type { Program } from '@marginal/program';
import { type Interval, sketchOf, stated } from './sketch.ts';

export interface Dual {
  readonly program: Program;
  /** y of the original, in its own sense, from a point of the dual; length rowCount of the original. */
  readonly duals: (point: Float64Array) => Float64Array;
  /** x of the original from the duals of the dual's equations; length columnCount of the original. */
  readonly point: (rowDual: Float64Array) => Float64Array;
  /** Objective of the original from the dual's. */
  readonly objective: (value: number) => number;
}

/** Builds the dual. `program` is linear. */
export function dualOf(program: Program): Dual {
  const flip = program.sense === 'minimize' ? 1 : -1;
  const { cost, columns, rows, between, offset } = sketchOf(program);
  const n = cost.length;
  const parts: {
    readonly normal: number[];
    readonly value: number;
    readonly row?: number;
    readonly sign: 1 | -1;
  }[] = [];
  const add = (normal: readonly number[], [lower, upper]: Interval, row?: number): void => {
    const of = row === undefined ? {} : { row };
    if (Number.isFinite(lower)) parts.push({ normal: [...normal], value: lower, sign: 1, ...of });
    if (Number.isFinite(upper))
      parts.push({ normal: normal.map((a) => 0 - a), value: 0 - upper, sign: -1, ...of });
  };
  rows.forEach((row, i) => {
    add(row, between[i], i);
  });
  columns.forEach((interval, j) => {
    add(
      Array.from({ length: n }, (_, k) => (k === j ? 1 : 0)),
      interval,
    );
  });
  const dual = stated({
    sense: 'maximize',
    offset: flip * offset + 0,
    cost: parts.map(({ value }) => value),
    rows: Array.from({ length: n }, (_, j) => parts.map(({ normal }) => normal[j])),
    between: cost.map((c): Interval => [flip * c + 0, flip * c + 0]),
  });
  return {
    program: dual,
    duals: (point) => {
      const y = new Float64Array(rows.length);
      parts.forEach(({ row, sign }, k) => {
        if (row !== undefined) y[row] += flip * sign * point[k];
      });
      return y;
    },
    point: (rowDual) => Float64Array.from(rowDual),
    objective: (value) => flip * value + 0,
  };
}
