/**
 * Which bounds and sides the duals of a vertex price. A reduced cost r_j = c_j - sum a_ij y_i that is small beside its own terms is a zero
 * that was rounded; the costs of other columns are no measure, a penalty of 1e8 in one of them least of all. With u the rounding of a sum
 * of such terms, t_j = |c_j| + sum |a_ij y_i|, and y_i solved for in a basic column of its row:
 *
 *   y_i is known to  e_i = u max { t_j / |a_ij| : r_j zero },      r_j to  u t_j + sum |a_ij| e_i.
 */
import { BASIC } from './basis.ts';
import type { LpSolution } from './outcome.ts';
import type { Program } from './program.ts';
import { DUAL_ROUNDING, ZERO_PRICE } from './tolerances.ts';

/** For each column and each row: +1 when its multiplier prices the lower bound or side, -1 the upper one, 0 neither. */
export interface PricedSides {
  readonly columns: Int8Array;
  readonly rows: Int8Array;
}

/** The sides priced by the duals of a solution of `program`, both in the sense in which it is stated. */
export function pricedSides(program: Program, solution: LpSolution): PricedSides {
  const { cost, sense } = program;
  const { starts, rows, values, rowCount, columnCount } = program.matrix;
  const { rowDual, reducedCost, basis } = solution;
  const terms = cost.map(Math.abs);
  for (let j = 0; j < columnCount; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) terms[j] += Math.abs(values[k] * rowDual[rows[k]]);
  const error = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const basic =
      basis === undefined ? Math.abs(reducedCost[j]) <= ZERO_PRICE * terms[j] : basis.columns[j] === BASIC;
    if (!basic) continue;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      if (values[k] !== 0)
        error[rows[k]] = Math.max(error[rows[k]], (DUAL_ROUNDING * terms[j]) / Math.abs(values[k]));
    }
  }
  const rowZero = Uint8Array.from(rowDual, (y, i) =>
    Math.abs(y) <= error[i] || basis?.rows[i] === BASIC ? 1 : 0,
  );
  // Or a price that no column would notice.
  const noticed = new Uint8Array(rowCount);
  const columnZero = new Uint8Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    let known = ZERO_PRICE * terms[j];
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const i = rows[k];
      if (Math.abs(values[k] * rowDual[i]) > ZERO_PRICE * terms[j]) noticed[i] = 1;
      known += Math.abs(values[k]) * error[i];
    }
    if (Math.abs(reducedCost[j]) <= known || basis?.columns[j] === BASIC) columnZero[j] = 1;
  }
  const flip = sense === 'minimize' ? 1 : -1;
  return {
    columns: Int8Array.from(reducedCost, (r, j) => (columnZero[j] !== 0 ? 0 : flip * Math.sign(r))),
    rows: Int8Array.from(rowDual, (y, i) => (rowZero[i] !== 0 || noticed[i] === 0 ? 0 : flip * Math.sign(y))),
  };
}
