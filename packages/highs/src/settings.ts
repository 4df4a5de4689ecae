/**
 * The options HiGHS runs with. Invariant: every run sets all of them, so that nothing an earlier run asked for lingers.
 */
import type { Program, SearchLimits } from '@marginal/program';
import {
  CEILING_MARGIN,
  DEFAULT_COEFFICIENT_CEILING,
  DEFAULT_DROPPED,
  DEFAULT_INFINITY,
  DEFAULT_TOLERANCE,
  INTERIOR_OPTIMALITY,
  MOST_FIRST_ORDER_ITERATIONS,
  NO_NODE_LIMIT,
  NO_TIME_LIMIT,
  SEARCH_TOLERANCE,
  TIGHT_TOLERANCE,
  WIDEST_COEFFICIENT,
  WIDEST_DROPPED,
  WIDEST_INFINITY,
} from './limits.ts';

type Options = Readonly<Record<string, boolean | number | string>>;

/** Dual simplex: right when bounds changed or nothing is known. */
export const DUAL_SIMPLEX = 1;
/** Primal simplex: right when only costs changed, since the last vertex is still feasible. */
export const PRIMAL_SIMPLEX = 4;

/** How to run once. */
export interface Look {
  readonly solver: 'simplex' | 'ipm' | 'pdlp';
  /** Go on from an interior point to a vertex. */
  readonly crossover: boolean;
  readonly strategy: typeof DUAL_SIMPLEX | typeof PRIMAL_SIMPLEX;
  /** Presolve hides rays and can end `unknown`; off is slower and surer. */
  readonly presolve: 'choose' | 'off';
  /** Absolute feasibility tolerance, primal and dual; of a first-order method, its optimality tolerance as well. */
  readonly tolerance: number;
  /** Forget basis and factorisation first. */
  readonly fresh: boolean;
  /** Let HiGHS log, so that a failure can be explained. */
  readonly log: boolean;
}

/** The usual run. */
export const FIRST_LOOK: Look = {
  solver: 'simplex',
  crossover: false,
  strategy: DUAL_SIMPLEX,
  presolve: 'choose',
  tolerance: DEFAULT_TOLERANCE,
  fresh: false,
  log: false,
};

/** The only setting that gives rays reliably (H2): dual simplex from scratch on the program as it stands. */
export const PROOF_LOOK: Look = { ...FIRST_LOOK, presolve: 'off', fresh: true };

/** Simplex from the basis at hand, on the program as it stands: after a crossover it takes no pivot. */
export const RANGING_LOOK: Look = { ...FIRST_LOOK, presolve: 'off' };

/** The surest run: from scratch, on the program as it stands, to the tightest tolerance. */
export const SURE_LOOK: Look = { ...PROOF_LOOK, tolerance: TIGHT_TOLERANCE, log: true };

/** Options of one run. `seconds`: what is left, Infinity for no limit. */
export function runOptions(look: Look, seconds: number): Options {
  return {
    output_flag: look.log,
    solver: look.solver,
    run_crossover: look.crossover ? 'on' : 'off',
    simplex_strategy: look.strategy,
    presolve: look.presolve,
    primal_feasibility_tolerance: look.tolerance,
    dual_feasibility_tolerance: look.tolerance,
    ipm_optimality_tolerance: Math.min(look.tolerance, INTERIOR_OPTIMALITY),
    pdlp_optimality_tolerance: look.tolerance,
    pdlp_iteration_limit: MOST_FIRST_ORDER_ITERATIONS,
    time_limit: Math.min(Math.max(seconds, 0), NO_TIME_LIMIT),
  };
}

/** How to search once. Always from scratch: what a session solved before must not change what it finds. */
export interface SearchLook {
  readonly presolve: 'choose' | 'off';
  /** Absolute feasibility and integrality tolerance. */
  readonly tolerance: number;
  readonly log: boolean;
}

/** The usual search, and another one where its point was refuted or it came to no end. */
export const SEARCH_LOOKS: readonly SearchLook[] = [
  { presolve: 'choose', tolerance: SEARCH_TOLERANCE, log: false },
  { presolve: 'off', tolerance: TIGHT_TOLERANCE, log: true },
];

/**
 * Options of one search. HiGHS stops at either gap: relative to |objective| or absolute; so with the same number for
 * both it stops no later than at that number times 1 + |objective|, which is the gap that is asked for.
 */
export function searchOptions(look: SearchLook, limits: SearchLimits, seconds: number): Options {
  return {
    output_flag: look.log,
    solver: 'choose',
    simplex_strategy: DUAL_SIMPLEX,
    presolve: look.presolve,
    primal_feasibility_tolerance: look.tolerance,
    dual_feasibility_tolerance: look.tolerance,
    mip_feasibility_tolerance: look.tolerance,
    mip_rel_gap: limits.mipGap,
    mip_abs_gap: Math.max(limits.mipGap, limits.mipAbsoluteGap),
    mip_max_nodes: Math.min(limits.nodeLimit, NO_NODE_LIMIT),
    time_limit: Math.min(Math.max(seconds, 0), NO_TIME_LIMIT),
  };
}

/** Largest finite |entry|, or 0. */
function largestFinite(values: Float64Array): number {
  let result = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (size > result && size < Infinity) result = size;
  }
  return result;
}

/** Smallest and largest |entry|. */
function sizes(values: Float64Array): { readonly smallest: number; readonly largest: number } {
  let smallest = Infinity;
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (size < smallest) smallest = size;
    if (size > largest) largest = size;
  }
  return { smallest, largest };
}

/** Which numbers HiGHS shall keep (H7): its defaults, or the widest setting where the program has need of it. */
export function numericOptions(program: Program): Options {
  return { ...coefficientOptions(program.matrix.values), ...boundOptions(program) };
}

function coefficientOptions(values: Float64Array): Options {
  const { smallest, largest } = sizes(values);
  return {
    small_matrix_value: smallest > DEFAULT_DROPPED ? DEFAULT_DROPPED : WIDEST_DROPPED,
    large_matrix_value:
      largest < DEFAULT_COEFFICIENT_CEILING
        ? DEFAULT_COEFFICIENT_CEILING
        : WIDEST_COEFFICIENT * CEILING_MARGIN,
  };
}

export function boundOptions({ columnLower, columnUpper, rowLower, rowUpper, cost }: Program): Options {
  const bound = Math.max(...[columnLower, columnUpper, rowLower, rowUpper].map(largestFinite));
  return {
    infinite_bound: bound < DEFAULT_INFINITY ? DEFAULT_INFINITY : WIDEST_INFINITY * CEILING_MARGIN,
    infinite_cost:
      largestFinite(cost) < DEFAULT_INFINITY ? DEFAULT_INFINITY : WIDEST_INFINITY * CEILING_MARGIN,
  };
}
