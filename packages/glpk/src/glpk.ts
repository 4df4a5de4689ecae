/**
 * GLPK as a backend. GLPK is GPL-3.0, so this package is too.
 */
import { type Backend, defineBackend, nodeThread, remoteEngine } from '@marginal/program';
import { createEngine } from './engine.ts';
import { capabilities, IDENTITY } from './identity.ts';

export interface GlpkOptions {
  /**
   * Where the solver runs. `main` (the default) blocks the calling thread while it solves. `worker` starts one Node
   * worker thread per session: the event loop stays free and an `AbortSignal` stops a running solve.
   */
  readonly thread?: 'main' | 'worker';
}

// Built, this module and its neighbours end in .js.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** GLPK 5.0, compiled to WebAssembly. Linear programs, with duals, bases and both kinds of certificates; integer columns. */
export function glpk(options: GlpkOptions = {}): Backend {
  if (options.thread === 'worker') {
    return defineBackend(
      remoteEngine({ ...IDENTITY, capabilities: capabilities(true) }, () => nodeThread(WORKER)),
    );
  }
  return defineBackend(createEngine());
}
