/**
 * Do answers of several solvers agree? Not "are their duals equal": at a degenerate optimum honest solvers differ. Same
 * status, same objective, each with evidence of its own, and each dual inside the interval of optimal duals.
 */
import { type DualInterval, dualIntervals } from '@marginal/prices';
import {
  type Backend,
  checkOptimal,
  isDiscrete,
  MarginalError,
  type OptimalOutcome,
  type Program,
} from '@marginal/program';
import { denied } from './case.ts';
import type { Drawn } from './drawn-programs.ts';
import { noAnswer } from './evidence.ts';
import { explainedDistance } from './explained.ts';
import type { Observation } from './observe.ts';
import {
  COMPONENT_AGREEMENT,
  carriedTolerances,
  OBJECTIVE_AGREEMENT,
  SEARCH_AGREEMENT,
} from './tolerances.ts';
import { needsOf, type Truth } from './truth.ts';

type KnownTruth = NonNullable<Drawn['truth']>;

export interface Answer {
  readonly backend: Backend;
  /** What the answer is called in a report: the solver's name, or `highs, solved anew`. */
  readonly name: string;
  readonly seen: Observation;
}

/** One thing that is wrong with one answer. */
export interface Finding {
  readonly solver: string;
  /** `objective: is 3, known to be 4`. */
  readonly line: string;
}

/** `one answer`: right as far as anybody can tell, but no second solver answered, so there is nobody to agree with. */
export type AgreementVerdict = 'same' | 'same value, other vertex' | 'one answer' | 'no answer' | 'wrong';

/** What differed and yet is agreement, counted. */
export interface Differing {
  /** Duals that lie in their intervals. */
  readonly inside: number;
  /** Duals whose interval nobody could settle. */
  readonly unsettled: number;
  /** Objectives or duals whose difference is a violation within tolerance times a price (`explainedDistance`), or that prove each other's or their own point. */
  readonly explained: number;
}

const NOTHING_DIFFERS: Differing = { inside: 0, unsettled: 0, explained: 0 };

export interface Agreement {
  readonly verdict: AgreementVerdict;
  readonly findings: readonly Finding[];
  /** Solvers that gave no answer, and why: limits, failures, refusals. Never agreement. */
  readonly absent: readonly Finding[];
  readonly differing: Differing;
}

/** Whether there is an answer at all, right or wrong. */
export function isAnswer(program: Program, answer: Answer): boolean {
  return absence(program, answer) === undefined;
}

/** Why an answer is none; undefined when it is one, or a wrong one. */
function absence(program: Program, { backend, seen }: Answer): string | undefined {
  if (seen.kind === 'refused') return `refused: ${seen.code}`;
  if (seen.kind === 'thrown') return undefined;
  const { outcome } = seen;
  const none = noAnswer(outcome);
  if (none === undefined || outcome.status !== 'imprecise') return none;
  // Refuted because nothing was there to check: what is denied is absent. Anything else refuted is wrong.
  return denied(backend.capabilities, needsOf(program, outcome.claimed)).length > 0 ? none : undefined;
}

function ownFindings({ name, seen }: Answer): Finding[] {
  if (seen.kind !== 'outcome') return [{ solver: name, line: `${seen.kind}: ${seen.reason}` }];
  const { outcome, findings } = seen;
  const refuted =
    outcome.status === 'imprecise'
      ? outcome.failures.map((line) => `claimed ${outcome.claimed}, refuted: ${line}`)
      : [];
  return [...refuted, ...findings].map((line) => ({ solver: name, line }));
}

function optimumOf({ seen }: Answer): OptimalOutcome | undefined {
  return seen.kind === 'outcome' && seen.outcome.status === 'optimal' ? seen.outcome : undefined;
}

function objectiveTolerance(program: Program, one: Backend, other: Backend): number {
  const [a, b] = [one, other].map(({ capabilities }) => OBJECTIVE_AGREEMENT[capabilities.toleranceClass]);
  return Math.max(a, b, isDiscrete(program) ? SEARCH_AGREEMENT : 0);
}

/** A difference of objectives: none, one that tolerances explain, or a fault. */
function distanceBetween(
  program: Program,
  one: Valued,
  other: Valued,
  tolerance: number,
): 'none' | 'explained' | 'apart' {
  const flip = program.sense === 'minimize' ? 1 : -1;
  const distance = flip * (one.objective - other.objective);
  const allowed = tolerance * (1 + Math.abs(other.objective - program.offset));
  if (Math.abs(distance) <= allowed) return 'none';
  const [worse, better] = distance > 0 ? [one, other] : [other, one];
  if (worse.rowDual === undefined || better.x === undefined) return 'apart';
  return Math.abs(distance) <= allowed + explainedDistance(program, better.x, worse.rowDual)
    ? 'explained'
    : 'apart';
}

