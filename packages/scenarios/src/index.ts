/** `@marginal/scenarios`: data packs with a source and a licence beside every figure. */
export type { CitedFigure } from './figure.ts';
export { fingerprint } from './fingerprint.ts';
export type { CheckedData, ModelName } from './model.ts';
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
} from './scenario.ts';
export { applyKnownSettings, applySettings, parseSettingValue, SETTING_SOURCE } from './setting.ts';
