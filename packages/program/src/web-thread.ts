/**
 * A browser's web workers as engine threads: the counterpart of `node-thread.ts`. The `new Worker(new URL(...))` itself
 * stands in each backend, word for word, because that is what bundlers look for.
 */
import type { EnginePort, EngineThread } from './remote-engine.ts';

/** What an event of a worker may say. */
interface WorkerMessage {
  readonly data?: unknown;
  readonly message?: string;
  readonly reason?: unknown;
}

type Listening = (
  type: 'message' | 'messageerror' | 'error' | 'unhandledrejection',
  listener: (event: WorkerMessage) => void,
) => void;

/** The part of the interface `Worker` that is used here; its own types come with those of browsers only. */
export interface WebWorker {
  readonly postMessage: (message: unknown) => void;
  readonly addEventListener: Listening;
  readonly terminate: () => void;
}

/** The global scope inside a web worker. */
type WorkerScope = Omit<WebWorker, 'terminate'>;

/** A worker that has been started. Its module must call `serveEngine(engineOf, webPort())`. */
export function webThread(worker: WebWorker): EngineThread {
  let ended = false;
  return {
    post: (message) => worker.postMessage(message),
    listen: (receive) => worker.addEventListener('message', (event) => receive(event.data)),
    onDeath: (report) => {
      const once = (cause: string): void => {
        if (ended) return;
        ended = true;
        report(cause);
      };
      // What could not be loaded says nothing at all: the browser keeps the reason to itself.
      worker.addEventListener('error', (event) =>
        once(
          event.message ||
            'the script of the web worker did not load: see that the bundler emits it, and that on an isolated page it is served with Cross-Origin-Embedder-Policy as well',
        ),
      );
      worker.addEventListener('messageerror', () => once('a message of the web worker could not be read'));
    },
    terminate: () => {
      ended = true;
      worker.terminate();
    },
  };
}

/** The end of the channel inside a web worker. `scope`: its global scope. */
export function webPort(scope: WorkerScope = globalThis as unknown as WorkerScope): EnginePort {
  // Node ends a thread for a rejection that nobody handles; a browser would say nothing and leave the solve waiting.
  scope.addEventListener('unhandledrejection', ({ reason }) => {
    setTimeout(() => {
      throw reason;
    });
  });
  return {
    post: (message) => scope.postMessage(message),
    listen: (receive) => scope.addEventListener('message', (event) => receive(event.data)),
  };
}
