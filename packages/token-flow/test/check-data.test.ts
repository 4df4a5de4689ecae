import type { Fault } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { checkTokenFlowData } from '../src/check-data.ts';
import { LATENCY_ROUNDING } from '../src/data.ts';

function node(capacity: unknown = 10) {
  return { title: 'n', capacity, electricityPrice: 0.05, pue: 1.1, carbonIntensity: 300, gpuCost: 2 };
}

function link(from: string, to: string, roundTripMs: unknown = 10) {
  return { from, to, bandwidth: 5, transportCost: 0.01, roundTripMs };
}

function market(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    nodes: { virginia: node(), iowa: node() },
    links: { 'virginia>iowa': link('virginia', 'iowa'), 'iowa>virginia': link('iowa', 'virginia') },
    workloads: { chat: { title: 'c', latencyMs: 20, gpuHours: 0.3, energy: 0.2 } },
    demand: { virginia: { chat: 4 } },
    ...change,
  };
}

function faultsOf(change: Record<string, unknown>): readonly Fault[] {
  const checked = checkTokenFlowData(market(change), 'a.json');
  return 'faults' in checked ? checked.faults : [];
}

function briefly(faults: readonly Fault[]): string[] {
  return faults.map((fault) => `${fault.code} @ ${fault.place}`);
}

