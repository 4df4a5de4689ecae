/**
 * The point that the present basis stands for, in user space: nonbasic variables exactly on the user's bounds, basic ones and duals solved
 * from the factor and refined, reduced costs zero where a variable is basic. Scale factors are powers of two, so nothing is rounded twice.
 */
import { AT_LOWER, AT_UPPER, BASIC, type Basis, FREE_AT_ZERO, type Program } from '@marginal/program';
import type { State } from '../state/state.ts';
import type { Refinement } from './refine.ts';

export interface Optimum {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
  readonly reducedCost: Float64Array;
  readonly basis: Basis;
}

/** Where every column and row stands, in the codes of `@marginal/program`: a row where its activity does. */
export function readBasis(state: State): Basis {
  const { m, n } = state;
  return fillBasis(state, new Int8Array(n), new Int8Array(m));
}

function fillBasis(state: State, columns: Int8Array, rows: Int8Array): Basis {
  const { m, n } = state;
  for (let j = 0; j < n; j++) columns[j] = code(state, j);
  for (let i = 0; i < m; i++) {
    const logical = code(state, n + i);
    rows[i] = logical === AT_LOWER ? AT_UPPER : logical === AT_UPPER ? AT_LOWER : logical;
  }
  return { columns, rows };
}

function code(state: State, j: number): number {
  const { nonbasic, value, form } = state;
  if (nonbasic[j] === 0) return BASIC;
  const lower = form.lowerOf(j);
  const upper = form.upperOf(j);
  if (lower === -Infinity && upper === Infinity) return FREE_AT_ZERO;
  if (lower === upper) {
    // A fixed variable stands on the side that its reduced cost belongs to.
    return state.dual[j] < 0 ? AT_UPPER : AT_LOWER;
  }
  return value[j] === lower ? AT_LOWER : AT_UPPER;
}

/** Values of the columns, length columnCount. */
export function readPoint(state: State, x = new Float64Array(state.n)): Float64Array {
  const { m, n, nonbasic, value, basic, primal, form } = state;
  const { column } = form.scale;
  for (let j = 0; j < n; j++) if (nonbasic[j] !== 0) x[j] = value[j] * column[j];
  for (let r = 0; r < m; r++) if (basic[r] < n) x[basic[r]] = primal[r] * column[basic[r]];
  return x;
}

/** Reads the optimum, refined `steps` times, with true costs, which must be the working ones. The factor must be that of the basis. */
export function readOptimum(state: State, refinement: Refinement, program: Program, steps: number): Optimum {
  const { m, n, nonbasic, basic, cost, form, dual } = state;
  for (let step = 0; step < steps; step++) refinement.primal(state);
  // One buffer for the answer: on a small market making five would take as long as filling them.
  const buffer = new ArrayBuffer(8 * (2 * n + m) + n + m);
  const x = readPoint(state, new Float64Array(buffer, 0, n));

  const y = state.readRowDual();
  for (let step = 0; step < steps; step++) refinement.transposed(state, y, (r) => cost[basic[r]]);
  const { row, column } = form.scale;
  const factor = 1 / form.costScale;
  const rowDual = new Float64Array(buffer, 8 * n, m);
  for (let i = 0; i < m; i++) {
    if (nonbasic[n + i] === 0) continue;
    rowDual[i] = y[i] * row[i] * factor;
    dual[n + i] = -y[i];
  }
  const { starts, rows, values } = program.matrix;
  const reducedCost = new Float64Array(buffer, 8 * (n + m), n);
  for (let j = 0; j < n; j++) {
    if (nonbasic[j] === 0) continue;
    let d = program.cost[j];
    for (let k = starts[j]; k < starts[j + 1]; k++) d -= values[k] * rowDual[rows[k]];
    reducedCost[j] = d;
    dual[j] = d * column[j] * form.costScale;
  }
  const statuses = 8 * (2 * n + m);
  const basis = fillBasis(state, new Int8Array(buffer, statuses, n), new Int8Array(buffer, statuses + n, m));
  return { x, rowDual, reducedCost, basis };
}
