/** `@marginal/simplex`: a sparse bounded dual simplex in TypeScript. Depends on `@marginal/program` alone. */
export { coefficientWarnings } from './form/coefficient-range.ts';
export type { SimplexOptions } from './options.ts';
export { costRanges } from './sensitivity/cost-ranges.ts';
export { type OneSidedPrice, oneSidedPrices } from './sensitivity/one-sided-prices.ts';
export type { Range } from './sensitivity/range.ts';
export { type RightHandSideRange, rightHandSideRanges } from './sensitivity/right-hand-side-ranges.ts';
export { simplex } from './simplex.ts';
export type { SolveStatistics } from './statistics.ts';
export { openSync, type SyncSession, type SyncSolveOptions, solveSync } from './sync.ts';
