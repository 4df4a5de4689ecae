/**
 * Published optima and prices: facts carried over with their sources, so that a clone can check them. `duals` are
 * intervals of d(objective)/d(right-hand side) per row, in the sense the model is written; the ends are exact optima of
 * the dual and were recomputed independently of any solver here. A `.min` and a `.max` are the two sides of one range.
 */
import type { Field, IndexList, LabelsOf, OptimalResult, Rents } from '@marginal/core';
import { expect } from 'vitest';

export interface Published {
  readonly source: string;
  /** Absent where the published answer is that there is none. */
  readonly objective?: number;
  /** One number where the dual is unique. */
  readonly duals: Readonly<Record<string, number | readonly [low: number, high: number]>>;
}

export const PUBLISHED = {
  'gams-trnsport': {
    source: 'GAMS model library trnsport (Dantzig 1963 ch. 3.3); primal alternatives: Pyomo Gallery issue 11',
    objective: 153.675,
    duals: {
      'supply[seattle]': 0,
      'supply[san-diego]': 0,
      'demand[new-york]': 0.225,
      'demand[chicago]': 0.153,
      'demand[topeka]': 0.126,
    },
  },
  'baker-3bus': {
    source: 'PyPSA docs negative-prices-kvl-baker (CC-BY-4.0)',
    objective: 7600,
    duals: {
      bus1: -60,
      bus2: 20,
      bus3: 100,
      'f13.max': -240,
      'f13.min': 0,
      'f12.max': 0,
      'f12.min': 0,
      'f23.max': 0,
      'f23.min': 0,
    },
  },
  'kirschen-strbac-3bus': {
    source:
      'Kirschen & Strbac, Fundamentals of Power System Economics, ch. 6 three-bus example: parameters and prices written from memory of the book, not read from a stored copy; the recomputation agrees',
    objective: 2835,
    duals: {
      bus1: 7.5,
      bus2: 11.25,
      bus3: 10,
      'f12.max': -6.25,
      'f12.min': 0,
      'f13.max': 0,
      'f13.min': 0,
      'f23.max': 0,
      'f23.min': 0,
    },
  },
  'pypsa-3zone': {
    source: 'PyPSA docs simple-electricity-market-examples (CC-BY-4.0)',
    objective: 1_245_000,
    duals: { SA: 60, MZ: 0, ES: 0 },
  },
  'jump-diet': {
    source: 'JuMP docs diet (MIT)',
    objective: 11.828861111111111,
    duals: {
      'calories.min': 0.003417989,
      'calories.max': 0,
      'protein.min': 0.092996032,
      'fat.min': 0,
      'fat.max': 0,
      'sodium.min': 0,
      'sodium.max': -0.001566138,
    },
  },
  'jump-diet-infeasible': { source: 'JuMP docs diet (MIT)', duals: {} },
  'merit-order-kink': {
    source:
      'demand lands exactly on a step: price anywhere in [20,30]; HiGHS simplex and GLPK presolved say 20, GLPK without presolve says 30, GLPK interior 23.4',
    objective: 1400,
    duals: { load: [20, 30] },
  },
} as const satisfies Readonly<Record<string, Published>>;

/** What the interval files allow for. */
const DUAL_TOLERANCE = 1e-7;

/** Duals of the two sides of ranged rows of a minimisation, as two rows each, `name.min` and `name.max`. */
export function sidesOf<I extends IndexList>(
  name: (labels: LabelsOf<I>) => string,
  { lower, upper }: Rents<I>,
): [string, number][] {
  const rows = (side: string, sign: number, rents: Field<I>): [string, number][] =>
    [...rents].map(([labels, rent]) => [`${name(labels)}.${side}`, sign * rent + 0]);
  return [...rows('min', 1, lower), ...rows('max', -1, upper)];
}

/** Objective to nine digits, and every dual inside its interval. Every published row must be given, and no other. */
export function expectPublished(
  published: Published,
  result: OptimalResult,
  duals: readonly (readonly [row: string, dual: number])[],
): void {
  const { objective = Number.NaN } = published;
  expect(Math.abs(result.objective - objective)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(objective)));
  expect(duals.map(([row]) => row).sort()).toEqual(Object.keys(published.duals).sort());
  for (const [row, dual] of duals) {
    const interval = published.duals[row];
    const [low, high] = typeof interval === 'number' ? [interval, interval] : interval;
    expect(dual, row).toBeGreaterThanOrEqual(low - DUAL_TOLERANCE);
    expect(dual, row).toBeLessThanOrEqual(high + DUAL_TOLERANCE);
  }
}
