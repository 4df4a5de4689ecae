/** `@marginal/scenarios`: data packs with a source and a licence beside every figure. */
export type { CitedFigure } from './figure.ts';
export { fingerprint } from './fingerprint.ts';
export { AZURE_REGIONS } from './import/azure-regions.ts';
export { type Coordinates, greatCircleKm } from './import/great-circle.ts';
export { type Imported, importFile } from './import/import-file.ts';
export { type LatencyTable, readLatencyTable } from './import/latency-table.ts';
export { type LlmTrace, readLlmTrace } from './import/llm-trace.ts';
export {
  checkRoundTrips,
  type RoundTrip,
  type RoundTripVerdict,
  type Warning,
} from './import/round-trip-check.ts';
export { type CheckedData, MODEL_NAMES, type ModelName } from './model.ts';
export { listScenarios, loadScenario, openScenario, type ScenarioListing } from './pack.ts';
export {
  type Citation,
  checkScenario,
  listFigures,
  type OpenedScenario,
  parseScenario,
  SCENARIO_SCHEMA,
  type Scenario,
  type Setting,
  warningsOf,
} from './scenario.ts';
export { writeScenario } from './scenario-file.ts';
export { applyKnownSettings, applySettings, parseSettingValue, SETTING_SOURCE } from './setting.ts';
