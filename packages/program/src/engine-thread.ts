/** Threads for engines wherever this runs: Node's worker threads, or web workers in a browser. */
import { isNode, nodeThread, parentPort } from './node-thread.ts';
import type { EnginePort, EngineThread } from './remote-engine.ts';
import { type WebWorker, webPort, webThread } from './web-thread.ts';

/** The two ways to start the same module in a thread. */
export interface ThreadEntry {
  /** URL of the module, for Node. */
  readonly node: () => URL;
  /** `new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`, for browsers and bundlers. */
  readonly web: () => WebWorker;
}

/** Starts the thread. Its module must call `serveEngine(engineOf, enginePort())`. */
export async function startThread(entry: ThreadEntry): Promise<EngineThread> {
  return isNode() ? nodeThread(entry.node()) : webThread(entry.web());
}

/** The end of the channel inside a thread. At once, so that no message arrives before anybody listens. */
export function enginePort(): EnginePort {
  return isNode() ? parentPort() : webPort();
}
