/**
 * HiGHS's search over integer and semicontinuous columns, and what can be claimed of its end. Optimal: the point and the
 * bound, which `defineBackend` compares. Infeasible: with Farkas multipliers when the relaxation is infeasible already,
 * else on the word of the search. Unbounded: a ray of the relaxation; the whole point to start from is found
 * by `defineBackend`. HiGHS itself does not say more than "unbounded or infeasible" then.
 */
import {
  type Claim,
  checkOptimal,
  type Deadline,
  type Program,
  type RunOptions,
  relaxation,
  searchLimits,
  TOLERANCES,
} from '@marginal/program';
import type { HighsModel, SearchReading } from './model.ts';
import type { Watch } from './progress.ts';
import { findRay, findRelaxationFarkas } from './proof.ts';
import { SEARCH_LOOKS } from './settings.ts';

/** What a reading amounts to; undefined when HiGHS came to no end or its point does not stand up to our check. */
async function conclude(
  program: Program,
  reading: SearchReading,
  deadline: Deadline,
  watch?: Watch,
): Promise<Claim | undefined> {
  const { meaning, iterations, x } = reading;
  const found = {
    ...(x === undefined ? {} : { x }),
    ...(reading.bound === undefined ? {} : { bound: reading.bound + program.offset }),
  };
  switch (meaning) {
    case 'optimal': {
      if (x === undefined || reading.bound === undefined) return undefined;
      const { verdict } = checkOptimal(program, { x }, TOLERANCES.vertex);
      return verdict === 'verified' ? optimum(program, reading, x) : undefined;
    }
    case 'infeasible': {
      const proof = await findRelaxationFarkas(program, deadline, watch);
      const spent = iterations + proof.iterations;
      if (proof.vector === undefined) return { status: 'infeasible', search: true, iterations: spent };
      return { status: 'infeasible', farkas: proof.vector, iterations: spent };
    }
    case 'unbounded':
    case 'infeasibleOrUnbounded': {
      const proof = await findRay(relaxation(program), deadline, watch);
      const spent = iterations + proof.iterations;
      if (proof.vector === undefined) return { status: 'infeasibleOrUnbounded', iterations: spent };
      return { status: 'unbounded', ray: proof.vector, iterations: spent };
    }
    case 'time':
    case 'iterations':
    case 'nodes':
    case 'aborted':
      return { status: 'limit', which: meaning, ...found, iterations };
    case 'unsettled':
    case 'refused':
      return undefined;
  }
}

function optimum(program: Program, reading: SearchReading, x: Float64Array): Claim {
  return {
    status: 'optimal',
    x,
    ...(reading.bound === undefined ? {} : { bound: reading.bound + program.offset }),
    ...(reading.nodes === undefined ? {} : { nodes: reading.nodes }),
    iterations: reading.iterations,
  };
}

/** Searches. `model` holds `program`, a minimisation that `variableTypes` says is no linear program. */
export async function search(
  model: HighsModel,
  program: Program,
  options: RunOptions,
  deadline: Deadline,
  watch?: Watch,
): Promise<Claim> {
  const limits = searchLimits(options);
  let doubtful: Claim | undefined;
  let iterations = 0;
  for (const look of SEARCH_LOOKS) {
    if (deadline.left() === 0) return { status: 'limit', which: 'time', iterations };
    if (watch?.stopped) return { status: 'limit', which: 'aborted', iterations };
    const reading = model.search(look, limits, deadline.left(), watch);
    const claim = await conclude(program, reading, deadline, watch);
    if (claim !== undefined) return { ...claim, iterations: iterations + claim.iterations };
    iterations += reading.iterations;
    doubtful ??=
      reading.meaning === 'optimal' && reading.x !== undefined
        ? optimum(program, reading, reading.x)
        : { status: 'failed', cause: reading.cause, iterations: 0 };
  }
  return { ...(doubtful ?? { status: 'failed', cause: 'no search was made' }), iterations };
}
