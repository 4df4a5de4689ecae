/**
 * A program with its known answer, and what a backend makes of it. Components that are not unique are given as the
 * interval in which every optimal one lies; that a set of them fits together is evidence (`checkOptimal`), not truth.
 */
import { hasIntegers, hasSemicontinuous, isDiscrete, type Program } from '@marginal/program';
import { type Bench, denied, type Need, type Verdict, verdictOf } from './case.ts';
import { noAnswer } from './evidence.ts';
import { type Observation, observe } from './observe.ts';
import type { Interval } from './sketch.ts';
import { COMPONENT_AGREEMENT, OBJECTIVE_AGREEMENT, SEARCH_AGREEMENT } from './tolerances.ts';

export type Component = number | Interval;

export type Truth =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      /** One per column, absent when nothing is asserted of the point but that it is optimal. */
      readonly x?: readonly Component[];
      /** One per row, in the objective's own sense. */
      readonly rowDual?: readonly Component[];
      /** One per column, in the objective's own sense. */
      readonly reducedCost?: readonly Component[];
    }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' };

/** What a backend must be able to do to answer this program as it is. */
export function needsOf(program: Program, status: Truth['status']): Need[] {
  const needs: Need[] = [];
  if (hasIntegers(program)) needs.push('mip');
  if (hasSemicontinuous(program)) needs.push('semicontinuous');
  if (needs.length === 0) needs.push('lp');
  if (program.matrix.values.length === 0) return needs;
  if (status === 'unbounded') needs.push('primalRay');
  if (isDiscrete(program)) return needs;
  if (status === 'optimal') needs.push('duals');
  if (status === 'infeasible') needs.push('farkas');
  return needs;
}

function outside(value: number, expected: Component, tolerance: number): boolean {
  const [low, high] = typeof expected === 'number' ? [expected, expected] : expected;
  const slack = (bound: number): number => (Number.isFinite(bound) ? tolerance * (1 + Math.abs(bound)) : 0);
  return !(value >= low - slack(low) && value <= high + slack(high));
}

function components(
  what: string,
  values: Float64Array,
  expected: readonly Component[] | undefined,
  tolerance: number,
): string[] {
  if (expected === undefined) return [];
  return expected.flatMap((entry, k) => {
    if (!outside(values[k], entry, tolerance)) return [];
    const wanted = typeof entry === 'number' ? `${entry}` : `in [${entry[0]}, ${entry[1]}]`;
    return [`${what} ${k} is ${values[k]}, not ${wanted}`];
  });
}

/** What is wrong with an observation of a program that has this truth. */
export function against(truth: Truth, program: Program, seen: Observation, bench: Bench): string[] {
  if (seen.kind !== 'outcome') return [`${seen.kind}: ${seen.reason}`];
  const { outcome, findings } = seen;
  const none = noAnswer(outcome);
  if (none !== undefined) return [`no answer to a program that is ${truth.status}: ${none}`];
  if (outcome.status !== truth.status) return [`says ${outcome.status}, is ${truth.status}`, ...findings];
  if (outcome.status !== 'optimal' || truth.status !== 'optimal') return [...findings];
  const { toleranceClass } = bench.backend.capabilities;
  const wrong = [...findings];
  const scale = 1 + Math.abs(truth.objective - program.offset);
  if (!(Math.abs(outcome.objective - truth.objective) <= objectiveTolerance(program, bench) * scale))
    wrong.push(`objective is ${outcome.objective}, not ${truth.objective}`);
  const tolerance = COMPONENT_AGREEMENT[toleranceClass];
  const { solution } = outcome;
  // A first-order method may stand a little inside the best face, so that only its value is near.
  if (toleranceClass !== 'firstOrder') wrong.push(...components('column', solution.x, truth.x, tolerance));
  if (solution.kind === 'mip') return wrong;
  return [
    ...wrong,
    ...components('dual of row', solution.rowDual, truth.rowDual, tolerance),
    ...components('reduced cost of column', solution.reducedCost, truth.reducedCost, tolerance),
  ];
}

/** Objectives of a search agree to its gap. */
function objectiveTolerance(program: Program, { backend }: Bench): number {
  const tolerance = OBJECTIVE_AGREEMENT[backend.capabilities.toleranceClass];
  return isDiscrete(program) ? Math.max(tolerance, SEARCH_AGREEMENT) : tolerance;
}

/** Whether `open` said that this program is outside what the author of the backend declared. */
export function isDeclined(seen: Observation, { declines }: Bench): boolean {
  if (seen.kind !== 'refused') return false;
  return seen.code === 'program.numeric-range' || declines.includes(seen.code);
}

/** A denied capability must show: refused, or no answer. An answer all the same means that the record is wrong. */
export function denialVerdict(missing: readonly Need[], seen: Observation, truth: Truth): Verdict {
  const what = missing.join(', ');
  if (seen.kind === 'refused') return { status: 'refused', reason: `${what} denied: ${seen.code}` };
  if (seen.kind === 'thrown')
    return { status: 'failed', reasons: [`${what} denied, but not by an UnsupportedError: ${seen.reason}`] };
  const none = noAnswer(seen.outcome);
  if (none !== undefined) {
    if (seen.outcome.status === 'imprecise' && seen.outcome.claimed !== truth.status)
      return { status: 'failed', reasons: [`${what} denied, and wrong: ${none}, is ${truth.status}`] };
    return { status: 'refused', reason: `${what} denied: ${none}` };
  }
  return {
    status: 'failed',
    reasons: [`${what} denied, and yet the answer is '${seen.outcome.status}'`, ...seen.findings],
  };
}

/** Solves one program and holds the answer against its truth, or a denied capability against what was seen. */
export async function judge(program: Program, truth: Truth, bench: Bench): Promise<Verdict> {
  const missing = denied(bench.backend.capabilities, needsOf(program, truth.status));
  const seen = await observe(program, bench.backend);
  if (isDeclined(seen, bench) && seen.kind === 'refused') return { status: 'refused', reason: seen.reason };
  if (missing.length > 0) return denialVerdict(missing, seen, truth);
  return verdictOf(against(truth, program, seen, bench));
}
