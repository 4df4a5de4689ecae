import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('demand exactly where the cheap node ends: not unique, both solvers inside the range', async () => {
  const node = { title: '', electricityPrice: 0, pue: 1, carbonIntensity: 0 };
  const scenario = {
    schema: 'marginal.scenario/1',
    name: 'step',
    title: 'Demand on a step of the merit order',
    model: 'token-flow',
    sources: {},
    data: {
      nodes: { cheap: { ...node, capacity: 6, gpuCost: 2 }, dear: { ...node, capacity: 5, gpuCost: 3 } },
      links: { up: { from: 'cheap', to: 'dear', bandwidth: 9, transportCost: 0.5, roundTripMs: 1 } },
      workloads: { batch: { title: '', latencyMs: null, gpuHours: 1, energy: 0 } },
      demand: { cheap: { batch: 6 } },
    },
  };
  const folder = mkdtempSync(join(tmpdir(), 'marginal-compare-'));
  const file = join(folder, 'step.json');
  writeFileSync(file, JSON.stringify(scenario));
  const run = await marginal('compare', file, '--json');
  rmSync(folder, { recursive: true });
  expect(run.code).toBe(0);
  const { prices, verdict } = json<CompareJson>(run);
  const [atCheap] = prices;
  // One unit less saves 2; one unit more travels to the dear node, 3 + 0.5.
  expect(atCheap).toMatchObject({ unique: false, low: 2, high: 3.5, outside: [] });
  for (const value of Object.values(atCheap.values)) {
    expect(value).toBeGreaterThanOrEqual(2 - 1e-9);
    expect(value).toBeLessThanOrEqual(3.5 + 1e-9);
  }
  expect(['same', 'same value, other vertex']).toContain(verdict);
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
