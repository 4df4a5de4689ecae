import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInputError } from '@marginal/program';
import { expect, onTestFinished, test } from 'vitest';
import {
  applyKnownSettings,
  applySettings,
  checkScenario,
  fingerprint,
  listFigures,
  listScenarios,
  loadScenario,
  openScenario,
  parseScenario,
} from '../src/index.ts';

const TWO_NODES = fileURLToPath(new URL('./two-nodes.json', import.meta.url));

test('the built-in scenarios are listed, load, and pass the check of their model', async () => {
  expect(listScenarios()).toContainEqual(expect.objectContaining({ name: 'us5', model: 'token-flow' }));
  for (const { name, title, model } of listScenarios()) {
    const scenario = await loadScenario(name);
    expect(scenario).toMatchObject({ name, title, model, place: `${name}.json`, settings: [] });
    expect(checkScenario(scenario)).toMatchObject({ model, data: {} });
  }
});

test('every figure of a built-in scenario is cited, and every citation is used', async () => {
  for (const { name } of listScenarios()) {
    const scenario = await loadScenario(name);
    const cited = new Set(listFigures(scenario).map((figure) => figure.source));
    expect([...cited].sort()).toEqual(Object.keys(scenario.sources).sort());
  }
});

test('a file of the user is loaded by its path', async () => {
  const scenario = await loadScenario(TWO_NODES);
  expect(scenario).toMatchObject({ name: 'two-nodes', place: TWO_NODES });
  expect(checkScenario(scenario)).toMatchObject({
    data: { demandScale: 1, nodes: { iowa: { capacity: 80 } } },
  });
});

test('placeOf leads to the line of a field, or of what should hold it', async () => {
  const scenario = await loadScenario(TWO_NODES);
  expect(scenario.placeOf(['nodes', 'iowa', 'capacity'])).toBe(`${TWO_NODES}:25:21: nodes.iowa.capacity`);
  expect(scenario.placeOf(['nodes', 'iowa', 'wind'])).toBe(`${TWO_NODES}:23:15: nodes.iowa.wind`);
});

test('an unknown name is answered with the known ones, an unreadable path with the reason', async () => {
  await expect(loadScenario('us55')).rejects.toThrow(/did you mean 'us5'\? known here: .*us5,/);
  await expect(loadScenario('no/such.json')).rejects.toMatchObject({ code: 'scenarios.unreadable-file' });
  await expect(loadScenario('no/such.json')).rejects.toBeInstanceOf(InvalidInputError);
});

test('a key named __proto__ is an unknown key like any other', () => {
  const read = () =>
    parseScenario('{ "schema": "marginal.scenario/1", "__proto__": { "name": "x" } }', 'p.json');
  expect(read).toThrow(/__proto__/);
  expect(read).toThrow(/p\.json:1:1: name: is missing/);
});

test('the fingerprint is of content and order: not of notes, units or sources', () => {
  const model = 'token-flow';
  const plain = fingerprint({ model, data: { a: 1, b: { c: null } } });
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  const cited = { a: { value: 1, unit: 'ms', source: 's', note: 'n' }, b: { c: null } };
  expect(fingerprint({ model, data: cited })).toBe(plain);
  expect(fingerprint({ model, data: { a: 2, b: { c: null } } })).not.toBe(plain);
  expect(fingerprint({ model, data: { b: { c: null }, a: 1 } })).not.toBe(plain);
});

/** The two-node scenario with names replaced, in its text. */
function renamed(names: Readonly<Record<string, string>>): string {
  return Object.entries(names).reduce(
    (text, [from, to]) => text.replaceAll(`"${from}"`, JSON.stringify(to)),
    readFileSync(TWO_NODES, 'utf8'),
  );
}

test('a node named value is a node: it changes the fingerprint like any other', () => {
  const read = (name: string) => parseScenario(renamed({ virginia: name }), 'v.json');
  const [value, other] = [read('value'), read('other')];
  expect(fingerprint(value)).not.toBe(fingerprint(other));
  const { data } = value as { data: { nodes: object } };
  const changed = { ...data, nodes: { ...data.nodes, iowa: 3 } };
  expect(fingerprint({ ...value, data: changed })).not.toBe(fingerprint(value));
  expect(listFigures(value)).toHaveLength(listFigures(other).length);
});

