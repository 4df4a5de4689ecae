/** Degenerate programs with an optimum, and their optimal objective after one number has moved. */
import { applyDelta, type Delta, type OptimalOutcome, type Outcome, type Program } from '@marginal/program';
import { solveSync } from '../../src/index.ts';

export function optimum(outcome: Outcome): OptimalOutcome {
  if (outcome.status !== 'optimal') throw new Error(`not optimal: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The optimal objective after the change; infinitely bad when nothing is feasible then, infinitely good when unbounded. */
export function objectiveAfter(program: Program, delta: Delta): number {
  const outcome = solveSync(applyDelta(program, delta));
  const bad = program.sense === 'minimize' ? Infinity : -Infinity;
  if (outcome.status === 'optimal') return outcome.objective;
  if (outcome.status === 'infeasible') return bad;
  if (outcome.status === 'unbounded') return -bad;
  throw new Error(`no answer: ${JSON.stringify(outcome)}`);
}

export function rowSides(row: number, lower: number, upper: number): Delta {
  return {
    rowBounds: { index: Int32Array.of(row), lower: Float64Array.of(lower), upper: Float64Array.of(upper) },
  };
}
