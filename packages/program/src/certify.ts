/**
 * Turns a solver's claim about the minimised program into a verified outcome about the program as stated. Every sign
 * flip of maximisation stands here: a maximisation is handed over as min -c'x, so its duals and reduced costs come
 * back negated (docs/conventions.md, section 1); rays and Farkas multipliers do not depend on the sense.
 */
import type { Claim } from './backend.ts';
import type { Capabilities } from './capabilities.ts';
import { checkFarkas } from './check-farkas.ts';
import { checkOptimal } from './check-optimal.ts';
import { checkRay } from './check-ray.ts';
import type { LpSolution, MipSolution, Outcome, SolverIdentity } from './outcome.ts';
import { hasIntegers, type Program } from './program.ts';
import { TOLERANCES } from './tolerances.ts';

/** What every outcome carries, whatever became of the solve. */
export interface SolveRecord {
  readonly solver: SolverIdentity;
  readonly iterations: number;
  readonly seconds: number;
}

/** The program an engine is handed: the same rows, always a minimisation. */
export function minimized(program: Program): Program {
  if (program.sense === 'minimize') return program;
  return { ...program, sense: 'minimize', offset: 0 - program.offset, cost: program.cost.map((c) => 0 - c) };
}

const UNKNOWN_RESIDUALS = {
  primal: Number.NaN,
  dual: Number.NaN,
  complementarity: Number.NaN,
  gap: Number.NaN,
};

/** `-0` reads as 0 everywhere in an answer. */
function withoutNegativeZero(vector: Float64Array): Float64Array {
  return vector.map((entry) => entry + 0);
}

function inSense(vector: Float64Array, program: Program): Float64Array {
  const flip = program.sense === 'minimize' ? 1 : -1;
  return vector.map((entry) => flip * entry + 0);
}

function certifyOptimal(
  program: Program,
  claim: Claim & { status: 'optimal' },
  capabilities: Capabilities,
  record: SolveRecord,
): Outcome {
  const tolerances = TOLERANCES[capabilities.toleranceClass];
  const x = withoutNegativeZero(claim.x);
  const refused = (failures: readonly string[], residuals = UNKNOWN_RESIDUALS): Outcome => ({
    ...record,
    status: 'imprecise',
    claimed: 'optimal',
    residuals,
    failures,
  });
  if (hasIntegers(program)) {
    const report = checkOptimal(program, { x }, tolerances);
    if (report.verdict === 'refuted') return refused(report.failures, report.residuals);
    const bound =
      claim.bound === undefined ? Number.NaN : (program.sense === 'minimize' ? 1 : -1) * claim.bound;
    const solution: MipSolution = { kind: 'mip', x, rowActivity: report.rowActivity, bound };
    return {
      ...record,
      status: 'optimal',
      objective: report.objective,
      solution,
      residuals: report.residuals,
    };
  }
  if (claim.rowDual === undefined)
    return refused(['duals: the solver returned none it vouches for, so its optimum cannot be checked']);
  const rowDual = inSense(claim.rowDual, program);
  const reducedCost = claim.reducedCost === undefined ? undefined : inSense(claim.reducedCost, program);
  const report = checkOptimal(
    program,
    { x, rowDual, ...(reducedCost === undefined ? {} : { reducedCost }) },
    tolerances,
  );
  if (report.verdict === 'refuted') return refused(report.failures, report.residuals);
  const solution: LpSolution = {
    kind: 'lp',
    x,
    rowActivity: report.rowActivity,
    rowDual,
    reducedCost: reducedCost ?? report.reducedCost,
    ...(claim.basis === undefined ? {} : { basis: claim.basis }),
  };
  return { ...record, status: 'optimal', objective: report.objective, solution, residuals: report.residuals };
}

/** Checks a claim; the result is an answer only if the check passed. */
export function certify(
  program: Program,
  claim: Claim,
  capabilities: Capabilities,
  record: SolveRecord,
): Outcome {
  const tolerances = TOLERANCES[capabilities.toleranceClass];
  switch (claim.status) {
    case 'optimal':
      return certifyOptimal(program, claim, capabilities, record);
    case 'infeasible': {
      const report = claim.farkas === undefined ? undefined : checkFarkas(program, claim.farkas);
      if (report?.verdict === 'verified')
        return { ...record, status: 'infeasible', farkas: report.farkas, margin: report.margin };
      const failures = report?.failures ?? [
        'the solver gave no Farkas multipliers, so its claim cannot be checked',
      ];
      return {
        ...record,
        status: 'imprecise',
        claimed: 'infeasible',
        residuals: UNKNOWN_RESIDUALS,
        failures,
      };
    }
    case 'unbounded': {
      const failures: string[] = [];
      const ray = claim.ray === undefined ? undefined : checkRay(program, claim.ray);
      if (ray === undefined) failures.push('the solver gave no ray, so its claim cannot be checked');
      else if (ray.verdict === 'refuted') failures.push(...ray.failures);
      const point =
        claim.point === undefined ? undefined : checkOptimal(program, { x: claim.point }, tolerances);
      if (point === undefined) failures.push('no feasible point was found to start the ray from');
      else failures.push(...point.failures);
      if (failures.length === 0 && ray?.verdict === 'verified' && claim.point !== undefined) {
        return { ...record, status: 'unbounded', ray: ray.ray, point: withoutNegativeZero(claim.point) };
      }
      return { ...record, status: 'imprecise', claimed: 'unbounded', residuals: UNKNOWN_RESIDUALS, failures };
    }
    case 'infeasibleOrUnbounded':
      return { ...record, status: 'infeasibleOrUnbounded' };
    case 'limit': {
      const report = claim.x === undefined ? undefined : checkOptimal(program, { x: claim.x }, tolerances);
      const flip = program.sense === 'minimize' ? 1 : -1;
      return {
        ...record,
        status: 'limit',
        which: claim.which,
        ...(claim.x !== undefined && report?.verdict === 'verified'
          ? { incumbent: { x: withoutNegativeZero(claim.x), objective: report.objective } }
          : {}),
        ...(claim.bound === undefined ? {} : { bound: flip * claim.bound }),
      };
    }
    case 'failed':
      return { ...record, status: 'failed', cause: claim.cause };
  }
}