/** An objective with what stands behind it. */
interface Valued {
  readonly objective: number;
  readonly x?: Float64Array;
  readonly rowDual?: Float64Array;
}

function valued({ objective, solution }: OptimalOutcome): Valued {
  return solution.kind === 'lp' ? { objective, x: solution.x, rowDual: solution.rowDual } : { objective };
}

type Compared = { readonly findings: readonly Finding[]; readonly explained: number };

function againstTruth(program: Program, answer: Answer, truth: KnownTruth): Compared {
  if (answer.seen.kind !== 'outcome') return { findings: [], explained: 0 };
  const { outcome } = answer.seen;
  const solver = answer.name;
  if (outcome.status !== truth.status)
    return {
      findings: [{ solver, line: `status: says ${outcome.status}, known to be ${truth.status}` }],
      explained: 0,
    };
  if (outcome.status !== 'optimal' || truth.status !== 'optimal') return { findings: [], explained: 0 };
  const known = { objective: truth.objective, ...truth.witness };
  const tolerance = objectiveTolerance(program, answer.backend, answer.backend);
  const distance = distanceBetween(program, valued(outcome), known, tolerance);
  if (distance !== 'apart') return { findings: [], explained: distance === 'none' ? 0 : 1 };
  return {
    findings: [{ solver, line: `objective: is ${outcome.objective}, known to be ${truth.objective}` }],
    explained: 0,
  };
}

/** Optimal by a point within tolerance, and infeasible by multipliers: of a program that is infeasible by a hair. */
function isProvedBothWays(one: string, other: string): boolean {
  return (one === 'optimal' && other === 'infeasible') || (one === 'infeasible' && other === 'optimal');
}

function againstEachOther(program: Program, one: Answer, other: Answer): Compared {
  if (one.seen.kind !== 'outcome' || other.seen.kind !== 'outcome') return { findings: [], explained: 0 };
  const [a, b] = [one.seen.outcome, other.seen.outcome];
  const solver = other.name;
  // Both proved: the point violates what the multipliers forbid by less than its tolerance. No exact answer is known here.
  if (isProvedBothWays(a.status, b.status) && !isDiscrete(program)) return { findings: [], explained: 1 };
  if (a.status !== b.status)
    return {
      findings: [{ solver, line: `status: says ${b.status}, ${one.name} says ${a.status}` }],
      explained: 0,
    };
  if (a.status !== 'optimal' || b.status !== 'optimal') return { findings: [], explained: 0 };
  const tolerance = objectiveTolerance(program, one.backend, other.backend);
  const distance = distanceBetween(program, valued(b), valued(a), tolerance);
  if (distance !== 'apart') return { findings: [], explained: distance === 'none' ? 0 : 1 };
  return {
    findings: [{ solver, line: `objective: is ${b.objective}, ${one.name} has ${a.objective}` }],
    explained: 0,
  };
}

/** A claim that nothing could be checked of is still wrong if it is of another kind than what is known. */
function claimedOtherwise(answer: Answer, status: Truth['status'] | undefined): Finding[] {
  const { seen, name } = answer;
  if (status === undefined || seen.kind !== 'outcome' || seen.outcome.status !== 'imprecise') return [];
  const { claimed } = seen.outcome;
  return claimed === status ? [] : [{ solver: name, line: `status: claimed ${claimed}, is ${status}` }];
}

/** What the status is, as far as it is known or proved. */
function provedStatus(sound: readonly Answer[], truth: KnownTruth | undefined): Truth['status'] | undefined {
  if (truth !== undefined) return truth.status;
  const [first] = sound;
  if (first?.seen.kind !== 'outcome') return undefined;
  const { status } = first.seen.outcome;
  return status === 'optimal' || status === 'infeasible' || status === 'unbounded' ? status : undefined;
}

function rowDuals(answer: Answer): Float64Array | undefined {
  const solution = optimumOf(answer)?.solution;
  // Duals that are only good to four digits have their evidence; an interval would say nothing more.
  if (solution?.kind !== 'lp' || answer.backend.capabilities.toleranceClass !== 'vertex') return undefined;
  return solution.rowDual;
}

function isInside(value: number, { low, high }: DualInterval): boolean {
  const slack = COMPONENT_AGREEMENT.vertex * (1 + Math.abs(value));
  return value >= low - slack && value <= high + slack;
}

/** Whether these duals prove the point of that optimum. */
function prove(program: Program, { solution }: OptimalOutcome, rowDual: Float64Array): boolean {
  return (
    checkOptimal(program, { x: solution.x, rowDual }, carriedTolerances('vertex')).verdict === 'verified'
  );
}

