/**
 * An outcome of `minimise -f` read as one of `maximise f`. Several objectives of mixed senses share one open program,
 * and an open program keeps its sense; so a maximisation goes in as a minimisation, as in `program/src/certify.ts`, and
 * what is measured in objective units comes back negated here: objective, duals, reduced costs, bounds. Points, rays,
 * Farkas multipliers and relative residuals do not depend on the sense.
 */
import type { LpSolution, MipSolution, Outcome } from '@marginal/program';

function negated(vector: Float64Array): Float64Array {
  return vector.map((entry) => 0 - entry);
}

function mirroredSolution(solution: LpSolution | MipSolution): LpSolution | MipSolution {
  if (solution.kind === 'mip') return { ...solution, bound: 0 - solution.bound };
  return {
    ...solution,
    rowDual: negated(solution.rowDual),
    reducedCost: negated(solution.reducedCost),
  };
}

/** The outcome in the sense of the maximisation. */
export function mirrored(outcome: Outcome): Outcome {
  if (outcome.status === 'optimal') {
    const { objective, solution } = outcome;
    return { ...outcome, objective: 0 - objective, solution: mirroredSolution(solution) };
  }
  if (outcome.status !== 'limit') return outcome;
  const { incumbent, bound, ...rest } = outcome;
  return {
    ...rest,
    ...(incumbent === undefined ? {} : { incumbent: { x: incumbent.x, objective: 0 - incumbent.objective } }),
    ...(bound === undefined ? {} : { bound: 0 - bound }),
  };
}
