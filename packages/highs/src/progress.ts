/**
 * How far a run has come, as HiGHS calls back with it: at every simplex and interior point iteration and now and then in a search.
 * The objective is not passed on: before the end it belongs to a presolved program and is no bound of anything. Invariants: HiGHS is
 * asked to call only if somebody listens, since every call costs; what a listener throws never passes through WebAssembly, where the
 * run would go on to its end (H17): the run is interrupted and the error is thrown after it.
 */
import type { RunOptions } from '@marginal/program';
import type { CallbackData, Highs, HighsCallbackMap } from 'highs';
import { ITERATIONS_PER_REPORT } from './limits.ts';

type Checkpoint = { readonly data: CallbackData; interrupt(): void };

/** The reports of one solve, over all its runs. */
export class Watch {
  private readonly listener: NonNullable<RunOptions['onProgress']>;
  private readonly signal: AbortSignal | undefined;
  private readonly start = performance.now();
  /** Iterations of the runs before this one. */
  private before = 0;
  private simplex = 0;
  private interior = 0;
  private reported = 0;
  private thrown: { readonly error: unknown } | undefined;

  private constructor(listener: NonNullable<RunOptions['onProgress']>, signal: AbortSignal | undefined) {
    this.listener = listener;
    this.signal = signal;
  }

  /** Absent where nobody listens: a signal cannot fire while this thread solves, unless a listener makes it. `reports`: what the capabilities say. */
  static of({ onProgress, signal }: RunOptions, reports: boolean): Watch | undefined {
    return onProgress === undefined || !reports ? undefined : new Watch(onProgress, signal);
  }

  /** Whether the listener wants no more of it. */
  get stopped(): boolean {
    return this.thrown !== undefined || this.signal?.aborted === true;
  }

  /** Throws what the listener has thrown, if it has. */
  rethrow(): void {
    if (this.thrown !== undefined) throw this.thrown.error;
  }

  /** What HiGHS shall call during one run. */
  callbacks({ constants }: Highs): HighsCallbackMap {
    const { simplexInterrupt, ipmInterrupt, mipInterrupt } = constants.callbackType;
    return {
      [simplexInterrupt]: (event: Checkpoint): undefined => {
        this.simplex = Math.max(this.simplex, event.data.simplex_iteration_count ?? 0);
        this.look(event, ITERATIONS_PER_REPORT);
      },
      [ipmInterrupt]: (event: Checkpoint): undefined => {
        this.interior = Math.max(this.interior, event.data.ipm_iteration_count ?? 0);
        this.look(event, 1);
      },
      [mipInterrupt]: (event: Checkpoint): undefined => {
        this.simplex = Math.max(this.simplex, Number(event.data.mip_total_lp_iterations ?? 0));
        this.look(event, ITERATIONS_PER_REPORT);
      },
    };
  }

  /** One run has ended, after so many iterations. */
  ended(iterations: number): void {
    this.before += iterations;
    this.simplex = 0;
    this.interior = 0;
  }

  private look(event: Checkpoint, step: number): void {
    const iterations = this.before + this.simplex + this.interior;
    if (iterations >= this.reported + step && !this.stopped) {
      this.reported = iterations;
      try {
        this.listener({ iterations, seconds: (performance.now() - this.start) / 1000 });
      } catch (error) {
        this.thrown = { error };
      }
    }
    if (this.stopped) event.interrupt();
  }
}
