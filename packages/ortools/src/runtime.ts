/**
 * The WASM instances of OR-Tools in this thread, one for MathOpt (GLOP, SCIP, CP-SAT) and one for PDLP. A call is bytes
 * in, bytes out, and leaves nothing behind, so programs share an instance and any call may go to a fresh one.
 * Invariants: calls to an instance never overlap (a build that waits inside WebAssembly can wait once only); an
 * instance that has thrown is lost and never called again; nothing is printed; a large instance goes when it is idle.
 */
import { flavour, isNode, locatePackage } from './environment.ts';

/** Bytes above which an instance is dropped after a call: WASM memory never shrinks. */
const IDLE_BYTES = 2 ** 29;

/** Characters of a cause that are worth reading. */
const CAUSE_LENGTH = 500;

/** How many of the solver's last lines explain an error. */
const KEPT_LINES = 4;

export type Library = 'mathopt' | 'pdlp';

interface Module {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  ccall(
    name: string,
    returns: 'number',
    types: readonly 'number'[],
    values: readonly number[],
    options: { readonly async: true },
  ): Promise<number> | number;
}

type Factory = (overrides: {
  readonly locateFile: (file: string) => string;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<Module>;

/** The WASM instance broke; the next call gets a fresh one. */
export class InstanceLost extends Error {
  override readonly name = 'InstanceLost';
}

/** What anything thrown says, short enough to read. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length > CAUSE_LENGTH ? `${text.slice(0, CAUSE_LENGTH)}...` : text;
}

/** The function of each library, and what it is passed between the length of the request and the address of the answer's. */
const CALLS: Readonly<Record<Library, { readonly name: string; readonly between: readonly number[] }>> = {
  // No interrupter: it was measured to have no effect.
  mathopt: { name: 'mathopt_solve_request', between: [0, 0] },
  pdlp: { name: 'pdlp_primal_dual_hybrid_gradient', between: [] },
};

async function load(library: Library, lines: string[], location?: string): Promise<Module> {
  const folder = await locatePackage(location);
  const node = isNode();
  const part = flavour() === 'jspi' ? '' : '_asyncify';
  const files = new URL(node ? 'node-wasm/' : 'wasm/', folder);
  const entry = new URL(`${library}_runtime${node ? '_node' : ''}${part}.js`, files);
  // Not for a bundler: the file must stay where its WebAssembly and its own threads find it.
  const loaded: { default: Factory } = await import(/* webpackIgnore: true */ /* @vite-ignore */ entry.href);
  const create = loaded.default;
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  const path = node ? process.getBuiltinModule('node:url').fileURLToPath : (url: URL): string => url.href;
  return create({ locateFile: (file) => path(new URL(file, files)), print: keep, printErr: keep });
}

/** One instance. */
class Instance {
  private readonly library: Library;
  private readonly module: Module;
  private readonly lines: string[];

  constructor(library: Library, module: Module, lines: string[]) {
    this.library = library;
    this.module = module;
    this.lines = lines;
  }

  get bytes(): number {
    return this.module.HEAPU8.byteLength;
  }

  async call(request: Uint8Array): Promise<Uint8Array> {
    const { module, lines } = this;
    const { name, between } = CALLS[this.library];
    lines.length = 0;
    try {
      const input = this.allocate(request.length);
      module.HEAPU8.set(request, input);
      const length = this.allocate(4);
      const values = [input, request.length, ...between, length];
      const output = await module.ccall(
        name,
        'number',
        values.map(() => 'number' as const),
        values,
        { async: true },
      );
      const answer = this.read(output >>> 0, length);
      if (output !== 0) module._free(output);
      module._free(length);
      module._free(input);
      return answer;
    } catch (error) {
      const said = lines.map((line) => line.trim()).filter((line) => line !== '');
      throw new InstanceLost([describeError(error), ...said].join('; '));
    }
  }

  private allocate(bytes: number): number {
    // `>>> 0`: an address above 2 GiB would come back as a negative int.
    const address = this.module._malloc(bytes) >>> 0;
    if (address === 0) throw new Error(`out of memory: no room for ${bytes} bytes`);
    return address;
  }

  /** A copy of the answer. The heap may have moved during the call. */
  private read(output: number, length: number): Uint8Array {
    const { HEAPU8 } = this.module;
    const count = new DataView(HEAPU8.buffer, HEAPU8.byteOffset + length, 4).getUint32(0, true);
    if (output === 0 || count === 0) throw new Error('the solver gave no answer');
    if (output + count > HEAPU8.length) throw new Error('the answer lies outside the memory of the instance');
    // The heap is shared memory, and its slices are too; a plain copy can be decoded as text.
    const copy = new Uint8Array(count);
    copy.set(HEAPU8.subarray(output, output + count));
    return copy;
  }
}

/** Hands calls to a shared instance per library, one after the other. */
export class RuntimePool {
  private readonly location: string | undefined;
  private readonly instances = new Map<Library, Promise<Instance>>();
  private readonly queues = new Map<Library, Promise<unknown>>();

  /** `location`: where a browser finds the package. */
  constructor(location?: string) {
    this.location = location;
  }

  /** One request to `library`. Rejects with `InstanceLost` when the instance broke. */
  call(library: Library, request: () => Uint8Array): Promise<Uint8Array> {
    const turn = (this.queues.get(library) ?? Promise.resolve()).then(() => this.callNow(library, request));
    this.queues.set(
      library,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** Bytes that the instance of a library holds, 0 without one. */
  async heapBytes(library: Library): Promise<number> {
    return (await this.instances.get(library))?.bytes ?? 0;
  }

  private async callNow(library: Library, request: () => Uint8Array): Promise<Uint8Array> {
    const instance = await this.instance(library);
    try {
      const answer = await instance.call(request());
      if (instance.bytes > IDLE_BYTES) this.instances.delete(library);
      return answer;
    } catch (error) {
      this.instances.delete(library);
      throw error;
    }
  }

  private instance(library: Library): Promise<Instance> {
    const present = this.instances.get(library);
    if (present !== undefined) return present;
    const lines: string[] = [];
    const loading = load(library, lines, this.location).then(
      (module) => new Instance(library, module, lines),
    );
    this.instances.set(library, loading);
    // A failed load is tried anew by the next caller.
    loading.catch(() => this.instances.delete(library));
    return loading;
  }
}
