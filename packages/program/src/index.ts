/** `@marginal/program`: one compiled program, one solver contract, checks that trust no solver. */
export { type Assembly, assembleMatrix, type ColumnTerms } from './assemble.ts';
export { elastic, recession } from './auxiliary.ts';
export type {
  Backend,
  Claim,
  Engine,
  EngineSession,
  Progress,
  RunOptions,
  Session,
  SolveOptions,
} from './backend.ts';
export { AT_LOWER, AT_UPPER, BASIC, type Basis, FREE_AT_ZERO } from './basis.ts';
export type { Capabilities, NumericRange } from './capabilities.ts';
export { certify } from './certify.ts';
export { type CertificateReport, checkFarkas } from './check-farkas.ts';
export { checkOptimal, type OptimalityReport, type PrimalDualPoint } from './check-optimal.ts';
export { checkRay } from './check-ray.ts';
export { CompensatedSum } from './compensated.ts';
export { Deadline } from './deadline.ts';
export { defineBackend, solveProgram } from './define-backend.ts';
export { applyDelta, type Delta, keepsMatrix } from './delta.ts';
export { enginePort, startThread, type ThreadEntry } from './engine-thread.ts';
export {
  describeFault,
  type Fault,
  InvalidInputError,
  MarginalError,
  NotAllowedError,
  refuse,
  UnsupportedError,
} from './errors.ts';
export { exactSum } from './exact-sum.ts';
export {
  type CompensatedProduct,
  type CscMatrix,
  multiply,
  multiplyTransposed,
  transpose,
} from './matrix.ts';
export { isNode } from './node-thread.ts';
export type {
  FailedOutcome,
  FarkasInfeasibleOutcome,
  ImpreciseOutcome,
  InfeasibleOrUnboundedOutcome,
  InfeasibleOutcome,
  LimitOutcome,
  LpSolution,
  MipSolution,
  OptimalOutcome,
  Outcome,
  OutcomeStatus,
  Ranges,
  Ranging,
  Residuals,
  SearchInfeasibleOutcome,
  SolverIdentity,
  UnboundedOutcome,
} from './outcome.ts';
export { type PricedSides, pricedSides } from './priced-sides.ts';
export {
  createProgram,
  hasIntegers,
  hasSemicontinuous,
  isDiscrete,
  type Names,
  ORDINAL_NAMES,
  type Program,
  type Sense,
} from './program.ts';
export type { ClaimedRanging } from './ranging.ts';
export { relaxation } from './relaxation.ts';
export { type EnginePort, type EngineThread, remoteEngine, serveEngine } from './remote-engine.ts';
export { allowedDistance, type SearchLimits, type SearchOptions, searchLimits } from './search-limits.ts';
export { DEFAULT_MIP_GAP, TOLERANCES, type ToleranceClass, type Tolerances } from './tolerances.ts';
export type { WebWorker } from './web-thread.ts';
