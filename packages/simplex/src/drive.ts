/**
 * Drives a solve, or a search of many, to its end or to a limit. It yields every few pivots and after every factorisation; between two
 * yields nothing is waited for and no clock is read, so limits decide only where it stops, never which way it goes.
 */
import type { Claim, Progress } from '@marginal/program';
import type { Solver } from './solver.ts';

/** What can be driven: a `Solver`, or a `Search`. */
export interface Driven {
  /** Pivots and work so far; they may have begun before this drive. */
  readonly pivots: number;
  readonly work: number;
  /** What there is to show when it is left before its end. */
  readonly reached?: { readonly x?: Float64Array; readonly bound?: number };
  run(): Generator<void, Claim>;
}

export interface DriveOptions {
  /** Seconds. */
  readonly timeLimit?: number;
  /** Work in ticks, the same on every machine: about one per nonzero touched. */
  readonly workLimit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Pivots between two reports. */
const PIVOTS_PER_REPORT = 256;
/** Milliseconds of work after which other work of the thread may have its turn. */
const TURN = 40;

/** Watches one drive. */
class Watch {
  private readonly driven: Driven;
  private readonly options: DriveOptions;
  private readonly start = performance.now();
  private readonly before: number;
  private readonly work: number;
  private reported = 0;

  constructor(driven: Driven, options: DriveOptions) {
    this.driven = driven;
    this.options = options;
    this.before = driven.pivots;
    this.work = driven.work;
  }

  /** Why to stop here, after reporting where it stands. */
  stop(): 'time' | 'iterations' | 'aborted' | undefined {
    const { timeLimit, workLimit, signal, onProgress } = this.options;
    const { driven } = this;
    const iterations = driven.pivots - this.before;
    if (onProgress !== undefined && iterations >= this.reported + PIVOTS_PER_REPORT) {
      this.reported = iterations;
      onProgress({ iterations, seconds: (performance.now() - this.start) / 1000 });
    }
    if (signal?.aborted === true) return 'aborted';
    if (workLimit !== undefined && driven.work - this.work > workLimit) return 'iterations';
    if (timeLimit !== undefined && performance.now() - this.start > 1000 * timeLimit) return 'time';
    return undefined;
  }

  limit(which: 'time' | 'iterations' | 'aborted'): Claim {
    const { pivots, reached } = this.driven;
    return { status: 'limit', which, ...reached, iterations: pivots - this.before };
  }
}

/** Solves on the calling thread without letting go of it. `checked`: as for `Solver.run`. */
export function driveSync(solver: Solver, options: DriveOptions, checked: boolean): Claim {
  const watch = new Watch(solver, options);
  if (options.timeLimit === 0) return watch.limit('time');
  const steps = solver.run(checked);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const which = watch.stop();
    if (which !== undefined) return watch.limit(which);
  }
}

/** Goes on with pauses in which timers run and a signal can be heard. */
export async function drive(driven: Driven, options: DriveOptions): Promise<Claim> {
  const watch = new Watch(driven, options);
  if (options.timeLimit === 0) return watch.limit('time');
  const steps = driven.run();
  let turn = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const which = watch.stop();
    if (which !== undefined) return watch.limit(which);
    if (performance.now() - turn < TURN) continue;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    turn = performance.now();
  }
}
