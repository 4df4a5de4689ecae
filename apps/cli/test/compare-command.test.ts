import { expect, test } from 'vitest';
import { json, marginal } from './harness.ts';

interface CompareJson {
  readonly schema: string;
  readonly verdict: string;
  readonly objectiveSpread: number | null;
  readonly solvers: readonly {
    readonly name: string;
    readonly status: string;
    readonly objective?: number;
  }[];
  readonly prices: readonly {
    readonly values: Readonly<Record<string, number>>;
    readonly equal: boolean;
    readonly unique: boolean;
    readonly low: number | null;
    readonly high: number | null;
    readonly outside: readonly string[];
  }[];
}

test('us5: two solvers agree on the objective to 1e-9 and on each price to 1e-7, or call it not unique', async () => {
  const run = await marginal('compare', 'us5', '--solvers', 'highs,glpk', '--json');
  expect(run.code).toBe(0);
  const result = json<CompareJson>(run);
  expect(result.schema).toBe('marginal.compare/1');
  expect(result.objectiveSpread).toBeLessThanOrEqual(1e-9);
  expect(result.solvers.map((solver) => [solver.name, solver.status])).toEqual([
    ['highs', 'optimal'],
    ['glpk', 'optimal'],
  ]);
  for (const price of result.prices) {
    expect(price.outside).toEqual([]);
    const [a, b] = Object.values(price.values);
    if (price.unique) expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(a)));
    else expect(price.low === null || price.high === null || price.high > price.low).toBe(true);
  }
});

test('a degenerate market: prices not unique, every solver inside the range', async () => {
  const degenerate = [
    '--set',
    'demand.iowa.batch=0',
    '--set',
    'demand.wyoming.batch=0',
    '--set',
    'nodes.iowa.capacity=0',
    '--set',
    'demandScale=0.5',
  ];
  const run = await marginal('compare', 'us5', '--json', ...degenerate);
  expect(run.code).toBe(0);
  const result = json<CompareJson>(run);
  expect(['same', 'same value, other vertex']).toContain(result.verdict);
});

test('agreement on infeasible is agreement, with exit 3', async () => {
  const run = await marginal('compare', 'us5', '--json', '--set', 'demandScale=3');
  expect(run.code).toBe(3);
  expect(json<CompareJson>(run)).toMatchObject({ verdict: 'same', prices: [], objectiveSpread: null });
});

test('a solver that has no time gives no answer, which is never agreement', async () => {
  const run = await marginal('compare', 'us5', '--json', '--time-limit', '0');
  expect(run.code).toBe(5);
  expect(json<CompareJson>(run).verdict).toBe('no answer');
});

test('for people: what agrees', async () => {
  const run = await marginal('compare', 'us5');
  expect(run.out).toMatch(/objectives agree to .* relative; 15 of 15 prices are equal to 1e-7/);
  expect(run.out).toMatch(/verdict: same/);
});
