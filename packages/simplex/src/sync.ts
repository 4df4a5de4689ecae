/**
 * The same solver without promises, for programs so small that waiting for a promise is a large part of the work. Every outcome has
 * passed the same `certify` as that of any backend.
 */
import {
  applyDelta,
  type Basis,
  type Claim,
  certify,
  type Delta,
  InvalidInputError,
  keepsMatrix,
  type Outcome,
  type Program,
  type Progress,
} from '@marginal/program';
import { driveSync } from './drive.ts';
import { admitChange, admitLinear } from './form/admission.ts';
import { RangeWatch } from './form/coefficient-range.ts';
import { CAPABILITIES, IDENTITY } from './identity.ts';
import { checkLimit, type SimplexOptions, solverFor } from './options.ts';
import { addStatistics } from './search/add-statistics.ts';
import type { Solver } from './solver.ts';
import type { SolveStatistics } from './statistics.ts';
import { GOOD_RESIDUAL, UNREFINED_RESIDUAL } from './tolerances.ts';

export interface SyncSolveOptions {
  /** Seconds of wall clock for this solve. */
  readonly timeLimit?: number;
  /** Most work in ticks, the same on every machine. */
  readonly workLimit?: number;
  /** Start from this basis. */
  readonly startBasis?: Basis;
  readonly onProgress?: (progress: Progress) => void;
}

/** An open program: solve, change, solve again from where it stands. Nothing needs to be closed. */
export interface SyncSession {
  /** The program as it stands after all updates. */
  readonly program: Program;
  /** How the last solve went; undefined before the first, and when there was nothing to solve. */
  readonly statistics: SolveStatistics | undefined;
  /** Throws `InvalidInputError` for limits that make no sense; whatever becomes of the solve is in the outcome. */
  solve(options?: SyncSolveOptions): Outcome;
  /** Changes the program. Throws `InvalidInputError` and leaves the session as it was when the change is unusable. */
  update(delta: Delta): void;
}

/** A maximisation goes in with its costs negated; `certify` negates its duals on the way back (docs/conventions.md, 1.3). */
function asMinimization(program: Program): Program {
  if (program.sense === 'minimize') return program;
  const cost = program.cost.map((c) => 0 - c);
  return { ...program, sense: 'minimize', offset: 0 - program.offset, cost };
}

/** Whether there is no point in looking again: not refuted, and an optimum with residuals up to this. */
function isGood(outcome: Outcome, most: number): boolean {
  if (outcome.status !== 'optimal') return outcome.status !== 'imprecise';
  const { primal, dual, complementarity, gap } = outcome.residuals;
  return Math.max(primal, dual, complementarity, gap) <= most;
}

class OpenProgram implements SyncSession {
  program: Program;
  statistics: SolveStatistics | undefined;
  private readonly options: SimplexOptions;
  private readonly ranges: RangeWatch;
  private solver: Solver | undefined;
  /** Whether the last solve ended at an optimum, so that the next one starts hot. */
  private solved = false;

  constructor(program: Program, options: SimplexOptions) {
    checkLimit('workLimit', options.workLimit);
    admitLinear(program);
    this.program = program;
    this.options = options;
    this.ranges = new RangeWatch(options.onWarning);
    this.ranges.look(program);
  }

  solve(options: SyncSolveOptions = {}): Outcome {
    checkLimit('timeLimit', options.timeLimit);
    checkLimit('workLimit', options.workLimit);
    const start = performance.now();
    // The first look is measured here and not in the solver, too: `certify` takes as long as a few pivots of a small market.
    const outcome = this.certified(options, start, 0, false);
    // What was not refined yet must be as good as if it were.
    if (isGood(outcome, this.solved ? UNREFINED_RESIDUAL : GOOD_RESIDUAL)) {
      this.solved = outcome.status === 'optimal';
      return outcome;
    }
    const first = this.statistics;
    const seconds = (performance.now() - start) / 1000;
    const left =
      options.timeLimit === undefined ? {} : { timeLimit: Math.max(0, options.timeLimit - seconds) };
    const { startBasis: _startBasis, ...again } = options;
    const second = this.certified({ ...again, ...left }, start, outcome.iterations, true);
    if (first !== undefined && this.statistics !== undefined)
      this.statistics = addStatistics(first, this.statistics);
    this.solved = second.status === 'optimal';
    return second;
  }

  private certified(options: SyncSolveOptions, start: number, before: number, checked: boolean): Outcome {
    const claim = this.claim(options, checked);
    const seconds = (performance.now() - start) / 1000;
    const record = { solver: IDENTITY, iterations: before + claim.iterations, seconds };
    return certify(this.program, claim, CAPABILITIES, record);
  }

  update(delta: Delta): void {
    const next = applyDelta(this.program, delta);
    admitChange(delta, next);
    this.program = next;
    this.solver?.change(delta, asMinimization(next));
    if (!keepsMatrix(delta)) this.ranges.look(next);
  }

  private claim(options: SyncSolveOptions, checked: boolean): Claim {
    this.statistics = undefined;
    this.solver ??= solverFor(asMinimization(this.program), this.options);
    const { solver } = this;
    if (options.startBasis !== undefined) solver.load(options.startBasis);
    const workLimit = options.workLimit ?? this.options.workLimit;
    let claim: Claim;
    try {
      claim = driveSync(solver, { ...options, ...(workLimit === undefined ? {} : { workLimit }) }, checked);
    } catch (error) {
      this.solver = undefined;
      if (error instanceof InvalidInputError) throw error;
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { status: 'failed', cause, iterations: 0 };
    }
    this.statistics = solver.statistics;
    this.options.onStatistics?.(solver.statistics);
    if (claim.status === 'failed') this.solver = undefined;
    return claim;
  }
}

/** Opens a program for solving on the calling thread. Throws as `Backend.open` does. */
export function openSync(program: Program, options: SimplexOptions = {}): SyncSession {
  return new OpenProgram(program, options);
}

/** Solves once on the calling thread. */
export function solveSync(program: Program, options: SimplexOptions & SyncSolveOptions = {}): Outcome {
  return openSync(program, options).solve(options);
}
