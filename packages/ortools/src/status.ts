/**
 * What each termination of MathOpt means for a claim (ortools/math_opt/result.proto, TerminationProto). A number that is
 * not in the tables is a failure with that number as its cause, never a guess. A run that came to no verdict and whose
 * time is over has met its limit, whatever it says: GLOP calls a run cut short by the clock IMPRECISE.
 */
import type { Reading } from './response.ts';

export type Meaning =
  | 'optimal'
  | 'infeasible'
  | 'unbounded'
  | 'infeasibleOrUnbounded'
  | 'time'
  | 'iterations'
  | 'nodes'
  | 'aborted'
  /** No result; another way may have one. */
  | 'unsettled';

interface Named {
  readonly name: string;
  readonly meaning: Meaning | 'byLimit';
}

/** TerminationReasonProto. */
const REASONS: ReadonlyMap<number, Named> = new Map([
  [1, { name: 'OPTIMAL', meaning: 'optimal' }],
  [2, { name: 'INFEASIBLE', meaning: 'infeasible' }],
  [3, { name: 'UNBOUNDED', meaning: 'unbounded' }],
  [4, { name: 'INFEASIBLE_OR_UNBOUNDED', meaning: 'infeasibleOrUnbounded' }],
  [5, { name: 'IMPRECISE', meaning: 'unsettled' }],
  [6, { name: 'NO_SOLUTION_FOUND', meaning: 'byLimit' }],
  [7, { name: 'NUMERICAL_ERROR', meaning: 'unsettled' }],
  [8, { name: 'OTHER_ERROR', meaning: 'unsettled' }],
  [9, { name: 'FEASIBLE', meaning: 'byLimit' }],
]);

/** LimitProto; what is not here is never asked for. */
const LIMITS: ReadonlyMap<number, Meaning> = new Map([
  [2, 'iterations'],
  [3, 'time'],
  [4, 'nodes'],
  [9, 'aborted'],
]);

export interface Interpretation {
  readonly meaning: Meaning;
  /** The solver's own words, for a cause. */
  readonly said: string;
}

/** `late`: whether the time that the run was given is over. */
export function interpret(
  reading: Pick<Reading, 'reason' | 'limit' | 'detail'>,
  late: boolean,
): Interpretation {
  const { reason, limit, detail } = reading;
  const known = REASONS.get(reason);
  const name = known?.name ?? `a termination of number ${reason}, which this version does not know`;
  const said = [name, ...(limit === 0 ? [] : [`limit ${limit}`]), ...(detail === '' ? [] : [detail])].join(
    ', ',
  );
  const meaning = known?.meaning === 'byLimit' ? (LIMITS.get(limit) ?? 'unsettled') : known?.meaning;
  if (meaning === undefined || meaning === 'unsettled') return { meaning: late ? 'time' : 'unsettled', said };
  return { meaning, said };
}
