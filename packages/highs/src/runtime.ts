/**
 * Owns the WASM instances of HiGHS in this thread. One instance is shared by all programs until it breaks or is
 * nearly full. Invariant: after an abort (any exception that is not one of HiGHS's own errors) an instance is never
 * called again: it looks usable but has leaked its stack and dies later (reference/solvers.md, section 1).
 */
import type { Highs } from 'highs';
import { Heap } from './heap.ts';
import { loadInstance } from './instance-memory.ts';
import { CAUSE_LENGTH, KEPT_LOG_LINES, LARGEST_MEGABYTES, RETIREMENT_BYTES } from './limits.ts';

/** HiGHS said no to a call. The instance is well. */
export class HighsRefusal extends Error {
  override readonly name = 'HighsRefusal';
}

/** The WASM instance is lost or out of memory; whatever lived in it is gone or must go elsewhere. */
export class InstanceLost extends Error {
  override readonly name = 'InstanceLost';
}

/** What anything thrown says, short enough to read: never a stack, which holds the whole module source (H16). */
export function describeError(error: unknown): string {
  const own = error instanceof HighsRefusal || error instanceof InstanceLost;
  const text = own
    ? error.message
    : error instanceof Error
      ? `${error.name}: ${error.message}`
      : String(error);
  return text.length > CAUSE_LENGTH ? `${text.slice(0, CAUSE_LENGTH)}...` : text;
}

export class Runtime {
  readonly module: Highs;
  /** Where programs can be put directly; absent where the memory of the instance is not to be had. */
  readonly heap: Heap | undefined;
  private readonly log: string[];
  private lost: string | undefined;
  private full = false;

  private constructor(module: Highs, heap: Heap | undefined, log: string[]) {
    this.module = module;
    this.heap = heap;
    this.log = log;
  }

  static async load(): Promise<Runtime> {
    const log: string[] = [];
    const keep = (line: string): void => {
      if (log.length < KEPT_LOG_LINES) log.push(line);
    };
    const { module, memory } = await loadInstance({ print: keep, printErr: keep });
    return new Runtime(module, Heap.of(module, memory), log);
  }

  /** Why the instance must not be called any more. */
  get broken(): string | undefined {
    return this.lost;
  }

  /** Whether a new program may be placed here. */
  get open(): boolean {
    return this.lost === undefined && !this.full && this.module.memoryBytes < RETIREMENT_BYTES;
  }

  /** One call into the module. Throws `HighsRefusal` when HiGHS says no and `InstanceLost` when the instance died. */
  call<Result>(work: (module: Highs) => Result): Result {
    if (this.lost !== undefined) throw new InstanceLost(this.lost);
    try {
      return work(this.module);
    } catch (error) {
      if (error instanceof this.module.errors.HighsError) throw new HighsRefusal(error.message);
      const megabytes = Math.round(this.module.memoryBytes / 2 ** 20);
      const cause = `the WebAssembly instance of HiGHS, at ${megabytes} of ${LARGEST_MEGABYTES} MiB, gave up: ${describeError(error)}`;
      // The loader's own refusal to allocate leaves the instance well, but it has no room for anybody new.
      if (error instanceof RangeError && /allocate/i.test(error.message)) this.full = true;
      else this.lost = cause;
      throw new InstanceLost(cause);
    }
  }

  /** Starts listening to HiGHS's log anew. */
  clearLog(): void {
    this.log.length = 0;
  }

  /** Errors and warnings HiGHS logged since `clearLog`, on one line; empty when its output was off. */
  complaints(): string {
    const said = this.log
      .filter((line) => /^(ERROR|WARNING)/.test(line))
      .map((line) => line.replace(/\s+/g, ' '));
    return said.join('; ').slice(0, CAUSE_LENGTH);
  }
}

let shared: Promise<Runtime> | undefined;

/** The shared instance; a fresh one when there is none, it broke, or it is nearly full. */
export async function acquireRuntime(): Promise<Runtime> {
  for (;;) {
    shared ??= Runtime.load();
    const pending = shared;
    try {
      const runtime = await pending;
      if (runtime.open) return runtime;
    } catch (error) {
      if (shared === pending) shared = undefined;
      throw new InstanceLost(`the WebAssembly module did not load: ${describeError(error)}`);
    }
    if (shared === pending) shared = undefined;
  }
}
