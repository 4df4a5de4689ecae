/**
 * Starts the thread whose entry is `ortools-worker.ts`. Bundlers know a web worker by the very words `new Worker(new URL(...,
 * import.meta.url))` around the name that the file has once built, so these words stand here and not in a library.
 */
import { type EngineThread, startThread, type WebWorker } from '@marginal/program';

/** The global of browsers, whose types come with those of browsers only. */
declare const Worker: new (url: URL, options: { readonly type: 'module' }) => WebWorker;

const HERE = import.meta.url;
// Built, this module and its neighbours end in .js.
const BESIDE = HERE.endsWith('.ts') ? './ortools-worker.ts' : './ortools-worker.js';

/** A thread in which OR-Tools is served. */
export function startOrtoolsThread(): Promise<EngineThread> {
  return startThread({
    node: () => new URL(BESIDE, HERE),
    web: () => new Worker(new URL('./ortools-worker.js', import.meta.url), { type: 'module' }),
  });
}
