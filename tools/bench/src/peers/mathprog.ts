/**
 * GNU MathProg (Debian: glpk-utils). `glpsol --check` reads model and data and generates the problem in one go, so all of
 * it counts as building, reading the data file included; a model of one column gives what starting the program costs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFingerprint } from '../fingerprint.ts';
import type { Measures } from '../measures.ts';
import type { Problem } from '../problem.ts';
import type { ModelArrays } from '../statement.ts';
import { ask, inFolder, NotHere, run } from './external.ts';
import { RowList } from './row-list.ts';

export function glpsolVersion(): string | undefined {
  return /LP\/MIP Solver (\S+)/.exec(ask('glpsol', ['--version']) ?? '')?.[1];
}

/** Bounds by GLPK's letter: free, lower, upper, double, fixed. */
function interval(letter: string, numbers: readonly string[]): [lower: number, upper: number] {
  const [a, b] = numbers.map(Number);
  switch (letter) {
    case 'l':
      return [a, Infinity];
    case 'u':
      return [-Infinity, a];
    case 'd':
      return [a, b];
    case 's':
      return [a, a];
    default:
      return [-Infinity, Infinity];
  }
}

/**
 * Reads GLPK's own problem format; row 0 is the objective. What is not written is the default: a row is fixed at zero, a
 * column is zero or more, in a mixed-integer problem zero or one.
 */
export function parseGlpk(text: string): ModelArrays {
  const lines = text.split('\n').map((line) => line.split(/\s+/));
  const [, sort, direction, rowCount, columnCount] = lines.find(([kind]) => kind === 'p') ?? [];
  const mixed = sort === 'mip';
  const rows: [number, number][] = Array.from({ length: Number(rowCount) }, () => [0, 0]);
  const columns = Array.from({ length: Number(columnCount) }, () => ({
    bounds: [0, mixed ? 1 : Infinity],
    integer: mixed,
    cost: 0,
  }));
  const entries: [column: number, value: number][][] = rows.map(() => []);
  for (const [kind, first, ...rest] of lines) {
    const at = Number(first) - 1;
    if (kind === 'i') rows[at] = interval(rest[0], rest.slice(1));
    else if (kind === 'j') {
      // `j ordinal [kind] type bounds`: the kind stands in mixed-integer problems only.
      const [kindOfColumn, type, ...bounds] = mixed ? rest : ['c', ...rest];
      columns[at].integer = kindOfColumn !== 'c';
      columns[at].bounds = kindOfColumn === 'b' ? [0, 1] : interval(type, bounds);
    } else if (kind === 'a') {
      const [column, value] = [Number(rest[0]) - 1, Number(rest[1])];
      if (at >= 0) entries[at].push([column, value]);
      else if (column >= 0) columns[column].cost = value;
    }
  }
  const list = new RowList();
  columns.forEach(({ cost, bounds: [lower, upper], integer }, j) => {
    list.column(String(j), cost, lower, upper, integer);
  });
  rows.forEach(([lower, upper], i) => {
    for (const [column, value] of entries[i]) list.term(String(column), value);
    list.endRow(lower, upper);
  });
  return list.arrays(direction === 'max' ? 'maximize' : 'minimize');
}

/** The objective is a row of MathProg's problem too: it is free, and no model of ours has another such row. */
function withoutFreeRows(arrays: ModelArrays): { readonly rows: number; readonly nonzeros: number } {
  const { starts } = arrays.matrix;
  let [rows, nonzeros] = [0, 0];
  for (let i = 0; i < arrays.rowLower.length; i++) {
    if (arrays.rowLower[i] === -Infinity && arrays.rowUpper[i] === Infinity) continue;
    rows++;
    nonzeros += starts[i + 1] - starts[i];
  }
  return { rows, nonzeros };
}

/** Throws `NotHere` without glpsol. */
export async function measureMathprog<D>(
  problem: Problem<D>,
  size: string,
  solve: boolean,
): Promise<Measures> {
  if (glpsolVersion() === undefined) throw new NotHere('not installed: apt-get install glpk-utils');
  return inFolder(async (folder) => {
    const [data, empty, problemFile, solution] = [
      'model.dat',
      'empty.mod',
      'problem.glp',
      'solution.txt',
    ].map((name) => join(folder, name));
    const model = fileURLToPath(new URL(`../problems/${problem.name}/model.mod`, import.meta.url));
    writeFileSync(data, `data;\n${problem.mathprog(problem.data(size))}end;\n`);
    writeFileSync(empty, 'var x;\nminimize z: x;\nend;\n');
    const start = await run('glpsol', ['--check', '--model', empty]);
    const files = ['--model', model, '--data', data];
    const whole = await run('glpsol', ['--check', ...files]);
    await run('glpsol', ['--check', ...files, '--wglp', problemFile]);
    const arrays = parseGlpk(readFileSync(problemFile, 'utf8'));
    let objective: number | undefined;
    if (solve) {
      await run('glpsol', [...files, '--output', solution]);
      objective = Number(/^Objective:.* = (\S+)/m.exec(readFileSync(solution, 'utf8'))?.[1]);
    }
    return {
      phases: { import: start.milliseconds, build: whole.milliseconds - start.milliseconds },
      memory: { base: start.peak, peak: whole.peak },
      columns: arrays.cost.length,
      ...withoutFreeRows(arrays),
      fingerprint: modelFingerprint(arrays),
      ...(objective === undefined ? {} : { objective }),
    };
  });
}
