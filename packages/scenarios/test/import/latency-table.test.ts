/**
 * Latency tables as published. The eight rows are of Azure's page of 2024-04-10 (CC-BY-4.0), published under wrong
 * labels; the good table is compared when the data folder beside the repository is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AZURE_REGIONS, checkRoundTrips, greatCircleKm, readLatencyTable } from '../../src/index.ts';

const MISLABELLED = `source,destination,rtt_ms
Australia Central,North Central US,26
Australia Central 2,Central US,32
Central US,Central US,125
Central US,North Central US,116
South Africa North,Central US,11
South Africa West,North Central US,22
Japan West,North Central US,34
North Central US,North Central US,228
`;

const GOOD = fileURLToPath(
  new URL('../../../../../shared/data/grid/azure-rtt-p50-2024-04.csv', import.meta.url),
);
const absent = !existsSync(GOOD);
if (absent) console.warn(`the good latency table is not read: ${GOOD} is not on this machine`);

test('of the mislabelled rows five are faster than light and two lead to themselves; the eighth is only slow', () => {
  const { faults, warnings, roundTrips } = readLatencyTable(MISLABELLED, 'bad.csv');
  expect(faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'scenarios.faster-than-light @ bad.csv:2:36: rtt_ms',
    'scenarios.faster-than-light @ bad.csv:3:32: rtt_ms',
    'scenarios.self-latency @ bad.csv:4:23: rtt_ms',
    'scenarios.faster-than-light @ bad.csv:6:31: rtt_ms',
    'scenarios.faster-than-light @ bad.csv:7:36: rtt_ms',
    'scenarios.faster-than-light @ bad.csv:8:29: rtt_ms',
    'scenarios.self-latency @ bad.csv:9:35: rtt_ms',
  ]);
  expect(warnings.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'scenarios.slow-round-trip @ bad.csv:5:29: rtt_ms',
  ]);
  expect(roundTrips).toEqual([]);
});

test.skipIf(absent)('the 168 good rows pass; only asymmetry and triangle breaks are warned of', () => {
  const { roundTrips, faults, warnings, unlocated, places } = readLatencyTable(
    readFileSync(GOOD, 'utf8'),
    'good.csv',
  );
  expect(faults).toEqual([]);
  expect(unlocated).toEqual([]);
  expect(roundTrips).toHaveLength(168);
  expect(places).toHaveLength(15);
  const codes = new Set(warnings.map(({ code }) => code));
  expect([...codes].sort()).toEqual(['scenarios.asymmetric-round-trip', 'scenarios.triangle-inequality']);
  // Both of them are what they say, by the definition.
  const ms = new Map(roundTrips.map((trip) => [`${trip.from}|${trip.to}`, trip.ms]));
  const asymmetric = roundTrips.filter(({ from, to, ms: there }) => {
    const back = ms.get(`${to}|${from}`);
    return from < to && back !== undefined && Math.abs(there - back) > 2;
  });
  const broken = roundTrips.filter((trip) =>
    places.some(
      (via) => (ms.get(`${trip.from}|${via}`) ?? 1e9) + (ms.get(`${via}|${trip.to}`) ?? 1e9) < trip.ms,
    ),
  );
  const count = (code: string) => warnings.filter((warning) => warning.code === `scenarios.${code}`).length;
  expect([count('asymmetric-round-trip'), count('triangle-inequality')]).toEqual([
    asymmetric.length,
    broken.length,
  ]);
});

test('a matrix and the Markdown table of the page say what pairs say', () => {
  const pairs = readLatencyTable(
    'source,destination,rtt_ms\nEast US,Central US,30\nCentral US,East US,32\n',
    'p.csv',
  );
  const matrix = readLatencyTable('Source,East US,Central US\nEast US,,30\nCentral US,32,\n', 'm.csv');
  const page = readLatencyTable(
    '| Source | East US | Central US |\n|---|---:|---|\n| East US | | 30 |\n| Central US | 32 | |\n',
    'p.md',
  );
  const bare = (table: typeof pairs) => table.roundTrips.map(({ from, to, ms }) => [from, to, ms]);
  expect(pairs.faults).toEqual([]);
  expect(bare(matrix)).toEqual(bare(pairs));
  expect(bare(page)).toEqual(bare(pairs));
  expect(page.roundTrips[1].place).toBe('p.md:4:14: East US');
});

test('every row that is none is refused, and so is a pair given twice', () => {
  const text =
    'source,destination,rtt_ms\nEast US,,3\nEast US,Central US,fast\nEast US,Central US,-1\nA,B,3\nA,B,4\n';
  expect(readLatencyTable(text, 'x.csv').faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'scenarios.missing-place @ x.csv:2:9: destination',
    'scenarios.not-a-round-trip @ x.csv:3:20: rtt_ms',
    'scenarios.not-a-round-trip @ x.csv:4:20: rtt_ms',
    'scenarios.duplicate-row @ x.csv:6:5: rtt_ms',
  ]);
});

test('light in vacuum refuses, light in fibre warns, and nothing in between the two is lost', () => {
  const [a, b] = ['East US', 'West US'].map((region) => AZURE_REGIONS.get(region));
  if (a === undefined || b === undefined) throw new Error('both are Azure regions');
  const km = greatCircleKm(a, b);
  const verdict = (ms: number) => {
    const { faults, warnings } = checkRoundTrips(
      [{ from: 'East US', to: 'West US', ms, place: '' }],
      AZURE_REGIONS,
    );
    return [...faults.map(({ code }) => code), ...warnings.map(({ code }) => code)];
  };
  expect(verdict((2 * km) / 299.8)).toEqual(['scenarios.faster-than-light']);
  expect(verdict((2 * km) / 299.7)).toEqual(['scenarios.faster-than-fibre']);
  expect(verdict((2 * km) / 200.1)).toEqual(['scenarios.faster-than-fibre']);
  expect(verdict((2 * km) / 199.9)).toEqual([]);
});
