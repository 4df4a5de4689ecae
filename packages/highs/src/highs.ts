/** The backend: HiGHS, and where it runs. */
import { type Backend, defineBackend, remoteEngine, UnsupportedError } from '@marginal/program';
import { type Algorithm, capabilitiesOf, knownAlgorithm } from './algorithms.ts';
import { highsEngine, identity } from './highs-engine.ts';
import { startHighsThread } from './thread.ts';

/** Which algorithm, and where it runs. */
export interface HighsOptions {
  /**
   * `simplex`, the default: a vertex with its basis. `ipm`: interior point with crossover to a vertex, faster on large
   * programs with well filled columns; later solves of a session start from that vertex, by simplex. `ipm-no-crossover`:
   * interior point alone, good to six digits, without a basis. `pdlp`: first order, good to four digits. `choose`: `ipm` for
   * programs on which it has been measured to pay, else `simplex`. Searches over integers do not depend on it: only
   * `simplex`, `ipm` and `choose` take them.
   */
  readonly algorithm?: Algorithm;
  /**
   * `main`, the default: in the calling thread, which is blocked while HiGHS solves; an `AbortSignal` is looked at
   * before, after, and when `onProgress` has been called. `worker`: in a thread per session (a worker thread of Node, a web worker in a browser), which an
   * `AbortSignal` ends at once.
   */
  readonly thread?: 'main' | 'worker';
}

function knownThread(thread: 'main' | 'worker'): 'main' | 'worker' {
  if (thread === 'main' || thread === 'worker') return thread;
  throw new UnsupportedError({
    code: 'highs.thread',
    place: 'highs',
    cause: `there is no thread '${String(thread)}'`,
    remedy: 'use main or worker',
  });
}

/**
 * HiGHS 1.15 (WebAssembly): linear programs with duals, bases and certificates; integer and semicontinuous columns. Throws
 * `UnsupportedError` (`highs.algorithm`, `highs.thread`) for an algorithm or a thread that there is none of.
 */
export function highs(options: HighsOptions = {}): Backend {
  const algorithm = knownAlgorithm(options.algorithm ?? 'simplex');
  const thread = knownThread(options.thread ?? 'main');
  if (thread === 'main') return defineBackend(highsEngine(algorithm));
  const capabilities = { ...capabilitiesOf(algorithm), interrupt: true };
  return defineBackend(
    remoteEngine({ ...identity(algorithm), capabilities }, startHighsThread, { algorithm }),
  );
}
