/**
 * HiGHS as an engine: what it is called, what it can do, and how one is made on the calling thread. Apart from
 * `highs.ts`, because a thread's entry must not reach the code that starts threads: bundlers would go round in circles.
 */
import type { Engine } from '@marginal/program';
import { type Algorithm, capabilitiesOf, nameOf, planOf } from './algorithms.ts';
import { HighsSession } from './engine.ts';
import { HIGHS_VERSION } from './limits.ts';

/** What the backend is called, and the version of HiGHS. */
export function identity(algorithm: Algorithm) {
  return { name: nameOf(algorithm), version: HIGHS_VERSION };
}

/** HiGHS in this thread, before any check. For `defineBackend` and for worker entries. */
export function highsEngine(algorithm: Algorithm): Engine {
  const plan = planOf(algorithm);
  return {
    ...identity(algorithm),
    capabilities: capabilitiesOf(algorithm),
    open: async (program) => new HighsSession(program, plan),
  };
}
