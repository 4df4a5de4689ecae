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
});

test.each([
  [['run', 'us5', '--metrics'], 'cli.option-of-another-model'],
  [['run', 'global-regions', '--objective', 'cheap'], 'relocation.objective'],
  [['run', 'global-regions', '--set', 'classes.A.latencyMs=-1'], 'relocation.out-of-range'],
] as const)('%j is refused', async (args, code) => {
  const ran = await marginal(...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(code);
});
