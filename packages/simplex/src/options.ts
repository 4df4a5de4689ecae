/** Options of the simplex, and the solver that they ask for. */
import type { Fault, Program } from '@marginal/program';
import { Solver } from './solver.ts';
import type { SolveStatistics } from './statistics.ts';

export interface SimplexOptions {
  /** Scale rows and columns by powers of two. By default yes, where it brings coefficients closer together. */
  readonly scaling?: boolean;
  /** Whether a solve from nothing starts on a presolved program. By default where it pays: from 200 rows on. */
  readonly presolve?: boolean;
  /** Most work per solve, in ticks; a solve that needs more ends with `limit`. By default no limit. */
  readonly workLimit?: number;
  /** Called after every solve. */
  readonly onStatistics?: (statistics: SolveStatistics) => void;
  /** Called when a program is opened whose numbers are risky. */
  readonly onWarning?: (warning: Fault) => void;
}

/** Presolve costs more than it saves below so many rows: HiGHS takes twice as long for the smallest Netlib programs with it. */
const PRESOLVED_FROM = 200;

/** A solver for a minimisation, as the options say. */
export function solverFor(program: Program, options: SimplexOptions): Solver {
  const presolving = options.presolve ?? program.matrix.rowCount >= PRESOLVED_FROM;
  return new Solver(program, options.scaling ?? true, presolving);
}
