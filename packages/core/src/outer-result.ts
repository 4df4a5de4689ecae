/** What goes into an outer approximation and what comes out: a bracket around the optimum, however it ended. */
import type { OptimalOutcome, Outcome, Program } from '@marginal/program';
import type { OptimalResult } from './result.ts';

export interface OuterApproximationOptions {
  /** Relative gap, |upper - lower| / (1 + |objective - constant|), at which to stop. 1e-9 by default. */
  readonly gap?: number;
  /** Most linear programs to solve. */
  readonly rounds?: number;
  /** Seconds of wall clock for everything. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
}

/** What is known when the approximation ends, however it ends. */
export interface Bracket {
  /**
   * The optimum lies between these. Minimising, `lower` is proved and `upper` is the objective of a point that satisfies
   * the model to the tolerances of conventions.md, section 6; maximising, the other way round. Infinite where unknown.
   */
  readonly lower: number;
  readonly upper: number;
  /**
   * |upper - lower| / (1 + |objective - constant|), plus what the point's violations are worth at the duals; Infinity
   * where an end is missing.
   */
  readonly gap: number;
  /**
   * How the end that no point attains was proved: `weakDuality`, rigorously; `tolerance`, by linear programs that were
   * verified to the tolerances of conventions.md, section 6, where columns without any bound leave no rigorous proof.
   */
  readonly proof: 'weakDuality' | 'tolerance';
  /** Linear programs solved. */
  readonly rounds: number;
  /** Simplex iterations in all of them. */
  readonly iterations: number;
  /** Tangents in the last of them. */
  readonly cuts: number;
  /** The model's rows and then tangents, in the linear program whose duals prove the bound. */
  readonly program: Program;
}

export type OuterApproximationResult =
  | (Bracket & {
      readonly status: 'optimal';
      /**
       * The point, with values of all atoms at their functions, and the duals that prove the bound: prices of the
       * linear program of tangents. Its residuals are those of both together, and show the gap.
       */
      readonly result: OptimalResult;
    })
  | (Bracket & {
      /**
       * `stalled`: the gap was not closed. `loose`: it was, but atoms are above their functions because the model wants
       * them large; the answer is one for `value >= f(argument)` and not for `value == f(argument)`.
       */
      readonly status: 'stalled' | 'loose';
      readonly cause: string;
      /** The best point, where there is one, with the duals of the best bound. */
      readonly result?: OptimalResult;
    })
  | (Bracket & {
      /** What became of the last linear program. Infeasible is a proof for the model as well. */
      readonly status: Exclude<Outcome['status'], 'optimal'>;
      readonly outcome: Exclude<Outcome, OptimalOutcome>;
      readonly result?: OptimalResult;
    });
