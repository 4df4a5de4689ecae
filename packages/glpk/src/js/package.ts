/**
 * The package glpk.js, an optional peer: loaded when it is asked for, and thrown away after it has thrown, because an
 * instance of WebAssembly that aborted leaks its stack. It is never imported by name: an installation may be without it.
 */
import { isNode, UnsupportedError } from '@marginal/program';
import type { GLPK } from 'glpk.js/node';

const PACKAGE = 'glpk.js';
/** The version that this adapter was written against. */
const PACKAGE_VERSION = '5.0.0';
/** The entry that solves on the calling thread; the other one needs the workers of a browser. */
const ENTRY = `${PACKAGE}/node`;

function refusal(code: string, cause: string, remedy: string): UnsupportedError {
  return new UnsupportedError({ code, place: 'glpk', cause, remedy });
}

/**
 * URL of the module that Node would load for `entry`. Throws `UnsupportedError` where it is not installed, and outside
 * Node.
 */
export function locatePackage(entry: string = ENTRY): string {
  if (!isNode()) {
    throw refusal(
      'glpk.node-only',
      `the engine ${PACKAGE} of this backend is made for Node`,
      "in a browser use glpk({ engine: 'glpk-wasm', wasm })",
    );
  }
  const { createRequire } = process.getBuiltinModule('node:module');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve(entry)).href;
  } catch {
    throw refusal(
      'glpk.not-installed',
      `the optional package ${PACKAGE} is not installed`,
      `npm install ${PACKAGE}@${PACKAGE_VERSION} (GPL-3.0, as this package is)`,
    );
  }
}

/** One instance for every session of this thread, and a fresh one after a throw. */
export class Instance {
  private loading: Promise<GLPK> | undefined;
  private readonly url: string;

  /** `url`: of a module that exports the loader. */
  constructor(url: string) {
    this.url = url;
  }

  /** Runs `work`; what it throws loses the instance. */
  async call<Result>(work: (glpk: GLPK) => Result): Promise<Result> {
    this.loading ??= import(/* @vite-ignore */ this.url).then(
      (module: { readonly default: () => Promise<GLPK> }) => module.default(),
    );
    try {
      return work(await this.loading);
    } catch (error) {
      this.loading = undefined;
      throw error;
    }
  }
}
