/**
 * Proofs of unboundedness. When the primal simplex method ends with a nonbasic variable that can move for ever, the
 * column of the tableau under it says how every basic variable moves with it. Presolve must have been off.
 */
import type { Program } from '@marginal/program';
import { STAT_BASIC } from './constants.ts';
import type { Factors } from './factors.ts';
import type { Problem } from './problem.ts';

/** Length columnCount: an improving direction of a minimisation; undefined when GLPK names no variable. */
export function findRay(problem: Problem, program: Program, factors: Factors): Float64Array | undefined {
  const { api, address, rowCount, columnCount } = problem;
  const variable = api._glp_get_unbnd_ray(address);
  if (variable === 0) return undefined;
  const isRow = variable <= rowCount;
  const index = isRow ? variable : variable - rowCount;
  const stat = isRow ? api._glp_get_row_stat(address, index) : api._glp_get_col_stat(address, index);
  if (stat === STAT_BASIC) return undefined;
  const reducedCost = isRow ? api._glp_get_row_dual(address, index) : api._glp_get_col_dual(address, index);
  const step = reducedCost < 0 ? 1 : -1;

  // The variable's own column of (I | -A) times its step must be balanced by the basic variables: B z = -column * step.
  const target = new Float64Array(rowCount + 1);
  const ray = new Float64Array(columnCount);
  if (isRow) target[index] = -step;
  else {
    const { starts, rows, values } = program.matrix;
    ray[index - 1] = step;
    for (let k = starts[index - 1]; k < starts[index]; k++) target[rows[k] + 1] = step * values[k];
  }
  const moves = factors.ftran(target);
  for (let p = 1; p <= rowCount; p++) if (factors.columnAt(p) >= 0) ray[factors.columnAt(p)] = moves[p];
  return ray;
}
