/** Engines for tests: an honest one that tries every vertex of a tiny program, and one that says what it is told to. */
import type { Claim, Engine, EngineSession, RunOptions } from '../src/backend.ts';
import type { Capabilities } from '../src/capabilities.ts';
import type { Delta } from '../src/delta.ts';
import type { Program } from '../src/program.ts';
import { CAPABILITIES, dense, parts } from './support.ts';

/** One side of a row or column: normal, value, which multiplier it carries and the sign it must have. */
interface Side {
  readonly normal: readonly number[];
  readonly value: number;
  readonly index: number;
  readonly sign: -1 | 0 | 1;
}

/** Solves a square system by elimination with full row pivoting; undefined when singular. */
function solveSquare(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    if (!(Math.abs(a[pivot][k]) > 1e-9)) return undefined;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return a.map((row, k) => row[n] / row[k]);
}

function sides(program: Program): Side[] {
  const out: Side[] = [];
  const add = (normal: readonly number[], lower: number, upper: number, index: number): void => {
    if (lower === upper) out.push({ normal, value: lower, index, sign: 0 });
    else {
      if (lower > -Infinity) out.push({ normal, value: lower, index, sign: 1 });
      if (upper < Infinity) out.push({ normal, value: upper, index, sign: -1 });
    }
  };
  const n = program.cost.length;
  dense(program.matrix).forEach((row, i) => {
    add(row, program.rowLower[i], program.rowUpper[i], n + i);
  });
  for (let j = 0; j < n; j++) {
    const unit = Array.from({ length: n }, (_, k) => (k === j ? 1 : 0));
    add(unit, program.columnLower[j], program.columnUpper[j], j);
  }
  return out;
}

function* choices(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else
    for (let k = from; k <= count - size; k++)
      for (const rest of choices(count, size - 1, k + 1)) yield [k, ...rest];
}

/** A vertex with multipliers of the right signs, found by trying every choice of n sides; undefined if none is. */
function optimum(program: Program): (Claim & { status: 'optimal' }) | undefined {
  const all = sides(program);
  const n = program.cost.length;
  const tiny = 1e-9;
  const rows = dense(program.matrix);
  for (const choice of choices(all.length, n)) {
    const active = choice.map((k) => all[k]);
    const x = solveSquare(
      active.map((side) => side.normal),
      active.map((side) => side.value),
    );
    if (x === undefined) continue;
    const fits = (value: number, lower: number, upper: number): boolean =>
      value >= lower - tiny && value <= upper + tiny;
    const feasible =
      x.every((v, j) => fits(v, program.columnLower[j], program.columnUpper[j])) &&
      rows.every((row, i) =>
        fits(
          row.reduce((s, a, j) => s + a * x[j], 0),
          program.rowLower[i],
          program.rowUpper[i],
        ),
      );
    if (!feasible) continue;
    const transposed = Array.from({ length: n }, (_, j) => active.map((side) => side.normal[j]));
    const multipliers = solveSquare(transposed, [...program.cost]);
    if (multipliers === undefined || multipliers.some((v, k) => v * active[k].sign < -tiny)) continue;
    const rowDual = new Float64Array(rows.length);
    const reducedCost = new Float64Array(n);
    active.forEach((side, k) => {
      const value = Math.abs(multipliers[k]) < tiny ? 0 : multipliers[k];
      if (side.index < n) reducedCost[side.index] = value;
      else rowDual[side.index - n] = value;
    });
    return { status: 'optimal', x: Float64Array.from(x), rowDual, reducedCost, iterations: 1 };
  }
  return undefined;
}

/** Rows with a slack of either sign at cost 1: its duals prove infeasibility, its optimum is a feasible point. */
function elastic(program: Program): Program {
  const m = program.rowLower.length;
  const slack = (i: number): number[] =>
    Array.from({ length: 2 * m }, (_, k) => (k === 2 * i ? 1 : k === 2 * i + 1 ? -1 : 0));
  return parts({
    cost: [...program.cost.map(() => 0), ...new Array<number>(2 * m).fill(1)],
    rows: dense(program.matrix).map((row, i) => [...row, ...slack(i)]),
    rowBounds: [...program.rowLower].map((lower, i) => [lower, program.rowUpper[i]]),
    bounds: [
      ...[...program.columnLower].map((lower, j): [number, number] => [lower, program.columnUpper[j]]),
      ...new Array<[number, number]>(2 * m).fill([0, Infinity]),
    ],
  });
}

/** The directions within the unit box that never leave a bound: its optimum is a ray when it improves. */
function recession(program: Program): Program {
  const still = (lower: number, upper: number, size: number): [number, number] => [
    lower > -Infinity ? 0 : -size,
    upper < Infinity ? 0 : size,
  ];
  return {
    ...parts({
      cost: [...program.cost],
      rows: dense(program.matrix),
      rowBounds: [...program.rowLower].map((lower, i) => still(lower, program.rowUpper[i], Infinity)),
      bounds: [...program.columnLower].map((lower, j) => still(lower, program.columnUpper[j], 1)),
    }),
  };
}

/** What is true of a tiny program in which every column has a finite bound. */
export function bruteForce(program: Program): Claim {
  const found = optimum(program);
  if (found !== undefined) return found;
  const phase1 = optimum(elastic(program));
  if (phase1 === undefined) return { status: 'failed', cause: 'no vertex', iterations: 0 };
  const n = program.cost.length;
  const missed = phase1.x.slice(n).reduce((sum, v) => sum + v, 0);
  if (missed > 1e-7) {
    return { status: 'infeasible', ...(phase1.rowDual ? { farkas: phase1.rowDual } : {}), iterations: 1 };
  }
  const ray = optimum(recession(program))?.x;
  return { status: 'unbounded', point: phase1.x.slice(0, n), ...(ray ? { ray } : {}), iterations: 1 };
}

/** What happened to an engine, in order. */
export interface Log {
  readonly opened: Program[];
  readonly runs: RunOptions[];
  readonly updates: { readonly delta: Delta; readonly next: Program }[];
  closed: number;
}

export type Answer = (program: Program, options: RunOptions, run: number) => Claim | Promise<Claim>;

export interface FakeOptions {
  readonly capabilities?: Partial<Capabilities>;
  readonly open?: (program: Program) => void | Promise<void>;
  readonly update?: () => void;
  readonly close?: () => void;
}

/** An engine that answers each run with `answer`; counts runs over all its sessions. */
export function fake(answer: Answer, options: FakeOptions = {}): Engine & { log: Log } {
  const log: Log = { opened: [], runs: [], updates: [], closed: 0 };
  return {
    name: 'fake',
    version: '1.2.3',
    capabilities: { ...CAPABILITIES, ...options.capabilities },
    log,
    async open(program: Program): Promise<EngineSession> {
      log.opened.push(program);
      await options.open?.(program);
      let present = program;
      return {
        async run(runOptions) {
          log.runs.push(runOptions);
          return await answer(present, runOptions, log.runs.length);
        },
        async update(delta, next) {
          log.updates.push({ delta, next });
          options.update?.();
          present = next;
        },
        close() {
          log.closed++;
          options.close?.();
        },
      };
    },
  };
}
