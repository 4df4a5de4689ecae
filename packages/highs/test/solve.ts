/** Solving in tests: one call, and the status that is expected, in the type as well. */
import {
  type Backend,
  type Outcome,
  type OutcomeStatus,
  type Program,
  type SolveOptions,
  solveProgram,
} from '@marginal/program';
import { highs } from '../src/index.ts';

export const backend: Backend = highs();

type OutcomeOf<Status extends OutcomeStatus> = Extract<Outcome, { readonly status: Status }>;

/** The outcome as one of this status; says everything about it when it has another. */
export function expectStatus<Status extends OutcomeStatus>(
  outcome: Outcome,
  status: Status,
): OutcomeOf<Status> {
  if (outcome.status === status) return outcome as OutcomeOf<Status>;
  throw new Error(`expected ${status}, got ${JSON.stringify(outcome)}`);
}

/** Solves and expects an optimum of a linear program; returns it flat. */
export async function optimum(program: Program, options: SolveOptions = {}) {
  return flat(await solveProgram(program, backend, options));
}

export function flat(outcome: Outcome) {
  const { objective, solution, iterations, residuals } = expectStatus(outcome, 'optimal');
  if (solution.kind !== 'lp') throw new Error('expected a solution with duals');
  return { objective, iterations, residuals, ...solution };
}
