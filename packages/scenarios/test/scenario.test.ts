import { fileURLToPath } from 'node:url';
import { InvalidInputError } from '@marginal/program';
import { expect, test } from 'vitest';
import {
  checkScenario,
  fingerprint,
  listFigures,
  listScenarios,
  loadScenario,
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
  await expect(loadScenario('us55')).rejects.toThrow(/did you mean 'us5'\? known here: us5/);
  await expect(loadScenario('no/such.json')).rejects.toMatchObject({ code: 'scenarios.unreadable-file' });
  await expect(loadScenario('no/such.json')).rejects.toBeInstanceOf(InvalidInputError);
});

test('a key named __proto__ is a key like any other', () => {
  const read = () =>
    parseScenario('{ "schema": "marginal.scenario/1", "__proto__": { "name": "x" } }', 'p.json');
  expect(read).toThrow(/__proto__/);
  expect(read).toThrow(/p\.json:1:1: name: is missing/);
});

test('the fingerprint is of the content: not of order, notes or sources', () => {
  const model = 'token-flow';
  const plain = fingerprint({ model, data: { a: 1, b: { c: null } } });
  expect(plain).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint({ model, data: { b: { c: null }, a: { value: 1, unit: 'ms', source: 's' } } })).toBe(
    plain,
  );
  expect(fingerprint({ model, data: { a: 2, b: { c: null } } })).not.toBe(plain);
});
