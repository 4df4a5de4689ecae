/**
 * Drives a search to its end or to a limit, with pauses in which timers run and a signal can be heard. As for a solve (`drive.ts`), limits
 * decide only where it stops, never which way it goes; what is left then is its best point and its bound.
 */
import type { Claim } from '@marginal/program';
import type { DriveOptions } from '../drive.ts';
import type { Search } from './search.ts';

/** Pivots between two reports. */
const PIVOTS_PER_REPORT = 256;
/** Milliseconds of work after which other work of the thread may have its turn. */
const TURN = 40;

export async function driveSearch(search: Search, options: DriveOptions): Promise<Claim> {
  const { timeLimit, workLimit, signal, onProgress } = options;
  const start = performance.now();
  const limit = (which: 'time' | 'iterations' | 'aborted'): Claim => ({
    status: 'limit',
    which,
    ...search.reached,
    iterations: search.pivots,
  });
  if (timeLimit === 0) return limit('time');
  const steps = search.run();
  let turn = start;
  let reported = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const iterations = search.pivots;
    if (onProgress !== undefined && iterations >= reported + PIVOTS_PER_REPORT) {
      reported = iterations;
      onProgress({ iterations, seconds: (performance.now() - start) / 1000 });
    }
    if (signal?.aborted === true) return limit('aborted');
    if (workLimit !== undefined && search.work > workLimit) return limit('iterations');
    if (timeLimit !== undefined && performance.now() - start > 1000 * timeLimit) return limit('time');
    if (performance.now() - turn < TURN) continue;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    turn = performance.now();
  }
}
