/** Solving for the kit: what came of a program on a backend, refusals included, as data. */
import {
  type Backend,
  MarginalError,
  type Outcome,
  type Program,
  type SolveOptions,
  solveProgram,
  UnsupportedError,
} from '@marginal/program';
import { evidence } from './evidence.ts';

export type Observation =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly findings: readonly string[] }
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  | { readonly kind: 'thrown'; readonly reason: string };

/** What an error thrown by `open`, `update` or `solve` means. */
export function observeError(error: unknown): Observation {
  const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  if (error instanceof UnsupportedError) return { kind: 'refused', code: error.code, reason };
  // Numbers that the solver would not keep are refused as bad input for it.
  if (error instanceof MarginalError && error.code === 'program.numeric-range')
    return { kind: 'refused', code: error.code, reason };
  return { kind: 'thrown', reason };
}

/** An outcome with its evidence recomputed. */
export function observed(program: Program, outcome: Outcome, backend: Backend): Observation {
  return { kind: 'outcome', outcome, findings: evidence(program, outcome, backend.capabilities) };
}

/** Opens, solves once, closes. Never throws for what the backend does. */
export async function observe(
  program: Program,
  backend: Backend,
  options: SolveOptions = {},
): Promise<Observation> {
  try {
    return observed(program, await solveProgram(program, backend, options), backend);
  } catch (error) {
    return observeError(error);
  }
}
