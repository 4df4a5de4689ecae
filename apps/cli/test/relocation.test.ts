/** The relocation model from the command: metrics, frontier, tables, masks by name, agreement of solvers. */
import { expect, test } from 'vitest';
import { json, marginal } from './harness.ts';

interface RelocationRun {
  readonly objective: number;
  readonly costs: Readonly<Record<string, number>>;
  readonly prices: readonly {
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  readonly relocation: {
    readonly layers: readonly { readonly class: string; readonly layer: string; readonly share: number }[];
    readonly cuts: readonly { readonly variant: string; readonly takesAway: number }[];
    readonly frontiers: readonly {
      readonly steps: readonly { readonly fromMs: number; readonly value: number }[];
    }[];
    readonly relocatableDemand: readonly {
      readonly class: string;
      readonly demandMwh: number;
      readonly couldMoveMwh: number;
      readonly doesMoveMwh: number;
    }[];
    readonly movedRange: Readonly<Record<string, { readonly low: number; readonly high: number }>>;
    readonly accounts: {
      readonly physical: { readonly transmittedMwh: number; readonly drawnMwh: number };
      readonly digital: {
        readonly leftMwh: number;
        readonly arrivedMwh: number;
        readonly conversionMwh: number;
      };
    };
  };
}

test('global-regions: layers separate, every limit cuts the benefit, all together cut it most', async () => {
  const ran = await marginal('run', 'global-regions', '--metrics', '--json');
  expect(ran.code, ran.err).toBe(0);
  const { objective, costs, prices, relocation } = json<RelocationRun>(ran);
  const { total, ...parts } = costs;
  expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 4);
  expect(objective).toBeCloseTo(total, 4);
  for (const { value, low, high } of prices) {
    expect(value).toBeGreaterThanOrEqual((low ?? -Infinity) - 1e-6);
    expect(value).toBeLessThanOrEqual((high ?? Infinity) + 1e-6);
  }
  const share = (kind: string, layer: string): number =>
    relocation.layers.find((row) => row.class === kind && row.layer === layer)?.share ?? Number.NaN;
  const local = ['A', 'B', 'C', 'D'].map((kind) => share(kind, 'local'));
  expect(local).toEqual([...local].sort((a, b) => b - a));
  const away = ['A', 'B', 'C', 'D'].map((kind) => share(kind, 'energy-oriented'));
  expect(away).toEqual([...away].sort((a, b) => a - b));
  expect(away[3]).toBeGreaterThan(0.5);
  const cut = (name: string): number =>
    relocation.cuts.find(({ variant }) => variant === name)?.takesAway ?? Number.NaN;
  for (const name of ['capacity', 'law', 'state', 'model', 'egress', 'friction', 'migration', 'coldStart'])
    expect(cut(`with ${name}`), name).toBeGreaterThan(0);
  expect(cut('with all')).toBeGreaterThan(Math.max(...relocation.cuts.slice(0, -1).map((c) => c.takesAway)));
  for (const { steps } of relocation.frontiers)
    for (const [at, { fromMs, value }] of steps.slice(1).entries()) {
      expect(fromMs).toBeGreaterThan(steps[at].fromMs);
      expect(value).toBeLessThan(steps[at].value);
    }
  for (const { class: kind, demandMwh, couldMoveMwh, doesMoveMwh } of relocation.relocatableDemand) {
    expect(doesMoveMwh).toBeLessThanOrEqual(couldMoveMwh + 1e-6);
    expect(couldMoveMwh).toBeLessThanOrEqual(demandMwh + 1e-6);
    expect(doesMoveMwh).toBeGreaterThanOrEqual(relocation.movedRange[kind].low - 1e-4);
    expect(doesMoveMwh).toBeLessThanOrEqual(relocation.movedRange[kind].high + 1e-4);
  }
  const { digital, physical } = relocation.accounts;
  expect(physical.transmittedMwh).toBe(0);
  expect(digital.arrivedMwh - digital.leftMwh).toBeCloseTo(digital.conversionMwh, 9);
});

test('all solvers agree on global-regions', async () => {
  const ran = await marginal(
    'compare',
    'global-regions',
    '--solvers',
    'highs,glpk,simplex,ortools',
    '--json',
  );
  expect(ran.code, ran.err + ran.out.slice(0, 500)).toBe(0);
});

test('demand without a route names the masks that are in the way', async () => {
  const ran = await marginal('run', 'global-regions', '--set', 'classes.A.latencyMs=200');
  expect(ran.code).toBe(3);
  expect(ran.err).toContain("class 'A' of 'us-east' has no open route: latency");
  // Every site is listed, with what forbids it.
  expect(ran.err).toContain("  us-east: takes 280.0 ms, and class 'A' has 200 ms");
  expect(ran.err).toMatch(/ {2}nordics: .* stays in its region/);
});

test('an hour without enough capacity is named, with what is needed and what there is', async () => {
  const ran = await marginal('run', 'global-regions', '--set', 'capacityScale=0.6', '--json');
  expect(ran.code).toBe(3);
  const { shortages } = json<{
    readonly shortages: readonly { readonly neededMwh: number; readonly capacityMwh: number }[];
  }>(ran);
  expect(shortages.length).toBeGreaterThan(0);
  for (const { neededMwh, capacityMwh } of shortages) expect(neededMwh).toBeGreaterThan(capacityMwh);
  expect(ran.err).toMatch(/hour \d: classes .* need .* MWh or more, and the sites open to them have/);
});

interface CopiesRun {
  readonly objective: number;
  readonly costs: Readonly<Record<string, number>>;
  readonly relocation: {
    readonly copies: {
      readonly choices: number;
      readonly objective: number;
      readonly copies: readonly { readonly compute: string; readonly cost: number }[];
    };
  };
}

