/** The four published facts, computed from the pack by the model; and the search that found its parameters, run again. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { applySettings, loadScenario, readLatencyTable } from '@marginal/scenarios';
import { clearingOf, marketOf, type TokenFlowData } from '@marginal/token-flow';
import { describe, expect, test } from 'vitest';
import { marketDataOf } from '../src/market-data.ts';
import { CALIBRATED, SEED } from '../src/us5-paper/calibrated.ts';
import { type Facts, factsOf, loadOf } from '../src/us5-paper/facts.ts';
import { refusals } from '../src/us5-paper/parameters.ts';
import { PLACES, type PlaceName } from '../src/us5-paper/places.ts';
import { calibrate, pricesAreUnique } from '../src/us5-paper/search.ts';

const AZURE = fileURLToPath(
  new URL('../../../../shared/data/grid/azure-rtt-p50-2024-04.csv', import.meta.url),
);
if (!existsSync(AZURE)) console.warn(`round trips are not compared: ${AZURE} is not on this machine`);

const scenario = await loadScenario('us5-paper');

function dataWith(settings: Readonly<Record<string, string>> = {}): TokenFlowData {
  const changed = Object.entries(settings).map(([path, value]) => ({ path, value }));
  return marketDataOf(applySettings(scenario, changed));
}

async function facts(backend = highs()): Promise<Facts> {
  const found = await factsOf(dataWith(), backend);
  if (found === undefined) throw new Error('us5-paper clears');
  return found;
}

describe.each([
  ['highs', highs()],
  ['glpk', glpk()],
])('the published facts, with %s', (_name, backend) => {
  test('four backbone links are saturated, each with a rent; counting tokens hides some', async () => {
    const { base, saturated, saturatedInBaseline } = await facts(backend);
    expect(saturated).toBe(4);
    for (const link of base.links) expect(link.rent > 0).toBe(link.saturated);
    expect(saturatedInBaseline).toBeLessThan(4);
  });

  test('it costs 2.7 % more than the token-equivalent baseline', async () => {
    expect(Math.abs((await facts(backend)).costRise - 2.7)).toBeLessThanOrEqual(0.1);
  });

  test('with chat within 15 ms instead of 100, one locational price rises by 117 %', async () => {
    const rises = Object.values((await facts(backend)).chatRises).sort((a, b) => b - a);
    expect(Math.abs(rises[0] - 117)).toBeLessThanOrEqual(2);
    expect(rises[1]).toBeLessThan(100);
  });

  test('it is infeasible once demand exceeds aggregate capacity, by a verified certificate', async () => {
    const data = dataWith();
    const beyond = { ...data, demandScale: (1 + 1e-4) / loadOf(data) };
    const result = await marketOf(beyond).compiled.solve(backend);
    expect(result).toMatchObject({ status: 'infeasible', outcome: { proof: 'farkas' } });
  });
});

test('prices are unique before and after, so that the rise is a fact and not a choice', async () => {
  const { base, tight } = await facts();
  expect(await pricesAreUnique(base, highs())).toBe(true);
  expect(await pricesAreUnique(tight, highs())).toBe(true);
});

test.each([{}, { transferAware: 'false' }, { 'workloads.chat.latencyMs': '15' }])(
  'the ledger balances with %j',
  async (settings) => {
    const market = marketOf(dataWith(settings));
    const result = await market.compiled.solve(highs());
    if (result.status !== 'optimal') throw new Error(`the market is ${result.status}`);
    const { ledger, settlement, costs } = clearingOf(market, result);
    expect(ledger.status).toBe('balanced');
    const { buyersPay, computeRents, linkRents } = settlement;
    expect(buyersPay / (costs.total + computeRents + linkRents)).toBeCloseTo(1, 9);
  },
);

test('every calibrated number is inside its range, and said to be calibrated', () => {
  expect(refusals(CALIBRATED)).toEqual([]);
  expect(scenario.sources.calibrated.title).toBe(
    "Calibrated to the published headline numbers, not the paper's data",
  );
});

test('GPU hours and energy per token are those of us5, which are held against their source', async () => {
  const us5 = marketDataOf(await loadScenario('us5'));
  const measured = ({ workloads }: TokenFlowData) =>
    Object.entries(workloads).map(([name, { gpuHours, energy }]) => [name, gpuHours, energy]);
  expect(measured(dataWith())).toEqual(measured(us5));
});

test.skipIf(!existsSync(AZURE))('round trips are those of the Azure table', () => {
  const { roundTrips } = readLatencyTable(readFileSync(AZURE, 'utf8'), 'azure');
  const measured = new Map(roundTrips.map(({ from, to, ms }) => [`${from}|${to}`, ms]));
  for (const { from, to, roundTripMs } of Object.values(dataWith().links)) {
    const [a, b] = [from, to].map((name) => PLACES[name as PlaceName].region);
    expect([a, b, roundTripMs]).toEqual([a, b, measured.get(`${a}|${b}`) ?? measured.get(`${b}|${a}`)]);
  }
});

test('the search, run again from its seed, finds parameters in range that show the facts', {
  timeout: 600_000,
}, async () => {
  const { parameters, facts: found } = await calibrate(SEED, highs(), () => {});
  expect(refusals(parameters)).toEqual([]);
  expect(found.saturated).toBe(4);
  expect(Math.abs(found.costRise - 2.7)).toBeLessThanOrEqual(0.1);
  expect(Math.abs(Math.max(...Object.values(found.chatRises)) - 117)).toBeLessThanOrEqual(2);
});
