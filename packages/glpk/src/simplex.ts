/**
 * One call of glp_simplex: parameters in, a verdict out. Owns the order in which GLPK's two answers are read (return
 * code first) and the time limit's unit (milliseconds, rounded up).
 */
import {
  FIRST_TOLERANCE,
  type Method,
  NO_LIMIT,
  OFF,
  ON,
  PARAMETER_BYTES,
  PARAMETER_DOUBLE,
  PARAMETER_INT,
  PROGRESS_MILLISECONDS,
  SAY_PROGRESS,
} from './constants.ts';
import type { Problem } from './problem.ts';
import { isHeard } from './progress.ts';
import { withScratch } from './runtime.ts';
import { AFTER_RETURN, type Next, returnCode, statusName, VERDICTS, type Verdict } from './status.ts';

/** What holds for every run of one attempt. */
export interface Terms {
  /** `performance.now()` at which to stop; Infinity for never. */
  readonly deadline: number;
  /** Tableau entries below it are no pivots; GLPK's own when absent. */
  readonly pivotTolerance?: number;
}

export interface SimplexRun extends Terms {
  readonly method: Method;
  readonly presolve?: boolean;
  /** Relative primal and dual tolerance in GLPK's scaled space. */
  readonly tolerance?: number;
  /** None when absent. */
  readonly iterationLimit?: number;
}

export type SimplexResult =
  | Exclude<Verdict, 'unfinished'>
  | Exclude<Next, 'status' | 'failed'>
  | { readonly unknown: string };

/** Milliseconds until the deadline, as tm_lim takes them; 0 when it has passed. */
export function millisecondsLeft(deadline: number): number {
  return Math.max(0, Math.min(NO_LIMIT, Math.ceil(deadline - performance.now())));
}

/** What the two answers of glp_simplex mean, the return code first. */
export function interpret(code: number, status: () => number): SimplexResult {
  const name = returnCode(code);
  if (name === undefined) return { unknown: `glp_simplex returned ${code}` };
  const next = AFTER_RETURN[name];
  if (next === 'failed') return { unknown: `glp_simplex returned ${code} (${name})` };
  if (next !== 'status') return next;
  const raw = status();
  const stands = statusName(raw);
  if (stands === undefined) return { unknown: `glp_get_status is ${raw}` };
  const verdict = VERDICTS[stands];
  return verdict === 'unfinished' ? 'otherWay' : verdict;
}

/** Runs the simplex method from the present basis (from none with presolve). */
export function simplex(problem: Problem, run: SimplexRun): SimplexResult {
  const { api, address } = problem;
  const milliseconds = millisecondsLeft(run.deadline);
  if (milliseconds === 0) return 'timeLimit';
  return withScratch(api, PARAMETER_BYTES, (parameters) => {
    api._glp_init_smcp(parameters);
    const ints = parameters / 4;
    const doubles = parameters / 8;
    const heard = isHeard(api);
    api.HEAP32[ints + PARAMETER_INT.messages] = heard ? SAY_PROGRESS : OFF;
    if (heard) api.HEAP32[ints + PARAMETER_INT.outputFrequency] = PROGRESS_MILLISECONDS;
    api.HEAP32[ints + PARAMETER_INT.method] = run.method;
    api.HEAP32[ints + PARAMETER_INT.iterationLimit] = run.iterationLimit ?? NO_LIMIT;
    api.HEAP32[ints + PARAMETER_INT.timeLimit] = milliseconds;
    api.HEAP32[ints + PARAMETER_INT.presolve] = run.presolve === true ? ON : OFF;
    const tolerance = run.tolerance ?? FIRST_TOLERANCE;
    api.HEAPF64[doubles + PARAMETER_DOUBLE.primalTolerance] = tolerance;
    api.HEAPF64[doubles + PARAMETER_DOUBLE.dualTolerance] = tolerance;
    if (run.pivotTolerance !== undefined) {
      api.HEAPF64[doubles + PARAMETER_DOUBLE.pivotTolerance] = run.pivotTolerance;
    }
    const code = api._glp_simplex(address, parameters);
    return interpret(code, () => api._glp_get_status(address));
  });
}
