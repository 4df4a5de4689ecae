/**
 * `marginal fuzz`: programs drawn at random, solved by every solver named, and held against what is known of them and
 * against each other. A disagreement is shrunk, written as a model file, and told with the command that brings it back.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Disagreement,
  fuzz,
  KINDS,
  type Kind,
  type KindFigures,
  replayArguments,
  SETTLED_KINDS,
} from '@marginal/conformance';
import { writeMps } from '@marginal/formats';
import { type Fault, refuse } from '@marginal/program';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import { isBackend, loadSolver } from './solvers.ts';
import { renderTable } from './table.ts';

/** Programs drawn when nobody says how many: a minute on a laptop. */
export const FUZZ_CASES = 700;
/** Programs of a night: about a quarter of an hour for three solvers. */
export const NIGHTLY_FUZZ_CASES = 20_000;

export interface FuzzCommandRequest {
  readonly solvers: readonly string[];
  readonly seed: number;
  readonly cases: number;
  /** Names of kinds, as typed; all settled ones when absent. */
  readonly kinds?: readonly string[];
  /** Of an earlier run: this one case of one kind. */
  readonly path?: string;
  /** Folder for the model files of disagreements. */
  readonly out: string;
}

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
  return known;
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
  const faults: Fault[] = [];
  const kinds = kindsOf(request, faults);
  const loaded = await Promise.all(request.solvers.map((name) => loadSolver(name, '--solvers')));
  const backends = loaded.filter(isBackend);
  faults.push(...loaded.filter((entry): entry is Fault => !isBackend(entry)));
  refuse(faults);
  const { seed, cases, path } = request;
  const report = await fuzz({
    backends,
    seed,
    cases,
    kinds,
    ...(path === undefined ? {} : { path }),
  });
  const found = report.disagreements.map((disagreement, k) => ({
    ...disagreement,
    file: writeModel(disagreement, k + 1, request.out),
    replay: `marginal ${replayArguments(disagreement, request.solvers)}`,
  }));
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
  return found.length === 0 ? EXIT.good : EXIT.refuted;
}

type Found = Disagreement & { readonly file: string; readonly replay: string };

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
  output.say(found.length === 0 ? '  no disagreement' : `  ${found.length} disagreements`);
}
