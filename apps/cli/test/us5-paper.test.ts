/** us5-paper by the command: the four published facts as a user sees them, and solvers that agree. */
import { describe, expect, test } from 'vitest';
import { json, marginal, type RunJson } from './harness.ts';

interface PaperJson extends RunJson {
  readonly reasons?: readonly string[];
}

async function run(...args: readonly string[]): Promise<PaperJson> {
  return json<PaperJson>(await marginal('run', 'us5-paper', ...args, '--json'));
}

const [base, baseline, tight] = [
  await run(),
  await run('--set', 'transferAware=false'),
  await run('--set', 'workloads.chat.latencyMs=15'),
];

function chatPrices({ prices }: PaperJson): Map<string, number> {
  return new Map(
    prices
      .filter(({ labels }) => labels.workload === 'chat')
      .map(({ labels, value }) => [labels.node, value]),
  );
}

test('four links are saturated', () => {
  expect(base.limits.filter(({ name, saturated }) => name === 'link' && saturated)).toHaveLength(4);
});

test('transfers in bytes cost 2.7 % more than in token equivalents', () => {
  expect((base.objective / baseline.objective - 1) * 100).toBeCloseTo(2.7, 1);
  expect((base.costs.total / baseline.costs.total - 1) * 100).toBeCloseTo(2.7, 1);
});

test('one chat price rises by 117 % when the limit goes from 100 to 15 ms; it is unique before and after', async () => {
  expect((await run('--set', 'workloads.chat.latencyMs=100')).prices).toEqual(base.prices);
  const before = chatPrices(base);
  const rises = [...chatPrices(tight)].map(([node, price]) => (price / (before.get(node) ?? 0) - 1) * 100);
  expect(Math.abs(Math.max(...rises) - 117)).toBeLessThanOrEqual(2);
  for (const { prices } of [base, tight]) expect(prices.every(({ unique }) => unique)).toBe(true);
});

test('it is infeasible beyond aggregate capacity, and says so in its own words', async () => {
  const beyond = await marginal('run', 'us5-paper', '--set', 'demandScale=2', '--json');
  expect(beyond.code).toBe(3);
  const { status, reasons = [] } = json<PaperJson>(beyond);
  expect(status).toBe('infeasible');
  expect(reasons.join('\n')).toMatch(/demand .*GPU/);
});

describe.each(
  [[], ['--set', 'transferAware=false'], ['--set', 'workloads.chat.latencyMs=15']].map((set) => ({ set })),
)('with $set', ({ set }) => {
  test('the ledger balances', async () => {
    const { ledger, costs } = await run(...set);
    expect(ledger.buyersPay / (costs.total + ledger.computeRents + ledger.linkRents)).toBeCloseTo(1, 9);
  });

  test('highs and glpk agree', async () => {
    const compared = await marginal('compare', 'us5-paper', '--solvers', 'highs,glpk', ...set, '--json');
    expect(compared.code).toBe(0);
    expect(json<{ verdict: string }>(compared).verdict).toBe('same');
  });
});
