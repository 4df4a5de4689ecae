/**
 * `marginal fuzz`: programs drawn at random, solved by every solver named, and held against what is known of them and
 * against each other. A disagreement is shrunk, written as a model file, and told with the command that brings it back.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Disagreement,
  type FuzzReport,
  type FuzzRequest,
  fuzz,
  KINDS,
  type Kind,
  type KindFigures,
  replayArguments,
  SETTLED_KINDS,
} from '@marginal/conformance';
import { writeMps } from '@marginal/formats';
import { type Fault, InvalidInputError, refuse } from '@marginal/program';
import { type Annotation, annotate } from './annotations.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { checkJunitFile, type TestCase, writeJunit } from './junit.ts';
import type { Output } from './output.ts';
import { isBackend, loadSolver, namedTwice } from './solvers.ts';
import { renderTable } from './table.ts';

/** Programs drawn when nobody says how many: a minute on a laptop. */
export const FUZZ_CASES = 700;
/** Programs of a night: about a quarter of an hour for three solvers. */
export const NIGHTLY_FUZZ_CASES = 20_000;

export interface FuzzCommandRequest {
  readonly solvers: readonly string[];
  readonly seed: number;
  /** Programs to draw; as many as `FUZZ_CASES` or, with `nightly`, `NIGHTLY_FUZZ_CASES` when absent. */
  readonly n?: number;
  readonly nightly?: boolean;
  /** Names of kinds, as typed; all settled ones when absent. */
  readonly kinds?: readonly string[];
  /** Of an earlier run: this one case of one kind. */
  readonly path?: string;
  /** Folder for the model files of disagreements. */
  readonly out: string;
  /** File for a report in JUnit's XML. */
  readonly junit?: string;
  /** Also say what is wrong as workflow commands of GitHub. */
  readonly annotations?: 'github';
}

/** A run may take hours: it says where it is after so many programs, on the error stream. */
const PROGRESS_STEP = 100;

/** A path of fast-check: numbers with colons between. */
const PATH = /^\d+(:\d+)*$/;

function isKind(name: string): name is Kind {
  return (KINDS as readonly string[]).includes(name);
}

/** The kinds asked for, or every fault of the request. */
function kindsOf({ kinds, path }: FuzzCommandRequest, faults: Fault[]): readonly Kind[] {
  const known = (kinds ?? SETTLED_KINDS).filter(isKind);
  for (const name of kinds ?? []) {
    if (isKind(name)) continue;
    const remedy = `use some of ${KINDS.join(', ')}`;
    faults.push({ code: 'cli.unknown-kind', place: '--kinds', cause: `there is no kind '${name}'`, remedy });
  }
  if (path !== undefined && kinds?.length !== 1) {
    faults.push({
      code: 'cli.path-needs-a-kind',
      place: '--path',
      cause: 'a path belongs to one kind of program',
      remedy: 'copy the whole line that the disagreement printed',
    });
  }
  if (path !== undefined && !PATH.test(path)) faults.push(pathFault(path));
  return known;
}

function pathFault(path: string): Fault {
  return {
    code: 'cli.no-such-path',
    place: '--path',
    cause: `'${path}' leads to no case with this seed and kind`,
    remedy: 'copy the whole line that the disagreement printed',
  };
}

/** How many programs to draw; what makes no sense is a fault. */
function casesOf({ n, nightly = false }: FuzzCommandRequest, faults: Fault[]): number {
  if (n === 0) {
    const cause = 'no program would be drawn, and nothing found';
    faults.push({ code: 'cli.no-programs', place: '--n', cause, remedy: 'draw one or more' });
  }
  if (n !== undefined && nightly) {
    const cause = `--nightly draws ${NIGHTLY_FUZZ_CASES}, and --n says ${n}`;
    faults.push({ code: 'cli.two-counts', place: '--n', cause, remedy: 'give one of --n and --nightly' });
  }
  return n ?? (nightly ? NIGHTLY_FUZZ_CASES : FUZZ_CASES);
}

/** Runs it; a path that leads nowhere is the user's fault. */
async function drawn(request: FuzzRequest): Promise<FuzzReport> {
  const { path } = request;
  try {
    const report = await fuzz(request);
    if (path !== undefined && report.figures.every(({ cases }) => cases === 0))
      throw new InvalidInputError([pathFault(path)]);
    return report;
  } catch (error) {
    // fast-check has no code for it, only these words.
    const isLost =
      path !== undefined && error instanceof Error && error.message.startsWith('Unable to replay');
    throw isLost ? new InvalidInputError([pathFault(path)]) : error;
  }
}

