/** Options of the simplex, and the solver that they ask for. */
import { type Fault, InvalidInputError, type Program } from '@marginal/program';
import { IDENTITY } from './identity.ts';
import { Solver } from './solver.ts';
import type { SolveStatistics } from './statistics.ts';

export interface SimplexOptions {
  /** Scale rows and columns by powers of two. By default yes, where it brings coefficients closer together. */
  readonly scaling?: boolean;
  /** Whether a solve from nothing starts on a presolved program. By default where it pays: from 100 rows on. */
  readonly presolve?: boolean;
  /** Most work per solve, in ticks; a solve that needs more ends with `limit`. By default no limit. */
  readonly workLimit?: number;
  /** Called after every solve. */
  readonly onStatistics?: (statistics: SolveStatistics) => void;
  /** Called when a program is opened whose numbers are risky, and when a change of coefficients makes them so. */
  readonly onWarning?: (warning: Fault) => void;
}

/** Presolve costs more than it saves below so many rows: as much as the whole solve for Netlib programs of 50. */
const PRESOLVED_FROM = 100;

/** Throws `InvalidInputError` for a limit below zero or not a number: `undefined` is no limit. */
export function checkLimit(name: 'timeLimit' | 'workLimit', limit: number | undefined): void {
  if (limit === undefined || limit >= 0) return;
  throw new InvalidInputError([
    {
      code: name === 'timeLimit' ? 'program.time-limit' : 'simplex.work-limit',
      place: IDENTITY.name,
      cause: `${name} is ${limit}`,
      remedy: 'give zero or more',
    },
  ]);
}

/** A solver for a minimisation, as the options say. */
export function solverFor(program: Program, options: SimplexOptions): Solver {
  const presolving = options.presolve ?? program.matrix.rowCount >= PRESOLVED_FROM;
  return new Solver(program, options.scaling ?? true, presolving);
}