test('weights are copied where that pays: fewer as they grow dear, none when they cost more than they save', async () => {
  const plain = json<RelocationRun>(await marginal('run', 'global-regions', '--json')).objective;
  const counts: number[] = [];
  for (const price of ['0.05', '2', '8']) {
    const ran = await marginal(
      'run',
      'global-regions',
      '--set',
      'weightCopies=true',
      '--set',
      `copyPrice=${price}`,
      '--json',
    );
    expect(ran.code, ran.err).toBe(0);
    const { objective, costs, relocation } = json<CopiesRun>(ran);
    const { copies, choices } = relocation.copies;
    expect(choices).toBe(2);
    expect(objective).toBeLessThanOrEqual(plain * (1 + 1e-9));
    expect(Math.abs(relocation.copies.objective - objective)).toBeLessThan(1e-6 * objective);
    expect(costs.copies ?? 0).toBeCloseTo(
      copies.reduce((sum, { cost }) => sum + cost, 0),
      9,
    );
    for (const { cost } of copies) expect(cost).toBeCloseTo(405 * Number(price), 9);
    counts.push(copies.length);
  }
  expect(counts).toEqual([2, 1, 0]);
});

interface RolledRun {
  readonly objective: number;
  readonly costs: Readonly<Record<string, number>>;
  readonly relocation: {
    readonly rolling: {
      readonly windows: number;
      readonly hours: number;
      readonly seconds: number;
      readonly cpuSeconds: number;
      readonly peakMemoryMb: number;
    };
    readonly days: readonly { readonly total: number }[];
  };
}

test('many days are rolled over, with time, memory and a bill that adds up', async () => {
  const small = ['--set', 'days.count=2', '--set', 'days.step=4', '--set', 'days.foresight=0'];
  const ran = await marginal('run', 'global15-year', ...small, '--json');
  expect(ran.code, ran.err).toBe(0);
  const { objective, costs, relocation } = json<RolledRun>(ran);
  const { rolling, days } = relocation;
  expect(rolling).toMatchObject({ windows: 12, hours: 48 });
  expect(rolling.cpuSeconds).toBeGreaterThan(0);
  expect(rolling.peakMemoryMb).toBeGreaterThan(0);
  expect(days).toHaveLength(2);
  const { total, ...parts } = costs;
  expect(objective).toBe(total);
  expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 4);
  expect(days.reduce((sum, day) => sum + day.total, 0)).toBeCloseTo(total, 4);
  expect(ran.err).toContain('48 of 48 hours');
  // Windows that cross midnight: each hour counts to its own day. Three hours more or less would be a tenth of it.
  const crossing = ['--set', 'days.count=2', '--set', 'days.step=7', '--set', 'days.foresight=0'];
  const other = json<RolledRun>(await marginal('run', 'global15-year', ...crossing, '--json')).relocation
    .days;
  expect(other).toHaveLength(2);
  for (const [day, { total: cost }] of other.entries())
    expect(Math.abs(cost - days[day].total)).toBeLessThan(0.01 * days[day].total);
});

test.each([
  [['run', 'us5', '--metrics'], 'cli.option-of-another-model'],
  [['run', 'global-regions', '--objective', 'cheap'], 'relocation.objective'],
  [['run', 'global-regions', '--set', 'classes.A.latencyMs=-1'], 'relocation.out-of-range'],
  [['run', 'global-regions', '--set', 'demandScale=1e-12'], 'relocation.less-than-a-request'],
  [['run', 'global-regions', '--set', 'weightCopies=maybe'], 'relocation.wrong-shape'],
  [['run', 'global-regions', '--set', 'hours=1.5'], 'relocation.hours'],
  [['run', 'global15-year', '--set', 'days.count=400'], 'relocation.wrong-shape'],
  [['run', 'global15-year', '--set', 'days.step=0'], 'relocation.out-of-range'],
] as const)('%j is refused', async (args, code) => {
  const ran = await marginal(...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(code);
});

test.each([
  [['run', 'global15-year', '--metrics'], 'cli.rolled-metrics'],
  [['run', 'global-regions', '--metrics', '--objective', 'weighted:0.1'], 'cli.metrics-objective'],
  [['run', 'global-regions', '--front', '--objective', 'carbon'], 'cli.metrics-objective'],
  [['run', 'global-regions', '--metrics', '--solver', 'highs:ipm-no-crossover'], 'relocation.no-vertex'],
  [['run', 'global15-year', '--objective', 'lex:cost,carbon'], 'relocation.rolling-order'],
  [['compare', 'global15-year'], 'cli.rolled-compare'],
  [['run', 'global15-year', '--set', 'weightCopies=true'], 'cli.copies-and-more'],
  [['run', 'global-regions', '--set', 'weightCopies=true', '--objective', 'carbon'], 'cli.copies-and-more'],
] as const)('%j is not allowed', async (args, code) => {
  const ran = await marginal(...args);
  expect(ran.code).not.toBe(0);
  expect(ran.err).toContain(code);
});

test('the page shows the terms of a weighted objective, and the optimum is that of the same carbon price', async () => {
  const ran = await marginal('run', 'global-regions', '--objective', 'weighted:0.2');
  expect(ran.code, ran.err).toBe(0);
  const priced = json<RelocationRun>(
    await marginal('run', 'global-regions', '--set', 'carbonPrice=0.2', '--json'),
  );
  expect(ran.out).toContain(
    `minimised: ${priced.objective.toFixed(2)} $, carbon at 0.2 $/kg, which is ${priced.costs.carbon.toFixed(2)} $ of it`,
  );
});
