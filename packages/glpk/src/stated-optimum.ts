/**
 * The optimum as GLPK states it, where that is exact but for rounding already; then it is neither run on from nor refined.
 * What is not basic stands on its bound by its status and is not asked for; the rest is held against the program:
 *
 *   A x on the bound of every nonbasic row,  c - A'y zero on every basic column,  both to the rounding of their own terms
 *   basic values within their bounds,  no multiplier on the wrong side,  c'x and the dual objective equal
 *
 * The sums are plain and the answer is a guess of what the check of the outcome will say; the check itself is made by
 * `@marginal/program`, in compensated arithmetic, as of any other optimum.
 */
import { AT_LOWER, AT_UPPER, BASIC, type Basis, type Program } from '@marginal/program';
import { CLEAN_TOLERANCE, STATED_GAP, STATED_ROUNDING } from './constants.ts';
import type { BasicOptimum } from './optimum.ts';
import type { Problem } from './problem.ts';

/** Whether `value` keeps its bounds about as well as a clean-up run would make it. */
function within(value: number, lower: number, upper: number): boolean {
  if (value >= lower && value <= upper) return true;
  const bound = value < lower ? lower : upper;
  return Math.abs(value - bound) <= CLEAN_TOLERANCE * (bound === 0 ? 1 : Math.abs(bound));
}

/** The bound that a nonbasic row or column stands on; 0 where it has none. */
function standing(code: number, lower: number, upper: number): number {
  return code === AT_LOWER ? lower : code === AT_UPPER ? upper : 0;
}

/** Whether a nonzero nonbasic multiplier of a minimisation stands on the wrong side. */
function isWrong(multiplier: number, code: number, lower: number, upper: number): boolean {
  if (lower === upper) return false;
  return code === AT_LOWER ? multiplier < 0 : code === AT_UPPER ? multiplier > 0 : true;
}

/** What both halves of the optimum add to: primal and dual objective, and the basic rows and columns. */
interface Totals {
  primal: number;
  dual: number;
  basic: number;
}

/** Length columnCount; undefined when some row or column is off. */
function statedPoint(
  { api, address }: Problem,
  program: Program,
  basis: Basis,
  totals: Totals,
): Float64Array | undefined {
  const { cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const x = new Float64Array(columnCount);
  const activity = new Float64Array(rowCount);
  const size = new Float64Array(rowCount);
  // Sums in locals: a field of an object is written to memory at every step.
  let objective = 0;
  let basic = 0;
  for (let j = 0; j < columnCount; j++) {
    const code = basis.columns[j];
    let xj = 0;
    if (code === BASIC) {
      basic++;
      xj = api._glp_get_col_prim(address, j + 1);
      if (!within(xj, columnLower[j], columnUpper[j])) return undefined;
    } else xj = standing(code, columnLower[j], columnUpper[j]);
    if (xj === 0) continue;
    x[j] = xj;
    objective += cost[j] * xj;
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const term = values[k] * xj;
      activity[rows[k]] += term;
      size[rows[k]] += Math.abs(term);
    }
  }
  for (let i = 0; i < rowCount; i++) {
    const code = basis.rows[i];
    if (code === BASIC) {
      basic++;
      if (!within(activity[i], rowLower[i], rowUpper[i])) return undefined;
    } else {
      const off = Math.abs(activity[i] - standing(code, rowLower[i], rowUpper[i]));
      if (!(off <= STATED_ROUNDING * size[i])) return undefined;
    }
  }
  totals.primal = objective;
  totals.basic = basic;
  return x;
}

/** Length rowCount, zero on basic rows; undefined when a multiplier stands on the wrong side. */
function statedRowDual(
  { api, address, rowCount }: Problem,
  { rowLower, rowUpper }: Program,
  basis: Basis,
  totals: Totals,
): Float64Array | undefined {
  const rowDual = new Float64Array(rowCount);
  let worth = 0;
  for (let i = 0; i < rowCount; i++) {
    const code = basis.rows[i];
    if (code === BASIC) continue;
    const dual = api._glp_get_row_dual(address, i + 1);
    if (dual === 0) continue;
    if (isWrong(dual, code, rowLower[i], rowUpper[i])) {
      // Taken for rounding of zero; if it is not, the basic columns of this row will show it.
      if (!(Math.abs(dual) <= STATED_ROUNDING)) return undefined;
      continue;
    }
    rowDual[i] = dual;
    worth += dual * standing(code, rowLower[i], rowUpper[i]);
  }
  totals.dual += worth;
  return rowDual;
}

/** c - A'y, length columnCount, zero on basic columns; undefined when a column is off. */
function statedReducedCost(
  { cost, columnLower, columnUpper, matrix }: Program,
  basis: Basis,
  rowDual: Float64Array,
  totals: Totals,
): Float64Array | undefined {
  const { columnCount, starts, rows, values } = matrix;
  const reducedCost = new Float64Array(columnCount);
  let worth = 0;
  for (let j = 0; j < columnCount; j++) {
    let reduced = cost[j];
    let size = Math.abs(reduced);
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      const term = values[k] * rowDual[rows[k]];
      reduced -= term;
      size += Math.abs(term);
    }
    const code = basis.columns[j];
    const isRounding = Math.abs(reduced) <= STATED_ROUNDING * size;
    if (code === BASIC) {
      if (!isRounding) return undefined;
      continue;
    }
    if (reduced === 0) continue;
    if (isWrong(reduced, code, columnLower[j], columnUpper[j])) {
      if (!isRounding) return undefined;
      continue;
    }
    reducedCost[j] = reduced;
    worth += reduced * standing(code, columnLower[j], columnUpper[j]);
  }
  totals.dual += worth;
  return reducedCost;
}

/** The optimum of `basis`, the present one, by GLPK's own numbers; undefined when they are not good enough. O(nnz). */
export function statedOptimum(problem: Problem, program: Program, basis: Basis): BasicOptimum | undefined {
  const totals: Totals = { primal: 0, dual: 0, basic: 0 };
  const x = statedPoint(problem, program, basis, totals);
  if (x === undefined || totals.basic !== problem.rowCount) return undefined;
  const rowDual = statedRowDual(problem, program, basis, totals);
  if (rowDual === undefined) return undefined;
  const reducedCost = statedReducedCost(program, basis, rowDual, totals);
  if (reducedCost === undefined) return undefined;
  const gap = Math.abs(totals.primal - totals.dual);
  return gap <= STATED_GAP * (1 + Math.abs(totals.primal)) ? { x, rowDual, reducedCost } : undefined;
}