/**
 * Whether an optimum has another objective, by no more than violations within tolerance times prices explain. Its duals are
 * those of its own point, which they have proved; of the program without that violation they need not be optimal.
 */
function isElsewhere(program: Program, one: OptimalOutcome, other: OptimalOutcome): boolean {
  return distanceBetween(program, valued(one), valued(other), OBJECTIVE_AGREEMENT.vertex) === 'explained';
}

/** Rows on which two vertex answers differ, each dual held against the interval of all optimal ones. */
async function duals(
  program: Program,
  answers: readonly Answer[],
): Promise<Pick<Agreement, 'findings' | 'differing'>> {
  const given = answers.flatMap((answer) => {
    const values = rowDuals(answer);
    const optimum = optimumOf(answer);
    return values === undefined || optimum === undefined ? [] : [{ answer, values, optimum }];
  });
  const [reference] = given;
  if (reference === undefined) return { findings: [], differing: NOTHING_DIFFERS };
  const rows = [...reference.values].flatMap((first, i) => {
    const slack = COMPONENT_AGREEMENT.vertex * (1 + Math.abs(first));
    return given.some(({ values }) => !(Math.abs(values[i] - first) <= slack)) ? [i] : [];
  });
  if (rows.length === 0) return { findings: [], differing: NOTHING_DIFFERS };
  let intervals: readonly DualInterval[];
  try {
    intervals = await dualIntervals(program, reference.optimum, rows, reference.answer.backend);
  } catch (error) {
    if (!(error instanceof MarginalError)) throw error;
    return { findings: [], differing: { ...NOTHING_DIFFERS, unsettled: rows.length } };
  }
  const findings: Finding[] = [];
  let explained = 0;
  for (const [k, row] of rows.entries()) {
    for (const { answer, values, optimum } of given) {
      if (isInside(values[row], intervals[k])) continue;
      // The interval is that of one point, and only as sharp as the program is well conditioned. Duals that prove that
      // same point optimal, within tolerances, are optimal duals.
      if (prove(program, reference.optimum, values) || isElsewhere(program, optimum, reference.optimum)) {
        explained++;
        continue;
      }
      const range = `[${intervals[k].low}, ${intervals[k].high}]`;
      findings.push({ solver: answer.name, line: `dual: row ${row} has ${values[row]}, outside ${range}` });
    }
  }
  const inside = Math.max(0, rows.length - findings.length - explained);
  return { findings, differing: { inside, unsettled: 0, explained } };
}

/**
 * Holds the answers to one program against their own evidence, against the truth when it is known, and against each other.
 * `wrong` names who fails what; `no answer` means that nobody did.
 */
export async function agreement(
  program: Program,
  answers: readonly Answer[],
  truth?: KnownTruth,
): Promise<Agreement> {
  const absent = answers.flatMap((answer) => {
    const why = absence(program, answer);
    return why === undefined ? [] : [{ solver: answer.name, line: why }];
  });
  const present = answers.filter((answer) => absence(program, answer) === undefined);
  const own = present.flatMap(ownFindings);
  const sound = present.filter((answer) => ownFindings(answer).length === 0);
  const known = truth === undefined ? [] : sound.map((answer) => againstTruth(program, answer, truth));
  const mutual = sound.slice(1).map((other) => againstEachOther(program, sound[0], other));
  const compared = known.some(({ findings }) => findings.length > 0) ? known : [...known, ...mutual];
  const status = provedStatus(sound, truth);
  const unproved = answers.filter((answer) => !present.includes(answer));
  const claims = unproved.flatMap((answer) => claimedOtherwise(answer, status));
  const findings = [...own, ...compared.flatMap((pair) => pair.findings), ...claims];
  const explained = compared.reduce((sum, pair) => sum + pair.explained, 0);
  const differing = { ...NOTHING_DIFFERS, explained };
  if (findings.length > 0) return { verdict: 'wrong', findings, absent, differing };
  if (present.length === 0) return { verdict: 'no answer', findings: [], absent, differing };
  if (new Set(present.map(({ backend }) => backend)).size === 1)
    return { verdict: 'one answer', findings: [], absent, differing };
  const prices = await duals(program, sound);
  const all = { ...prices.differing, explained: prices.differing.explained + explained };
  if (prices.findings.length > 0)
    return { verdict: 'wrong', findings: prices.findings, absent, differing: all };
  const isOther = prices.differing.inside + prices.differing.unsettled + prices.differing.explained > 0;
  return { verdict: isOther ? 'same value, other vertex' : 'same', findings: [], absent, differing: all };
}
