/**
 * `@marginal/ortools`: GLOP, PDLP, SCIP and CP-SAT of OR-Tools behind the solver contract of `@marginal/program`. The
 * solvers come from the optional peer or-tools-wasm, whose files carry GPL-3.0 code; see README.md and NOTICE.
 */
export type { Algorithm } from './capabilities.ts';
export { type OrtoolsOptions, ortools } from './ortools.ts';
