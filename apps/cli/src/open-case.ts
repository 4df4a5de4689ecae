/**
 * A case: a scenario with its settings applied, its market stated, and the backends that shall solve it. Everything
 * that can be wrong with what the user typed or wrote is found here, all of it at once, before any solver starts.
 */
import { type Backend, type Fault, InvalidInputError, MarginalError, refuse } from '@marginal/program';
import {
  applyKnownSettings,
  checkScenario,
  openScenario,
  type Scenario,
  type Setting,
} from '@marginal/scenarios';
import type { MarketRequest, StatedMarket } from './market-driver.ts';
import { stateMarket } from './models.ts';
import { isBackend, loadSolver } from './solvers.ts';

export interface CaseRequest extends MarketRequest {
  /** Built-in name or path of a scenario file. */
  readonly scenario: string;
  readonly settings: readonly Setting[];
  readonly solvers: readonly string[];
  /** Where the solvers were named, such as `--solver`. */
  readonly solverPlace: string;
}

export interface Case {
  readonly scenario: Scenario;
  readonly market: StatedMarket;
  readonly backends: readonly Backend[];
}

/** Keeps the faults of stating a market, with the file named, so that all are reported together. */
function attempt<T>(faults: Fault[], file: string, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof MarginalError)) throw error;
    const named = (place: string): boolean => place.startsWith(file) || place.startsWith('--set');
    faults.push(...error.faults.map((f) => (named(f.place) ? f : { ...f, place: `${file}: ${f.place}` })));
    return undefined;
  }
}

function statedMarket(scenario: Scenario, request: MarketRequest): StatedMarket {
  const checked = checkScenario(scenario);
  if ('faults' in checked) throw new InvalidInputError(checked.faults);
  return stateMarket(checked, request);
}

/** Opens a case or throws `InvalidInputError` with every fault of solvers, settings and data; `extra` come first. */
export async function openCase(request: CaseRequest, extra: readonly Fault[] = []): Promise<Case> {
  const faults: Fault[] = [...extra];
  const backends: Backend[] = [];
  for (const name of request.solvers) {
    const loaded = await loadSolver(name, request.solverPlace);
    if (isBackend(loaded)) backends.push(loaded);
    else faults.push(loaded);
  }
  const opened = await openScenario(request.scenario);
  faults.push(...opened.faults);
  const applied = opened.scenario && applyKnownSettings(opened.scenario, request.settings);
  faults.push(...(applied?.faults ?? []));
  const scenario = applied?.scenario;
  const market = scenario && attempt(faults, scenario.place, () => statedMarket(scenario, request));
  refuse(faults);
  if (scenario === undefined || market === undefined)
    throw new Error('internal error: a case without faults has a market');
  return { scenario, market, backends };
}
