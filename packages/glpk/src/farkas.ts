/**
 * Proofs of infeasibility. GLPK has no call for them, so: with costs of zero every basis is dual feasible, and the
 * dual simplex method from the slack basis ends at a basic variable that is out of its bounds while its whole tableau
 * row offers nothing to mend it. That row of the inverse basis (btran of a unit vector) are the multipliers.
 * Source: GLPK reference manual, glp_get_unbnd_ray; checked on Netlib's infeasible set (docs: solvers.md, section 9).
 */
import type { Program } from '@marginal/program';
import { CLEAN_TOLERANCE, DUAL, SCALE_AUTO } from './constants.ts';
import { Factors } from './factors.ts';
import { type Problem, setCost } from './problem.ts';
import { type SimplexResult, simplex, type Terms } from './simplex.ts';

/** Length rowCount, y_i > 0 on a row's lower bound and y_i < 0 on its upper one; or the run's result without a proof. */
export type FarkasResult = { readonly farkas: Float64Array } | { readonly without: SimplexResult };

function dualSimplexFromSlacks(problem: Problem, terms: Terms): SimplexResult {
  problem.api._glp_std_basis(problem.address);
  return simplex(problem, { ...terms, method: DUAL, tolerance: CLEAN_TOLERANCE });
}

function multipliers(problem: Problem, program: Program): Float64Array | undefined {
  const { api, address, rowCount } = problem;
  const variable = api._glp_get_unbnd_ray(address);
  const factors = Factors.of(problem, program);
  if (variable === 0 || factors === undefined) return undefined;
  const position = factors.head.indexOf(variable, 1);
  if (position === -1) return undefined;
  const isRow = variable <= rowCount;
  const index = isRow ? variable : variable - rowCount;
  const value = isRow ? api._glp_get_row_prim(address, index) : api._glp_get_col_prim(address, index);
  const lower = isRow ? program.rowLower[index - 1] : program.columnLower[index - 1];
  const unit = new Float64Array(rowCount + 1);
  unit[position] = value < lower ? 1 : -1;
  return factors.btran(unit).slice(1);
}

/** Looks for multipliers. Leaves the costs as they were and the basis somewhere else. */
export function findFarkas(problem: Problem, program: Program, terms: Terms): FarkasResult {
  const { api, address, columnCount } = problem;
  for (let j = 0; j < columnCount; j++) setCost(problem, j, 0);
  let result = dualSimplexFromSlacks(problem, terms);
  if (result === 'otherWay') {
    api._glp_scale_prob(address, SCALE_AUTO);
    result = dualSimplexFromSlacks(problem, terms);
  }
  const farkas = result === 'infeasible' ? multipliers(problem, program) : undefined;
  for (let j = 0; j < columnCount; j++) setCost(problem, j, program.cost[j]);
  return farkas === undefined ? { without: result } : { farkas };
}
