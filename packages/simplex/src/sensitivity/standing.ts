/**
 * On which of its bounds each column and row of a vertex stands. What is nonbasic stands where its basis says. For the others, a distance d
 * to a bound is judged by what it does, not by its size, which is a matter of units: 5e-8 of a column of 1e8 kW each is 5 kW. With
 * t_i = |bound of i| + sum |a_ij x_j| and u the rounding of such a sum, column j stands on a bound when
 *
 *   d <= e_j = u max_i t_i / |a_ij|,      or   d is small beside 1 + |bound|, beside the width, and |a_ij| d beside t_i in all rows i;
 *
 * and row i when its distance is at most sum |a_ij| e_j, or small beside 1 + |bound|, the width and t_i.
 */
import { AT_LOWER, AT_UPPER, type LpSolution, type Program } from '@marginal/program';
import { AT_BOUND, VALUE_ROUNDING } from './tolerances.ts';

/** 1 where a column or row stands on that bound. */
interface Sides {
  readonly onLower: Uint8Array;
  readonly onUpper: Uint8Array;
}

export interface Standing {
  readonly columns: Sides;
  readonly rows: Sides;
}

/** `most`: distance to a bound, by index and the bound, up to which a value stands on it. */
function sidesOf(
  value: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  codes: Int8Array | undefined,
  most: (k: number, bound: number) => number,
): Sides {
  // What is fixed stands on both, whatever it misses them by.
  const near = (k: number, bound: number): boolean =>
    lower[k] === upper[k] || (Number.isFinite(bound) && Math.abs(value[k] - bound) <= most(k, bound));
  return {
    onLower: Uint8Array.from(value, (v, k) =>
      v <= lower[k] || (codes?.[k] === AT_LOWER && lower[k] > -Infinity) || near(k, lower[k]) ? 1 : 0,
    ),
    onUpper: Uint8Array.from(value, (v, k) =>
      v >= upper[k] || (codes?.[k] === AT_UPPER && upper[k] < Infinity) || near(k, upper[k]) ? 1 : 0,
    ),
  };
}

/** `solution`: of `program`, with or without a basis. */
export function standing(program: Program, solution: LpSolution): Standing {
  const { columnLower, columnUpper, rowLower, rowUpper } = program;
  const { starts, rows, values, rowCount, columnCount } = program.matrix;
  const { x, rowActivity, basis } = solution;
  const finite = (bound: number): number => (Number.isFinite(bound) ? Math.abs(bound) : 0);
  const sum = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) sum[rows[k]] += Math.abs(values[k] * x[j]);
  const terms = sum.map((t, i) => t + Math.max(finite(rowLower[i]), finite(rowUpper[i])));
  /** Distances that are rounding, and that no row would notice. */
  const error = new Float64Array(columnCount);
  const unnoticed = new Float64Array(columnCount).fill(Infinity);
  const rowError = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      if (values[k] === 0) continue;
      const share = terms[rows[k]] / Math.abs(values[k]);
      error[j] = Math.max(error[j], VALUE_ROUNDING * share);
      unnoticed[j] = Math.min(unnoticed[j], AT_BOUND * share);
    }
    for (let k = starts[j]; k < starts[j + 1]; k++) rowError[rows[k]] += Math.abs(values[k]) * error[j];
  }
  const usual = (bound: number, width: number): number => AT_BOUND * Math.min(1 + Math.abs(bound), width);
  return {
    columns: sidesOf(x, columnLower, columnUpper, basis?.columns, (j, bound) =>
      Math.max(error[j], Math.min(unnoticed[j], usual(bound, columnUpper[j] - columnLower[j]))),
    ),
    rows: sidesOf(rowActivity, rowLower, rowUpper, basis?.rows, (i, bound) =>
      Math.max(
        rowError[i],
        Math.min(AT_BOUND * (sum[i] + Math.abs(bound)), usual(bound, rowUpper[i] - rowLower[i])),
      ),
    ),
  };
}
