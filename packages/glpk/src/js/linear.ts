/**
 * Linear programs in glpk.js, which throws the return code of glp_simplex away. So: with the presolver only "optimal" means
 * anything; without it "infeasible" and "unbounded" do, too, and are then proved by the optimum of an auxiliary program,
 * which is feasible and bounded whatever the original is. Invariant: every finding but `limit` and `failed` has passed our
 * check; what cannot be checked is `failed`, with every attempt's cause.
 */
import {
  checkFarkas,
  checkOptimal,
  checkRay,
  elastic,
  type Program,
  recession,
  TOLERANCES,
} from '@marginal/program';
import type { Result } from 'glpk.js/node';
import { CLOCK_SLACK_MILLISECONDS, NO_LIMIT } from '../constants.ts';
import { scaled, unscaled } from '../scaling.ts';
import { millisecondsLeft } from '../simplex.ts';
import type { Finding } from '../solve.ts';
import { statusName, VERDICTS, type Verdict } from '../status.ts';
import { documentOf, dualsOf, pointOf } from './document.ts';
import type { Instance } from './package.ts';

/** Whether a run that ended without an answer was stopped by its time limit; glpk.js does not say. */
export function isLate(deadline: number): boolean {
  return performance.now() > deadline - CLOCK_SLACK_MILLISECONDS;
}

/** What came of one run, before anybody has checked it. */
interface Run {
  readonly verdict: Verdict;
  readonly result: Result;
}

/**
 * One run, which is a search where the program has integers; `undefined` when no time is left. `deadline`: in the time of `performance.now()`.
 */
export async function ask(
  instance: Instance,
  program: Program,
  presolve: boolean,
  deadline: number,
): Promise<Result | undefined> {
  const milliseconds = millisecondsLeft(deadline);
  if (milliseconds === 0) return undefined;
  const limit = milliseconds < NO_LIMIT ? { tmlim: milliseconds / 1000 } : {};
  return instance.call((glpk) => glpk.solve(documentOf(program), { msglev: 0, presol: presolve, ...limit }));
}

async function simplex(
  instance: Instance,
  program: Program,
  presolve: boolean,
  deadline: number,
): Promise<Run | undefined> {
  const result = await ask(instance, program, presolve, deadline);
  if (result === undefined) return undefined;
  const status = statusName(result.result.status);
  return { result, verdict: status === undefined ? 'unfinished' : VERDICTS[status] };
}

/** The optimum of an auxiliary program: the first vector that proves something. */
async function proof(
  instance: Instance,
  program: Program,
  vector: (result: Result) => Float64Array | undefined,
  proves: (vector: Float64Array) => boolean,
  deadline: number,
): Promise<Float64Array | undefined> {
  for (const presolve of [false, true]) {
    const run = await simplex(instance, program, presolve, deadline);
    const found = run?.verdict === 'optimal' ? vector(run.result) : undefined;
    if (found !== undefined && proves(found)) return found;
  }
  return undefined;
}

async function infeasible(
  instance: Instance,
  program: Program,
  deadline: number,
): Promise<Finding | undefined> {
  const { rowCount } = program.matrix;
  const farkas = await proof(
    instance,
    elastic(program),
    (result) => dualsOf(result, rowCount),
    (vector) => checkFarkas(program, vector).verdict === 'verified',
    deadline,
  );
  return farkas && { status: 'infeasible', farkas };
}

/** Without a point: a second look at the rows alone finds one, or that there is none. */
async function unbounded(
  instance: Instance,
  program: Program,
  deadline: number,
): Promise<Finding | undefined> {
  const { columnCount } = program.matrix;
  const ray = await proof(
    instance,
    recession(program),
    (result) => pointOf(result, columnCount),
    (vector) => checkRay(program, vector).verdict === 'verified',
    deadline,
  );
  return ray && { status: 'unbounded', ray };
}

const PROOFS = { infeasible, unbounded } as const;

/** In this order. */
const ATTEMPTS = [
  { name: 'presolved', presolve: true, rescale: false },
  { name: 'plain', presolve: false, rescale: false },
  { name: 'in other units', presolve: false, rescale: true },
] as const;

/** Solves a linear program. `deadline`: in the time of `performance.now()`. */
export async function solveLinear(instance: Instance, program: Program, deadline: number): Promise<Finding> {
  const { rowCount, columnCount } = program.matrix;
  const doubts: string[] = [];
  for (const { name, presolve, rescale } of ATTEMPTS) {
    const units = rescale ? scaled(program) : undefined;
    const run = await simplex(instance, units?.program ?? program, presolve, deadline);
    if (run === undefined) break;
    const { verdict, result } = run;
    if (verdict === 'optimal') {
      const raw = { x: pointOf(result, columnCount), rowDual: dualsOf(result, rowCount) };
      const point = units === undefined ? raw : unscaled(units, raw);
      const report = checkOptimal(program, point, TOLERANCES.vertex);
      if (report.verdict === 'verified') return { status: 'optimal', ...point };
      doubts.push(`${name}: optimal, but ${report.failures.join(', ')}`);
    } else if (!presolve && verdict !== 'unfinished') {
      const found = await PROOFS[verdict](instance, program, deadline);
      if (found !== undefined) return found;
      doubts.push(`${name}: ${verdict}, but no proof was found`);
    } else doubts.push(`${name}: no status`);
  }
  if (isLate(deadline)) return { status: 'limit', which: 'time' };
  const found =
    (await infeasible(instance, program, deadline)) ?? (await unbounded(instance, program, deadline));
  if (found !== undefined) return found;
  return isLate(deadline)
    ? { status: 'limit', which: 'time' }
    : { status: 'failed', cause: doubts.join('; ') };
}
