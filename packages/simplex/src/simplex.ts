/** The simplex as a backend, behind the contract of `@marginal/program`. */
import { type Backend, defineBackend } from '@marginal/program';
import { createEngine } from './engine.ts';
import type { SimplexOptions } from './options.ts';

/** Our own bounded dual simplex. Linear programs, with duals, bases and both kinds of certificates. Throws nothing. */
export function simplex(options: SimplexOptions = {}): Backend {
  return defineBackend(createEngine(options));
}
