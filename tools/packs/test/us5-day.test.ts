import { highs } from '@marginal/highs';
import { applySettings, loadScenario } from '@marginal/scenarios';
import { clearingOf, marketOf } from '@marginal/token-flow';
import { expect, test } from 'vitest';
import { marketDataOf } from '../src/market-data.ts';

const scenario = await loadScenario('us5-day');

async function clearing(deferHours: number) {
  const setting = { path: 'workloads.batch.deferHours', value: String(deferHours) };
  const market = marketOf(marketDataOf(applySettings(scenario, [setting])));
  const result = await market.compiled.solve(highs());
  if (result.status !== 'optimal') throw new Error(`the market is ${result.status}`);
  return clearingOf(market, result);
}

test('batch that may wait makes the day cheaper, never dearer the longer it may; each ledger balances', async () => {
  const days = await Promise.all([0, 2, 8].map(clearing));
  const [none, two, eight] = days.map(({ costs }) => costs.total);
  expect(two).toBeLessThan(none);
  expect(eight).toBeLessThanOrEqual(two);
  for (const { ledger } of days) expect(ledger.status).toBe('balanced');
});

test('prices are by hour, and move with it', async () => {
  const { prices } = await clearing(8);
  expect(prices).toHaveLength(24 * 5 * 3);
  const atHome = prices.filter(({ location, workload }) => location === 'texas' && workload === 'chat');
  expect(atHome.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect(new Set(atHome.map(({ value }) => value.toFixed(6))).size).toBeGreaterThan(6);
});
