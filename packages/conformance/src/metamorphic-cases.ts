/**
 * Relations held on drawn programs: one case per relation, a number of programs each. What the backend says of the
 * related program, carried back, must prove the same of the original, and the original's own answer must agree.
 */
import {
  checkFarkas,
  checkOptimal,
  checkRay,
  isDiscrete,
  type Outcome,
  type Program,
} from '@marginal/program';
import fc from 'fast-check';
import { type Bench, type Case, denied, type Need, PASSED, type Verdict } from './case.ts';
import { DRAWN, type Drawn } from './drawn-programs.ts';
import { dualOf } from './duality.ts';
import { noAnswer } from './evidence.ts';
import { observe } from './observe.ts';
import { applies, RELATIONS, type Related, type Relation } from './relations.ts';
import { CARRIED, carriedTolerances, OBJECTIVE_AGREEMENT, SEARCH_AGREEMENT } from './tolerances.ts';

type Carried = Omit<Related, 'program'>;

/** What is wrong with the outcome of the related program, read as one of the original. */
function carriedBack(program: Program, related: Carried, outcome: Outcome, { backend }: Bench): string[] {
  const tolerances = carriedTolerances(backend.capabilities.toleranceClass);
  const point = (x: Float64Array): Float64Array => Float64Array.from(related.point([...x]));
  const duals = (y: Float64Array): Float64Array => Float64Array.from(related.duals([...y]));
  switch (outcome.status) {
    case 'optimal': {
      const x = point(outcome.solution.x);
      const rowDual = outcome.solution.kind === 'lp' ? { rowDual: duals(outcome.solution.rowDual) } : {};
      return checkOptimal(program, { x, ...rowDual }, tolerances).failures.map(
        (line) => `carried back: ${line}`,
      );
    }
    case 'infeasible': {
      if (outcome.proof === 'search') return [];
      const farkas = related.farkas ?? related.duals;
      const report = checkFarkas(program, Float64Array.from(farkas([...outcome.farkas])));
      return report.verdict === 'verified'
        ? []
        : report.failures.map((line) => `carried back: farkas ${line}`);
    }
    case 'unbounded': {
      // A difference of two points, so that constants by which points are moved fall away.
      const base = point(new Float64Array(outcome.ray.length));
      const report = checkRay(
        program,
        point(outcome.ray).map((value, j) => value - base[j]),
      );
      return report.verdict === 'verified' ? [] : report.failures.map((line) => `carried back: ray ${line}`);
    }
    default:
      return [];
  }
}

function objectivesDiffer(program: Program, value: number, other: number, { backend }: Bench): string[] {
  const tolerance = Math.max(
    CARRIED * OBJECTIVE_AGREEMENT[backend.capabilities.toleranceClass],
    isDiscrete(program) ? SEARCH_AGREEMENT : 0,
  );
  if (Math.abs(value - other) <= tolerance * (1 + Math.abs(value - program.offset))) return [];
  return [`objective ${value}, and ${other} by the related program`];
}

/** What became of one drawn program: compared, or why it was not. */
type Held = readonly string[] | 'refused' | 'unanswered';

/** A vertex method must answer. A first-order one may give up, but what it claims and cannot show is wrong. */
function unanswered(
  wrong: readonly string[],
  a: Outcome,
  b: Outcome,
  reason: string,
  { backend }: Bench,
): Held {
  const isClaim = a.status === 'imprecise' || b.status === 'imprecise';
  const mayGiveUp = !isClaim && backend.capabilities.toleranceClass !== 'vertex';
  return wrong.length === 0 && mayGiveUp ? 'unanswered' : [...wrong, `no answer: ${reason}`];
}

/** One drawn program under one relation: what is wrong, or why nothing could be compared. */
async function held(program: Program, related: Related, bench: Bench): Promise<Held> {
  const [own, other] = [await observe(program, bench.backend), await observe(related.program, bench.backend)];
  // A scaled number may leave the range of the solver, or its declared kind: it says so.
  if (own.kind === 'refused' || other.kind === 'refused') return 'refused';
  if (own.kind === 'thrown') return [own.reason];
  if (other.kind === 'thrown') return [`related: ${other.reason}`];
  const wrong = [...own.findings, ...other.findings.map((line) => `related: ${line}`)];
  const [a, b] = [own.outcome, other.outcome];
  const none = noAnswer(a) ?? noAnswer(b);
  if (none !== undefined) return unanswered(wrong, a, b, none, bench);
  if (a.status !== b.status) return [...wrong, `${a.status}, and the related program ${b.status}`];
  if (a.status === 'optimal' && b.status === 'optimal')
    wrong.push(...objectivesDiffer(program, a.objective, related.objective(b.objective), bench));
  return [...wrong, ...carriedBack(program, related, b, bench)];
}

