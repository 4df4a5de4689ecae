/** `@marginal/simplex`: a sparse bounded dual simplex in TypeScript. Depends on `@marginal/program` alone. */
export { coefficientWarnings } from './form/coefficient-range.ts';
export type { SimplexOptions } from './options.ts';
export { simplex } from './simplex.ts';
export type { SolveStatistics } from './statistics.ts';
export { openSync, type SyncSession, type SyncSolveOptions, solveSync } from './sync.ts';
