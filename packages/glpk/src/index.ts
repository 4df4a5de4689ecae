/**
 * `@marginal/glpk`: GLPK 5.0 behind the solver contract of `@marginal/program`.
 *
 * Copyright the Marginal authors. This package is GPL-3.0-only because it links GLPK, which is GPL-3.0; see LICENSE.
 * Nothing else in the repository may depend on it except as an optional peer.
 */
export { type GlpkJsOptions, type GlpkOptions, type GlpkWasmOptions, glpk } from './glpk.ts';
export type { GlpkMethod } from './identity.ts';
