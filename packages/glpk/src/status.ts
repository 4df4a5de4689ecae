/**
 * What the return codes of glp_simplex and glp_intopt and the answers of glp_get_status mean to us. The tables are
 * exhaustive over what GLPK 5.0 documents, checked by the compiler; a number outside them is `unknown` and ends as
 * `failed`. The return code is looked at first: after a time limit the status can even say "optimal".
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

/** Return codes of glp_intopt by name; those of the linear programs inside do not come out. */
const SEARCH_CODES = {
  ok: 0,
  badBounds: 4,
  solverFailure: 5,
  timeLimit: 9,
  noPrimalFeasible: 10,
  noDualFeasible: 11,
  noRootBasis: 12,
  stopped: 13,
  gapReached: 14,
} as const;
export type SearchCode = keyof typeof SEARCH_CODES;

/** What to do after a return code of glp_intopt. */
export type AfterSearch =
  /** Look at the status of the search. */
  | 'status'
  /** The presolver found that no whole point exists. */
  | 'infeasible'
  | 'timeLimit'
  /** Our own callback has ended it, and knows why. */
  | 'stopped'
  /** Try once more in another way. */
  | 'otherWay';

export const AFTER_SEARCH: Readonly<Record<SearchCode, AfterSearch>> = {
  ok: 'status',
  badBounds: 'otherWay',
  solverFailure: 'otherWay',
  timeLimit: 'timeLimit',
  noPrimalFeasible: 'infeasible',
  // The relaxation has an optimum, so this is not so.
  noDualFeasible: 'otherWay',
  noRootBasis: 'otherWay',
  stopped: 'stopped',
  // Never asked for: the callback looks at the gap.
  gapReached: 'otherWay',
};

/** Return codes of glp_interior by name. */
const INTERIOR_CODES = {
  ok: 0,
  failure: 5,
  iterationLimit: 8,
  noConvergence: 16,
  instability: 17,
} as const;
export type InteriorCode = keyof typeof INTERIOR_CODES;

function named<Name extends string>(table: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  const names = Object.keys(table) as Name[];
  return new Map(names.map((name) => [table[name], name]));
}

const CODE_NAMES = named(RETURN_CODES);
const STATUS_NAMES = named(STATUSES);

const SEARCH_CODE_NAMES = named(SEARCH_CODES);

const INTERIOR_CODE_NAMES = named(INTERIOR_CODES);

/** Name of a return code of glp_interior, undefined for one that GLPK 5.0 does not document for it. */
export function interiorCode(code: number): InteriorCode | undefined {
  return INTERIOR_CODE_NAMES.get(code);
}

/** Name of a return code of glp_intopt, undefined for one that GLPK 5.0 does not document for it. */
export function searchCode(code: number): SearchCode | undefined {
  return SEARCH_CODE_NAMES.get(code);
}

/** Name of a return code of glp_simplex, undefined for one that GLPK 5.0 does not document for it. */
export function returnCode(code: number): ReturnCode | undefined {
  return CODE_NAMES.get(code);
}

/** Name of the status of a basic solution or of a search, undefined for one that GLPK 5.0 does not document. */
export function statusName(status: number): Status | undefined {
  return STATUS_NAMES.get(status);
}

/** glp_get_prim_stat: whether the present basic solution is primal feasible. */
export const PRIMAL_FEASIBLE: number = STATUSES.feasible;
