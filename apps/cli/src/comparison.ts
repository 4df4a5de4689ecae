/**
 * What several answers to one case amount to. The rule is not "equal duals": at a degenerate optimum honest solvers differ.
 * Each answer is held to the certificate of its own tolerance class, objectives to the looser class of the two, and
 * each price to the interval of optimal duals of a vertex. A price outside it is still no fault if the duals it belongs to
 * prove that very vertex optimal within their class (violations times prices explain the distance, and nothing else
 * does); then it is said to how many digits it is good. `wrong` names who fails which line; `no answer` is never agreement.
 */
import {
  COMPONENT_AGREEMENT,
  carriedTolerances,
  explainedDistance,
  OBJECTIVE_AGREEMENT,
} from '@marginal/conformance';
import { type Backend, checkOptimal, TOLERANCES, type ToleranceClass } from '@marginal/program';
import type { Cleared, NotCleared, PriceHandle, PriceInterval } from './market-driver.ts';
import { digitsOf, distanceOutside, type PriceRanges, priceOf, type VertexOptimum } from './price-ranges.ts';

/** A solver that would not take the case, or could not do what the model asks for beside the optimum. */
export interface Refused extends Omit<NotCleared, 'status'> {
  readonly status: 'refused';
}

/** One solver's answer, or what it gave in place of one. */
export interface Answer {
  readonly backend: Backend;
  readonly result: Cleared | NotCleared | Refused;
}

export type Verdict = 'same' | 'same value, other vertex' | 'wrong' | 'no answer';

/** One line about one solver. */
export interface Finding {
  readonly solver: string;
  readonly line: string;
}

export interface ComparedPrice {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
  /** By solver. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether all values are one price, to the digits of each solver's class. */
  readonly equal: boolean;
  /** Least and greatest optimal value; null where there is no such step, and where `unique` is null. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null when no solver could settle the interval. */
  readonly unique: boolean | null;
  /** Solvers whose price lies outside the interval, and whose certificate does not explain it. */
  readonly outside: readonly string[];
}

/** How good the prices of an answer are that is not of the vertex class. */
export interface PriceQuality {
  /** Digits to which every price agrees with its interval. */
  readonly digits: number;
  /** Violations times prices, in objective units: what may separate this answer from the vertex. */
  readonly explained: number;
}

export interface Comparison {
  readonly verdict: Verdict;
  /** Who fails which line. */
  readonly findings: readonly Finding[];
  /** Who gave no answer, and why. */
  readonly absent: readonly Finding[];
  /** Relative, over verified optima; null unless there are two or more. */
  readonly spread: number | null;
  readonly prices: readonly ComparedPrice[];
  /** By solver, of those without a vertex. */
  readonly quality: Readonly<Record<string, PriceQuality>>;
}

interface Optimum {
  readonly backend: Backend;
  readonly result: Cleared;
}

function isOptimum(answer: Answer): answer is Optimum {
  return answer.result.status === 'optimal';
}

function classOf({ backend }: { backend: Backend }): ToleranceClass {
  return backend.capabilities.toleranceClass;
}

/** The answer to hold the others against: the first vertex that has duals, else the first optimum. */
export function referenceOf(answers: readonly Answer[]): Optimum | undefined {
  const optima = answers.filter(isOptimum);
  return (
    optima.find((optimum) => classOf(optimum) === 'vertex' && optimum.result.duals !== undefined) ?? optima[0]
  );
}

const ANSWERS: readonly string[] = ['optimal', 'infeasible', 'unbounded'];

/** Lines of a certificate that our checks refuted. */
function refutedLines({ backend, result }: Answer): Finding[] {
  if (result.status !== 'imprecise') return [];
  const [claim, ...failed] = result.lines.map((line) => line.trim());
  return (failed.length === 0 ? [claim] : failed).map((line) => ({ solver: backend.name, line }));
}

/** Answers that are proved and contradict each other: the first one's word against each that says otherwise. */
function statusFindings(answered: readonly Answer[]): Finding[] {
  const [first, ...others] = answered;
  return others.flatMap(({ backend, result }) =>
    result.status === first.result.status
      ? []
      : [
          {
            solver: backend.name,
            line: `status: proves ${result.status}, and ${first.backend.name} proves ${first.result.status}: by a hair, or one of them is wrong`,
          },
        ],
  );
}

