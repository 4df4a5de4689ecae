/**
 * The two sides of the solver contract.
 *
 * Users see `Backend`, `Session` and verified `Outcome`s. Authors of a backend write an `Engine`: it is always handed
 * a *minimisation* without columns it cannot handle and with numbers it can keep, and returns a `Claim`, which is
 * what the solver says. `defineBackend` turns an engine into a backend and is the only way to make one, so sign
 * flips, trivial programs, second looks and checks exist once (docs/decisions/001-claims-and-outcomes.md).
 */
import type { Basis } from './basis.ts';
import type { Capabilities } from './capabilities.ts';
import type { Delta } from './delta.ts';
import type { Outcome } from './outcome.ts';
import type { Program } from './program.ts';
import type { ClaimedRanging } from './ranging.ts';
import type { SearchOptions } from './search-limits.ts';

export interface Progress {
  readonly iterations: number;
  readonly seconds: number;
  readonly objective?: number;
}

export interface SolveOptions extends SearchOptions {
  /** Seconds of wall clock for this solve. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Start from this basis. A solver or a search that cannot use it starts without; the answer is checked either way. */
  readonly startBasis?: Basis;
  /**
   * Also find out how far costs and right-hand sides may move (`LpSolution.ranging`). Each finite end is checked by a short
   * solve of its own: up to two per column and four per row. `UnsupportedError` `program.ranging-unsupported` where the
   * backend denies it, `program.ranging-integers` for a program with integer or semicontinuous columns.
   */
  readonly ranging?: true;
}

/** An open program: solve, change, solve again from where it stands. */
export interface Session {
  /** The program as it stands after all updates. */
  readonly program: Program;
  solve(options?: SolveOptions): Promise<Outcome>;
  /** Changes the program. Throws `InvalidInputError` and leaves the session as it was when the change is unusable. */
  update(delta: Delta): Promise<void>;
  /** Frees the solver. Idempotent; anything else on a closed session throws `NotAllowedError`. */
  close(): void;
}

/** A solver with its options bound. */
export interface Backend {
  readonly name: string;
  readonly version: string;
  readonly capabilities: Capabilities;
  open(program: Program): Promise<Session>;
}

/** What a solver says, before anybody checks it. Arrays are handed over, not shared. */
export type Claim = { readonly iterations: number } & (
  | {
      readonly status: 'optimal';
      readonly x: Float64Array;
      /** Absent where the solver does not vouch for them. */
      readonly rowDual?: Float64Array;
      readonly reducedCost?: Float64Array;
      readonly basis?: Basis;
      /** Of the minimisation, when it was asked for. */
      readonly ranging?: ClaimedRanging;
      /** Of a search: no feasible point is better than this. A search that gives none is not believed. */
      readonly bound?: number;
      /** Of a search: nodes of its tree. */
      readonly nodes?: number;
    }
  | {
      readonly status: 'infeasible';
      readonly farkas?: Float64Array;
      /** The relaxation is not known to be infeasible; the search over integer columns ended without a point. */
      readonly search?: true;
    }
  | { readonly status: 'unbounded'; readonly ray?: Float64Array; readonly point?: Float64Array }
  | { readonly status: 'infeasibleOrUnbounded' }
  | {
      readonly status: 'limit';
      readonly which: 'time' | 'iterations' | 'nodes' | 'aborted';
      readonly x?: Float64Array;
      readonly bound?: number;
    }
  | { readonly status: 'failed'; readonly cause: string }
);

/** Limits of one run of an engine. */
export interface RunOptions extends SearchOptions {
  /** Seconds left, already reduced by earlier runs of the same solve. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly startBasis?: Basis;
  /** Claim `ranging` with an optimum. Only asked of engines whose capabilities say so. */
  readonly ranging?: true;
}

/** One program inside a solver. A run never rejects for what the solver does: it claims `failed`. */
export interface EngineSession {
  run(options: RunOptions): Promise<Claim>;
  /** `next` is the whole program after `delta`; reloading it is always right, patching may be faster. */
  update(delta: Delta, next: Program): Promise<void>;
  close(): void;
}

/** What the author of a backend writes. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly capabilities: Capabilities;
  /** `program` is a minimisation with at least one nonzero coefficient; bounds of integer columns are whole numbers. */
  open(program: Program): Promise<EngineSession>;
}
