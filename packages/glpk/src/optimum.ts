/**
 * The optimum of a basis, exact but for rounding. What is not basic stands exactly on its bound; the basic columns and
 * the duals are corrected by solves against residuals that are summed in compensated arithmetic from the program
 * itself; so complementarity and the gap hold to the last bits, whatever tolerances GLPK stopped at.
 */
import {
  AT_LOWER,
  AT_UPPER,
  BASIC,
  type Basis,
  multiply,
  multiplyTransposed,
  type Program,
} from '@marginal/program';
import { MULTIPLIER_NOISE } from './constants.ts';
import type { Factors } from './factors.ts';
import { type Problem, primalPoint } from './problem.ts';

/** A basic optimum of a minimisation, arrays as in `Claim`. */
export interface BasicOptimum {
  readonly x: Float64Array;
  readonly rowDual: Float64Array;
  readonly reducedCost: Float64Array;
}

/** Where the columns stand in `basis`, the present one. Length columnCount. */
export function refinedPoint(
  problem: Problem,
  program: Program,
  basis: Basis,
  factors: Factors,
): Float64Array {
  const { rowCount } = problem;
  const x = primalPoint(problem);
  const { value: activity } = multiply(program.matrix, x);
  const residual = new Float64Array(rowCount + 1);
  for (let i = 0; i < rowCount; i++) {
    const code = basis.rows[i];
    if (code === BASIC) continue;
    const stands = code === AT_LOWER ? program.rowLower[i] : code === AT_UPPER ? program.rowUpper[i] : 0;
    residual[i + 1] = activity[i] - stands;
  }
  if (residual.every((entry) => entry === 0)) return x;
  const correction = factors.ftran(residual);
  for (let p = 1; p <= rowCount; p++) if (factors.columnAt(p) >= 0) x[factors.columnAt(p)] += correction[p];
  return x;
}

/** Length rowCount, zero on basic rows. */
function refinedDuals(problem: Problem, program: Program, basis: Basis, factors: Factors): Float64Array {
  const { api, address, rowCount } = problem;
  const y = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    if (basis.rows[i] !== BASIC) y[i] = api._glp_get_row_dual(address, i + 1);
  }
  const { value: combination } = multiplyTransposed(program.matrix, y);
  const residual = new Float64Array(rowCount + 1);
  for (let p = 1; p <= rowCount; p++) {
    const j = factors.columnAt(p);
    if (j >= 0) residual[p] = program.cost[j] - combination[j];
  }
  if (residual.every((entry) => entry === 0)) return y;
  const correction = factors.btran(residual);
  for (let i = 0; i < rowCount; i++) if (basis.rows[i] !== BASIC) y[i] -= correction[i + 1];
  return y;
}

/** Whether a nonbasic multiplier of a minimisation stands on the wrong side. */
function isWrong(multiplier: number, code: number, lower: number, upper: number): boolean {
  if (lower === upper || multiplier === 0) return false;
  return code === AT_LOWER ? multiplier < 0 : code === AT_UPPER ? multiplier > 0 : true;
}

/** Largest multiplier of each row that moves no reduced cost by more than the noise. Length rowCount. */
function rowNoise(program: Program): Float64Array {
  const { rowCount, columnCount, starts, rows, values } = program.matrix;
  const noise = new Float64Array(rowCount).fill(MULTIPLIER_NOISE);
  for (let j = 0; j < columnCount; j++) {
    const allowed = MULTIPLIER_NOISE * (1 + Math.abs(program.cost[j]));
    for (let k = starts[j]; k < starts[j + 1]; k++) {
      noise[rows[k]] = Math.min(noise[rows[k]], allowed / Math.abs(values[k]));
    }
  }
  return noise;
}

/** The optimum of the present basis. Multipliers that are wrong by noise alone read as zero. */
export function refinedOptimum(
  problem: Problem,
  program: Program,
  basis: Basis,
  factors: Factors,
): BasicOptimum {
  const { rowCount, columnCount } = problem;
  const x = refinedPoint(problem, program, basis, factors);
  const rowDual = refinedDuals(problem, program, basis, factors);
  const { value: combination } = multiplyTransposed(program.matrix, rowDual);
  const reducedCost = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    if (basis.columns[j] === BASIC) continue;
    const exact = program.cost[j] - combination[j];
    const noise = Math.abs(exact) <= MULTIPLIER_NOISE * (1 + Math.abs(program.cost[j]));
    const wrong = isWrong(exact, basis.columns[j], program.columnLower[j], program.columnUpper[j]);
    reducedCost[j] = wrong && noise ? 0 : exact;
  }
  const wrongRow = (i: number): boolean =>
    isWrong(rowDual[i], basis.rows[i], program.rowLower[i], program.rowUpper[i]);
  if (rowDual.some((_, i) => wrongRow(i))) {
    const noise = rowNoise(program);
    for (let i = 0; i < rowCount; i++) if (wrongRow(i) && Math.abs(rowDual[i]) <= noise[i]) rowDual[i] = 0;
  }
  return { x, rowDual, reducedCost };
}
