/**
 * One WASM instance of GLPK and its memory, and the pool that hands instances out. Invariants: GLPK never writes to
 * the console; an error inside GLPK throws here instead of aborting; an instance that has thrown is *lost* and never
 * called again (it leaks its stack, and after an out-of-memory every later allocation fails too); and loading leaves
 * no listener behind on `process`. Source: measured, see README.md.
 */
import initialize from 'glpk-wasm';
import type { GlpkApi, Pointer } from './api.ts';
import { FULL_HEAP_BYTES, IDLE_HEAP_BYTES, OFF } from './constants.ts';

/** How many of GLPK's last lines explain an error. */
const KEPT_LINES = 4;

/** Something GLPK or its WASM instance reported by throwing. */
export class GlpkError extends Error {
  override readonly name = 'GlpkError';
}

/** One instance. Every call goes through `call` so that a throw marks it as lost. */
export class Runtime {
  /** Sessions that hold a problem in this instance. */
  users = 0;
  private readonly api: GlpkApi;
  private readonly lines: string[];
  private cause: string | undefined;

  constructor(api: GlpkApi, lines: string[]) {
    this.api = api;
    this.lines = lines;
  }

  get lost(): boolean {
    return this.cause !== undefined;
  }

  get heapBytes(): number {
    return this.api.HEAPF64.byteLength;
  }

  /** Runs `work` on the C API. Whatever it throws loses the instance and comes out as a `GlpkError` with GLPK's words. */
  call<Result>(work: (api: GlpkApi) => Result): Result {
    if (this.cause !== undefined) throw new GlpkError(`this instance of GLPK was lost (${this.cause})`);
    this.lines.length = 0;
    try {
      return work(this.api);
    } catch (error) {
      const said = this.lines.map((line) => line.trim()).filter((line) => line !== '');
      const thrown = error instanceof Error ? error.message : String(error);
      this.cause = [thrown, ...said].join('; ');
      throw new GlpkError(this.cause);
    }
  }
}

/** Runs `work` with `bytes` of scratch memory, 8-byte aligned, freed afterwards unless the instance is lost anyway. */
export function withScratch<Result>(api: GlpkApi, bytes: number, work: (address: Pointer) => Result): Result {
  // `>>> 0`: an address above 2 GiB would come back as a negative int.
  const address = api._malloc(bytes) >>> 0;
  if (address === 0) throw new GlpkError(`out of memory: no room for ${bytes} bytes`);
  const result = work(address);
  api._free(address);
  return result;
}

/** Emscripten's loader makes Node rethrow what nobody caught; one such listener per instance, taken off again here. */
function withoutProcessListeners<Result>(load: () => Result): Result {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return load();
  const caught = new Set(process.listeners('uncaughtException'));
  const rejected = new Set(process.listeners('unhandledRejection'));
  try {
    return load();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!caught.has(listener)) process.off('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!rejected.has(listener)) process.off('unhandledRejection', listener);
    }
  }
}

/**
 * Loads a fresh instance. `memoryLimit`: MiB that GLPK may take in it; 2 GiB, all a WASM instance can have, if absent.
 * `wasm`: URL of its file, for browsers.
 */
export async function loadRuntime(memoryLimit?: number, wasm?: string): Promise<Runtime> {
  const lines: string[] = [];
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  const located = wasm === undefined ? {} : { locateFile: () => wasm };
  const api = await withoutProcessListeners(() => initialize({ print: keep, printErr: keep, ...located }));
  const runtime = new Runtime(api, lines);
  runtime.call(() => {
    api._glp_term_out(OFF);
    const hook = api.addFunction(() => {
      throw new GlpkError('GLPK stopped with an error');
    }, 'vi');
    api._glp_error_hook(hook, 0);
    if (memoryLimit !== undefined) api._glp_mem_limit(memoryLimit);
  });
  return runtime;
}

/** Hands out one shared instance, and another when that one is lost or full. */
export class RuntimePool {
  private readonly memoryLimit: number | undefined;
  private readonly wasm: string | undefined;
  private loading: Promise<Runtime> | undefined;
  private shared: Runtime | undefined;

  /** `memoryLimit`: MiB per instance. `wasm`: where a browser finds the file of GLPK. */
  constructor(memoryLimit?: number, wasm?: string) {
    this.memoryLimit = memoryLimit;
    this.wasm = wasm;
  }

  /** An instance that works; give it back with `release`. */
  async acquire(): Promise<Runtime> {
    if (this.shared !== undefined && (this.shared.lost || this.shared.heapBytes >= FULL_HEAP_BYTES)) {
      this.shared = undefined;
    }
    const runtime = this.shared ?? (await this.load());
    runtime.users++;
    return runtime;
  }

  /** Ends one use. An instance that has grown large goes with its last user: WASM memory never shrinks. */
  release(runtime: Runtime): void {
    runtime.users--;
    const large = runtime.users === 0 && runtime.heapBytes > IDLE_HEAP_BYTES;
    if (this.shared === runtime && (runtime.lost || large)) this.shared = undefined;
  }

  /** Several callers at once share one load; a failed load is tried anew by the next caller. */
  private load(): Promise<Runtime> {
    this.loading ??= loadRuntime(this.memoryLimit, this.wasm)
      .then((runtime) => {
        this.shared = runtime;
        return runtime;
      })
      .finally(() => {
        this.loading = undefined;
      });
    return this.loading;
  }
}
