import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import {
  type AimName,
  checkRelocationData,
  compileAim,
  frictions,
  frontier,
  type RelocationData,
  relocation,
  returnOnLatency,
  valueAt,
} from '../src/index.ts';
import { randomInstance } from './random-instance.ts';
import { twoPlaces } from './two-places.ts';

/** The optimum with every class at this round-trip budget, stated and solved afresh; undefined when infeasible. */
async function afresh(data: RelocationData, aim: AimName, budgetMs: number): Promise<number | undefined> {
  const classes = Object.fromEntries(
    Object.entries(data.classes).map(([name, kind]) => [
      name,
      { ...kind, latencyMs: budgetMs + kind.serveMs },
    ]),
  );
  const market = relocation({ ...data, classes }, { extensions: frictions() });
  const result = await compileAim(market, aim).solve(highs());
  return result.status === 'optimal' ? result.objective : undefined;
}

/** Every break point of the frontier against markets stated afresh a hair to its left and right. */
async function expectBreakPoints(data: RelocationData, aim: AimName): Promise<number> {
  const market = relocation(data, { extensions: frictions() });
  const { steps } = await frontier(market, aim, highs());
  expect(steps.length).toBeGreaterThan(0);
  for (const [at, { fromMs, value }] of steps.entries()) {
    const right = await afresh(data, aim, fromMs + 1e-6);
    expect(right).toBeDefined();
    expect(Math.abs((right ?? 0) - value)).toBeLessThan(1e-7 * (1 + Math.abs(value)));
    const left = await afresh(data, aim, fromMs - 1e-6);
    if (at === 0) expect(left).toBeUndefined();
    else expect(Math.abs((left ?? 0) - steps[at - 1].value)).toBeLessThan(1e-7 * (1 + Math.abs(value)));
  }
  return steps.length;
}

property.prop([randomInstance, fc.constantFrom<AimName[]>('cost', 'carbon')], { numRuns: 12 })(
  'left and right of every break point, a market stated afresh has the value of the step',
  async (data, aim) => {
    await expectBreakPoints(data, aim);
  },
);

/** The larger pack takes minutes: `MARGINAL_LONG=1`. */
const PACKS = process.env.MARGINAL_LONG === '1' ? ['global-regions', 'global15-day'] : ['global-regions'];

test.for(PACKS.flatMap((pack) => (['cost', 'carbon'] as const).map((aim) => [pack, aim] as const)))(
  'left and right of every break point of %s, %s',
  { timeout: 1_800_000 },
  async ([pack, aim]) => {
    const file = new URL(`../../scenarios/src/packs/${pack}.json`, import.meta.url);
    const checked = checkRelocationData(JSON.parse(readFileSync(file, 'utf8')).data, pack);
    if ('faults' in checked) expect.unreachable(checked.faults.map(({ cause }) => cause).join('\n'));
    expect(await expectBreakPoints(checked.data, aim)).toBeGreaterThan(3);
  },
);

property.prop([randomInstance], { numRuns: 8 })(
  'at every round trip there is, screened or solved, the frontier has the value of a market stated afresh',
  async (data) => {
    const market = relocation(data, { extensions: frictions() });
    const front = await frontier(market, 'cost', highs());
    expect(front.solves).toBeLessThanOrEqual(front.thresholds.length);
    for (const budget of front.thresholds) {
      const value = await afresh(data, 'cost', budget + 1e-6);
      const known = valueAt(front, budget);
      expect(known === undefined).toBe(value === undefined);
      if (value !== undefined)
        expect(Math.abs((known ?? 0) - value)).toBeLessThan(1e-7 * (1 + Math.abs(value)));
    }
  },
);

test('two places: one break point, at the round trip between them', async () => {
  const front = await frontier(relocation(twoPlaces()), 'cost', highs());
  expect(front.steps.map(({ fromMs }) => fromMs)).toEqual([10, 85]);
  expect(front.steps[0].value).toBeCloseTo(1440, 6);
  expect(front.steps[1].value).toBeCloseTo(540, 6);
  const [only] = returnOnLatency(front);
  expect(only.perMs).toBeCloseTo(900 / 75, 9);
});

test('a client without demand waits for no route, and without any demand no budget is needed', async () => {
  const data = twoPlaces();
  const idle = {
    ...data.clients.home,
    // Its nearest site is 85 ms away and the other one further, whatever is at home.
    node: 'cheap',
    demand: { chat: [0] },
  };
  const withIdle = { ...data, clients: { ...data.clients, idle } };
  const { steps } = await frontier(relocation(withIdle), 'cost', highs());
  expect(steps.map(({ fromMs }) => fromMs)).toEqual([10, 85]);
  const none = await frontier(relocation({ ...withIdle, demandScale: 0 }), 'cost', highs());
  expect(none.steps).toEqual([{ fromMs: 0, value: 0 }]);
});

test('unknown classes, no classes, and solvers without vertices are refused', async () => {
  const market = relocation(twoPlaces());
  for (const classes of [['nosuch'], []])
    await expect(frontier(market, 'cost', highs(), classes)).rejects.toMatchObject({
      faults: [expect.objectContaining({ code: 'relocation.unknown-class' })],
    });
  for (const algorithm of ['ipm-no-crossover', 'pdlp'] as const)
    await expect(frontier(market, 'cost', highs({ algorithm }))).rejects.toMatchObject({
      code: 'relocation.no-vertex',
    });
});