test.each(['constructor', 'toString', 'length', 'value', 'unit', 'hasOwnProperty', 'a.b', '0'])(
  'the name %s is a name like any other',
  (name) => {
    const text = renamed({ virginia: name, chat: name, 'iowa>virginia': name, synthetic: name });
    const scenario = parseScenario(text, 'n.json');
    expect(checkScenario(scenario)).toMatchObject({
      data: { nodes: { [name]: { capacity: 40 } }, demand: { iowa: { [name]: 20 } } },
    });
    const settings = [`nodes.${name}.capacity`, `demand.${name}.${name}`].map((path) => ({
      path,
      value: '9',
    }));
    expect(checkScenario(applySettings(scenario, settings))).toMatchObject({
      data: { nodes: { [name]: { capacity: 9 } }, demand: { [name]: { [name]: 9 } } },
    });
    expect(scenario.sources[name]).toMatchObject({ by: 'Marginal' });
  },
);

test('names that objects inherit are not there unless they are written', () => {
  const text = readFileSync(TWO_NODES, 'utf8').replace('"to": "iowa"', '"to": "constructor"');
  const checked = checkScenario(
    parseScenario(text.replace('"iowa": {\n        "chat"', '"iowa": {\n "toString"'), 'i.json'),
  );
  expect('faults' in checked && checked.faults.map(({ code }) => code)).toEqual([
    'token-flow.link-to-nowhere',
    'token-flow.unknown-workload',
  ]);
  expect(() => parseScenario(text.replace('"source": "synthetic"', '"source": "valueOf"'), 'i.json')).toThrow(
    /'valueOf' is not in "sources"/,
  );
});

test('a byte order mark is skipped', () => {
  const scenario = parseScenario(`\uFEFF${readFileSync(TWO_NODES, 'utf8')}`, 'b.json');
  expect(checkScenario(scenario)).toMatchObject({ data: { demandScale: 1 } });
  expect(() => parseScenario('\uFEFF{]', 'b.json')).toThrow(/b\.json:1:2/);
});

test('faults of the file, of settings and of the data are found together, each once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marginal-scenarios-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'mine.json');
  writeFileSync(
    path,
    readFileSync(TWO_NODES, 'utf8')
      .replace('"title": "Two nodes, to be broken",', '"titel": 3,')
      .replace('"source": "synthetic"', '"source": "synthetc"')
      .replace('"value": 80', '"value": NaN')
      .replace('"to": "iowa"', '"to": "iwoa"'),
  );
  const opened = await openScenario(path);
  if (opened.scenario === undefined) throw new Error('the scenario can be read');
  expect(opened.scenario).toMatchObject({ name: 'two-nodes', title: path, sources: { synthetic: {} } });
  const applied = applyKnownSettings(opened.scenario, [
    { path: 'nodes.ohio.capacity', value: '1' },
    { path: 'nodes.virginia.capacity', value: '-1' },
  ]);
  const checked = checkScenario(applied.scenario);
  const faults = [...opened.faults, ...applied.faults, ...('faults' in checked ? checked.faults : [])];
  expect(faults.map(({ code, place }) => `${code} @ ${place.replace(path, 'mine.json')}`)).toEqual([
    'scenarios.envelope @ mine.json:1:1: title',
    'scenarios.unknown-key @ mine.json:4:12: titel',
    'scenarios.unknown-source @ mine.json:17:61: nodes.virginia.capacity.source',
    'scenarios.unknown-setting @ --set nodes.ohio.capacity',
    'token-flow.out-of-range @ --set nodes.virginia.capacity',
    'token-flow.not-a-number @ mine.json:25:32: nodes.iowa.capacity',
    'token-flow.link-to-nowhere @ mine.json:35:15: links.virginia>iowa.to',
  ]);
  await expect(loadScenario(path)).rejects.toMatchObject({ faults: { length: 5 } });
});

test('opening never throws: without a scenario, the faults say why', async () => {
  expect(await openScenario('us5')).toMatchObject({ scenario: { name: 'us5' }, faults: [] });
  const unknown = await openScenario('us55');
  expect(unknown.faults).toMatchObject([{ code: 'scenarios.unknown-scenario' }]);
  expect(unknown).not.toHaveProperty('scenario');
  expect(await openScenario('no/such.json')).toMatchObject({
    faults: [{ code: 'scenarios.unreadable-file' }],
  });
});

test.each(['5', '[]', 'null', '"x"'])('data that are %s are a fault of the data, once', (data) => {
  const text = `{"schema":"marginal.scenario/1","name":"a","title":"a","model":"token-flow","sources":{},"data":${data}}`;
  const scenario = applySettings(parseScenario(text, 'd.json'), [{ path: 'demandScale', value: '2' }]);
  const checked = checkScenario(scenario);
  expect('faults' in checked && checked.faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'token-flow.wrong-shape @ d.json:1:97: data',
  ]);
});
