/** Programs for the tests of the simplex: from lists, random, and of known hard kinds; and what every outcome must satisfy. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createProgram, ORDINAL_NAMES, type Outcome, type Program, type Sense } from '@marginal/program';

export const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
export const dataPresent = existsSync(DATA);
if (!dataPresent) console.log(`skipped: no Netlib files, because there is no folder ${DATA}`);

/** Published optimal values by name. */
export const optima: ReadonlyMap<string, number> = new Map(
  !dataPresent
    ? []
    : readFileSync(`${DATA}netlib/optimal.csv`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map(([name, , , , optimal]) => [name, Number(optimal)] as const),
);

export type Interval = readonly [number, number];
export const INF = Infinity;
export const atLeastZero: Interval = [0, INF];

export interface Lists {
  readonly sense?: Sense;
  readonly offset?: number;
  readonly cost: readonly number[];
  readonly columns?: readonly Interval[];
  /** Row by row, zeros included. */
  readonly matrix: readonly (readonly number[])[];
  readonly rows: readonly Interval[];
}

/** Columns are at least zero unless bounds are given. */
export function lp({ sense = 'minimize', offset = 0, cost, columns, matrix, rows }: Lists): Program {
  const starts = [0];
  const entryRows: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < cost.length; j++) {
    for (let i = 0; i < rows.length; i++) {
      if (matrix[i][j] === 0) continue;
      entryRows.push(i);
      values.push(matrix[i][j]);
    }
    starts.push(values.length);
  }
  const bounds = columns ?? cost.map(() => atLeastZero);
  return createProgram({
    sense,
    offset,
    cost: Float64Array.from(cost),
    columnLower: Float64Array.from(bounds, ([lower]) => lower),
    columnUpper: Float64Array.from(bounds, ([, upper]) => upper),
    rowLower: Float64Array.from(rows, ([lower]) => lower),
    rowUpper: Float64Array.from(rows, ([, upper]) => upper),
    matrix: {
      rowCount: rows.length,
      columnCount: cost.length,
      starts: Int32Array.from(starts),
      rows: Int32Array.from(entryRows),
      values: Float64Array.from(values),
    },
    names: ORDINAL_NAMES,
  });
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A tiny program with values in -2..2, infinite sides, duplicate and empty rows and columns. The seed says all: print it and the
 * program can be made again.
 */
export function tinyProgram(seed: number): Program {
  const draw = uniform(seed);
  const whole = (low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));
  const value = (): number => whole(-2, 2);
  const interval = (): Interval => {
    const kind = whole(0, 5);
    const a = value();
    const b = value();
    if (kind === 0) return [-INF, INF];
    if (kind === 1) return [a, a];
    if (kind === 2) return [a, INF];
    if (kind === 3) return [-INF, a];
    return kind === 4 ? [0, INF] : [Math.min(a, b), Math.max(a, b)];
  };
  const m = whole(1, 8);
  const n = whole(1, 10);
  const columns: number[][] = [];
  for (let j = 0; j < n; j++) {
    if (j > 0 && draw() < 0.15) columns.push([...columns[whole(0, j - 1)]]);
    else if (draw() < 0.05) columns.push(Array.from({ length: m }, () => 0));
    else columns.push(Array.from({ length: m }, () => (draw() < 0.5 ? 0 : value())));
  }
  if (m > 1 && draw() < 0.2) {
    const [from, to, factor] = [whole(0, m - 1), whole(0, m - 1), value()];
    for (const column of columns) column[to] = factor * column[from];
  }
  return lp({
    sense: draw() < 0.5 ? 'minimize' : 'maximize',
    offset: value(),
    cost: columns.map(value),
    columns: columns.map(interval),
    matrix: Array.from({ length: m }, (_, i) => columns.map((column) => column[i])),
    rows: Array.from({ length: m }, interval),
  });
}

/**
 * A tiny program whose coefficients are signed members of `magnitudes`, now and then times a digit: what tolerances and doubles have to
 * cope with when units are badly chosen. The seed says all.
 */