/** Writes the program on which answers are wrong; returns the file. */
function writeModel({ kind, seed, program }: Disagreement, position: number, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${kind}-${seed}-${position}.mps`);
  writeFileSync(file, writeMps(program).text);
  return file;
}

function rowOf({ kind, cases, judged, differing }: KindFigures): string[] {
  return [
    kind,
    String(cases),
    String(judged.same),
    String(judged['same value, other vertex']),
    String(differing.explained),
    String(judged['one answer']),
    String(judged['no answer']),
    String(judged.wrong),
  ];
}

export async function fuzzCommand(request: FuzzCommandRequest, output: Output): Promise<ExitCode> {
  if (request.junit !== undefined) await checkJunitFile(request.junit);
  const faults: Fault[] = [];
  const kinds = kindsOf(request, faults);
  const cases = casesOf(request, faults);
  faults.push(...namedTwice(request.solvers, '--solvers'));
  const loaded = await Promise.all(request.solvers.map((name) => loadSolver(name, '--solvers')));
  const backends = loaded.filter(isBackend);
  faults.push(...loaded.filter((entry): entry is Fault => !isBackend(entry)));
  refuse(faults);
  const { seed, path } = request;
  const found: Found[] = [];
  let done = 0;
  const report = await drawn({
    backends,
    seed,
    cases,
    kinds,
    ...(path === undefined ? {} : { path }),
    onCase: ({ kind, done: ofKind, share }) => {
      done++;
      if (done % PROGRESS_STEP === 0)
        output.warn(
          `${done} of ${cases} programs (${kind} ${ofKind} of ${share}), disagreements: ${found.length}`,
        );
    },
    onDisagreement: (disagreement) => {
      const one = {
        ...disagreement,
        file: writeModel(disagreement, found.length + 1, request.out),
        replay: `marginal ${replayArguments(disagreement, request.solvers)}`,
      };
      found.push(one);
      for (const line of linesOf(one)) output.warn(`${disagreement.kind}: ${line}`);
    },
  });
  if (request.junit !== undefined)
    await writeJunit(request.junit, `marginal fuzz, seed ${seed}`, testCases(report.figures, found));
  output.data({
    schema: 'marginal.fuzz/1',
    solvers: backends.map(({ name, version }) => ({ name, version })),
    seed,
    cases,
    figures: report.figures,
    disagreements: found.map(({ program, ...rest }) => ({
      ...rest,
      rows: program.rowLower.length,
      columns: program.cost.length,
    })),
  });
  say(report.figures, found, output);
  if (request.annotations === 'github') annotate(output, annotationsOf(report.figures, found));
  if (found.length > 0) return EXIT.refuted;
  return isAnyAnswered(report.figures) ? EXIT.good : EXIT.limit;
}

/** Whether any program had an answer: without one nothing was compared, and there is nothing to agree on. */
function isAnyAnswered(figures: readonly KindFigures[]): boolean {
  return figures.some(({ judged }) =>
    Object.entries(judged).some(([verdict, count]) => verdict !== 'no answer' && count > 0),
  );
}

/** What went without any answer; a program that was changed counts twice. */
function unansweredLines({ judged }: KindFigures): string[] {
  const none = judged['no answer'];
  if (none === 0) return [];
  const all = Object.values(judged).reduce((sum, count) => sum + count, 0);
  return [`no solver had an answer to ${none} of ${all} programs, changed ones included`];
}

type Found = Disagreement & { readonly file: string; readonly replay: string };

/** What one disagreement is, a line each, the command that brings it back among them. */
function linesOf({ findings, file, replay, changed }: Found): string[] {
  const after = changed ? ' (after a change of an open session)' : '';
  return [...findings.map(({ solver, line }) => `${solver}: ${line}${after}`), `model: ${file}`, replay];
}

/** One case per kind of program. */
function testCases(figures: readonly KindFigures[], found: readonly Found[]): TestCase[] {
  return figures.map((of) => ({
    suite: 'marginal.fuzz',
    name: of.kind,
    failures: found.filter(({ kind }) => kind === of.kind).flatMap(linesOf),
    errors: unansweredLines(of),
    said: [
      `${of.cases} programs: ${Object.entries(of.judged)
        .map(([verdict, count]) => `${verdict} ${count}`)
        .join(', ')}`,
      ...Object.entries(of.absent).map(([reason, count]) => `${count} times ${reason}`),
    ],
  }));
}

function annotationsOf(figures: readonly KindFigures[], found: readonly Found[]): Annotation[] {
  const title = 'marginal fuzz';
  const cases = figures.reduce((sum, of) => sum + of.cases, 0);
  const unanswered = figures.flatMap((of) =>
    unansweredLines(of).map(
      (message): Annotation => ({ level: 'error', title: `${title}: ${of.kind}`, message }),
    ),
  );
  const wrong = found.map(
    (disagreement): Annotation => ({
      level: 'error',
      title: `${title}: ${disagreement.kind}`,
      message: linesOf(disagreement).join('\n'),
      file: disagreement.file,
    }),
  );
  if (wrong.length + unanswered.length > 0) return [...wrong, ...unanswered];
  return [{ level: 'notice', title, message: `${cases} programs, no disagreement` }];
}

function say(figures: readonly KindFigures[], found: readonly Found[], output: Output): void {
  const head = [
    'kind',
    'programs',
    'same',
    'other vertex',
    'by tolerance',
    'one answer',
    'no answer',
    'wrong',
  ];
  output.say(renderTable(head, figures.map(rowOf), [1, 2, 3, 4, 5, 6, 7]));
  for (const { kind, absent } of figures)
    for (const [reason, count] of Object.entries(absent)) output.say(`  ${kind}: ${count} times ${reason}`);
  for (const { findings, changed, file, replay, program } of found) {
    const size = `${program.rowLower.length} rows, ${program.cost.length} columns`;
    output.say(`  disagreement (${size}${changed ? ', after a change of an open session' : ''}): ${file}`);
    for (const { solver, line } of findings) output.say(`    ${solver}: ${line}`);
    output.say(`    ${replay}`);
  }
  if (found.length > 0) output.say(`  ${found.length} disagreements`);
  else
    output.say(
      isAnyAnswered(figures) ? '  no disagreement' : '  no program had an answer: nothing was compared',
    );
}
