/**
 * Our simplex beside HiGHS (WebAssembly) on model files: both in one process, in turn, with the program already in arrays, least of some
 * rounds each. Ours is the public call and includes the verification of its answer; theirs is passing the arrays, the run with default
 * options and reading the solution. Time is that of the processor, so that a neighbour on the machine costs neither side anything.
 */
import { readdirSync } from 'node:fs';
import { readModelFile } from '@marginal/formats';
import type { Program } from '@marginal/program';
import { solveSync } from '@marginal/simplex';
import type { Highs } from 'highs';
import { footprint } from '../../../../packages/simplex/test/owned-bytes.ts';
import { loadHighs, type NativeModel, passArrays, runToEnd } from '../peers/highs-arrays.ts';

export interface SolveRow {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  /** Milliseconds of the processor, the least of the rounds. */
  readonly ours: number;
  readonly theirs: number;
  readonly ourPivots: number;
  readonly theirPivots: number;
  /** Pivots when neither presolves: of the same program, by both. */
  readonly ourPlainPivots: number;
  readonly theirPlainPivots: number;
  /** What our solver and the program take together, over the program and the factor; see `owned-bytes.ts`. */
  readonly memory: number;
}

/** Rounds per file: so many, and on until it has taken a while, so that small programs meet compiled code. */
const ROUNDS = 5;
const MOST_ROUNDS = 300;
const WHILE = 400;
const ENOUGH = 6000;
/** Optima must agree, or there is no number. */
const AGREEMENT = 1e-8;
/** From so many rows on ours presolves by default. */
const PRESOLVED_FROM = 100;
/** Programs below so many rows are counted apart. */
const SMALL = 150;
const WORST = 10;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function passed(highs: Highs, program: Program): NativeModel {
  const { matrix } = program;
  return passArrays(highs, {
    sense: program.sense,
    cost: program.cost,
    columnLower: program.columnLower,
    columnUpper: program.columnUpper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { by: 'column', starts: matrix.starts, index: matrix.rows, values: matrix.values },
  });
}

function pivotsOf(native: NativeModel): number {
  return Number(native.info.get('simplex_iteration_count'));
}

async function measureFile(name: string, program: Program): Promise<SolveRow> {
  const highs = await loadHighs();
  const { matrix } = program;
  let ours = Infinity;
  let theirs = Infinity;
  let ourPivots = 0;
  let theirPivots = 0;
  const start = processorTime();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const spent = processorTime() - start;
    if (round > 0 && (spent > ENOUGH || (round >= ROUNDS && spent > WHILE))) break;
    const t0 = processorTime();
    const outcome = solveSync(program);
    const t1 = processorTime();
    const native = passed(highs, program);
    const objective = runToEnd(native) + program.offset;
    native.getSolution();
    const t2 = processorTime();
    theirPivots = pivotsOf(native);
    native.dispose();
    if (outcome.status !== 'optimal') throw new Error(`${name} is ${outcome.status}`);
    if (!(Math.abs(outcome.objective - objective) <= AGREEMENT * (1 + Math.abs(objective))))
      throw new Error(`${name}: ${outcome.objective} here, ${objective} by HiGHS`);
    ourPivots = outcome.iterations;
    ours = Math.min(ours, t1 - t0);
    theirs = Math.min(theirs, t2 - t1);
  }
  const plain = passed(highs, program);
  plain.options.set({ presolve: 'off' });
  runToEnd(plain);
  const theirPlainPivots = pivotsOf(plain);
  plain.dispose();
  const ourPlainPivots = solveSync(program, { presolve: false }).iterations;
  const { rowCount: rows, columnCount: columns } = matrix;
  const memory = footprint(program, rows >= PRESOLVED_FROM).ratio;
  const pivots = { ourPivots, theirPivots, ourPlainPivots, theirPlainPivots };
  return { name, rows, columns, nonzeros: matrix.values.length, ours, theirs, ...pivots, memory };
}

/** Measures every MPS file of a folder, or those named. `tell`: a line per file as it is done. */
export async function measureSolves(
  folder: string,
  names: readonly string[],
  tell: (line: string) => void,
): Promise<SolveRow[]> {
  const files = readdirSync(folder).filter((file) => /\.mps(\.gz)?$/.test(file));
  const nameOf = (file: string): string => file.replace(/\.mps(\.gz)?$/, '');
  const rows: SolveRow[] = [];
  for (const file of files) {
    const name = nameOf(file);
    if (names.length > 0 && !names.includes(name)) continue;
    const { program } = await readModelFile(`${folder}/${file}`);
    const row = await measureFile(name, program);
    tell(`${name}: ${row.ours.toFixed(1)} ms, HiGHS ${row.theirs.toFixed(1)} ms`);
    rows.push(row);
  }
  return rows;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** From here on a ratio says something. */
const MORE = 1.15;

/**
 * More of what: time for each pivot, or pivots? And if pivots: for the same program, where neither presolves, so that pricing or the choice among
 * ties is behind; or because HiGHS's presolve leaves less to do?
 */
function lacks(row: SolveRow): string {
  const pivots = (row.ourPivots + 1) / (row.theirPivots + 1);
  const plain = (row.ourPlainPivots + 1) / (row.theirPlainPivots + 1);
  const each = row.ours / row.theirs / pivots;
  const presolve = pivots / plain;
  const more = [
    ...(each > MORE ? [`time per pivot: ${each.toFixed(1)} times`] : []),
    ...(plain > MORE ? [`pricing: ${plain.toFixed(1)} times the pivots without presolve`] : []),
    ...(presolve > MORE ? [`presolve: HiGHS's saves ${presolve.toFixed(1)} times as much`] : []),
  ];
  return more.length === 0 ? 'nothing by itself' : more.join('; ');
}

/** The summary, and the worst files. */
export function solveTable(rows: readonly SolveRow[]): string {
  if (rows.length === 0) return 'no files\n';
  const ratio = (row: SolveRow): number => row.ours / row.theirs;
  const small = rows.filter((row) => row.rows < SMALL);
  const worst = [...rows].sort((a, b) => ratio(b) - ratio(a)).slice(0, WORST);
  const mean = (chosen: readonly SolveRow[]): string =>
    chosen.length === 0 ? '-' : geometricMean(chosen.map(ratio)).toFixed(2);
  const pivots = geometricMean(rows.map((row) => (row.ourPivots + 1) / (row.theirPivots + 1)));
  const plain = geometricMean(rows.map((row) => (row.ourPlainPivots + 1) / (row.theirPlainPivots + 1)));
  const memory = rows.map((row) => row.memory);
  return [
    `Files: ${rows.length}. Time over that of HiGHS, geometric means: all ${mean(rows)}, below ${SMALL} rows ${mean(small)}.`,
    `Pivots over those of HiGHS, geometric means: ${pivots.toFixed(2)}, and where neither presolves ${plain.toFixed(2)}.`,
    `Memory of solver and program over program and factor: at most ${Math.max(...memory).toFixed(2)}, ${memory.filter((value) => value >= 3).length} files from 3 on, geometric mean ${geometricMean(memory).toFixed(2)}.`,
    '',
    '| the worst | rows | columns | nonzeros | ms | HiGHS ms | ratio | pivots | HiGHS | memory | what it lacks |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |',
    ...worst.map((row) =>
      [
        '',
        row.name,
        row.rows,
        row.columns,
        row.nonzeros,
        row.ours.toFixed(1),
        row.theirs.toFixed(1),
        ratio(row).toFixed(2),
        row.ourPivots,
        row.theirPivots,
        row.memory.toFixed(2),
        lacks(row),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
    '',
  ].join('\n');
}