/** Infeasible and unbounded exchange places; a program that is both has a dual that is one of them. */
async function heldByDual(program: Program, bench: Bench): Promise<Held> {
  const dual = dualOf(program);
  const [own, other] = [await observe(program, bench.backend), await observe(dual.program, bench.backend)];
  if (own.kind === 'refused' || other.kind === 'refused') return 'refused';
  if (own.kind === 'thrown') return [own.reason];
  if (other.kind === 'thrown') return [`dual: ${other.reason}`];
  const [a, b] = [own.outcome, other.outcome];
  const none = noAnswer(a) ?? noAnswer(b);
  const wrong = [...own.findings, ...other.findings.map((line) => `dual: ${line}`)];
  if (none !== undefined) return unanswered(wrong, a, b, none, bench);
  if (a.status === 'optimal' && b.status === 'optimal' && b.solution.kind === 'lp') {
    const tolerances = carriedTolerances(bench.backend.capabilities.toleranceClass);
    const [x, rowDual] = [dual.point(b.solution.rowDual), dual.duals(b.solution.x)];
    const { failures } = checkOptimal(program, { x, rowDual }, tolerances);
    wrong.push(...failures.map((line) => `from the dual: ${line}`));
    return [...wrong, ...objectivesDiffer(program, a.objective, dual.objective(b.objective), bench)];
  }
  const fits =
    (a.status === 'unbounded' && b.status === 'infeasible') ||
    (a.status === 'infeasible' && (b.status === 'infeasible' || b.status === 'unbounded'));
  return fits ? wrong : [...wrong, `${a.status}, and its dual ${b.status}`];
}

const LINEAR: readonly Need[] = ['lp', 'duals', 'reducedCosts', 'farkas', 'primalRay'];
const PICKS = fc.array(fc.nat(7), { minLength: 8, maxLength: 8 });

/** Which drawn programs this backend can be asked about; undefined when none. */
function programsFor(relation: Relation['holds'], bench: Bench): fc.Arbitrary<Drawn> | undefined {
  const { capabilities } = bench.backend;
  const linear =
    denied(capabilities, LINEAR).length === 0
      ? [DRAWN.feasible, DRAWN.degenerate, DRAWN.anything, DRAWN.infeasible, DRAWN.unbounded]
      : [];
  const discrete = capabilities.mip && relation === 'any' ? [DRAWN.integers] : [];
  const kinds = [...linear, ...discrete];
  return kinds.length === 0 ? undefined : fc.oneof(...kinds);
}

async function holdsOn(
  id: string,
  arbitrary: fc.Arbitrary<Drawn> | undefined,
  bench: Bench,
  find: (program: Program, picks: readonly number[]) => Promise<Held>,
): Promise<Verdict> {
  if (arbitrary === undefined) {
    const missing = denied(bench.backend.capabilities, [...LINEAR, 'mip']).join(', ');
    return { status: 'skipped', reason: `denied: ${missing}` };
  }
  const replay = bench.replay?.case === id ? bench.replay : undefined;
  let findings: readonly string[] = [];
  const left = { refused: 0, unanswered: 0 };
  const property = fc.asyncProperty(arbitrary, PICKS, async ({ program }, picks) => {
    const wrong = await find(program, picks);
    if (typeof wrong === 'string') {
      left[wrong]++;
      return true;
    }
    if (wrong.length === 0) return true;
    findings = wrong;
    return false;
  });
  const details = await fc.check(property, {
    seed: replay?.seed ?? bench.seed,
    numRuns: replay === undefined ? bench.size.runs : 1,
    ...(replay === undefined ? {} : { path: replay.path }),
  });
  if (!details.failed) return heldVerdict(details.numRuns, left.refused, left.unanswered);
  const path = details.counterexamplePath ?? '';
  const again = `replay: MARGINAL_REPLAY='${id}|${details.seed}|${path}'`;
  const program = JSON.stringify(details.counterexample?.[0].program, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? [...(value as Float64Array)].map(String).join(' ') : value,
  );
  return { status: 'failed', reasons: [...findings, again, `program: ${program}`] };
}

/** Nothing was wrong; but something must have been compared. */
function heldVerdict(runs: number, refused: number, unansweredRuns: number): Verdict {
  if (refused === runs)
    return { status: 'refused', reason: `all ${runs} programs drawn, or their relatives, are refused` };
  if (refused + unansweredRuns === runs)
    return { status: 'failed', reasons: [`none of ${runs} programs was answered`] };
  if (unansweredRuns === 0) return PASSED;
  return { status: 'passed', note: `${unansweredRuns} of ${runs} programs were not answered` };
}

function relationCase(relation: Relation): Case {
  const id = `relation: ${relation.name}`;
  return {
    id,
    layer: 'metamorphic',
    run: (bench) =>
      holdsOn(id, programsFor(relation.holds, bench), bench, async (program, picks) =>
        applies(relation, program)
          ? held(
              program,
              relation.relate(program, (k) => picks[k % picks.length]),
              bench,
            )
          : [],
      ),
  };
}

const DUALITY = 'relation: the dual program';

export const METAMORPHIC_CASES: readonly Case[] = [
  ...RELATIONS.map(relationCase),
  {
    id: DUALITY,
    layer: 'metamorphic',
    run: (bench) =>
      holdsOn(DUALITY, programsFor('linear', bench), bench, (program) => heldByDual(program, bench)),
  },
];