function linear({ duals }: Cleared) {
  const solution = duals?.outcome.solution;
  return duals === undefined || solution?.kind !== 'lp' ? undefined : { ...duals, solution };
}

/** What separates two optima of one program: violations times prices, both ways. Zero without duals. */
function explained(one: Cleared, other: Cleared): number {
  const [a, b] = [linear(one), linear(other)];
  if (a === undefined || b === undefined || a.solution.x.length !== b.solution.x.length) return 0;
  return (
    explainedDistance(a.program, a.solution.x, b.solution.rowDual) +
    explainedDistance(a.program, b.solution.x, a.solution.rowDual)
  );
}

function objectiveFindings(reference: Optimum, optima: readonly Optimum[]): Finding[] {
  const known = reference.result.objective;
  return optima.flatMap((optimum) => {
    const { objective } = optimum.result;
    const agreement = Math.max(
      OBJECTIVE_AGREEMENT[classOf(reference)],
      OBJECTIVE_AGREEMENT[classOf(optimum)],
    );
    const distance = Math.abs(objective - known);
    if (distance <= agreement * (1 + Math.abs(known))) return [];
    if (distance <= agreement * (1 + Math.abs(known)) + explained(reference.result, optimum.result))
      return [];
    const line = `objective: is ${objective}, ${reference.backend.name} has ${known}; allowed ${agreement} relative`;
    return [{ solver: optimum.backend.name, line }];
  });
}

/** The first line by which these duals fail to prove the vertex optimal in their class; undefined when they prove it. */
function failedLine({ program, outcome }: VertexOptimum, optimum: Optimum): string | undefined {
  const found = linear(optimum.result);
  if (found === undefined || found.solution.rowDual.length !== program.matrix.rowCount)
    return 'there are no duals to compare';
  const own = classOf(optimum);
  // A point of the vertex class and duals of this one: what is allowed of both together.
  const tolerances = own === 'vertex' ? TOLERANCES.vertex : carriedTolerances(own);
  const { rowDual } = found.solution;
  return checkOptimal(program, { x: outcome.solution.x, rowDual }, tolerances).failures[0];
}

/** Prices of one answer, and how they stand to the intervals. */
class PricedAnswer {
  readonly name: string;
  readonly values: readonly number[];
  readonly agreement: number;
  /** The line by which they fail; undefined when every price is inside or explained. */
  readonly failed: string | undefined;
  private readonly distances: readonly number[];

  constructor(optimum: Optimum, handles: readonly PriceHandle[], { intervals, vertex }: PriceRanges) {
    const rowDual = linear(optimum.result)?.solution.rowDual ?? new Float64Array(0);
    this.name = optimum.backend.name;
    this.values = handles.map((price) => priceOf(price, rowDual));
    this.agreement = COMPONENT_AGREEMENT[classOf(optimum)];
    this.distances = this.values.map((value, k) =>
      vertex === undefined ? 0 : distanceOutside(value, intervals[k]),
    );
    const isAnyOutside = this.distances.some((distance) => !(distance <= COMPONENT_AGREEMENT.vertex));
    this.failed = vertex === undefined || !isAnyOutside ? undefined : failedLine(vertex, optimum);
  }

  isOutside(k: number): boolean {
    return this.failed !== undefined && !(this.distances[k] <= COMPONENT_AGREEMENT.vertex);
  }

  get digits(): number {
    return digitsOf(Math.max(0, ...this.distances));
  }
}

function comparePrices(
  priced: readonly PricedAnswer[],
  handles: readonly PriceHandle[],
  ranges: PriceRanges,
) {
  return handles.map((price, k): ComparedPrice => {
    const [{ values: first }] = priced;
    const { low, high, unique } = ranges.intervals[k];
    return {
      name: price.name,
      labels: price.labels,
      unit: price.unit,
      values: Object.fromEntries(priced.map(({ name, values }) => [name, values[k]])),
      equal: priced.every(
        ({ values, agreement }) => Math.abs(values[k] - first[k]) <= agreement * (1 + Math.abs(first[k])),
      ),
      low: Number.isFinite(low) ? low : null,
      high: Number.isFinite(high) ? high : null,
      unique: ranges.vertex === undefined ? null : unique,
      outside: priced.filter((answer) => answer.isOutside(k)).map(({ name }) => name),
    };
  });
}

