/**
 * Node's worker threads as engine threads. `node:worker_threads` is asked of the process and never imported: a bundler
 * for browsers has nothing to resolve, and a worker's entry listens as soon as it has been evaluated.
 */
import type { EnginePort, EngineThread } from './remote-engine.ts';

/** Whether this is Node, or something that has its modules. */
export function isNode(): boolean {
  return typeof globalThis.process?.getBuiltinModule === 'function';
}

/** Starts the module at `url` in a worker thread; it must call `serveEngine(engineOf, parentPort())`. */
export async function nodeThread(url: URL): Promise<EngineThread> {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(url);
  let ended = false;
  return {
    post: (message) => worker.postMessage(message),
    listen: (receive) => {
      worker.on('message', receive);
    },
    onDeath: (report) => {
      const once = (cause: string): void => {
        if (ended) return;
        ended = true;
        report(cause);
      };
      const describe = (error: unknown): string =>
        error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      worker.on('error', (error) => once(describe(error)));
      worker.on('messageerror', (error) => once(describe(error)));
      worker.on('exit', (code) => once(`the thread ended with code ${code}`));
    },
    terminate: () => {
      ended = true;
      void worker.terminate();
    },
  };
}

/** The end of the channel inside a worker thread. */
export function parentPort(): EnginePort {
  const { parentPort: port } = process.getBuiltinModule('node:worker_threads');
  if (port === null)
    throw new Error(
      'internal error: this module is the entry of a worker thread and was imported outside one',
    );
  return {
    post: (message) => port.postMessage(message),
    listen: (receive) => {
      port.on('message', receive);
    },
  };
}
