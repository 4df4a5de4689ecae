/**
 * The programs that contract and life-cycle cases work on. What a backend may be handed depends on it: a search that
 * refuses linear programs gets the same market in whole numbers, whose optimum is the same.
 */
import type { Backend, Delta, Outcome, Program } from '@marginal/program';
import { type Bench, denied, type Verdict } from './case.ts';
import { noAnswer } from './evidence.ts';
import { observed } from './observe.ts';
import { type Interval, type Sketch, stated } from './sketch.ts';
import { against, type Truth } from './truth.ts';

/** max 3x + 2y, x + y <= 4, x - y <= 2, within [0, 10]: 11 at (3, 1) with duals (2.5, 0.5). Whole either way. */
const MARKET: Sketch = {
  sense: 'maximize',
  cost: [3, 2],
  columns: [
    [0, 10],
    [0, 10],
  ],
  rows: [
    [1, 1],
    [1, -1],
  ],
  between: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
};

export const MARKET_TRUTH: Truth = { status: 'optimal', objective: 11, x: [3, 1] };

/** Whether this backend answers linear programs; one that does not must search. */
export function isLinearSolver({ capabilities }: Backend): boolean {
  return capabilities.lp && capabilities.duals;
}

/** Why a case that needs a program with an optimum cannot be run at all. */
export function unusable({ backend }: Bench): Verdict | undefined {
  if (isLinearSolver(backend) || backend.capabilities.mip) return undefined;
  const missing = denied(backend.capabilities, ['lp', 'duals', 'mip']).join(', ');
  return { status: 'skipped', reason: `no program can be answered: ${missing} denied` };
}

/** The market, or one like it, as this backend takes it. */
export function market(bench: Bench, change: Partial<Sketch> = {}): Program {
  const sketch = { ...MARKET, ...change };
  if (isLinearSolver(bench.backend)) return stated(sketch);
  return stated({ ...sketch, integer: sketch.cost.map(() => 1) });
}

/** New bounds of one row. */
export function rowBounds(row: number, [lower, upper]: Interval): Delta {
  return {
    rowBounds: { index: Int32Array.of(row), lower: Float64Array.of(lower), upper: Float64Array.of(upper) },
  };
}

/** What is wrong with an outcome of `program`, held against its truth. */
export function faults(program: Program, outcome: Outcome, truth: Truth, bench: Bench): string[] {
  return against(truth, program, observed(program, outcome, bench.backend), bench);
}

/** The same, named: `after the update: objective is 3, not 4`. */
export function faultsAt(
  when: string,
  program: Program,
  outcome: Outcome,
  truth: Truth,
  bench: Bench,
): string[] {
  return faults(program, outcome, truth, bench).map((fault) => `${when}: ${fault}`);
}

/** What two outcomes of one program differ in: status, objective. Duals may differ; each has its evidence. */
export function unlike(program: Program, one: Outcome, other: Outcome, tolerance: number): string[] {
  if (one.status !== other.status) {
    const why = noAnswer(one) ?? noAnswer(other);
    return [`${one.status} and ${other.status}${why === undefined ? '' : ` (${why})`}`];
  }
  if (one.status !== 'optimal' || other.status !== 'optimal') return [];
  const scale = 1 + Math.abs(one.objective - program.offset);
  if (Math.abs(one.objective - other.objective) <= tolerance * scale) return [];
  return [`objectives ${one.objective} and ${other.objective}`];
}
