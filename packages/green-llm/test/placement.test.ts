import { fc } from '@fast-check/vitest';
import { highs } from '@marginal/highs';
import { expect, test } from 'vitest';
import { compileWeighted, type GreenData, greenLlm, greenLlmWithIntegers, placement } from '../src/index.ts';
import { randomInstance } from './random-instance.ts';

const WEIGHTS = { energy: 1, carbon: 1, delay: 1 };
const [data] = fc.sample(randomInstance, { numRuns: 1, seed: 2 });
const sites = Object.keys(data.sites);

async function placedAt(of: GreenData, cost: number, held = false) {
  const market = greenLlmWithIntegers(of, placement({ download: () => cost, held: () => held }));
  const result = (await compileWeighted(market, WEIGHTS).solve(highs())).optimal();
  return { market, result };
}

test('models that cost nothing to fetch, or are held everywhere, change nothing', async () => {
  const base = (await compileWeighted(greenLlm(data), WEIGHTS).solve(highs())).optimal();
  expect((await placedAt(data, 0)).result.objective).toBeCloseTo(base.objective, 4);
  expect((await placedAt(data, 50, true)).result.objective).toBeCloseTo(base.objective, 4);
});

test('the dearer the download, the fewer are fetched; queries are served where the model is', async () => {
  const cheap = await placedAt(data, 0.01);
  const dear = await placedAt(data, 5);
  const fetches = ({ market, result }: typeof cheap, cost: number): number =>
    result.evaluate(market.costs.download) / cost;
  expect(fetches(dear, 5)).toBeLessThanOrEqual(fetches(cheap, 0.01) + 1e-6);
  // Every kind must be somewhere.
  expect(fetches(dear, 5)).toBeGreaterThanOrEqual(Object.keys(data.queries).length - 1e-6);
  const placed = dear.market.model.variables.find((v) => v.name === 'placed');
  if (placed === undefined) expect.unreachable();
  const where = new Map([...dear.result.value(placed)].map(([labels, z]) => [String(labels), z] as const));
  for (const [[i, k, j, t], share] of dear.result.value(dear.market.share))
    if (share > 1e-6) expect(where.get(String([j, k, t])), `${i} ${k} ${j} ${t}`).toBeCloseTo(1, 6);
});

test('a download without a price is refused', () => {
  expect(() => greenLlmWithIntegers(data, placement({ download: (j) => (j === sites[0] ? -1 : 1) }))).toThrow(
    `placement, '${sites[0]}'`,
  );
});
