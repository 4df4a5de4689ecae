/** Intervals need a vertex: whose they are when the solver at hand has none, and what is printed when nobody has one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, expect, test } from 'vitest';
import { digitsOf, distanceOutside } from '../src/price-ranges.ts';
import { SOLVERS } from '../src/solvers.ts';
import { json, marginal, type RunJson } from './harness.ts';

const scratch = mkdtempSync(join(tmpdir(), 'marginal-ranges-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Ranged extends RunJson {
  readonly intervals: {
    readonly solver: { readonly name: string } | null;
    readonly reason: string;
    readonly digits?: number;
  };
}

test('prices of a first-order answer come with the intervals of a vertex, and whose they are', async () => {
  const out = join(scratch, 'pdlp');
  const [first, second] = await Promise.all(
    ['ortools:pdlp', 'highs'].map((solver) =>
      marginal('run', 'us5', '--solver', solver, '--json', ...(solver === 'highs' ? [] : ['--out', out])),
    ),
  );
  const pdlp = json<RunJson & { intervals: { solver: { name: string }; reason: string; digits: number } }>(
    first,
  );
  const exact = json<RunJson & { intervals?: object }>(second);
  expect(pdlp.intervals).toMatchObject({ solver: { name: 'simplex' }, digits: expect.any(Number) });
  expect(pdlp.intervals.reason).toMatch(/firstOrder/);
  expect(exact).not.toHaveProperty('intervals');
  pdlp.prices.forEach(({ low, high, unique }, k) => {
    expect(unique).toBe(exact.prices[k].unique);
    expect(low).toBeCloseTo(exact.prices[k].low ?? Number.NaN, 6);
    expect(high).toBeCloseTo(exact.prices[k].high ?? Number.NaN, 6);
  });
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  expect(manifest.intervals.solver.name).toBe('simplex');
});

const known = new Map(SOLVERS);
const solvers = SOLVERS as Map<string, NonNullable<ReturnType<typeof SOLVERS.get>>>;
afterEach(() => {
  for (const [name, entry] of known) solvers.set(name, entry);
});

/** Makes these solvers impossible to load. */
function lose(...names: readonly string[]): void {
  for (const name of names) {
    const entry = known.get(name);
    if (entry === undefined) throw new Error(`there is no ${name}`);
    solvers.set(name, {
      ...entry,
      load: async () => {
        throw new Error(`${name} is not there`);
      },
    });
  }
}

test('without our simplex it is HiGHS; without either, prices have no interval, and the reason is told', async () => {
  lose('simplex');
  const one = json<Ranged>(await marginal('run', 'us5', '--solver', 'ortools:pdlp', '--json'));
  expect(one.intervals).toMatchObject({
    solver: { name: 'highs' },
    reason: expect.stringContaining('simplex'),
  });
  lose('simplex', 'highs');
  const out = join(scratch, 'none');
  const run = await marginal('run', 'us5', '--solver', 'ortools:pdlp', '--json', '--out', out);
  expect(run.code).toBe(0);
  const { prices, intervals } = json<Ranged>(run);
  expect(intervals).toMatchObject({ solver: null, reason: expect.stringContaining('highs is not there') });
  for (const price of prices)
    for (const key of ['low', 'high', 'unique']) expect(price).not.toHaveProperty(key);
  const rows: Record<string, string>[] = parse(readFileSync(join(out, 'prices.csv'), 'utf8'), {
    columns: true,
  });
  expect(rows).toHaveLength(prices.length);
  for (const { low, high, unique } of rows) expect([low, high, unique]).toEqual(['', '', '']);
  const said = await marginal('run', 'us5', '--solver', 'ortools:pdlp');
  expect(said.out).toMatch(/prices come without intervals: /);
  const compared = await marginal('compare', 'us5', '--solvers', 'glpk:interior,ortools:pdlp');
  expect(compared.code).toBe(0);
  expect(compared.out).toMatch(/no interval is known: /);
});

test('digits are what is left of a distance', () => {
  expect(distanceOutside(3, { low: 1, high: 4, unique: false })).toBe(0);
  expect(distanceOutside(3, { low: 4, high: 5, unique: false })).toBe(0.25);
  expect([0, 1, 0.1, 0.02, 3e-7].map(digitsOf)).toEqual([15, 0, 1, 1, 6]);
});