describe('checkTokenFlowData', () => {
  test('good data comes back in plain numbers', () => {
    const checked = checkTokenFlowData(market(), 'a.json');
    expect(checked).toMatchObject({ data: { demandScale: 1, demand: { virginia: { chat: 4 } } } });
  });

  test.each([
    [
      'token-flow.out-of-range @ a.json: nodes.iowa.capacity',
      { nodes: { virginia: node(), iowa: node(-3) } },
    ],
    [
      'token-flow.not-a-number @ a.json: nodes.iowa.capacity',
      { nodes: { virginia: node(), iowa: node('1,5') } },
    ],
    [
      'token-flow.not-a-number @ a.json: nodes.iowa.capacity',
      { nodes: { virginia: node(), iowa: node(Number.NaN) } },
    ],
    [
      'token-flow.wrong-unit @ a.json: nodes.iowa.capacity',
      { nodes: { virginia: node(), iowa: node({ value: 1, unit: 'MW', source: 's' }) } },
    ],
    [
      'token-flow.unknown-key @ a.json: nodes.iowa.capcity',
      { nodes: { virginia: node(), iowa: { ...node(), capcity: 3 } } },
    ],
    ['token-flow.missing @ a.json: links', { links: undefined }],
    [
      'token-flow.missing @ a.json: nodes.iowa.title',
      { nodes: { virginia: node(), iowa: { ...node(), title: undefined } } },
    ],
    ['token-flow.wrong-shape @ a.json: nodes.iowa', { nodes: { virginia: node(), iowa: 3 } }],
    [
      'token-flow.unknown-key @ a.json: nodes.iowa.__proto__',
      { nodes: { virginia: node(), iowa: { ...node(), ['__proto__']: 3 } } },
    ],
    [
      'token-flow.unknown-key @ a.json: nodes.iowa.constructor',
      { nodes: { virginia: node(), iowa: { ...node(), constructor: 3 } } },
    ],
    ['token-flow.wrong-shape @ a.json: links', { links: [] }],
    [
      'token-flow.reserved-name @ a.json: nodes.__proto__',
      { nodes: { virginia: node(), iowa: node(), ['__proto__']: node() } },
    ],
    ['token-flow.empty-name @ a.json: demand.', { demand: { '': { chat: 1 } } }],
    ['token-flow.empty-name @ a.json: demand.iowa.', { demand: { iowa: { '': 1 } } }],
    [
      'token-flow.out-of-range @ a.json: links.virginia>iowa.roundTripMs',
      {
        nodes: { virginia: node(0), iowa: node() },
        links: { 'virginia>iowa': link('virginia', 'iowa', 1e300) },
      },
    ],
    ['token-flow.link-to-nowhere @ a.json: links.x.to', { links: { x: link('virginia', 'iwoa') } }],
    ['token-flow.self-link @ a.json: links.x', { links: { x: link('iowa', 'iowa') } }],
    [
      'token-flow.duplicate-link @ a.json: links.y',
      { links: { x: link('iowa', 'virginia'), y: link('iowa', 'virginia') } },
    ],
    ['token-flow.unknown-node @ a.json: demand.texas', { demand: { texas: { chat: 1 } } }],
    ['token-flow.unknown-workload @ a.json: demand.iowa.chta', { demand: { iowa: { chta: 1 } } }],
    ['token-flow.empty-set @ a.json: workloads', { workloads: {}, demand: {} }],
    [
      'token-flow.unreachable-workload @ a.json: demand.virginia.chat',
      {
        nodes: { virginia: node(0), iowa: node() },
        links: { 'virginia>iowa': link('virginia', 'iowa', 21) },
      },
    ],
  ])('%s', (expected, change) => {
    expect(briefly(faultsOf(change))).toEqual([expected]);
  });

  test('a typo is answered with the label that was meant, and with all of them', () => {
    expect(faultsOf({ links: { x: link('virginia', 'iwoa') } })[0]).toMatchObject({
      cause: "'iwoa' is not a node",
      remedy: "did you mean 'iowa'? known nodes: virginia, iowa",
    });
  });

  test('reach takes the quickest path, not the fewest links, and counts the origin as 0 ms', () => {
    const nodes = { virginia: node(0), iowa: node(0), texas: node() };
    const links = {
      direct: link('virginia', 'texas', 25),
      first: link('virginia', 'iowa', 9),
      second: link('iowa', 'texas', 11),
    };
    expect(faultsOf({ nodes, links })).toEqual([]);
    const tight = { chat: { title: 'c', latencyMs: 19, gpuHours: 0.3, energy: 0.2 } };
    expect(faultsOf({ nodes, links, workloads: tight })[0].cause).toContain(
      "the nearest, 'texas', takes 20 ms",
    );
    const local = { chat: { title: 'c', latencyMs: 0, gpuHours: 0.3, energy: 0.2 } };
    expect(faultsOf({ workloads: local })).toEqual([]);
  });

  test('a path that meets its limit but for rounding is within it', () => {
    const nodes = { virginia: node(0), iowa: node(0), texas: node() };
    const links = { first: link('virginia', 'iowa', 0.1), second: link('iowa', 'texas', 0.2) };
    const within = (latencyMs: number) =>
      faultsOf({ nodes, links, workloads: { chat: { title: 'c', latencyMs, gpuHours: 0.3, energy: 0.2 } } });
    expect(within(0.3)).toEqual([]);
    expect(within(0.3 * (1 - 2 * LATENCY_ROUNDING))).toHaveLength(1);
  });

  test('without demand nothing needs to be reached', () => {
    const nodes = { virginia: node(0), iowa: node(0) };
    expect(faultsOf({ nodes, demandScale: 0 })).toEqual([]);
    expect(faultsOf({ nodes, demand: { virginia: { chat: 0 } } })).toEqual([]);
    expect(briefly(faultsOf({ nodes }))).toEqual([
      'token-flow.unreachable-workload @ a.json: demand.virginia.chat',
    ]);
  });

  test('reports structural and cross-field faults together, each once', () => {
    const faults = faultsOf({
      nodes: { virginia: node('ten'), iowa: node() },
      links: { x: link('virginia', 'nowhere') },
      workloads: { chat: { title: 'c', latencyMs: 'soon', gpuHours: 0, energy: 0.2 } },
      demand: { virginia: { chat: 1, cod: 1 } },
    });
    expect(briefly(faults)).toEqual([
      'token-flow.not-a-number @ a.json: nodes.virginia.capacity',
      'token-flow.not-a-number @ a.json: workloads.chat.latencyMs',
      'token-flow.out-of-range @ a.json: workloads.chat.gpuHours',
      'token-flow.link-to-nowhere @ a.json: links.x.to',
      'token-flow.unknown-workload @ a.json: demand.virginia.cod',
    ]);
  });

  test('a place function sees the keys of each field', () => {
    const checked = checkTokenFlowData(market({ demandScale: -1 }), (path) => path.join('/'));
    expect(checked).toMatchObject({ faults: [{ place: 'demandScale' }] });
  });

  test.each([null, 3, 'text', [], {}])('%j is refused, not crashed on', (raw) => {
    const checked = checkTokenFlowData(raw, 'a.json');
    expect('faults' in checked && checked.faults.length).toBeGreaterThan(0);
  });
});
