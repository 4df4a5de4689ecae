/**
 * Draws programs, asks every backend, and looks for the first answer that is wrong. Each case is solved cold, then
 * changed and solved hot, so that what is left over from before shows. A wrong answer is shrunk by fast-check to a small
 * program, and `seed`, `kind` and `path` bring it back.
 */
import { type Backend, type Program, type Session, solveProgram } from '@marginal/program';
import fc from 'fast-check';
import {
  type Agreement,
  type AgreementVerdict,
  type Answer,
  agreement,
  type Differing,
  type Finding,
  isAnswer,
} from './agreement.ts';
import { DRAWN_CHANGE, type DrawnChange, deltaOf } from './drawn-change.ts';
import { DRAWN, type Drawn, type Kind, SETTLED_KINDS } from './drawn-programs.ts';
import { type Observation, observed, observeError } from './observe.ts';

export interface FuzzRequest {
  /** One or more. With one, answers are held against evidence, known truths and a second, cold solve. */
  readonly backends: readonly Backend[];
  readonly seed: number;
  /** Programs to draw, spread evenly over the kinds. */
  readonly cases: number;
  /** By default `SETTLED_KINDS`. */
  readonly kinds?: readonly Kind[];
  /** Runs this one case of the one kind given. */
  readonly path?: string;
  /** After this many disagreements of a kind the rest of it is left out. By default 3. */
  readonly disagreementsPerKind?: number;
  readonly onKind?: (figures: KindFigures) => void;
  /** After each program drawn; those of shrinking do not count. */
  readonly onCase?: (progress: FuzzProgress) => void;
  /** As soon as it is shrunk. */
  readonly onDisagreement?: (disagreement: Disagreement) => void;
}

export interface FuzzProgress {
  readonly kind: Kind;
  /** Programs of this kind so far, out of `share`. */
  readonly done: number;
  readonly share: number;
}

export interface KindFigures {
  readonly kind: Kind;
  /** Programs drawn; each counts once, and once more when it was changed. */
  readonly cases: number;
  readonly judged: Readonly<Record<AgreementVerdict, number>>;
  /** What differed and is agreement all the same, and why. */
  readonly differing: Differing;
  /** By solver and reason: how often there was no answer. */
  readonly absent: Readonly<Record<string, number>>;
}

export interface Disagreement {
  readonly kind: Kind;
  readonly seed: number;
  readonly path: string;
  /** The case, from 1, at which the kind first went wrong with this seed. */
  readonly atCase: number;
  /** The program on which the answers are wrong, shrunk. */
  readonly program: Program;
  /** Whether it came about by changing an open session: then a cold solve of `program` may be right. */
  readonly changed: boolean;
  readonly findings: readonly Finding[];
}

export interface FuzzReport {
  readonly figures: readonly KindFigures[];
  readonly disagreements: readonly Disagreement[];
}

type FuzzCase = readonly [drawn: Drawn, change: DrawnChange | null];

interface Judged {
  readonly program: Program;
  readonly changed: boolean;
  readonly result: Agreement;
}

async function solved(session: Session, backend: Backend): Promise<Observation> {
  try {
    return observed(session.program, await session.solve(), backend);
  } catch (error) {
    return observeError(error);
  }
}

/** One backend on one case: cold, and hot after the change. */
async function asked(
  backend: Backend,
  [{ program }, change]: FuzzCase,
): Promise<{ readonly cold: Answer; readonly hot?: Answer; readonly changed?: Program }> {
  const { name } = backend;
  let session: Session;
  try {
    session = await backend.open(program);
  } catch (error) {
    return { cold: { backend, name, seen: observeError(error) } };
  }
  try {
    const cold = { backend, name, seen: await solved(session, backend) };
    if (change === null) return { cold };
    await session.update(deltaOf(program, change));
    const hot = { backend, name: `${name}, after a change`, seen: await solved(session, backend) };
    return { cold, hot, changed: session.program };
  } catch (error) {
    return { cold: { backend, name, seen: observeError(error) } };
  } finally {
    session.close();
  }
}

async function anew(program: Program, backend: Backend): Promise<Answer> {
  const name = `${backend.name}, solved anew`;
  try {
    return { backend, name, seen: observed(program, await solveProgram(program, backend), backend) };
  } catch (error) {
    return { backend, name, seen: observeError(error) };
  }
}

