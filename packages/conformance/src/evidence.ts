/**
 * Does an outcome prove what it says? Everything is recomputed from the program, whoever made the outcome: a backend that
 * was not made by `defineBackend` has not been checked by anybody. Also what a capability denies must be absent.
 */
import {
  AT_LOWER,
  AT_UPPER,
  BASIC,
  type Basis,
  type Capabilities,
  checkFarkas,
  checkOptimal,
  checkRay,
  DEFAULT_MIP_GAP,
  FREE_AT_ZERO,
  isDiscrete,
  type LpSolution,
  type MipSolution,
  type OptimalOutcome,
  type Outcome,
  type Program,
  TOLERANCES,
} from '@marginal/program';
import { AT_BOUND, RECOMPUTED } from './tolerances.ts';

function differs(a: number, b: number, tolerance: number): boolean {
  return !(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)));
}

function basisFindings(program: Program, { basis, x, rowActivity }: LpSolution): string[] {
  if (basis === undefined) return [];
  const { rowCount, columnCount } = program.matrix;
  if (basis.columns.length !== columnCount || basis.rows.length !== rowCount)
    return ['basis: does not have one code per column and row'];
  const basic = countBasic(basis);
  const findings = basic === rowCount ? [] : [`basis: ${basic} basic of ${rowCount} rows`];
  const stand = (code: number, value: number, lower: number, upper: number, name: string): void => {
    if (code === BASIC) return;
    const bound = code === AT_LOWER ? lower : code === AT_UPPER ? upper : code === FREE_AT_ZERO ? 0 : NaN;
    if (!(Math.abs(value - bound) <= AT_BOUND * (1 + Math.abs(bound))))
      findings.push(`basis: ${name} = ${value} does not stand where its code ${code} says`);
  };
  const { columnLower, columnUpper, rowLower, rowUpper } = program;
  for (let j = 0; j < columnCount; j++)
    stand(basis.columns[j], x[j], columnLower[j], columnUpper[j], `column ${j}`);
  for (let i = 0; i < rowCount; i++)
    stand(basis.rows[i], rowActivity[i], rowLower[i], rowUpper[i], `row ${i}`);
  return findings;
}

function countBasic({ columns, rows }: Basis): number {
  let count = 0;
  for (const code of columns) if (code === BASIC) count++;
  for (const code of rows) if (code === BASIC) count++;
  return count;
}

function deniedFindings(program: Program, solution: LpSolution, capabilities: Capabilities): string[] {
  // A program without coefficients is answered by the contract itself, whatever the solver can do.
  if (program.matrix.values.length === 0) return [];
  const findings: string[] = [];
  if (!capabilities.duals) findings.push('denied: duals are denied, and yet there are some');
  if (!capabilities.basisOut && solution.basis !== undefined)
    findings.push('denied: a basis is denied, and yet there is one');
  if (capabilities.basisOut && solution.basis === undefined)
    findings.push('basis: claimed, and yet there is none');
  return findings;
}

function linearFindings(
  program: Program,
  outcome: OptimalOutcome,
  solution: LpSolution,
  capabilities: Capabilities,
): string[] {
  const { x, rowDual, reducedCost } = solution;
  if (x === undefined || rowDual === undefined || reducedCost === undefined)
    return ['shape: an optimum of a linear program has a point, row duals and reduced costs'];
  const report = checkOptimal(program, { x, rowDual, reducedCost }, TOLERANCES[capabilities.toleranceClass]);
  return [
    ...report.failures,
    ...objectiveFindings(outcome, report.objective, solution.rowActivity, report.rowActivity),
    ...basisFindings(program, solution),
    ...deniedFindings(program, solution, capabilities),
  ];
}

