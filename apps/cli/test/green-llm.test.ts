/** The published figures of Green-LLM from the command, on every solver; figures by papers of the authors and their code. */
import { greenLlm, parseObjective, solveGreen } from '@marginal/green-llm';
import { checkScenario, loadScenario } from '@marginal/scenarios';
import { describe, expect, test } from 'vitest';
import { isBackend, loadSolver } from '../src/solvers.ts';
import { json, marginal } from './harness.ts';

interface GreenRun {
  readonly status: string;
  readonly objective: number;
  readonly costs: Readonly<Record<'energy' | 'carbon' | 'delay' | 'total', number>>;
  readonly physical: Readonly<Record<'gridKwh' | 'carbonKg' | 'waterL', number>>;
  readonly delaySeconds: { readonly mean: number; readonly max: number };
  readonly ranges: Readonly<Record<string, { low: number; high: number; unique: boolean }>>;
  readonly stages: readonly { readonly name: string; readonly optimum: number }[];
  readonly ledger: Readonly<Record<string, number>>;
  readonly prices: readonly {
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
}

async function run(...args: readonly string[]): Promise<GreenRun> {
  const ran = await marginal('run', 'green-us9', '--json', ...args);
  expect(ran.code, ran.err).toBe(0);
  return json<GreenRun>(ran);
}

describe.each(['highs', 'glpk', 'simplex', 'ortools'])('%s', (solver) => {
  test.each([
    ['total', 392.0825],
    ['hybrid', 392.9788],
    ['energy', 193.9357],
    ['carbon', 2.0897],
  ] as const)('%s is %d', async (name, published) => {
    const checked = checkScenario(await loadScenario('green-us9'));
    if ('faults' in checked || checked.model !== 'green-llm') expect.unreachable();
    const backend = await loadSolver(solver, '--solver');
    if (!isBackend(backend)) expect.unreachable(backend.cause);
    const market = greenLlm(checked.data);
    const plan = await solveGreen(market, parseObjective(name), backend);
    if (plan.status !== 'optimal') expect.unreachable(plan.result.status);
    const { energy, carbon, delay } = market.costs;
    const amount = {
      energy,
      carbon,
      total: energy.plus(carbon).plus(delay),
      hybrid: energy.plus(carbon).plus(delay),
    };
    expect(plan.result.evaluate(amount[name]).toFixed(4)).toBe(published.toFixed(4));
  });
});

describe('the authors’ printed numbers', () => {
  test('M0: components, physical totals and delays', async () => {
    const { costs, physical, delaySeconds, ledger, prices } = await run();
    expect(costs.energy.toFixed(4)).toBe('197.6267');
    expect(costs.carbon.toFixed(4)).toBe('5.4600');
    expect(costs.delay.toFixed(4)).toBe('188.9958');
    expect(physical.gridKwh.toFixed(1)).toBe('1273.9');
    expect(physical.carbonKg.toFixed(1)).toBe('336.9');
    expect(physical.waterL.toFixed(1)).toBe('4803.7');
    expect(delaySeconds.mean.toFixed(2)).toBe('2.32');
    expect(delaySeconds.max.toFixed(1)).toBe('14.3');
    // Strong duality, read from what was published.
    const { loadsPay, ...rest } = ledger;
    const paid = Object.values(rest).reduce((sum, amount) => sum + amount, 0);
    expect(Math.abs(loadsPay - paid)).toBeLessThan(1e-8 * loadsPay);
    for (const { value, low, high } of prices) {
      expect(value).toBeGreaterThanOrEqual(low - 1e-6);
      expect(value).toBeLessThanOrEqual(high + 1e-6);
    }
  });

  test.each([
    ['lex:energy,delay,carbon', 394.46, [194.13, 192.19, 8.14]],
    ['lex:energy,carbon,delay', 395.66, [194.13, 7.85, 193.68]],
    ['lex:carbon,delay,energy', 404.89, [2.09, 195.69, 207.11]],
  ] as const)('%s:0.1%% totals %d', async (objective, total, parts) => {
    const { costs, stages, ranges } = await run('--objective', `${objective}:0.1%`);
    expect(costs.total.toFixed(2)).toBe(total.toFixed(2));
    const order = stages.map((stage) => stage.name as 'energy' | 'carbon' | 'delay');
    expect(order.join(',')).toBe(objective.slice(4));
    order.forEach((part, k) => {
      expect(costs[part].toFixed(2), part).toBe(parts[k].toFixed(2));
      expect(ranges[part].low).toBeLessThanOrEqual(costs[part] + 1e-6);
      expect(ranges[part].high).toBeGreaterThanOrEqual(costs[part] - 1e-6);
    });
  });

  test('M1 and M2 leave the delay open: an interval that holds both printed and re-solved numbers', async () => {
    const energy = await run('--objective', 'energy');
    expect(energy.ranges.energy.unique).toBe(true);
    expect(energy.ranges.delay.unique).toBe(false);
    for (const seen of [212.6878, 213.7]) {
      expect(seen).toBeGreaterThan(energy.ranges.delay.low);
      expect(seen).toBeLessThan(energy.ranges.delay.high);
    }
    const carbon = await run('--objective', 'carbon');
    for (const seen of [216.7517, 218.07]) {
      expect(seen).toBeGreaterThan(carbon.ranges.delay.low);
      expect(seen).toBeLessThan(carbon.ranges.delay.high);
    }
  });
});

test('solvers agree', async () => {
  const ran = await marginal('compare', 'green-us9', '--solvers', 'highs,glpk', '--json');
  expect(ran.code, ran.err).toBe(0);
  expect(json<{ verdict: string }>(ran).verdict).toMatch(/^same/);
});

test('too little water: exit 3, with a proof and how much there would have to be', async () => {
  const ran = await marginal('run', 'green-us9', '--set', 'waterBudget=1000', '--json');
  expect(ran.code).toBe(3);
  const { reasons, leastWaterL, conflict } = json<{
    reasons: string[];
    leastWaterL: number;
    conflict: { name: string }[];
  }>(ran);
  expect(conflict.map((row) => row.name)).toContain('water');
  expect(reasons.join('\n')).toContain('L of water at the least');
  const enough = await marginal('run', 'green-us9', '--set', `waterBudget=${leastWaterL * 1.001}`, '--json');
  expect(enough.code).toBe(0);
});

test('the claims of the later version are held against the delay of one query', async () => {
  const ran = await marginal('run', 'green-us9-v3', '--json');
  const { claims } = json<{
    claims: {
      costWithin3Percent: { met: boolean; cost: number; least: number };
      responseBelow2s: { met: boolean; max: number };
    };
  }>(ran);
  const { costWithin3Percent: cost, responseBelow2s: response } = claims;
  expect(cost.met).toBe(cost.cost <= 1.03 * cost.least);
  expect(response.met).toBe(response.max < 2);
});

test.each([
  [['run', 'green-us9', '--objective', 'cheap'], 2, 'green-llm.objective'],
  [['run', 'us5', '--objective', 'energy'], 2, 'cli.option-of-another-model'],
  [['run', 'green-us9', '--set', 'renewableScale=-1'], 2, 'green-llm.out-of-range'],
  [['run', 'green-us9', '--set', 'renewablescale=1'], 2, 'scenarios.unknown-setting'],
])('%j exits %d', async (args, code, fault) => {
  const ran = await marginal(...args, '--json');
  expect(ran.code).toBe(code);
  expect(ran.out + ran.err).toContain(fault);
});
