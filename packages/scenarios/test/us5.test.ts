/**
 * Are the figures of us5 the figures of their sources? Compared with the data folder beside the repository, which is
 * not part of it; without it these tests are skipped and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkScenario, listFigures, loadScenario } from '../src/index.ts';

const DATA = new URL('../../../../shared/data/', import.meta.url);
const absent = !existsSync(fileURLToPath(DATA));
if (absent)
  console.warn(`us5 is not compared with its sources: ${fileURLToPath(DATA)} is not on this machine`);

const AZURE: Readonly<Record<string, string>> = {
  virginia: 'East US',
  iowa: 'Central US',
  texas: 'South Central US',
  wyoming: 'West Central US',
  washington: 'West US 2',
};

function read(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, DATA)), 'utf8');
}

/** Rows of a CSV without quoted fields, by column name. */
function table(file: string): Record<string, string>[] {
  const [header, ...rows] = read(file)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at]])));
}

const us5 = await loadScenario('us5');

function figures(pattern: RegExp) {
  return listFigures(us5)
    .map((figure) => ({ ...figure, path: figure.path.join('.'), note: figure.note ?? '' }))
    .filter(({ path }) => pattern.test(path));
}

test('nothing but prices, capacities, bandwidths, limits and the batch demand is synthetic', () => {
  const synthetic = listFigures(us5).filter(({ source }) => source === 'synthetic');
  const kinds = new Set(
    synthetic.map(({ path }) => (path[0] === 'demand' ? path[2] : path[path.length - 1])),
  );
  expect([...kinds].sort()).toEqual([
    'bandwidth',
    'batch',
    'capacity',
    'demandScale',
    'electricityPrice',
    'gpuCost',
    'latencyMs',
    'transportCost',
  ]);
});

test('compute is enough for all demand, with 10 to 25 % to spare', () => {
  const checked = checkScenario(us5);
  if ('faults' in checked || checked.model !== 'token-flow') throw new Error('us5 has faults');
  const { nodes, demand, workloads } = checked.data;
  const capacity = Object.values(nodes).reduce((sum, node) => sum + node.capacity, 0);
  const need = Object.values(demand)
    .flatMap((row) => Object.entries(row))
    .reduce((sum, [workload, amount]) => sum + amount * workloads[workload].gpuHours, 0);
  expect(capacity / need - 1).toBeGreaterThan(0.1);
  expect(capacity / need - 1).toBeLessThan(0.25);
});

test.skipIf(absent)(
  'round trips equal the Azure table, or its opposite direction where the note says so',
  () => {
    const measured = new Map(
      table('grid/azure-rtt-p50-2024-04.csv').map((row) => [
        `${row.source} to ${row.destination}`,
        Number(row.rtt_ms),
      ]),
    );
    const roundTrips = figures(/roundTripMs$/);
    expect(roundTrips).toHaveLength(14);
    for (const { path, value, note } of roundTrips) {
      const [from, to] = path
        .split('.')[1]
        .split('>')
        .map((name) => AZURE[name]);
      const forward = measured.get(`${from} to ${to}`);
      if (forward === undefined) expect(note).toMatch(/opposite direction/);
      expect([path, value]).toEqual([path, forward ?? measured.get(`${to} to ${from}`)]);
    }
  },
);

test.skipIf(absent)('GPU hours and energy follow from the ML.ENERGY row that the note names', () => {
  const rows = table('gpu/mlenergy-v3-llm.csv');
  const workFigures = figures(/\.(?:gpuHours|energy)$/);
  expect(workFigures).toHaveLength(6);
  for (const { path, value, note } of workFigures) {
    const [row] = note.split(':');
    const [task, model, gpu, batch] = row.split(', ');
    const stated = Number(note.match(/([\d.]+) (?:tokens\/s|J\/token)$/)?.[1]);
    const column = path.endsWith('energy') ? 'energy_per_token_joules' : 'output_throughput_tokens_per_sec';
    const source = rows.find(
      (r) =>
        [r.task, r.model_id, r.gpu_model].join() === [task, model, gpu].join() &&
        batch === `max_num_seqs ${r.max_num_seqs}` &&
        Number(r[column]) === stated,
    );
    const derived = path.endsWith('energy')
      ? stated / 3.6
      : (Number(source?.num_gpus) / (stated * 3600)) * 1e6;
    expect(Number(value) / derived, path).toBeCloseTo(1, 7);
  }
});

test.skipIf(absent)('chat and code demand is trace mean times the services that the note states', () => {
  for (const [workload, trace] of [
    ['chat', 'conv'],
    ['code', 'code'],
  ]) {
    const { requests, span_s, generated } = JSON.parse(read(`traces/azure-llm-2023-${trace}-summary.json`));
    const perService = (requests * generated.mean * 3600) / span_s / 1e6;
    const amounts = figures(new RegExp(`^demand\\..*\\.${workload}$`));
    expect(amounts).toHaveLength(5);
    for (const { path, value, note } of amounts) {
      const [, stated, services] = note.match(/([\d.]+) Mtok\/h a service x (\d+) services/) ?? [];
      expect(Number(stated) / perService, path).toBeCloseTo(1, 7);
      expect(Number(value) / (perService * Number(services)), path).toBeCloseTo(1, 7);
    }
  }
});

test.skipIf(absent)('carbon intensity and PUE equal their tables', () => {
  const grid = new Map(
    table('grid/gcp-region-carbon-2024.csv').map((row) => [
      row['Google Cloud Region'],
      Number(row['Grid carbon intensity (gCO2eq / kWh)']),
    ]),
  );
  for (const { path, value, note } of figures(/carbonIntensity$/)) {
    const region = note.match(/us-[a-z]+\d/)?.[0] ?? '';
    expect([path, value]).toEqual([path, grid.get(region)]);
  }
  const { pue } = JSON.parse(read('grid/ccf-emission-factors.json'));
  for (const { value } of figures(/\.pue$/)) expect(value).toBe(pue.aws);
});
