/**
 * What glp_simplex's return codes and glp_get_status' answers mean to us. Both tables are exhaustive over what GLPK 5.0
 * documents, checked by the compiler; a number outside them is `unknown` and ends as `failed`. The return code is
 * looked at first: after a time limit the status can even say "optimal".
 */

/** Return codes of glp_simplex by name. */
const RETURN_CODES = {
  ok: 0,
  badBasis: 1,
  singularBasis: 2,
  illConditionedBasis: 3,
  badBounds: 4,
  solverFailure: 5,
  lowerObjectiveLimit: 6,
  upperObjectiveLimit: 7,
  iterationLimit: 8,
  timeLimit: 9,
  noPrimalFeasible: 10,
  noDualFeasible: 11,
} as const;
export type ReturnCode = keyof typeof RETURN_CODES;

/** What to do after a return code. */
export type Next =
  /** Look at the status. */
  | 'status'
  /** The starting basis is of no use: start from another. */
  | 'otherBasis'
  /** Try once more in another way. */
  | 'otherWay'
  /** The presolver proved infeasibility. */
  | 'infeasible'
  /** The presolver proved that no optimum exists; the simplex method itself says which. */
  | 'noOptimum'
  | 'timeLimit'
  /** Cannot happen with the parameters set here; treated as a failure. */
  | 'failed';

export const AFTER_RETURN: Readonly<Record<ReturnCode, Next>> = {
  ok: 'status',
  badBasis: 'otherBasis',
  singularBasis: 'otherBasis',
  illConditionedBasis: 'otherBasis',
  badBounds: 'failed',
  solverFailure: 'otherWay',
  lowerObjectiveLimit: 'failed',
  upperObjectiveLimit: 'failed',
  iterationLimit: 'otherWay',
  timeLimit: 'timeLimit',
  noPrimalFeasible: 'infeasible',
  noDualFeasible: 'noOptimum',
};

/** Answers of glp_get_status by name. */
const STATUSES = {
  undefined: 1,
  feasible: 2,
  infeasiblePoint: 3,
  infeasible: 4,
  optimal: 5,
  unbounded: 6,
} as const;
export type Status = keyof typeof STATUSES;

export type Verdict = 'optimal' | 'infeasible' | 'unbounded' | 'unfinished';

export const VERDICTS: Readonly<Record<Status, Verdict>> = {
  undefined: 'unfinished',
  feasible: 'unfinished',
  infeasiblePoint: 'unfinished',
  infeasible: 'infeasible',
  optimal: 'optimal',
  unbounded: 'unbounded',
};

function named<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  const names = Object.keys(table) as Name[];
  return new Map(names.map((name) => [table[name], name]));
}

const CODE_NAMES = named(RETURN_CODES);
const STATUS_NAMES = named(STATUSES);

/** Name of a return code of glp_simplex, undefined for one that GLPK 5.0 does not document for it. */
export function returnCode(code: number): ReturnCode | undefined {
  return CODE_NAMES.get(code);
}

/** Name of a basic solution's status, undefined for one that GLPK 5.0 does not document. */
export function statusName(status: number): Status | undefined {
  return STATUS_NAMES.get(status);
}

/** glp_get_prim_stat: whether the present basic solution is primal feasible. */
export const PRIMAL_FEASIBLE: number = STATUSES.feasible;
