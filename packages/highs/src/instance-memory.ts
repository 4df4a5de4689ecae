/**
 * Loads the WASM module of HiGHS so that its memory is known: Emscripten's `instantiateWasm` hook makes the instance, and
 * the memory is among its exports. In Node only; elsewhere, or where the file is not found (a bundle), the package
 * loads itself and keeps its memory to itself.
 */
import loadModule, { type Highs, type InitOptions } from 'highs';

/** Under NodeNext the default import is typed as the CommonJS namespace (TS2349), though at run time it is the function. */
const load = loadModule as unknown as (options: InitOptions & Partial<Hook>) => Promise<Highs>;

/** Memory of an instance. The buffer is another one whenever it has grown. */
export interface InstanceMemory {
  readonly buffer: ArrayBuffer;
}

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** What is needed of the WebAssembly interface, whose types come with those of browsers only. */
interface WasmInterface {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Instance: new (module: object, imports: object) => Instance;
  readonly Memory: new (size: { initial: number }) => InstanceMemory;
}

const WASM = (globalThis as unknown as { readonly WebAssembly: WasmInterface }).WebAssembly;

/** Emscripten's hook, which the package passes on and does not type. */
interface Hook {
  instantiateWasm(imports: object, done: (instance: Instance) => void): Instance['exports'];
}

export interface LoadedModule {
  readonly module: Highs;
  readonly memory: InstanceMemory | undefined;
}

async function compile(): Promise<object | undefined> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) return undefined;
  try {
    // Asked of the process and not imported: a bundler for browsers has nothing to resolve.
    const { readFile } = process.getBuiltinModule('node:fs/promises');
    const { createRequire } = process.getBuiltinModule('node:module');
    const file = createRequire(import.meta.url).resolve('highs/runtime');
    return await WASM.compile(await readFile(file));
  } catch {
    return undefined;
  }
}

/** Compiled once: a fresh instance after a broken one need not compile again. */
let compiled: Promise<object | undefined> | undefined;

/** A fresh instance. */
export async function loadInstance(options: InitOptions): Promise<LoadedModule> {
  compiled ??= compile();
  const wasm = await compiled;
  if (wasm === undefined) return { module: await load(options), memory: undefined };
  let memory: InstanceMemory | undefined;
  const hook: Hook = {
    instantiateWasm(imports, done) {
      const instance = new WASM.Instance(wasm, imports);
      memory = Object.values(instance.exports).find((entry) => entry instanceof WASM.Memory) as
        | InstanceMemory
        | undefined;
      done(instance);
      return instance.exports;
    },
  };
  const module = await load({ ...options, ...hook });
  return { module, memory };
}
