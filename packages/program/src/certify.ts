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
import { isDiscrete, type Program } from './program.ts';
import { allowedDistance, type SearchLimits, searchLimits } from './search-limits.ts';
import { BOUND_SLACK, TOLERANCES } from './tolerances.ts';

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
  return times(vector, 1, new Float64Array(vector.length));
}

/** A loop and not `map`: on a small market the copies of an answer would take as long as its check. */
function times(vector: Float64Array, flip: 1 | -1, out: Float64Array): Float64Array {
  for (let k = 0; k < out.length; k++) out[k] = flip * vector[k] + 0;
  return out;
}

/** How much better than a feasible point of this objective some other may be; negative when the bound forbids the point. */
function distance(program: Program, objective: number, bound: number): number {
  return program.sense === 'minimize' ? objective - bound : bound - objective;
}

/** Whether a bound lies on the wrong side of the objective of a feasible point by more than tolerances explain. */
function contradicts(program: Program, objective: number, bound: number): boolean {
  return !(distance(program, objective, bound) >= -BOUND_SLACK * (1 + Math.abs(objective - program.offset)));
}

/**
 * The best point of a search. Checked: the point, and that objective and bound are as close as was asked for. The bound
 * itself is the solver's word. Duals are dropped even when there are some: they belong to some node of the search.
 */
function certifySearch(
  program: Program,
  claim: Claim & { status: 'optimal' },
  capabilities: Capabilities,
  record: SolveRecord,
  limits: SearchLimits,
): Outcome {
  const tolerances = TOLERANCES[capabilities.toleranceClass];
  const x = withoutNegativeZero(claim.x);
  const report = checkOptimal(program, { x }, tolerances);
  const { objective, rowActivity } = report;
  const failures = [...report.failures];
  const bound =
    claim.bound === undefined ? Number.NaN : (program.sense === 'minimize' ? 1 : -1) * claim.bound + 0;
  const scale = 1 + Math.abs(objective - program.offset);
  const apart = distance(program, objective, bound);
  const gap = Math.max(0, apart) / scale;
  if (claim.bound === undefined)
    failures.push('bound: the solver gave none, so nothing says how good its point is');
  else if (contradicts(program, objective, bound))
    failures.push(`bound: ${bound} is on the wrong side of the objective ${objective}`);
  else if (!(apart <= allowedDistance(limits, objective - program.offset) + tolerances.gap * scale))
    failures.push(
      `gap: objective ${objective} against bound ${bound} leaves ${gap} (relative), asked for ${limits.mipGap}`,
    );
  const residuals = { ...report.residuals, gap };
  if (failures.length > 0) return { ...record, status: 'imprecise', claimed: 'optimal', residuals, failures };
  const nodes = claim.nodes === undefined ? {} : { nodes: claim.nodes };
  const solution: MipSolution = { kind: 'mip', x, rowActivity, bound, gap, ...nodes };
  return { ...record, status: 'optimal', objective, solution, residuals };
}

function certifyOptimal(
  program: Program,
  claim: Claim & { status: 'optimal' },
  capabilities: Capabilities,
  record: SolveRecord,
): Outcome {
  const tolerances = TOLERANCES[capabilities.toleranceClass];
  const refused = (failures: readonly string[], residuals = UNKNOWN_RESIDUALS): Outcome => ({
    ...record,
    status: 'imprecise',
    claimed: 'optimal',
    residuals,
    failures,
  });
  if (claim.rowDual === undefined)
    return refused(['duals: the solver returned none it vouches for, so its optimum cannot be checked']);
  const flip = program.sense === 'minimize' ? 1 : -1;
  // One buffer for the copies: making three takes as long as checking a small market.
  const [n, m] = [claim.x.length, claim.rowDual.length];
  const buffer = new ArrayBuffer(8 * (n + m + (claim.reducedCost?.length ?? 0)));
  const x = times(claim.x, 1, new Float64Array(buffer, 0, n));
  const rowDual = times(claim.rowDual, flip, new Float64Array(buffer, 8 * n, m));
  const reducedCost =
    claim.reducedCost === undefined
      ? undefined
      : times(claim.reducedCost, flip, new Float64Array(buffer, 8 * (n + m), claim.reducedCost.length));
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

/** Checks a claim; the result is an answer only if the check passed. `limits`: what was asked of a search. */
export function certify(
  program: Program,
  claim: Claim,
  capabilities: Capabilities,
  record: SolveRecord,
  limits: SearchLimits = searchLimits({}),
): Outcome {
  const tolerances = TOLERANCES[capabilities.toleranceClass];
  switch (claim.status) {
    case 'optimal':
      if (isDiscrete(program)) return certifySearch(program, claim, capabilities, record, limits);
      return certifyOptimal(program, claim, capabilities, record);
    case 'infeasible': {
      if (claim.search === true && claim.farkas === undefined && isDiscrete(program))
        return { ...record, status: 'infeasible', proof: 'search' };
      const report = claim.farkas === undefined ? undefined : checkFarkas(program, claim.farkas);
      if (report?.verdict === 'verified')
        return {
          ...record,
          status: 'infeasible',
          proof: 'farkas',
          farkas: report.farkas,
          margin: report.margin,
        };
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
      const incumbent =
        claim.x !== undefined && report?.verdict === 'verified'
          ? { x: withoutNegativeZero(claim.x), objective: report.objective }
          : undefined;
      const bound =
        claim.bound === undefined ? undefined : (program.sense === 'minimize' ? 1 : -1) * claim.bound + 0;
      // The point has been checked and the bound has not: where they contradict each other the bound goes.
      const refuted =
        bound !== undefined &&
        (Number.isNaN(bound) ||
          (incumbent !== undefined && contradicts(program, incumbent.objective, bound)));
      return {
        ...record,
        status: 'limit',
        which: claim.which,
        ...(incumbent === undefined ? {} : { incumbent }),
        ...(bound === undefined || refuted ? {} : { bound }),
      };
    }
    case 'failed':
      return { ...record, status: 'failed', cause: claim.cause };
  }
}