async function judged(backends: readonly Backend[], drawn: FuzzCase): Promise<Judged[]> {
  const answers: Awaited<ReturnType<typeof asked>>[] = [];
  for (const backend of backends) answers.push(await asked(backend, drawn));
  const [{ program, truth }] = drawn;
  const cold = await agreement(
    program,
    answers.map((answer) => answer.cold),
    truth,
  );
  const out: Judged[] = [{ program, changed: false, result: cold }];
  const hot = answers.flatMap((answer) => (answer.hot === undefined ? [] : [answer.hot]));
  const after = answers.find((answer) => answer.changed !== undefined)?.changed;
  if (after === undefined) return out;
  out.push({
    program: after,
    changed: true,
    result: await agreement(after, [
      ...hot,
      await anew(after, (hot.find((answer) => isAnswer(after, answer)) ?? hot[0]).backend),
    ]),
  });
  return out;
}

/** Counts of one kind, while it runs. */
class Tally {
  cases = 0;
  private readonly counts: Record<AgreementVerdict, number> = {
    same: 0,
    'same value, other vertex': 0,
    'one answer': 0,
    'no answer': 0,
    wrong: 0,
  };
  private readonly absent: Record<string, number> = {};
  private inside = 0;
  private unsettled = 0;
  private explained = 0;

  add(results: readonly Judged[]): void {
    this.cases++;
    for (const { result } of results) {
      this.counts[result.verdict]++;
      this.inside += result.differing.inside;
      this.unsettled += result.differing.unsettled;
      this.explained += result.differing.explained;
      for (const { solver, line } of result.absent) {
        const reason = `${solver}: ${line}`;
        this.absent[reason] = (this.absent[reason] ?? 0) + 1;
      }
    }
  }

  figures(kind: Kind): KindFigures {
    return {
      kind,
      cases: this.cases,
      judged: { ...this.counts },
      differing: { inside: this.inside, unsettled: this.unsettled, explained: this.explained },
      absent: { ...this.absent },
    };
  }
}

const DISAGREEMENTS_PER_KIND = 3;

/** All of one kind: after a disagreement it goes on with the next seed. */
async function fuzzKind(
  kind: Kind,
  cases: number,
  request: FuzzRequest,
): Promise<{ readonly figures: KindFigures; readonly disagreements: Disagreement[] }> {
  const tally = new Tally();
  const disagreements: Disagreement[] = [];
  const limit = request.disagreementsPerKind ?? DISAGREEMENTS_PER_KIND;
  const arbitrary = fc.tuple(DRAWN[kind], fc.option(DRAWN_CHANGE));
  let left = cases;
  for (let seed = request.seed; left > 0 && disagreements.length < limit; seed++) {
    let isShrinking = false;
    const property = fc.asyncProperty(arbitrary, async (drawn) => {
      const results = await judged(request.backends, drawn);
      if (!isShrinking) {
        tally.add(results);
        request.onCase?.({ kind, done: tally.cases, share: cases });
      }
      if (results.every(({ result }) => result.verdict !== 'wrong')) return true;
      isShrinking = true;
      return false;
    });
    const details = await fc.check(property, {
      seed,
      numRuns: left,
      ...(request.path === undefined ? {} : { path: request.path }),
    });
    left -= details.numRuns;
    if (!details.failed || details.counterexample === null) break;
    const again = await judged(request.backends, details.counterexample[0]);
    const wrong = again.find(({ result }) => result.verdict === 'wrong') ?? again[0];
    const disagreement: Disagreement = {
      kind,
      seed,
      path: details.counterexamplePath ?? '',
      atCase: details.numRuns,
      program: wrong.program,
      changed: wrong.changed,
      findings: wrong.result.findings,
    };
    disagreements.push(disagreement);
    request.onDisagreement?.(disagreement);
    if (request.path !== undefined) break;
  }
  return { figures: tally.figures(kind), disagreements };
}

/** Runs the whole request. Deterministic: the same request finds the same. */
export async function fuzz(request: FuzzRequest): Promise<FuzzReport> {
  const kinds = request.kinds ?? SETTLED_KINDS;
  const figures: KindFigures[] = [];
  const disagreements: Disagreement[] = [];
  for (const [k, kind] of kinds.entries()) {
    const share = Math.floor(request.cases / kinds.length) + (k < request.cases % kinds.length ? 1 : 0);
    if (share === 0) continue;
    const found = await fuzzKind(kind, request.path === undefined ? share : 1, request);
    figures.push(found.figures);
    disagreements.push(...found.disagreements);
    request.onKind?.(found.figures);
  }
  return { figures, disagreements };
}

/** The words after `marginal` that bring a disagreement back. */
export function replayArguments({ kind, seed, path }: Disagreement, solvers: readonly string[]): string {
  return `fuzz --solvers ${solvers.join(',')} --kinds ${kind} --seed ${seed} --path ${path}`;
}
