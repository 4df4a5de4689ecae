/**
 * What became of a solve, after our own checks. A union on `status`; certificates are payloads, not flags. An outcome
 * that says `optimal`, `infeasible` or `unbounded` has been verified against the program in compensated arithmetic, as
 * far as a vector can prove it: of a program with integers, that a point is the best and that there is none rests on the
 * solver's search, and the outcome says so (`bound`, `proof: 'search'`).
 */
import type { Basis } from './basis.ts';

/** Relative residuals, recomputed here, zero where rounding explains them (docs/conventions.md, section 6). */
export interface Residuals {
  readonly primal: number;
  readonly dual: number;
  readonly complementarity: number;
  readonly gap: number;
}

export interface SolverIdentity {
  readonly name: string;
  readonly version: string;
}

/** Where numbers may lie while an optimum stays; ends included, infinite where there is no limit. */
export interface Ranges {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * How far single numbers may move, all else the same (docs/conventions.md, section 10). `verified`: at each finite end the
 * program has been solved and came out as it must. `refuted`: at some it did not. `unchecked`: there was no time to look.
 */
export type Ranging =
  | {
      readonly status: 'verified';
      /** Length columnCount: costs at which the point x stays optimal. In objective units per unit of the column. */
      readonly cost: Ranges;
      /**
       * Length rowCount, in units of the row: lower and upper sides at which the duals stay optimal, so that the objective
       * moves along a line. An infinite side stays where it is; both sides of an equation move as one, with one range.
       */
      readonly rowLower: Ranges;
      readonly rowUpper: Ranges;
    }
  | { readonly status: 'refuted'; readonly failures: readonly string[] }
  | { readonly status: 'unchecked'; readonly cause: string };

/** A vertex or interior optimum of a linear program. Arrays are owned by the reader. */
export interface LpSolution {
  readonly kind: 'lp';
  /** Length columnCount. */
  readonly x: Float64Array;
  /** Length rowCount, A x recomputed in compensated arithmetic. */
  readonly rowActivity: Float64Array;
  /** Length rowCount, d(objective)/d(right-hand side), in the objective's own sense (section 1). */
  readonly rowDual: Float64Array;
  /** Length columnCount, d(objective)/d(active bound), in the objective's own sense (section 2). */
  readonly reducedCost: Float64Array;
  readonly basis?: Basis;
  /** When it was asked for (`SolveOptions.ranging`). */
  readonly ranging?: Ranging;
}

/** The best point of a program with integer or semicontinuous columns. It has no duals. */
export interface MipSolution {
  readonly kind: 'mip';
  /** Length columnCount, as the solver gave it: whole up to a tolerance, not rounded. */
  readonly x: Float64Array;
  readonly rowActivity: Float64Array;
  /** Best bound the solver proved, in objective units; that it is a bound is not verified here. */
  readonly bound: number;
  /** |objective - bound| / (1 + |objective - offset|), and no more than was asked for; 0 if they meet. */
  readonly gap: number;
  /** Nodes of the search tree, as the solver counts them; absent when it does not. */
  readonly nodes?: number;
}

interface Solved {
  readonly solver: SolverIdentity;
  /** Simplex or interior iterations over all runs that this outcome took. */
  readonly iterations: number;
  /** Wall clock from call to checked outcome. */
  readonly seconds: number;
}

export interface OptimalOutcome extends Solved {
  readonly status: 'optimal';
  /** offset + c'x, recomputed. */
  readonly objective: number;
  readonly solution: LpSolution | MipSolution;
  readonly residuals: Residuals;
}

/** No point satisfies the rows and bounds, whole or not: proved by a vector that has been checked. */
export interface FarkasInfeasibleOutcome extends Solved {
  readonly status: 'infeasible';
  readonly proof: 'farkas';
  /** Length rowCount: multipliers whose combination of the rows no point within the bounds can satisfy (section 3). */
  readonly farkas: Float64Array;
  /** By how much, relative to the terms of the proof. */
  readonly margin: number;
}

/**
 * The search over the integer and semicontinuous columns ended without a point, and the relaxation is not known to be
 * infeasible. No vector can prove that: it is the solver's word, and nothing here contradicts it.
 */
export interface SearchInfeasibleOutcome extends Solved {
  readonly status: 'infeasible';
  readonly proof: 'search';
}

/** A union on `proof`. A linear program is only ever infeasible by `farkas`. */
export type InfeasibleOutcome = FarkasInfeasibleOutcome | SearchInfeasibleOutcome;

export interface UnboundedOutcome extends Solved {
  readonly status: 'unbounded';
  /**
   * Length columnCount: direction that stays feasible for ever and improves the objective. With integers it is one of
   * the relaxation; coefficients are rational, so some multiple of one as good is whole, and steps of it stay feasible.
   */
  readonly ray: Float64Array;
  /** Length columnCount: a feasible point to start from. */
  readonly point: Float64Array;
}

export interface InfeasibleOrUnboundedOutcome extends Solved {
  readonly status: 'infeasibleOrUnbounded';
}

export interface LimitOutcome extends Solved {
  readonly status: 'limit';
  readonly which: 'time' | 'iterations' | 'nodes' | 'aborted';
  /** A point that satisfies rows, bounds and integrality, checked; absent when there is none. */
  readonly incumbent?: { readonly x: Float64Array; readonly objective: number };
  /** Best bound the solver claims; not verified here, but never on the wrong side of the incumbent. */
  readonly bound?: number;
}

/** The solver claimed an answer that our checks refute. The claim is kept for diagnosis and is not an answer. */
export interface ImpreciseOutcome extends Solved {
  readonly status: 'imprecise';
  readonly claimed: 'optimal' | 'infeasible' | 'unbounded';
  readonly residuals: Residuals;
  /** Which line of the certificate failed, with row or column names and amounts. */
  readonly failures: readonly string[];
}

export interface FailedOutcome extends Solved {
  readonly status: 'failed';
  /** What went wrong inside the solver; the next solve starts from a fresh instance. */
  readonly cause: string;
}

export type Outcome =
  | OptimalOutcome
  | InfeasibleOutcome
  | UnboundedOutcome
  | InfeasibleOrUnboundedOutcome
  | LimitOutcome
  | ImpreciseOutcome
  | FailedOutcome;

export type OutcomeStatus = Outcome['status'];
