/** `@marginal/conformance`: one kit that every backend must pass, and programs drawn to set backends against each other. */

export {
  type Agreement,
  type AgreementVerdict,
  type Answer,
  agreement,
  type Differing,
  type Finding,
} from './agreement.ts';
export {
  type CaseResult,
  type KitSize,
  LAYERS,
  type Layer,
  type Need,
  NIGHTLY,
  QUICK,
  type Replay,
  type Verdict,
} from './case.ts';
export { conform } from './conform.ts';
export { DRAWN, type Drawn, KINDS, type Kind, SETTLED_KINDS } from './drawn-programs.ts';
export { type Dual, dualOf } from './duality.ts';
export { evidence } from './evidence.ts';
export { type ExamineOptions, examine, type Subject } from './examine.ts';
export { explainedDistance } from './explained.ts';
export {
  type Disagreement,
  type FuzzProgress,
  type FuzzReport,
  type FuzzRequest,
  fuzz,
  type KindFigures,
  replayArguments,
} from './fuzz.ts';
export { type Observation, observe } from './observe.ts';
export { capabilityTable, resultTable } from './published-table.ts';
export { COMPONENT_AGREEMENT, carriedTolerances, OBJECTIVE_AGREEMENT } from './tolerances.ts';
