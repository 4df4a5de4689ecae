/** The backend: HiGHS's identity, what it can do, and where it runs. */
import {
  type Backend,
  type Capabilities,
  defineBackend,
  type Engine,
  nodeThread,
  remoteEngine,
} from '@marginal/program';
import { HighsSession } from './engine.ts';
import { HIGHS_VERSION, NUMERIC_RANGE } from './limits.ts';

/** Where the solver runs. */
export interface HighsOptions {
  /**
   * `main`, the default: in the calling thread, which is blocked while HiGHS solves; an `AbortSignal` is looked at
   * before and after. `worker`: in a Node worker thread per session, which an `AbortSignal` ends at once.
   */
  readonly thread?: 'main' | 'worker';
}

const CAPABILITIES: Capabilities = {
  lp: true,
  mip: true,
  semicontinuous: true,
  duals: true,
  reducedCosts: true,
  basisOut: true,
  basisIn: true,
  farkas: true,
  primalRay: true,
  ranging: false,
  warmStart: true,
  timeLimit: true,
  interrupt: false,
  progress: false,
  vertexSolutions: true,
  toleranceClass: 'vertex',
  numericRange: NUMERIC_RANGE,
};

const IDENTITY = { name: 'highs', version: HIGHS_VERSION };

/** HiGHS in this thread, before any check. For `defineBackend` and for worker entries. */
export function highsEngine(): Engine {
  return { ...IDENTITY, capabilities: CAPABILITIES, open: async (program) => new HighsSession(program) };
}

/** HiGHS 1.15 (WebAssembly): linear programs with duals, bases and certificates; integer and semicontinuous columns. */
export function highs(options: HighsOptions = {}): Backend {
  if (options.thread !== 'worker') return defineBackend(highsEngine());
  const entry = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
  return defineBackend(
    remoteEngine({ ...IDENTITY, capabilities: { ...CAPABILITIES, interrupt: true } }, () =>
      nodeThread(entry),
    ),
  );
}
