/** OR-Tools as a backend: which algorithm, in which thread, and what is refused before anything is solved. */
import { type Backend, defineBackend, remoteEngine, type Session, UnsupportedError } from '@marginal/program';
import { ALGORITHMS, type Algorithm, CAPABILITIES, limitRefusal, refusal } from './capabilities.ts';
import { createEngine, identity } from './engine.ts';
import { locatePackage } from './environment.ts';
import { RuntimePool } from './runtime.ts';
import { startOrtoolsThread } from './thread.ts';

export interface OrtoolsOptions {
  /**
   * `glop` (the default): linear programs by simplex, with bases. `pdlp`: linear programs by a first-order method, good
   * to four digits. `scip`: programs with integer columns. `cp-sat`: programs in whole numbers throughout.
   */
  readonly algorithm?: Algorithm;
  /**
   * Where the solver runs. `main` (the default) blocks the calling thread while it solves. `worker` starts a thread per
   * session (a worker thread of Node, a web worker in a browser): the event loop stays free and an `AbortSignal` stops a
   * running solve.
   */
  readonly thread?: 'main' | 'worker';
  /** In a browser: absolute URL of the folder `build/javascript/` of or-tools-wasm. Node finds it by itself. */
  readonly location?: string;
}

function threaded(algorithm: Algorithm, location: string | undefined): Backend {
  const capabilities = { ...CAPABILITIES[algorithm], interrupt: true };
  const settings = { algorithm, ...(location === undefined ? {} : { location }) };
  return defineBackend(remoteEngine({ ...identity(algorithm), capabilities }, startOrtoolsThread, settings));
}

function unknown(option: 'algorithm' | 'thread', value: unknown, known: readonly string[]): UnsupportedError {
  return new UnsupportedError({
    code: `ortools.${option}`,
    place: 'ortools',
    cause: `there is no ${option} '${String(value)}'`,
    remedy: `use one of ${known.join(', ')}`,
  });
}

const THREADS = ['main', 'worker'] as const;

/** The session, in which a limit that the algorithm would not keep is refused. */
function withoutRefused(algorithm: Algorithm, session: Session): Session {
  const solve = session.solve.bind(session);
  session.solve = async (options) => {
    const refused = limitRefusal(algorithm, options ?? {});
    if (refused !== undefined) throw refused;
    return solve(options);
  };
  return session;
}

/**
 * OR-Tools, compiled to WebAssembly by the optional package or-tools-wasm, which is 325 MB and carries GPL-3.0 code.
 * Throws `UnsupportedError` for an algorithm or a thread that there is none of. Opening throws it when the package is not
 * installed, when a page lacks the headers that threads need, and for a program that the algorithm would change; solving
 * throws it for a limit that the algorithm does not keep.
 */
export function ortools(options: OrtoolsOptions = {}): Backend {
  const { algorithm = 'glop', thread = 'main', location } = options;
  if (!ALGORITHMS.includes(algorithm)) throw unknown('algorithm', algorithm, ALGORITHMS);
  if (!THREADS.includes(thread)) throw unknown('thread', thread, THREADS);
  const pool = location === undefined ? undefined : new RuntimePool(location);
  const backend =
    thread === 'worker' ? threaded(algorithm, location) : defineBackend(createEngine(algorithm, pool));
  return {
    ...backend,
    async open(program) {
      await locatePackage(location);
      const refused = refusal(algorithm, program);
      // A program that the capabilities deny altogether is refused by `open` itself.
      const session = await backend.open(program);
      if (refused === undefined) return withoutRefused(algorithm, session);
      session.close();
      throw refused;
    },
  };
}
