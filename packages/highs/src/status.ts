/**
 * What each model status of HiGHS means for a claim. Invariant: the table covers every constant of the module at
 * compile time; a number it does not know is a failure with that number as its cause, never a guess.
 */
import type { HighsConstants } from 'highs';

/** Names of HiGHS's model statuses. */
export type StatusName = keyof HighsConstants['modelStatus'];

/**
 * `optimal`, `infeasible`, `unbounded`, `infeasibleOrUnbounded`: what HiGHS claims. `time`, `iterations`, `aborted`:
 * it stopped; `nodes`: so did its search. `unsettled`: it came to no result, another algorithm may. `refused`: it would not start at all.
 */
export type Meaning =
  | 'optimal'
  | 'infeasible'
  | 'unbounded'
  | 'infeasibleOrUnbounded'
  | 'time'
  | 'iterations'
  | 'nodes'
  | 'aborted'
  | 'unsettled'
  | 'refused';

export const STATUS_MEANING: Readonly<Record<StatusName, Meaning>> = {
  notSet: 'unsettled',
  loadError: 'refused',
  modelError: 'refused',
  presolveError: 'unsettled',
  solveError: 'unsettled',
  postsolveError: 'unsettled',
  // A model without columns, which `defineBackend` answers itself.
  empty: 'refused',
  optimal: 'optimal',
  infeasible: 'infeasible',
  unboundedOrInfeasible: 'infeasibleOrUnbounded',
  unbounded: 'unbounded',
  // Stops at an objective bound or target are never asked for.
  objectiveBound: 'unsettled',
  objectiveTarget: 'unsettled',
  timeLimit: 'time',
  iterationLimit: 'iterations',
  unknown: 'unsettled',
  // Also the number of nodes; limits on solutions and leaves are never asked for.
  solutionLimit: 'nodes',
  interrupted: 'aborted',
};

/** The name and meaning of a status number, by the constants of the loaded module. */
export function interpretStatus(
  codes: Readonly<Record<StatusName, number>>,
  code: number,
): { readonly name: string; readonly meaning: Meaning } {
  for (const name of Object.keys(STATUS_MEANING) as StatusName[]) {
    if (codes[name] === code) return { name, meaning: STATUS_MEANING[name] };
  }
  return { name: `number ${code}, which this version does not know`, meaning: 'refused' };
}
