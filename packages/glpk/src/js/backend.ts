/** GLPK as glpk.js as a backend: what it cannot be told is refused here, never ignored. */
import { type Backend, defineBackend, isDiscrete, type Session, UnsupportedError } from '@marginal/program';
import { createJsEngine } from './engine.ts';
import { Instance, locatePackage } from './package.ts';

function cannot(code: string, what: string, remedy: string): UnsupportedError {
  return new UnsupportedError({
    code,
    place: 'glpk',
    cause: `the engine glpk.js cannot be given ${what}`,
    remedy,
  });
}

function optionRefused(what: string): UnsupportedError {
  return cannot('glpk.option-unsupported', what, "leave it out, or take the engine 'glpk-wasm'");
}

/** A search that would run past its node limit is not begun. */
function withoutNodeLimit(session: Session): Session {
  return {
    get program() {
      return session.program;
    },
    async solve(options = {}) {
      const { nodeLimit = Infinity } = options;
      if (nodeLimit >= 0 && nodeLimit < Infinity && isDiscrete(session.program))
        throw cannot(
          'glpk.node-limit',
          'a limit of nodes: it does not count them',
          "give a timeLimit, or take the engine 'glpk-wasm'",
        );
      return session.solve(options);
    },
    update: (delta) => session.update(delta),
    close: () => session.close(),
  };
}

/** Loaded when first used, by every session of this thread. */
let sharedInstance: Instance | undefined;

/** Throws `UnsupportedError` when the package is not installed, or for an option that it has no way to be told. */
export function jsBackend(options: Readonly<Partial<Record<'method' | 'thread' | 'wasm', string>>>): Backend {
  const { method = 'primal', thread = 'main', wasm } = options;
  if (method !== 'primal') throw optionRefused(`the method '${method}'`);
  if (thread !== 'main') throw optionRefused('a thread of its own');
  if (wasm !== undefined) throw optionRefused('the place of its WebAssembly file');
  const url = locatePackage();
  sharedInstance ??= new Instance(url);
  const backend = defineBackend(createJsEngine(sharedInstance));
  return { ...backend, open: async (program) => withoutNodeLimit(await backend.open(program)) };
}
