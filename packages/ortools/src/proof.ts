/**
 * Certificates that GLOP's usual run comes without. Rays need presolve and scaling off, the dual simplex for Farkas
 * multipliers and the primal simplex for a primal ray; where those runs end without one, as on Netlib's klein1, a
 * program whose optimum is the certificate has it. Invariant: what is returned has passed `checkFarkas` or `checkRay`.
 */
import { checkFarkas, checkRay, type Deadline, elastic, type Program, recession } from '@marginal/program';
import { type Run, runMathOpt } from './mathopt.ts';
import { DUAL_SIMPLEX, type LinearTerms, PRIMAL_SIMPLEX } from './request.ts';
import type { RuntimePool } from './runtime.ts';
import { FIRST_TOLERANCE, TIGHT_TOLERANCE } from './tolerances.ts';

export interface Proof {
  /** Farkas multipliers or a ray, as asked; absent when none was found in time. */
  readonly vector?: Float64Array;
  readonly iterations: number;
}

interface Attempt {
  readonly program: (program: Program) => Program;
  readonly terms: LinearTerms;
  readonly vector: (run: Run) => Float64Array | undefined;
}

const DUAL_RAY: LinearTerms = {
  solver: 'glop',
  algorithm: DUAL_SIMPLEX,
  presolve: false,
  scaling: false,
  tolerance: FIRST_TOLERANCE,
};
const PRIMAL_RAY: LinearTerms = { ...DUAL_RAY, algorithm: PRIMAL_SIMPLEX };
const SURE: LinearTerms = {
  ...DUAL_RAY,
  algorithm: PRIMAL_SIMPLEX,
  scaling: true,
  tolerance: TIGHT_TOLERANCE,
};

export function withoutCosts(program: Program): Program {
  return { ...program, offset: 0, cost: new Float64Array(program.cost.length) };
}

/** An optimum's own vector; a run that did not reach one has nothing to show. */
function ofOptimum(vector: (run: Run) => Float64Array | undefined): Attempt['vector'] {
  return (run) => (run.meaning === 'optimal' ? vector(run) : undefined);
}

const FARKAS_ATTEMPTS: readonly Attempt[] = [
  { program: (program) => program, terms: DUAL_RAY, vector: (run) => run.farkas },
  { program: withoutCosts, terms: DUAL_RAY, vector: (run) => run.farkas },
  { program: elastic, terms: SURE, vector: ofOptimum((run) => run.rowDual) },
  { program: elastic, terms: { ...DUAL_RAY, presolve: true }, vector: ofOptimum((run) => run.rowDual) },
];

const RAY_ATTEMPTS: readonly Attempt[] = [
  { program: (program) => program, terms: PRIMAL_RAY, vector: (run) => run.ray },
  { program: recession, terms: SURE, vector: ofOptimum((run) => run.x) },
];

async function search(
  pool: RuntimePool,
  program: Program,
  attempts: readonly Attempt[],
  proves: (vector: Float64Array) => boolean,
  deadline: Deadline,
): Promise<Proof> {
  let iterations = 0;
  for (const attempt of attempts) {
    if (deadline.late) break;
    const run = await runMathOpt(pool, attempt.program(program), attempt.terms, deadline);
    iterations += run.iterations;
    const vector = attempt.vector(run);
    if (vector !== undefined && proves(vector)) return { vector, iterations };
  }
  return { iterations };
}

/** Looks for Farkas multipliers of a linear program, length rowCount. */
export function findFarkas(pool: RuntimePool, program: Program, deadline: Deadline): Promise<Proof> {
  const proves = (vector: Float64Array): boolean => checkFarkas(program, vector).verdict === 'verified';
  return search(pool, program, FARKAS_ATTEMPTS, proves, deadline);
}

/** Looks for a primal ray of a linear minimisation, length columnCount. */
export function findRay(pool: RuntimePool, program: Program, deadline: Deadline): Promise<Proof> {
  const proves = (vector: Float64Array): boolean => checkRay(program, vector).verdict === 'verified';
  return search(pool, program, RAY_ATTEMPTS, proves, deadline);
}

/** An unproved claim with its proof; `limit` when the time ended first, `failed` when none was found. */
export async function proved(
  pool: RuntimePool,
  program: Program,
  status: 'infeasible' | 'unbounded',
  deadline: Deadline,
) {
  const find = status === 'infeasible' ? findFarkas : findRay;
  const { vector, iterations } = await find(pool, program, deadline);
  if (vector !== undefined) {
    return status === 'infeasible'
      ? ({ status, farkas: vector, iterations } as const)
      : ({ status, ray: vector, iterations } as const);
  }
  if (deadline.late) return { status: 'limit', which: 'time', iterations } as const;
  return { status: 'failed', cause: `${status}, but no certificate was found`, iterations } as const;
}
