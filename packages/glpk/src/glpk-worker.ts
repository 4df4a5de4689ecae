/** Entry of the thread behind `glpk({ thread: 'worker' })`: one session on the engine, over the thread's port. */
import { enginePort, serveEngine } from '@marginal/program';
import { createEngine } from './engine.ts';
import type { GlpkMethod } from './identity.ts';
import { RuntimePool } from './runtime.ts';

interface Settings {
  /** Where a browser finds the WebAssembly file. */
  readonly wasm?: string;
  readonly method?: GlpkMethod;
}

serveEngine(
  ({ wasm, method }: Settings) => createEngine(new RuntimePool(undefined, wasm), method),
  enginePort(),
);
