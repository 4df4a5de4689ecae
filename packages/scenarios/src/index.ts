/** `@marginal/scenarios`: data packs with a source and a licence beside every figure. */
export type { CitedFigure } from './figure.ts';
export { fingerprint } from './fingerprint.ts';
export type { CheckedData, ModelName } from './model.ts';
export { listScenarios, loadScenario, type ScenarioListing } from './pack.ts';
export {
  type Citation,
  checkScenario,
  listFigures,
  parseScenario,
  SCENARIO_SCHEMA,
  type Scenario,
  type Setting,
} from './scenario.ts';
export { applySettings, parseSettingValue, SETTING_SOURCE } from './setting.ts';
