/**
 * Certificates that HiGHS's first answer came without (H2, H3). Works on models of its own, because asking for a ray
 * can destroy a solve (H4) and the settings that give rays are not those that solve fast. Invariant: what is returned
 * has passed `checkFarkas` or `checkRay` against the program.
 */
import {
  checkFarkas,
  checkRay,
  type Deadline,
  elastic,
  type Program,
  recession,
  relaxation,
} from '@marginal/program';
import { HighsModel, type Reading } from './model.ts';
import type { Watch } from './progress.ts';
import { acquireRuntime } from './runtime.ts';
import { type Look, PROOF_LOOK, SURE_LOOK } from './settings.ts';

export interface Proof {
  /** Farkas multipliers or a ray, as asked; absent when none was found in time. */
  readonly vector?: Float64Array;
  /** Over all runs that the search took. */
  readonly iterations: number;
}

/** One way to look for a certificate. */
interface Attempt {
  readonly program: (program: Program) => Program;
  readonly look: Look;
  readonly vector: (model: HighsModel, reading: Reading) => Float64Array | undefined;
}

function withoutCosts(program: Program): Program {
  return { ...program, cost: new Float64Array(program.cost.length) };
}

const FARKAS_ATTEMPTS: readonly Attempt[] = [
  { program: (program) => program, look: PROOF_LOOK, vector: (model) => model.farkas() },
  // vol1 of Netlib's infeasible set ends `unknown` with its costs and `infeasible` without them (H2).
  { program: withoutCosts, look: PROOF_LOOK, vector: (model) => model.farkas() },
  { program: elastic, look: SURE_LOOK, vector: (_model, reading) => reading.rowDual },
];

const RAY_ATTEMPTS: readonly Attempt[] = [
  { program: (program) => program, look: PROOF_LOOK, vector: (model) => model.ray() },
  { program: recession, look: SURE_LOOK, vector: (_model, reading) => reading.x },
];

async function search(
  program: Program,
  attempts: readonly Attempt[],
  proves: (vector: Float64Array) => boolean,
  deadline: Deadline,
  watch?: Watch,
): Promise<Proof> {
  let iterations = 0;
  for (const attempt of attempts) {
    if (deadline.left() === 0 || watch?.stopped) break;
    const model = new HighsModel(await acquireRuntime(), attempt.program(program));
    try {
      const reading = model.run(attempt.look, deadline.left(), watch);
      iterations += reading.iterations;
      const vector = attempt.vector(model, reading);
      if (vector !== undefined && proves(vector)) return { vector, iterations };
    } finally {
      model.dispose();
    }
  }
  return { iterations };
}

/** Looks for Farkas multipliers, length rowCount. */
export function findFarkas(program: Program, deadline: Deadline, watch?: Watch): Promise<Proof> {
  const proves = (vector: Float64Array): boolean => checkFarkas(program, vector).verdict === 'verified';
  return search(program, FARKAS_ATTEMPTS, proves, deadline, watch);
}

/**
 * Looks for Farkas multipliers of the relaxation of a program that a search found infeasible. Most such relaxations are
 * feasible, and then there are none; so that is asked first, once.
 */
export async function findRelaxationFarkas(
  program: Program,
  deadline: Deadline,
  watch?: Watch,
): Promise<Proof> {
  const relaxed = withoutCosts(relaxation(program));
  if (deadline.left() === 0) return { iterations: 0 };
  const model = new HighsModel(await acquireRuntime(), relaxed);
  let iterations = 0;
  try {
    const reading = model.run(PROOF_LOOK, deadline.left(), watch);
    iterations = reading.iterations;
    if (reading.meaning === 'optimal' || watch?.stopped) return { iterations };
  } finally {
    model.dispose();
  }
  const proof = await findFarkas(relaxed, deadline, watch);
  return { ...proof, iterations: iterations + proof.iterations };
}

/** Looks for a primal ray of a minimisation, length columnCount. */
export function findRay(program: Program, deadline: Deadline, watch?: Watch): Promise<Proof> {
  const proves = (vector: Float64Array): boolean => checkRay(program, vector).verdict === 'verified';
  return search(program, RAY_ATTEMPTS, proves, deadline, watch);
}