function objectiveFindings(
  outcome: OptimalOutcome,
  objective: number,
  activity: Float64Array,
  recomputed: Float64Array,
): string[] {
  const findings: string[] = [];
  if (differs(outcome.objective, objective, RECOMPUTED))
    findings.push(`objective: says ${outcome.objective}, its point has ${objective}`);
  if (activity.length !== recomputed.length) findings.push('shape: row activity has another length');
  const row = recomputed.findIndex((value, i) => differs(activity[i], value, RECOMPUTED));
  if (row >= 0) findings.push(`activity: row ${row} says ${activity[row]}, its point has ${recomputed[row]}`);
  return findings;
}

function searchFindings(
  program: Program,
  outcome: OptimalOutcome,
  solution: MipSolution,
  capabilities: Capabilities,
): string[] {
  const findings: string[] = [];
  if ('rowDual' in solution || 'reducedCost' in solution)
    findings.push('denied: a search has no duals, and yet there are some');
  const report = checkOptimal(program, { x: solution.x }, TOLERANCES[capabilities.toleranceClass]);
  findings.push(...report.failures);
  findings.push(...objectiveFindings(outcome, report.objective, solution.rowActivity, report.rowActivity));
  const size = 1 + Math.abs(outcome.objective - program.offset);
  if (!(Math.abs(outcome.objective - solution.bound) <= 2 * DEFAULT_MIP_GAP * size))
    findings.push(`gap: objective ${outcome.objective} against bound ${solution.bound}`);
  return findings;
}

/** Every line of the evidence that fails, one sentence each; empty when the outcome proves what it says. */
export function evidence(program: Program, outcome: Outcome, capabilities: Capabilities): string[] {
  const discrete = isDiscrete(program);
  switch (outcome.status) {
    case 'optimal': {
      const { solution } = outcome;
      if ((solution.kind === 'mip') !== discrete)
        return [
          `shape: a solution of kind '${solution.kind}' for a program ${discrete ? 'with' : 'without'} integers`,
        ];
      return solution.kind === 'lp'
        ? linearFindings(program, outcome, solution, capabilities)
        : searchFindings(program, outcome, solution, capabilities);
    }
    case 'infeasible': {
      if (outcome.proof === 'search')
        return discrete ? [] : ['proof: a linear program is infeasible by multipliers, not by a search'];
      const report = checkFarkas(program, outcome.farkas);
      const findings = report.verdict === 'verified' ? [] : report.failures.map((line) => `farkas: ${line}`);
      if (!capabilities.farkas && program.matrix.values.length > 0)
        findings.push('denied: Farkas multipliers are denied, and yet there are some');
      return findings;
    }
    case 'unbounded': {
      const ray = checkRay(program, outcome.ray);
      const point = checkOptimal(program, { x: outcome.point }, TOLERANCES[capabilities.toleranceClass]);
      return [
        ...(ray.verdict === 'verified' ? [] : ray.failures.map((line) => `ray: ${line}`)),
        ...point.failures.map((line) => `point: ${line}`),
      ];
    }
    case 'limit': {
      if (outcome.incumbent === undefined) return [];
      const { x, objective } = outcome.incumbent;
      const report = checkOptimal(program, { x }, TOLERANCES[capabilities.toleranceClass]);
      return [
        ...report.failures,
        ...(differs(objective, report.objective, RECOMPUTED)
          ? [`objective: says ${objective}, its point has ${report.objective}`]
          : []),
      ];
    }
    case 'infeasibleOrUnbounded':
    case 'imprecise':
    case 'failed':
      return [];
  }
}

/** Why an outcome is no answer, on one line. */
export function noAnswer(outcome: Outcome): string | undefined {
  switch (outcome.status) {
    case 'imprecise':
      return `claimed ${outcome.claimed}, refuted: ${outcome.failures[0]}`;
    case 'failed':
      return `failed: ${outcome.cause}`;
    case 'limit':
      return `stopped at the ${outcome.which} limit`;
    case 'infeasibleOrUnbounded':
      return 'infeasible or unbounded, not settled';
    default:
      return undefined;
  }
}
