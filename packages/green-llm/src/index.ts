/** `@marginal/green-llm`: inference placed over data centres by cost, carbon and delay. */
export { type Battery, battery } from './battery.ts';
export {
  type AreaData,
  type CheckedGreenData,
  checkGreenData,
  type DelayDefinition,
  ENTRY_FIELDS,
  type GreenData,
  HOURS,
  OPTIONAL_FIELDS,
  type QueryData,
  type SiteData,
} from './data.ts';
export { type ErrorCapOptions, errorCap } from './error-cap.ts';
export { type Front, type FrontOptions, type FrontPoint, paretoFront } from './front.ts';
export {
  type Amount,
  type GreenCosts,
  type GreenDraft,
  type GreenExtension,
  type GreenMarket,
  type GreenParameters,
  type GreenSets,
  greenLlm,
  greenLlmWithIntegers,
  type IntegerExtension,
} from './market.ts';
export {
  type GreenObjective,
  NAMED_OBJECTIVES,
  PAPER_SLACK,
  PARTS,
  type Part,
  parseObjective,
} from './objective.ts';
export { type PlacementOptions, placement } from './placement.ts';
export {
  amountRanges,
  amountsOf,
  compileWeighted,
  type GreenFailure,
  type GreenOptimum,
  type GreenStage,
  leastWater,
  solveGreen,
} from './plan.ts';
export { type ServerPowerOptions, serverPower } from './server-power.ts';
export { SCALES, type Scale, type SweepPoint, sweep } from './sweep.ts';
export { type UnmetDemandOptions, unmetDemand } from './unmet-demand.ts';
export { waiting } from './waiting.ts';
