import { InvalidInputError } from '@marginal/program';
import { expect, test } from 'vitest';
import {
  applyKnownSettings,
  applySettings,
  checkScenario,
  fingerprint,
  listFigures,
  loadScenario,
  parseSettingValue,
  type Setting,
} from '../src/index.ts';

const us5 = await loadScenario('us5');

function set(...settings: readonly (readonly [path: string, value: string])[]) {
  return applySettings(
    us5,
    settings.map(([path, value]) => ({ path, value })),
  );
}

function briefly(apply: () => unknown): string[] {
  try {
    apply();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.faults.map(({ place, cause, remedy }) => `${place}: ${cause}; ${remedy}`);
  }
}

test('replaces figures by path, also below names that hold ">", and leaves the original alone', () => {
  const changed = set(
    ['workloads.chat.latencyMs', '15'],
    ['links.virginia>iowa.bandwidth', '3'],
    ['demandScale', '1.04'],
    ['nodes.iowa.title', 'Iowa, enlarged'],
  );
  const before = structuredClone(us5.data);
  expect(checkScenario(changed)).toMatchObject({
    data: {
      workloads: { chat: { latencyMs: 15 } },
      links: { 'virginia>iowa': { bandwidth: 3, roundTripMs: 30 } },
      demandScale: 1.04,
      nodes: { iowa: { title: 'Iowa, enlarged', capacity: 224 } },
    },
  });
  expect(us5.data).toEqual(before);
  expect(fingerprint(changed)).not.toBe(fingerprint(us5));
  expect(changed.settings).toHaveLength(4);
});

test('a figure that was set keeps its unit and says that it was set', () => {
  const changed = set(['nodes.iowa.capacity', '300']);
  const figure = listFigures(changed).find(({ path }) => path.join('.') === 'nodes.iowa.capacity');
  expect(figure).toEqual({ path: ['nodes', 'iowa', 'capacity'], value: 300, unit: 'GPU', source: 'setting' });
  expect(changed.sources).toHaveProperty('setting');
  expect(us5.sources).not.toHaveProperty('setting');
});

test('a field that may be left out of the file may still be set; the last setting of a path wins', () => {
  const { demandScale: _, ...data } = us5.data as Record<string, unknown>;
  const settings: Setting[] = [
    { path: 'demandScale', value: '2' },
    { path: 'demandScale', value: '0.5' },
  ];
  expect(checkScenario(applySettings({ ...us5, data }, settings))).toMatchObject({
    data: { demandScale: 0.5 },
  });
});

test('so may a field that an entry leaves out, and only one that entries have', () => {
  const changed = set(['workloads.chat.serveMs', '4'], ['nodes.iowa.reserveCost', '1']);
  expect(checkScenario(changed)).toMatchObject({ data: { workloads: { chat: { serveMs: 4 } } } });
  expect(briefly(() => set(['workloads.chat.latitude', '4']))).toHaveLength(1);
  expect(briefly(() => set(['workloads.latitude', '4']))).toHaveLength(1);
});

test('a bad value is reported at the setting, not at the file', () => {
  const checked = checkScenario(set(['nodes.iowa.capacity', '-3'], ['workloads.code.latencyMs', 'soon']));
  expect('faults' in checked && checked.faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual([
    'token-flow.out-of-range @ --set nodes.iowa.capacity',
    'token-flow.not-a-number @ --set workloads.code.latencyMs',
  ]);
});

test('paths that lead nowhere, all at once, each with what is known where it fails', () => {
  const faults = briefly(() =>
    set(
      ['nodez.iowa.capacity', '1'],
      ['nodes.ohio.capacity', '1'],
      ['nodes.iowa.capcity', '1'],
      ['nodes.iowa.capacity.value', '1'],
      ['nodes.iowa', '1'],
      ['', '1'],
    ),
  );
  expect(faults).toEqual([
    "--set nodez.iowa.capacity: there is no 'nodez'; did you mean 'nodes'? known here: nodes, links, workloads, demand, demandScale, transferAware, hours, carbonPrice, carbonCap, reserve",
    "--set nodes.ohio.capacity: there is no 'ohio.capacity' under 'nodes'; known here: virginia, iowa, texas, wyoming, washington",
    "--set nodes.iowa.capcity: there is no 'capcity' under 'nodes.iowa'; did you mean 'capacity'? known here: title, capacity, electricityPrice, pue, carbonIntensity, gpuCost",
    "--set nodes.iowa.capacity.value: there is no 'value' under 'nodes.iowa.capacity'; set 'nodes.iowa.capacity' itself",
    "--set nodes.iowa: 'nodes.iowa' is not one field but 6; set one of them: title, capacity, electricityPrice, pue, carbonIntensity, gpuCost",
    "--set : '' is not one field but 5; set one of them: nodes, links, workloads, demand, demandScale",
  ]);
});

test('settings that lead somewhere are applied, the others are faults', () => {
  const { scenario, faults } = applyKnownSettings(us5, [
    { path: 'nodes.ohio.capacity', value: '1' },
    { path: 'demandScale', value: '2' },
  ]);
  expect(checkScenario(scenario)).toMatchObject({ data: { demandScale: 2 } });
  expect(scenario.settings).toEqual([{ path: 'demandScale', value: '2' }]);
  expect(faults).toMatchObject([{ code: 'scenarios.unknown-setting', place: '--set nodes.ohio.capacity' }]);
});

test('a setting mends a figure that lacks its source', () => {
  const data = structuredClone(us5.data) as { nodes: { iowa: Record<string, unknown> } };
  data.nodes.iowa.capacity = { value: 3, unit: 'GPU' };
  const broken = { ...us5, data };
  expect(checkScenario(broken)).toMatchObject({ faults: [{ code: 'token-flow.wrong-shape' }] });
  expect(checkScenario(applySettings(broken, [{ path: 'nodes.iowa.capacity', value: '224' }]))).toMatchObject(
    {
      data: { nodes: { iowa: { capacity: 224 } } },
    },
  );
});

test('a path into a list, or into data without entries, says so', () => {
  const settings = [{ path: 'nodes.iowa.capacity', value: '1' }];
  expect(applyKnownSettings({ ...us5, data: { nodes: [] } }, settings).faults).toMatchObject([
    { cause: "'nodes' is a list, where named entries are needed" },
  ]);
  expect(applyKnownSettings({ ...us5, data: {} }, settings).faults).toMatchObject([
    {
      cause: "there is no 'nodes'",
      remedy: 'known here: demandScale, transferAware, hours, carbonPrice, carbonCap, reserve',
    },
  ]);
});

test.each([
  ['15', 15],
  ['-0.5', -0.5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['null', null],
  ['true', true],
  ['1,5', '1,5'],
  ['NaN', 'NaN'],
  ['0x10', '0x10'],
  ['', ''],
])('the text %j means %j', (text, value) => {
  expect(parseSettingValue(text)).toBe(value);
});
