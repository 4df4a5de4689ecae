/** Owns the way from a pack to the numbers of its market. */
import { checkScenario, type Scenario } from '@marginal/scenarios';
import type { TokenFlowData } from '@marginal/token-flow';

/** The checked data of a token-flow scenario; throws with all its faults. */
export function marketDataOf(scenario: Scenario): TokenFlowData {
  const checked = checkScenario(scenario);
  if ('faults' in checked)
    throw new Error(checked.faults.map(({ place, cause }) => `${place}: ${cause}`).join('\n'));
  if (checked.model !== 'token-flow') throw new Error(`${scenario.name} is for ${checked.model}`);
  return checked.data;
}
