/** OR-Tools as a backend: which algorithm, in which thread, and what is refused before anything is solved. */
import { type Backend, defineBackend, nodeThread, remoteEngine, UnsupportedError } from '@marginal/program';
import { ALGORITHMS, type Algorithm, CAPABILITIES, refusal } from './capabilities.ts';
import { createEngine, identity } from './engine.ts';
import { isNode, locatePackage } from './environment.ts';
import { RuntimePool } from './runtime.ts';

export interface OrtoolsOptions {
  /**
   * `glop` (the default): linear programs by simplex, with bases. `pdlp`: linear programs by a first-order method, good
   * to four digits. `scip`: programs with integer columns. `cp-sat`: programs in whole numbers throughout.
   */
  readonly algorithm?: Algorithm;
  /**
   * Where the solver runs. `main` (the default) blocks the calling thread while it solves. `worker` starts one Node
   * worker thread per session: the event loop stays free and an `AbortSignal` stops a running solve.
   */
  readonly thread?: 'main' | 'worker';
  /** In a browser: absolute URL of the folder `build/javascript/` of or-tools-wasm. Node finds it by itself. */
  readonly location?: string;
}

/** Entry of the thread of an algorithm. A file each: Node drops what follows the path of an entry. */
function workerEntry(algorithm: Algorithm): URL {
  // Built, this module and its neighbours end in .js.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${algorithm}-worker.${ending}`, import.meta.url);
}

function threaded(algorithm: Algorithm): Backend {
  const capabilities = { ...CAPABILITIES[algorithm], interrupt: true };
  return defineBackend(
    remoteEngine({ ...identity(algorithm), capabilities }, () => nodeThread(workerEntry(algorithm))),
  );
}

function unknownAlgorithm(algorithm: never): UnsupportedError {
  return new UnsupportedError({
    code: 'ortools.algorithm',
    place: 'ortools',
    cause: `there is no algorithm '${String(algorithm)}'`,
    remedy: `use one of ${ALGORITHMS.join(', ')}`,
  });
}

/**
 * OR-Tools, compiled to WebAssembly by the optional package or-tools-wasm, which is 325 MB and carries GPL-3.0 code.
 * Throws `UnsupportedError` for an algorithm that there is none of. Opening throws it when the package is not
 * installed, when a page lacks the headers that threads need, and for a program that the algorithm would change.
 */
export function ortools(options: OrtoolsOptions = {}): Backend {
  const { algorithm = 'glop', thread = 'main', location } = options;
  if (!ALGORITHMS.includes(algorithm)) throw unknownAlgorithm(algorithm as never);
  if (thread === 'worker' && !isNode()) {
    throw new UnsupportedError({
      code: 'ortools.thread',
      place: 'ortools',
      cause: "thread: 'worker' starts Node's worker threads, and this is not Node",
      remedy: 'call ortools() inside a web worker of your own',
    });
  }
  const pool = location === undefined ? undefined : new RuntimePool(location);
  const backend = thread === 'worker' ? threaded(algorithm) : defineBackend(createEngine(algorithm, pool));
  return {
    ...backend,
    async open(program) {
      await locatePackage(location);
      const refused = refusal(algorithm, program);
      // A program that the capabilities deny altogether is refused by `open` itself.
      const session = await backend.open(program);
      if (refused === undefined) return session;
      session.close();
      throw refused;
    },
  };
}
