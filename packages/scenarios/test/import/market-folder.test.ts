import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { AZURE_REGIONS } from '../../src/import/azure-regions.ts';
import { ENTRY_TABLES } from '../../src/import/columns.ts';
import {
  checkScenario,
  fingerprint,
  importFile,
  listFigures,
  loadScenario,
  openScenario,
  parseScenario,
  writeScenario,
} from '../../src/index.ts';

const FOLDERS = fileURLToPath(new URL('../folder/', import.meta.url));

/** Faults of a folder and of its data, places without the way to the folder. */
async function faultsOf(folder: string): Promise<string[]> {
  const { scenario, faults } = await openScenario(folder);
  const checked = scenario && checkScenario(scenario);
  const all = [...faults, ...(checked !== undefined && 'faults' in checked ? checked.faults : [])];
  return all.map(({ code, place }) => `${code} @ ${place.replaceAll(`${folder}/`, '')}`);
}

/** A copy of the good folder in which files are replaced; null removes one. */
function changed(files: Readonly<Record<string, string | null>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(`${FOLDERS}good`, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (text === null) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  return folder;
}

test('a folder is a market: columns, defaults, regions, round trips, sources', async () => {
  const scenario = await loadScenario(`${FOLDERS}good`);
  const checked = checkScenario(scenario);
  const { latitude, longitude } = AZURE_REGIONS.get('Central US') ?? {};
  expect(scenario).toMatchObject({ name: 'three', title: 'Three places in CSV' });
  expect(checked).toMatchObject({
    data: {
      nodes: {
        iowa: { title: 'iowa', capacity: 320, pue: 1, carbonIntensity: 0, gpuCost: 1.9, latitude, longitude },
      },
      links: { 'iowa>virginia': { from: 'iowa', to: 'virginia', roundTripMs: 32, transportCost: 0 } },
      workloads: { chat: { latencyMs: 100 }, batch: { title: 'Reports, collected later', latencyMs: null } },
      demand: { virginia: { chat: 900, batch: 40 }, iowa: { chat: 200 } },
      demandScale: 1,
    },
  });
  const sources = new Map(listFigures(scenario).map(({ path, source }) => [path.join('.'), source]));
  expect(sources.get('nodes.iowa.electricityPrice')).toBe('eia');
  expect(sources.get('nodes.iowa.pue')).toBe('default');
  expect(sources.get('nodes.iowa.latitude')).toBe('azure-regions');
  expect(new Set(sources.values())).toEqual(new Set(Object.keys(scenario.sources)));
  expect(scenario.placeOf(['links', 'iowa>virginia', 'roundTripMs'])).toContain('round-trips.csv:3:20');
});

test('hours: prices as they stand, a shape by workload and by node', async () => {
  const checked = checkScenario(await loadScenario(`${FOLDERS}hours`));
  if ('faults' in checked) throw new Error(checked.faults[0].cause);
  if (checked.model !== 'token-flow') expect.unreachable();
  const { nodes, workloads, hours } = checked.data;
  expect(hours).toBe(3);
  const prices = Object.values(nodes).map(({ electricityPrice, electricityPriceShape = [] }) =>
    electricityPriceShape.map((factor) => Number((electricityPrice * factor).toPrecision(12))),
  );
  expect(prices).toEqual([
    [0.05, 0.07, 0.12],
    [0.02, -0.01, 0.05],
    [0.04, 0.04, 0.04],
  ]);
  expect(workloads.chat.demandShape).toEqual([0.5, 1, 1.25]);
  expect(workloads.batch.deferHours).toBe(2);
  expect(nodes.iowa.demandShape).toEqual([1, 1, 0.5]);
});

test('every problem of a folder once, with file, line and column', async () => {
  expect(await faultsOf(`${FOLDERS}broken`)).toEqual([
    'scenarios.unknown-table @ link.csv',
    'scenarios.wrong-unit @ nodes.csv:1:21',
    'scenarios.unknown-column @ nodes.csv:1:50',
    'scenarios.unknown-source @ nodes.csv:3:33: source',
    'scenarios.duplicate-row @ nodes.csv:4:1: name',
    'scenarios.missing-column @ workloads.csv:1:1',
    'scenarios.unknown-column @ demand.csv:1:11',
    'scenarios.duplicate-row @ demand.csv:4:1: node',
    'token-flow.out-of-range @ nodes.csv:2:10: capacity',
    'token-flow.not-a-number @ nodes.csv:3:15: pue',
    'token-flow.not-a-number @ workloads.csv:2:6: latencyMs',
    'token-flow.link-to-nowhere @ links.csv:3:6: to',
    'token-flow.unknown-node @ demand.csv:3:1: node',
    'scenarios.faster-than-light @ links.csv:2:19: roundTripMs',
  ]);
});

test.each([
  [
    'nothing to read',
    { 'nodes.csv': null, 'demand.csv': null },
    ['scenarios.missing-table @ nodes.csv', 'scenarios.missing-table @ demand.csv'],
  ],
  [
    'a cell too many',
    { 'links.csv': 'from,to,bandwidth\nvirginia,iowa,1,5\n' },
    ['scenarios.row-length @ links.csv:2'],
  ],
  [
    'a round trip that nobody says',
    { 'round-trips.csv': null },
    [2, 3, 4, 5].map((line) => `token-flow.missing @ links.csv:${line}:1: roundTripMs`),
  ],
  [
    'an hour left out',
    { 'prices.csv': 'hour,iowa\n0,1\n2,1\n' },
    ['scenarios.hours-not-in-order @ prices.csv:3:1: hour'],
  ],
  [
    'hours that differ',
    { 'prices.csv': 'hour,texas\n0,1\n1,1\n', 'demand-shape.csv': 'hour,chat\n0,1\n' },
    ['scenarios.unknown-node @ prices.csv:1:6', 'scenarios.hours-differ @ demand-shape.csv'],
  ],
  [
    'a price twice',
    { 'prices.csv': 'node,electricityPrice\niowa,0.1\n' },
    ['scenarios.given-twice @ prices.csv:2:6: electricityPrice'],
  ],
  [
    'a row of Azure under a wrong label',
    { 'round-trips.csv': 'source,destination,rtt_ms\nJapan West,North Central US,34\n' },
    ['scenarios.faster-than-light @ round-trips.csv:2:29: rtt_ms'],
  ],
  ['two markets', { 'market.csv': 'name\na\nb\n' }, ['scenarios.row-count @ market.csv']],
  [
    'a flag that is none',
    { 'market.csv': 'transferAware\nyes\n' },
    ['token-flow.wrong-shape @ market.csv:2:1: transferAware'],
  ],
  [
    'a link without ends',
    { 'links.csv': 'from,to,bandwidth\n,iowa,1\n' },
    ['scenarios.row-without-name @ links.csv:2:1: from'],
  ],
  [
    'a citation without a licence',
    { 'sources.csv': 'name,title,by,licence\neia,EIA,EIA,\n' },
    ['scenarios.missing-cell @ sources.csv:2:13: licence'],
  ],
] as const)('%s', async (_what, files, faults) => {
  const found = await faultsOf(changed(files));
  for (const fault of faults) expect(found).toContain(fault);
});

test('long demand says what wide demand says', async () => {
  const long =
    'node,workload,amount\nvirginia,chat,900\nvirginia,batch,40\niowa,chat,200\nwashington,chat,150\nwashington,batch,10\n';
  const [wide, pairs] = [
    await loadScenario(`${FOLDERS}good`),
    await loadScenario(changed({ 'demand.csv': long })),
  ];
  expect(fingerprint(pairs)).toBe(fingerprint(wide));
  const again = changed({ 'demand.csv': `${long}iowa,chat,1\n` });
  expect(await faultsOf(again)).toEqual(['scenarios.duplicate-row @ demand.csv:7:11: amount']);
});

test.each(['good', 'hours'])('written as a scenario file, the folder %s is the same market', async (name) => {
  const scenario = await loadScenario(`${FOLDERS}${name}`);
  const again = parseScenario(writeScenario(scenario), 'again.json');
  expect(fingerprint(again)).toBe(fingerprint(scenario));
  expect(checkScenario(again)).toEqual(checkScenario(scenario));
  expect(listFigures(again)).toEqual(listFigures(scenario));
});

test('a built-in scenario written and read again is the same', async () => {
  const us5 = await loadScenario('us5');
  const again = parseScenario(writeScenario(us5), 'us5.json');
  expect(again.data).toEqual(us5.data);
  expect(again.sources).toEqual(us5.sources);
});

test('bare data in JSON are a market; other things are told apart', async () => {
  const { data } = await loadScenario('us5');
  const folder = changed({
    'bare.json': JSON.stringify(data),
    'other.csv': 'a,b\n1,2\n',
    'broken.json': '{ "nodes": {',
  });
  const bare = await importFile(join(folder, 'bare.json'));
  if (bare.kind !== 'market' || bare.opened.scenario === undefined) throw new Error('bare data are a market');
  // Figures without their sources: the data are good, the citations are not there.
  expect(bare.opened.faults).toEqual([]);
  expect(checkScenario(bare.opened.scenario)).toMatchObject({ data: { nodes: { iowa: { capacity: 224 } } } });
  expect(await importFile(join(folder, 'other.csv'))).toMatchObject({
    kind: 'nothing',
    faults: [{ code: 'scenarios.unknown-content' }],
  });
  expect(await importFile(join(folder, 'none.csv'))).toMatchObject({
    kind: 'nothing',
    faults: [{ code: 'scenarios.unreadable-file' }],
  });
  expect(await importFile(join(folder, 'broken.json'))).toMatchObject({
    kind: 'market',
    opened: { faults: [{ code: 'scenarios.syntax' }, { code: 'scenarios.syntax' }] },
  });
});

test('columns have the units of the fields they go to', async () => {
  const scenario = await loadScenario('us5');
  for (const [set, columns] of Object.entries(ENTRY_TABLES)) {
    for (const [name, { kind, unit }] of Object.entries(columns)) {
      if (kind !== 'number') continue;
      const judge = (given: string) => {
        const entry = { [name]: { value: 1, unit: given, source: 'synthetic' } };
        const data = { ...(scenario.data as object), [set]: { probe: entry } };
        const checked = checkScenario({ ...scenario, data });
        const place = scenario.placeOf([set, 'probe', name]);
        return 'faults' in checked
          ? checked.faults.filter((fault) => fault.place === place && /unit|unknown-key/.test(fault.code))
          : [];
      };
      const faults = (given: string) =>
        judge(given).filter(({ cause }) => cause.includes(given) || /not a field/.test(cause));
      expect([set, name, faults(unit ?? '1')]).toEqual([set, name, []]);
      expect([set, name, faults('furlong').length]).toEqual([set, name, 1]);
    }
  }
});
