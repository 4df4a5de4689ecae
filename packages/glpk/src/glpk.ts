/**
 * GLPK as a backend. GLPK is GPL-3.0, so this package is too.
 */
import { type Backend, defineBackend, isNode, remoteEngine, UnsupportedError } from '@marginal/program';
import { createEngine } from './engine.ts';
import { type GlpkMethod, identityOf } from './identity.ts';
import { jsBackend } from './js/backend.ts';
import { RuntimePool } from './runtime.ts';
import { startGlpkThread } from './thread.ts';

/** GLPK as the package glpk-wasm compiles it: the whole C interface, so bases, proofs, statuses and all its methods. */
export interface GlpkWasmOptions {
  readonly engine?: 'glpk-wasm';
  /** By default as suits: primal from nothing and after new costs, dual after new bounds. `interior` has no integers. */
  readonly method?: GlpkMethod;
  /**
   * Where the solver runs. `main` (the default) blocks the calling thread while it solves. `worker` starts a thread per
   * session (a worker thread of Node, a web worker in a browser): the event loop stays free and an `AbortSignal` stops a
   * running solve.
   */
  readonly thread?: 'main' | 'worker';
  /** In a browser: absolute URL of `glpk.all.wasm`, a file of the package glpk-wasm. Node finds it by itself. */
  readonly wasm?: string;
}

/** GLPK as the package glpk.js compiles it: 126 kB, an optional peer, without bases; its primal simplex, in Node only. */
export interface GlpkJsOptions {
  readonly engine: 'glpk.js';
  readonly method?: 'primal';
  readonly thread?: 'main';
}

export type GlpkOptions = GlpkWasmOptions | GlpkJsOptions;

function notLocated(): UnsupportedError {
  return new UnsupportedError({
    code: 'glpk.wasm-not-located',
    place: 'glpk',
    cause:
      'a browser does not know where the WebAssembly file of glpk-wasm is: the package hides it from bundlers',
    remedy: 'serve node_modules/glpk-wasm/dist/glpk.all.wasm and give its URL: glpk({ wasm })',
  });
}

const KNOWN = {
  engine: ['glpk-wasm', 'glpk.js'],
  method: ['dual', 'primal', 'interior'],
  thread: ['main', 'worker'],
} as const;

/** Refuses a word that an option does not know, before anything ignores it. */
function refuseUnknown(options: GlpkOptions): void {
  for (const option of ['engine', 'method', 'thread'] as const) {
    const value: string | undefined = options[option];
    const known: readonly string[] = KNOWN[option];
    if (value === undefined || known.includes(value)) continue;
    throw new UnsupportedError({
      code: `glpk.${option}`,
      place: 'glpk',
      cause: `there is no ${option} '${String(value)}'`,
      remedy: `use one of ${known.join(', ')}`,
    });
  }
}

/**
 * GLPK 5.0 (GPL-3.0), compiled to WebAssembly. Linear programs, with duals, bases and both kinds of certificates; integer
 * columns. What an engine and a method cannot do, its capabilities deny.
 *
 * Throws `UnsupportedError` for an engine, method or thread that there is none of, when the engine glpk.js is asked for and not installed, or is told what it cannot be told, and
 * in a browser that does not know where the WebAssembly file is.
 */
export function glpk(options: GlpkOptions = {}): Backend {
  refuseUnknown(options);
  if (options.engine === 'glpk.js') return jsBackend(options);
  const { thread = 'main', wasm, method } = options;
  if (wasm === undefined && !isNode()) throw notLocated();
  if (thread === 'main')
    return defineBackend(
      createEngine(wasm === undefined ? undefined : new RuntimePool(undefined, wasm), method),
    );
  const settings = { ...(wasm === undefined ? {} : { wasm }), ...(method === undefined ? {} : { method }) };
  return defineBackend(remoteEngine(identityOf(method, true), startGlpkThread, settings));
}