export function mixedProgram(seed: number, magnitudes: readonly number[]): Program {
  const draw = uniform(seed);
  const whole = (low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));
  const magnitude = (): number => magnitudes[whole(0, magnitudes.length - 1)];
  const coefficient = (): number => (draw() < 0.5 ? -1 : 1) * magnitude() * (draw() < 0.3 ? whole(1, 9) : 1);
  // Costs are digits, digits with a few magnitudes, or all of mixed magnitude.
  const style = whole(0, 2);
  const costOf = (): number =>
    style === 2 || (style === 1 && draw() < 0.2) ? whole(-2, 2) * magnitude() : whole(-3, 3);
  const bound = (): number => whole(-3, 3) * (draw() < 0.1 ? magnitude() : 1);
  const interval = (): Interval => {
    const kind = whole(0, 5);
    const a = bound();
    const b = bound();
    if (kind === 0) return [-INF, INF];
    if (kind === 1) return [a, a];
    if (kind === 2) return [a, INF];
    if (kind === 3) return [-INF, a];
    return kind === 4 ? [0, INF] : [Math.min(a, b), Math.max(a, b)];
  };
  const m = whole(1, 8);
  const n = whole(1, 10);
  const density = draw() < 0.5 ? 0.35 : 0.6;
  const columns: number[][] = [];
  for (let j = 0; j < n; j++) {
    if (j > 0 && draw() < 0.1) columns.push([...columns[whole(0, j - 1)]]);
    else columns.push(Array.from({ length: m }, () => (draw() < density ? coefficient() : 0)));
  }
  return lp({
    cost: columns.map(costOf),
    columns: columns.map(interval),
    matrix: Array.from({ length: m }, (_, i) => columns.map((column) => column[i])),
    rows: Array.from({ length: m }, interval),
  });
}

/** A random sparse program with a feasible point and boxed or one-sided columns; `degenerate`: many sides met with equality there. */
export function feasibleProgram(seed: number, m: number, n: number, degenerate: boolean): Program {
  const draw = uniform(seed);
  const point = Array.from({ length: n }, () => (degenerate ? Math.floor(3 * draw()) : 10 * draw()));
  const matrix = Array.from({ length: m }, () => Array.from({ length: n }, () => 0));
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < 4; k++) matrix[Math.floor(draw() * m)][j] = Math.round(20 * draw() - 8) / 4;
  }
  const rows = matrix.map((row): Interval => {
    const activity = row.reduce((sum, a, j) => sum + a * point[j], 0);
    const kind = draw();
    if (kind < 0.3) return [activity, activity];
    const slack = degenerate ? 0 : draw();
    return kind < 0.65 ? [activity - slack, INF] : [-INF, activity + slack];
  });
  return lp({
    cost: point.map(() => Math.round(20 * draw() - 5)),
    columns: point.map((x): Interval => [0, draw() < 0.5 ? x + (degenerate ? 1 : 5) : 100]),
    matrix,
    rows,
  });
}

/** Assignment of n to n with costs drawn from `costs` values: 2n equations, every basis massively degenerate. */
export function assignment(n: number, costs: number, seed: number): Program {
  const draw = uniform(seed);
  const matrix = Array.from({ length: 2 * n }, (_, i) =>
    Array.from({ length: n * n }, (_column, j) =>
      i < n ? Number(Math.floor(j / n) === i) : Number(j % n === i - n),
    ),
  );
  return lp({
    cost: Array.from({ length: n * n }, () => Math.floor(draw() * costs)),
    matrix,
    rows: Array.from({ length: 2 * n }, (): Interval => [1, 1]),
  });
}

/** Fails unless the outcome was verified. Returns it. */
export function verified(outcome: Outcome): Outcome {
  if (['optimal', 'infeasible', 'unbounded'].includes(outcome.status)) return outcome;
  throw new Error(`not a verified outcome: ${JSON.stringify(outcome)}`);
}

/** The objective of an outcome that must be optimal. */
export function objectiveOf(outcome: Outcome): number {
  if (outcome.status !== 'optimal') throw new Error(`not optimal: ${JSON.stringify(outcome)}`);
  return outcome.objective;
}

export function relativeDifference(a: number, b: number): number {
  return Math.abs(a - b) / (1 + Math.abs(b));
}
