/** Thinking tokens from the command: the optima of papers, bad input, and a load that no server of the kind can carry. */
import { describe, expect, test } from 'vitest';
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
    test.each(['highs', 'glpk', 'simplex'])('%s', async (solver) => {
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
])('--set %s exits 2 and names the field', async (setting, field) => {
  const ran = await marginal('run', 'think-five', '--set', setting);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(field);
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
