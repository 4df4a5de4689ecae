/** Every way in which a scenario file can be wrong, one fixture each: code, place, and all faults in one go. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fault, InvalidInputError } from '@marginal/program';
import { expect, test } from 'vitest';
import { checkScenario, parseScenario } from '../src/index.ts';

function faultsOf(name: string): readonly Fault[] {
  return faultsIn(
    readFileSync(fileURLToPath(new URL(`./broken/${name}.json`, import.meta.url)), 'utf8'),
    name,
  );
}

function faultsIn(text: string, name: string): readonly Fault[] {
  try {
    const checked = checkScenario(parseScenario(text, name));
    return 'faults' in checked ? checked.faults : [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
}

const CASES: Readonly<Record<string, readonly string[]>> = {
  'unknown-label': [
    'token-flow.unknown-workload @ unknown-label:59:17: demand.iowa.caht',
    'token-flow.unknown-node @ unknown-label:61:18: demand.virgina',
  ],
  'duplicate-key': ['scenarios.duplicate-key @ duplicate-key:28:9: data.nodes.iowa.pue'],
  'not-a-number': [
    'token-flow.not-a-number @ not-a-number:21:20: nodes.virginia.gpuCost',
    'token-flow.not-a-number @ not-a-number:25:21: nodes.iowa.capacity',
    'token-flow.not-a-number @ not-a-number:27:16: nodes.iowa.pue',
    'token-flow.not-a-number @ not-a-number:38:24: links.virginia>iowa.roundTripMs',
  ],
  syntax: ['scenarios.syntax @ syntax:3:24', 'scenarios.not-a-number @ syntax:25:32'],
  'non-finite': [
    'scenarios.unknown-source @ non-finite:18:73: nodes.virginia.electricityPrice.source',
    'token-flow.not-a-number @ non-finite:17:32: nodes.virginia.capacity',
    'token-flow.not-a-number @ non-finite:27:16: nodes.iowa.pue',
    'token-flow.not-a-number @ non-finite:51:33: workloads.chat.latencyMs',
    'token-flow.link-to-nowhere @ non-finite:35:15: links.virginia>iowa.to',
  ],
  absurd: [
    'token-flow.out-of-range @ absurd:17:21: nodes.virginia.capacity',
    'token-flow.out-of-range @ absurd:26:29: nodes.iowa.electricityPrice',
    'token-flow.out-of-range @ absurd:38:24: links.virginia>iowa.roundTripMs',
    'token-flow.out-of-range @ absurd:51:22: workloads.chat.latencyMs',
  ],
  'no-names': [
    'scenarios.reserved-name @ no-names:11:21: sources.__proto__',
    'token-flow.reserved-name @ no-names:15:20: nodes.__proto__',
    'token-flow.empty-name @ no-names:33:11: links.',
    'token-flow.reserved-name @ no-names:49:20: workloads.__proto__',
    'token-flow.out-of-range @ no-names:52:21: workloads.__proto__.gpuHours',
    'token-flow.reserved-name @ no-names:57:20: demand.__proto__',
    'token-flow.reserved-name @ no-names:58:22: demand.__proto__.__proto__',
    'token-flow.empty-name @ no-names:61:14: demand.iowa. ',
  ],
  'negative-capacity': ['token-flow.out-of-range @ negative-capacity:25:21: nodes.iowa.capacity'],
  'link-to-nowhere': ['token-flow.link-to-nowhere @ link-to-nowhere:35:15: links.virginia>iowa.to'],
  'unreachable-workload': [
    'token-flow.unreachable-workload @ unreachable-workload:58:17: demand.virginia.chat',
  ],
  'unknown-source': ['scenarios.unknown-source @ unknown-source:29:65: nodes.iowa.gpuCost.source'],
  'wrong-unit': [
    'token-flow.wrong-unit @ wrong-unit:26:29: nodes.iowa.electricityPrice',
    'token-flow.wrong-unit @ wrong-unit:52:21: workloads.chat.gpuHours',
  ],
  envelope: [
    'scenarios.envelope @ envelope:2:13: schema',
    'scenarios.envelope @ envelope:1:1: title',
    'scenarios.envelope @ envelope:11:14: sources.synthetic.url',
    'scenarios.unknown-key @ envelope:10:18: sources.synthetic.license',
    'scenarios.unknown-model @ envelope:4:12: model',
  ],
  'everything-at-once': [
    'scenarios.duplicate-key @ everything-at-once:28:9: data.nodes.iowa.pue',
    'scenarios.unknown-source @ everything-at-once:68:65: workloads.code.energy.source',
    'token-flow.not-a-number @ everything-at-once:19:16: nodes.virginia.pue',
    'token-flow.out-of-range @ everything-at-once:26:21: nodes.iowa.capacity',
    'token-flow.wrong-unit @ everything-at-once:67:21: workloads.code.gpuHours',
    'token-flow.link-to-nowhere @ everything-at-once:44:15: links.virginia>iowa.to',
    'token-flow.unknown-workload @ everything-at-once:74:17: demand.iowa.caht',
    'token-flow.unknown-node @ everything-at-once:76:18: demand.virgina',
    'token-flow.unreachable-workload @ everything-at-once:80:17: demand.texas.code',
  ],
};

test.each(Object.entries(CASES))('%s', (name, expected) => {
  const faults = faultsOf(name);
  expect(faults.map(({ code, place }) => `${code} @ ${place}`)).toEqual(expected);
  for (const { cause, remedy } of faults) {
    expect(cause).not.toBe('');
    expect(remedy).not.toBe('');
  }
});

test('a fault names what is wrong and what would be right', () => {
  expect(faultsOf('link-to-nowhere')[0]).toMatchObject({
    cause: "'iwoa' is not a node",
    remedy: "did you mean 'iowa'? known nodes: virginia, iowa",
  });
  expect(faultsOf('unknown-source')[0]).toMatchObject({
    cause: '\'synthetc\' is not in "sources"',
    remedy: "did you mean 'synthetic'? known here: synthetic",
  });
  expect(faultsOf('duplicate-key')[0].cause).toBe("'pue' is given twice, first in line 25");
  expect(faultsOf('not-a-number')[3].cause).toBe('Infinity is not a finite number');
});

test('a number that is none, or absurd, is answered with what is needed', () => {
  expect(faultsOf('non-finite').slice(1, 4)).toMatchObject([
    { cause: 'NaN is not a finite number', remedy: expect.stringMatching(/^give a number in GPU,/) },
    { cause: '-Infinity is not a finite number', remedy: expect.stringMatching(/^give a number,/) },
    { cause: 'Infinity is not a finite number', remedy: expect.stringMatching(/or null for no limit$/) },
  ]);
  expect(faultsOf('absurd')[0].cause).toBe(
    '1e+300 is 1000000000000000 or more in size, and solvers keep about 15 digits',
  );
});

test.each([
  ['1NaN', 'a scenario:1:8'],
  ['NaNs', 'a scenario:1:7'],
  ['--Infinity', 'a scenario:1:7'],
])('%s is no number at all, but a syntax error', (text, place) => {
  expect(faultsIn(`{"a": ${text}}`, 'a scenario')[0]).toMatchObject({ code: 'scenarios.syntax', place });
});

test('NaN in words, and where no number belongs, is what it would be anyway', () => {
  expect(faultsIn('{"name": "NaN, Infinity", "title": NaN}', 'a').map(({ place }) => place)).toEqual([
    'a:1:1: schema',
    'a:1:36: title',
    'a:1:1: model',
    'a:1:1: sources',
    'a:1:1: data',
  ]);
});

test('numbers that are none are found even if the model is unknown and nobody checks the data', () => {
  const faults = faultsIn('{"model": "x", "data": {"a": [-Infinity]}}', 'a');
  expect(faults.map(({ code }) => code)).toContain('scenarios.unknown-model');
  expect(faults).toContainEqual(expect.objectContaining({ code: 'scenarios.not-a-number', place: 'a:1:31' }));
});

test.each(['[', '{"a":'])('20,000 nested %s are a fault, not a stack overflow', (bracket) => {
  expect(faultsIn(bracket.repeat(20_000), 'a')).toMatchObject([
    { code: 'scenarios.too-deep', cause: expect.stringMatching(/^nested too deeply/) },
  ]);
});

test('an empty model is an unknown one', () => {
  const text = '{"schema":"marginal.scenario/1","name":"a","title":"a","model":"","sources":{},"data":{}}';
  expect(faultsIn(text, 'a')).toMatchObject([{ code: 'scenarios.unknown-model' }]);
});