function place({ name, labels }: ComparedPrice): string {
  return `${name}[${Object.values(labels).join(', ')}]`;
}

/** Where a price of this solver stands, as a finding. */
function priceFindings(priced: readonly PricedAnswer[], prices: readonly ComparedPrice[]): Finding[] {
  return priced.flatMap(({ name, failed }) => {
    const outside = prices.filter((price) => price.outside.includes(name));
    if (failed === undefined || outside.length === 0) return [];
    const [first] = outside;
    const range = `[${first.low ?? -Infinity}, ${first.high ?? Infinity}]`;
    const line = `price: ${place(first)} is ${first.values[name]}, outside ${range} (${outside.length} of ${prices.length} prices); its duals do not prove the vertex: ${failed}`;
    return [{ solver: name, line }];
  });
}

/** Whether there are optima to set against each other; those who gave no answer do not keep the others from it. */
export function isComparable(answers: readonly Answer[]): boolean {
  return answers.filter(isOptimum).length > 1;
}

/** Judges the answers. `ranges`: of `referenceOf(answers)`, asked for only when `isComparable(answers)`. */
export function compared(answers: readonly Answer[], ranges: PriceRanges | undefined): Comparison {
  const answered = answers.filter(({ result }) => ANSWERS.includes(result.status));
  const absent = answers.flatMap(({ backend, result }) =>
    result.status === 'optimal' || result.status === 'imprecise' || ANSWERS.includes(result.status)
      ? []
      : [{ solver: backend.name, line: result.lines[0]?.trim() ?? result.status }],
  );
  const optima = answers.filter(isOptimum);
  const reference = referenceOf(answers);
  const findings = [...answers.flatMap(refutedLines), ...statusFindings(answered)];
  if (reference !== undefined) findings.push(...objectiveFindings(reference, optima));
  const none = { findings, absent, spread: null, prices: [], quality: {} };
  const isComplete = answered.length === answers.length;
  const verdictOf = (agreed: Verdict): Verdict => {
    if (findings.length > 0) return 'wrong';
    return isComplete ? agreed : 'no answer';
  };
  if (!isComparable(answers) || reference === undefined) return { ...none, verdict: verdictOf('same') };
  const objectives = optima.map(({ result }) => result.objective);
  const spread =
    (Math.max(...objectives) - Math.min(...objectives)) / (1 + Math.abs(reference.result.objective));
  const handles = reference.result.duals?.prices ?? [];
  const arePriced = optima.every(({ result }) => linear(result) !== undefined);
  if (ranges === undefined || handles.length === 0 || !arePriced)
    return { ...none, spread, verdict: verdictOf('same') };
  // The reference first: values are held against its own.
  const ordered = [reference, ...optima.filter((optimum) => optimum !== reference)];
  const priced = ordered.map((optimum) => new PricedAnswer(optimum, handles, ranges));
  const prices = comparePrices(priced, handles, ranges);
  findings.push(...priceFindings(priced, prices));
  const quality = Object.fromEntries(
    ordered.flatMap((optimum, k) =>
      classOf(optimum) === 'vertex' || ranges.vertex === undefined
        ? []
        : [
            [
              optimum.backend.name,
              { digits: priced[k].digits, explained: explained(reference.result, optimum.result) },
            ],
          ],
    ),
  );
  const verdict = verdictOf(prices.every(({ equal }) => equal) ? 'same' : 'same value, other vertex');
  return { verdict, findings, absent, spread, prices, quality };
}

/** An interval with its ends in place, for tables. */
export function rangeOf({ low, high }: ComparedPrice): PriceInterval {
  return { low: low ?? -Infinity, high: high ?? Infinity, unique: low === high };
}
