/** Thinking tokens from the command: the optima of papers, bad input, and a load that no server of the kind can carry. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { json, marginal } from './harness.ts';

interface ThinkRun {
  readonly objective: number;
  readonly allocation: Readonly<Record<string, number>>;
  readonly utilisation: number;
  readonly meanSystemTime: number;
  readonly accuracy: number;
  readonly methods: Readonly<
    Record<
      'fixedPoint' | 'projectedGradient' | 'outerApproximation',
      { status: string; iterations: number; gap?: number }
    >
  >;
  readonly whole?: { readonly status: string; readonly roundingLoss: number };
}

// Optima by projected gradient, to the printed digits; order AIME25, AIME24, GPQA-D, GSM8K, HMMT25.
describe.each([
  [0.05, 30, [6264.5, 5646.4, 985.9, 2266.0, 1978.5], '0.146', '3.287', '0.4223', '9.381402', 'converged'],
  [0.1, 30, [4702.2, 4072.5, 704.4, 2244.6, 1392.8], '0.221', '2.665', '0.3896', '9.023840', 'oscillates'],
  [0.2, 30, [3071.9, 2470.6, 389.7, 2207.1, 735.4], '0.291', '1.890', '0.3496', '8.598311', 'oscillates'],
  [0.1, 100, [9163.5, 9317.0, 2739.7, 2536.2, 4215.5], '0.490', '8.051', '0.4903', '40.981773', 'oscillates'],
] as const)(
  'arrivalRate=%d weight=%d',
  (rate, weight, tokens, rho, time, accuracy, objective, fixedPoint) => {
    test.each(['highs', 'glpk', 'simplex', 'ortools'])('%s', async (solver) => {
      const ran = await marginal(
        ...['run', 'think-five', '--json', '--solver', solver, '--set', 'model=qwen3-8b'],
        ...['--set', `arrivalRate=${rate}`, '--set', `weight=${weight}`],
      );
      expect(ran.code, ran.err).toBe(0);
      const found = json<ThinkRun>(ran);
      const { aime25, aime24, gpqa, gsm8k, hmmt25 } = found.allocation;
      [aime25, aime24, gpqa, gsm8k, hmmt25].forEach((l, k) => {
        expect(Math.abs(l - tokens[k])).toBeLessThan(0.051);
      });
      expect(found.utilisation.toFixed(3)).toBe(rho);
      expect(found.meanSystemTime.toFixed(3)).toBe(time);
      expect(found.accuracy.toFixed(4)).toBe(accuracy);
      expect(found.objective.toFixed(6)).toBe(objective);
      expect(found.methods.fixedPoint.status).toBe(fixedPoint);
      expect(found.methods.projectedGradient.status).toBe('converged');
      expect(found.methods.outerApproximation.gap).toBeLessThanOrEqual(1e-9);
    });
  },
);

test('whole tokens: proved, and the other model', async () => {
  const whole = json<ThinkRun>(await marginal('run', 'think-five', '--json', '--set', 'integer=true'));
  expect(Object.values(whole.allocation).every(Number.isInteger)).toBe(true);
  expect(whole.whole?.status).toBe('optimal');
  expect(whole.whole?.roundingLoss).toBeLessThan(1e-6);
  const other = json<ThinkRun>(
    await marginal('run', 'think-five', '--json', '--set', 'model=r1-distill-llama-8b'),
  );
  expect(other.objective).not.toBe(whole.objective);
});

test('at the stability limit: exit 3, with the largest stable rate', async () => {
  const ran = await marginal('run', 'think-five', '--json', '--set', 'arrivalRate=4.4481');
  expect(ran.code).toBe(3);
  const { largestStableRate } = json<{ largestStableRate: number }>(ran);
  // 1 / mean t0 of the five tasks.
  expect(largestStableRate).toBeCloseTo(5 / (0.2706 + 0.1775 + 0.0899 + 0.0663 + 0.5198), 9);
  expect((await marginal('run', 'think-five', '--set', 'arrivalRate=4.4')).code).toBe(0);
});

test.each([
  ['priors.gsm8k=0.5', 'priors'],
  ['arrivalRate=-1', 'arrivalRate'],
  ['maxTokens=0', 'maxTokens'],
  ['model=gpt', 'model'],
  ['models.qwen3-8b.gsm8k.serviceBase=-1', 'models.qwen3-8b.gsm8k.serviceBase'],
  ['models.qwen3-8b.gsm8k.servicePerToken=-1', 'models.qwen3-8b.gsm8k.servicePerToken'],
  ['discipline=lifo', 'discipline'],
  ['tokenPrice=3', 'secondsPerDollar'],
  ['latencyShare=0.1', 'latencySeconds'],
  ['secondsPerDollar=10', 'tokenPrice'],
])('--set %s exits 2 and names the field', async (setting, field) => {
  const ran = await marginal('run', 'think-five', '--set', setting);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(field);
});

test('a binding budget has its rent whatever the linear programs do; the limit of stability has its dual', async () => {
  interface Limits {
    limits: readonly { name: string; labels: { task?: string }; rent: number; saturated: boolean }[];
    methods: { outerApproximation: { status: string } };
  }
  const rents = await Promise.all(
    ['highs', 'glpk:interior'].map(async (solver) => {
      const ran = await marginal(
        ...['run', 'think-five', '--json', '--solver', solver, '--set', 'maxTokens=500'],
      );
      expect(ran.code, ran.err).toBe(0);
      const { limits, methods } = json<Limits>(ran);
      const budgets = limits.filter(({ name, saturated }) => name === 'budget' && saturated);
      expect(budgets.length).toBeGreaterThan(0);
      for (const { rent } of budgets) expect(rent).toBeGreaterThan(0);
      const stability = limits.filter(({ name }) => name === 'stability');
      expect(stability.length).toBe(methods.outerApproximation.status === 'converged' ? 1 : 0);
      for (const { rent } of stability) expect(rent).toBeCloseTo(0, 6);
      return budgets.map(({ rent }) => rent);
    }),
  );
  expect(rents[0]).toEqual(rents[1]);
  const shown = await marginal('run', 'think-five', '--set', 'maxTokens=500');
  expect(shown.out).toContain('proved by the tangent of J');
  expect(shown.out).toContain('stability limit');
});

test('whole tokens of a broken budget are full at its whole part, and have no rent', async () => {
  const ran = await marginal(
    ...['run', 'think-five', '--json', '--set', 'integer=true', '--set', 'maxTokens=500.5'],
  );
  expect(ran.code, ran.err).toBe(0);
  const { limits, allocation } = json<{
    limits: readonly { name: string; cap: number; saturated: boolean }[];
    allocation: Readonly<Record<string, number>>;
  }>(ran);
  expect(Math.max(...Object.values(allocation))).toBe(500);
  for (const { name, saturated } of limits) if (name === 'budget') expect(saturated).toBe(false);
});

test('a mix by --set, priors that sum to one', async () => {
  const settings = ['gsm8k=0.5', 'aime24=0.2', 'aime25=0.1', 'gpqa=0.1', 'hmmt25=0.1'];
  const ran = await marginal(
    'run',
    'think-five',
    '--json',
    ...settings.flatMap((setting) => ['--set', `priors.${setting}`]),
  );
  expect(ran.code, ran.err).toBe(0);
});

test('measured speeds: the faster the server, the longer it may think', async () => {
  const tokens = async (model: string): Promise<number> =>
    json<ThinkRun>(await marginal('run', 'think-gpqa', '--json', '--set', `model=${model}`)).allocation.gpqa;
  expect(await tokens('h100-batch-64')).toBeGreaterThan(await tokens('h100-batch-8'));
});

const folder = mkdtempSync(join(tmpdir(), 'thinking-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scenarioFile(name: string, data: object): string {
  const file = join(folder, `${name}.json`);
  const head = { schema: 'marginal.scenario/1', name, title: name, model: 'thinking-tokens' };
  const sources = { synthetic: { title: 'made up', by: 'the test', licence: 'MIT' } };
  writeFileSync(file, JSON.stringify({ ...head, sources, data }));
  return file;
}

describe('accuracy as a table', () => {
  const data = (tokens: number[], accuracy: number[]) => ({
    model: 'm',
    models: {
      m: {
        sums: { serviceBase: 0.1, servicePerToken: 1e-3, accuracyTable: { tokens, accuracy } },
        proofs: {
          serviceBase: 0.2,
          servicePerToken: 1e-3,
          accuracyBase: 0.1,
          accuracyGain: 0.5,
          accuracyRate: 3e-4,
        },
      },
    },
    priors: { sums: 0.5, proofs: 0.5 },
    arrivalRate: 0.1,
    weight: 30,
    maxTokens: 8000,
  });

  test('is optimised and proved; the methods that cannot say why', async () => {
    const file = scenarioFile('table', data([0, 500, 1000, 3000], [0.1, 0.4, 0.5, 0.52]));
    for (const integer of ['false', 'true']) {
      const ran = await marginal('run', file, '--json', '--set', `integer=${integer}`);
      expect(ran.code, ran.err).toBe(0);
      const { methods, allocation } = json<ThinkRun>(ran);
      expect(methods.fixedPoint.status).toBe('refused');
      expect(methods.projectedGradient.status).toBe('refused');
      expect(methods.outerApproximation.gap).toBeLessThanOrEqual(1e-9);
      expect(allocation.sums).toBe(1000);
    }
    expect((await marginal('run', file)).out).toContain('closed form');
  });

  test.each([
    [[0, 500, 1000], [0.1, 0.2, 0.4], 'models.m.sums.accuracyTable.accuracy', 'not-concave'],
    [[0, 500, 1000], [0.1, 0.4, 0.3], 'models.m.sums.accuracyTable.accuracy', 'not-increasing'],
    [[0, 500, 400], [0.1, 0.4, 0.5], 'models.m.sums.accuracyTable.tokens', 'table-order'],
    [[0, 500], [0.1, 1.4], 'models.m.sums.accuracyTable.accuracy', 'out-of-range'],
  ])('%j %j exits 2 and names the field', async (tokens, accuracy, field, code) => {
    const ran = await marginal('run', scenarioFile('bad', data(tokens, accuracy)));
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(field);
    expect(ran.err).toContain(code);
  });
});

describe('other disciplines', () => {
  test.each([
    ['processorSharing', 'concavity'],
    ['priority', 'branch and bound'],
    ['preemptivePriority', 'branch and bound'],
  ])('%s: proved by %s', async (kind, proof) => {
    const ran = await marginal('run', 'think-five', '--json', '--set', `discipline=${kind}`);
    expect(ran.code, ran.err).toBe(0);
    const found = json<{
      objective: number;
      bound: number;
      solver: { name: string };
      discipline: { status: string; proof: string };
    }>(ran);
    expect(found.discipline).toMatchObject({ status: 'optimal', proof });
    // No solver had a part in it, and none is said to have.
    expect(found.solver.name).toBe('thinking-tokens');
    expect(found.bound - found.objective).toBeLessThan(2e-5);
  });

  test('at the stability limit exit 3, as first come, first served', async () => {
    const ran = await marginal('run', 'think-five', '--set', 'discipline=priority', '--set', 'arrivalRate=5');
    expect(ran.code).toBe(3);
  });
});

test.each(['fifo', 'processorSharing', 'priority'])(
  '%s: costs with a price of tokens sum to the total',
  async (kind) => {
    const priced = ['--set', 'tokenPrice=10', '--set', 'secondsPerDollar=10'];
    const ran = await marginal('run', 'think-five', '--json', '--set', `discipline=${kind}`, ...priced);
    expect(ran.code, ran.err).toBe(0);
    const { total, ...parts } = json<{ costs: Record<string, number> }>(ran).costs;
    expect(parts.tokens).toBeGreaterThan(0);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 9);
  },
);

test('a promise that no thinking keeps: exit 3, and which', async () => {
  const ran = await marginal('run', 'think-five', '--set', 'latencySeconds=0.1');
  expect(ran.code).toBe(3);
  expect(ran.err).toContain('latencySeconds=0.1');
});

test('a price of tokens and a promise of latency both shorten thinking', async () => {
  const runs = await Promise.all([
    marginal('run', 'think-five', '--json'),
    marginal('run', 'think-five', '--json', '--set', 'tokenPrice=10', '--set', 'secondsPerDollar=10'),
    marginal('run', 'think-five', '--json', '--set', 'latencySeconds=5'),
  ]);
  const [free, priced] = runs.map((ran) => json<ThinkRun>(ran));
  for (const [task, tokens] of Object.entries(free.allocation))
    expect(priced.allocation[task]).toBeLessThanOrEqual(tokens);
  const { latency, objective } = json<{
    objective: number;
    latency: {
      status: string;
      scale: number;
      low: number;
      objective: number;
      optimality: string;
      allocation: Readonly<Record<string, number>>;
    };
  }>(runs[2]);
  expect(latency.objective).toBeLessThan(objective);
  expect(latency.optimality).toBe('bestOfFamilies');
  expect(Object.keys(latency.allocation)).toEqual(Object.keys(free.allocation));
  expect(latency.status).toBe('kept');
  expect(latency.low).toBeLessThanOrEqual(latency.scale);
  expect(latency.scale).toBeLessThan(1);
});

test('the result folder has the curves, refined to their error, and their derivatives', async () => {
  const out = join(folder, 'result');
  const ran = await marginal('run', 'think-five', '--json', '--out', out);
  expect(ran.code, ran.err).toBe(0);
  const { curves } = json<{ curves: Record<string, { places: number; error: number; evidence: string }> }>(
    ran,
  );
  expect(curves.weight.evidence).toBe('proved');
  expect(curves.arrivalRate.evidence).toBe('seen');
  for (const [field, name] of [
    ['weight', 'front'],
    ['arrivalRate', 'arrivals'],
  ]) {
    expect(curves[field].error).toBeLessThanOrEqual(1e-3);
    const [head, ...rows] = readFileSync(join(out, `${name}.csv`), 'utf8')
      .trim()
      .split('\n');
    expect(head.split(',').slice(0, 3)).toEqual([field, 'objective', 'derivative']);
    expect(rows.length).toBe(curves[field].places);
  }
  expect(readdirSync(out)).toContain('convergence.csv');
});

test('a task with the name of a column overwrites none', async () => {
  const fit = {
    serviceBase: 0.1,
    servicePerToken: 1e-3,
    accuracyBase: 0,
    accuracyGain: 0.9,
    accuracyRate: 1e-3,
  };
  const file = scenarioFile('columns', {
    model: 'm',
    models: { m: { objective: fit, weight: fit } },
    priors: { objective: 0.5, weight: 0.5 },
    arrivalRate: 0.3,
    weight: 10,
    maxTokens: 2000,
  });
  const out = join(folder, 'columns');
  const ran = await marginal('run', file, '--json', '--out', out);
  expect(ran.code, ran.err).toBe(0);
  const [head, first] = readFileSync(join(out, 'front.csv'), 'utf8').split('\n');
  const columns = head.split(',');
  expect(new Set(columns).size).toBe(columns.length);
  expect(Number(first.split(',')[columns.indexOf('weight')])).toBe(2.5);
  expect(columns).toContain('tokens:objective');
});

test('whole tokens that the nodes do not prove: exit 5, with what was found and the bound', async () => {
  const names = Array.from({ length: 80 }, (_, k) => `t${k}`);
  const fit = (k: number) => ({
    serviceBase: 0.1,
    servicePerToken: 0.3 + 0.001 * k,
    accuracyBase: 0,
    accuracyGain: 0.9,
    accuracyRate: 0.4 + 0.002 * k,
  });
  const file = scenarioFile('coarse', {
    model: 'm',
    models: { m: Object.fromEntries(names.map((name, k) => [name, fit(k)])) },
    priors: Object.fromEntries(names.map((name) => [name, 1 / names.length])),
    arrivalRate: 0.3,
    weight: 10,
    maxTokens: 20,
  });
  const ran = await marginal('run', file, '--json', '--set', 'integer=true');
  expect(ran.code, ran.err).toBe(5);
  const { objective, bound, status } = json<{ objective: number; bound: number; status: string }>(ran);
  expect(status).toBe('limit');
  expect(bound).toBeGreaterThan(objective);
});

describe('real arrivals', () => {
  test('a clock is not Poisson: warned of, and its delay stands beside the formula', async () => {
    const file = join(folder, 'clock.csv');
    const rows = Array.from({ length: 600 }, (_, n) => {
      const time = new Date(Date.UTC(2023, 10, 16, 18, 0, n * 2))
        .toISOString()
        .replace('T', ' ')
        .replace('Z', '');
      return `${time},100,10`;
    });
    writeFileSync(file, ['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows].join('\n'));
    const ran = await marginal('run', 'think-five', '--json', '--trace', file);
    expect(ran.code, ran.err).toBe(0);
    const { trace } = json<{ trace: { likePoisson: string; gapVariability: number; ratio: number } }>(ran);
    expect(trace.likePoisson).toBe('no');
    expect(trace.gapVariability).toBeLessThan(1e-3);
    expect(trace.ratio).toBeLessThan(1);
    const { out } = await marginal('run', 'think-five', '--trace', file);
    expect(out).toContain('warning: arrivals are not Poisson');
    expect(out).toContain('the formula overstates delay');
    writeFileSync(file, ['TIMESTAMP', ...rows.filter((_, n) => n % 40 === 0)].join('\n'));
    const short = await marginal('run', 'think-five', '--trace', file);
    expect(short.code).toBe(2);
    expect(short.err).toContain('31 arrivals');
  });

  const azure = fileURLToPath(
    new URL('../../../../shared/data/traces/AzureLLMInferenceTrace_code.2023.csv.gz', import.meta.url),
  );
  test.skipIf(!existsSync(azure))(
    existsSync(azure) ? 'the Azure trace of code, gzipped' : 'skipped: ../shared is not beside this clone',
    async () => {
      const ran = await marginal('run', 'think-five', '--json', '--trace', azure);
      expect(ran.code, ran.err).toBe(0);
      const { trace } = json<{ trace: { dispersion: number; gapVariability: number; ratio: number } }>(ran);
      expect(trace.gapVariability).toBeGreaterThan(150);
      expect(trace.dispersion).toBeGreaterThan(150);
      expect(trace.ratio).toBeGreaterThan(5);
    },
  );

  test('a file that is none, or no trace, and another model, exit 2 and name the option', async () => {
    const empty = join(folder, 'empty.csv');
    writeFileSync(empty, 'A,B\n1,2\n');
    for (const args of [
      ['think-five', '--trace', join(folder, 'nowhere.csv')],
      ['think-five', '--trace', empty],
      ['us5', '--trace', empty],
      ['global15-day', '--trace', empty],
      ['think-five', '--set', 'discipline=priority', '--trace', empty],
    ]) {
      const ran = await marginal('run', ...args);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('--trace');
    }
  });
});
