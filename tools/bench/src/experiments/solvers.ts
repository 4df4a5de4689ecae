/** The solvers on which a whole market is cleared, each loaded only by the process that measures it. */
import type { Backend } from '@marginal/program';

/** In the order of the table. GLPK is GPL-3.0, and what OR-Tools needs is 325 MB: optional peers everywhere else. */
export const SOLVERS = {
  highs: async (): Promise<Backend> => (await import('@marginal/highs')).highs(),
  glpk: async (): Promise<Backend> => (await import('@marginal/glpk')).glpk(),
  simplex: async (): Promise<Backend> => (await import('@marginal/simplex')).simplex(),
  ortools: async (): Promise<Backend> => (await import('@marginal/ortools')).ortools(),
} as const;

export type SolverName = keyof typeof SOLVERS;
