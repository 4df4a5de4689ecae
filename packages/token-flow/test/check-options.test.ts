import { describe, expect, test } from 'vitest';
import { checkTokenFlowData } from '../src/index.ts';

const node = { title: 'n', capacity: 10, electricityPrice: 0.05, pue: 1.1, carbonIntensity: 300, gpuCost: 2 };
const link = { from: 'virginia', to: 'iowa', bandwidth: 5, transportCost: 0.01, roundTripMs: 10 };
const chat = { title: 'c', latencyMs: 20, gpuHours: 0.3, energy: 0.2 };

function faultsOf(change: Record<string, unknown>): string[] {
  const raw = {
    nodes: { virginia: node, iowa: node },
    links: { cable: link },
    workloads: { chat },
    demand: { virginia: { chat: 4 } },
    ...change,
  };
  const checked = checkTokenFlowData(raw, 'a.json');
  return 'faults' in checked ? checked.faults.map((fault) => `${fault.code} @ ${fault.place}`) : [];
}

describe('checkOptions', () => {
  test('everything switched on at once is good data', () => {
    expect(
      faultsOf({
        nodes: {
          virginia: { ...node, latitude: 38.9, longitude: -77.5, demandShape: [1, 2], reserveCost: 1 },
          iowa: { ...node, electricityPriceShape: [-1, 1], carbonShape: [1, 0] },
        },
        links: { cable: { ...link, capacityGB: 4, costPerGB: 0.1, owner: 'carrier' } },
        workloads: {
          chat: {
            ...chat,
            transferGB: 2,
            serveMs: 3,
            valueOfLostService: 9,
            deferHours: 1,
            latencyMsAt: { iowa: null },
          },
        },
        transferAware: true,
        hours: 2,
        carbonPrice: 60,
        carbonCap: 100,
        reserve: 2,
        bids: { bank: { node: 'iowa', workload: 'chat', amount: 1, value: 4 } },
        outages: { cut: { links: ['cable'], shortTermFactor: 1.2 } },
      }),
    ).toEqual([]);
  });

  test.each([
    [
      {
        transferAware: true,
      },
      [
        'token-flow.missing @ a.json: links.cable.capacityGB',
        'token-flow.missing @ a.json: links.cable.costPerGB',
        'token-flow.missing @ a.json: workloads.chat.transferGB',
      ],
    ],
    [{ transferAware: 'yes' }, ['token-flow.wrong-shape @ a.json: transferAware']],
    [
      { workloads: { chat: { ...chat, demandShape: [1, 2] } } },
      ['token-flow.needs-hours @ a.json: workloads.chat.demandShape'],
    ],
    [
      { hours: 3, workloads: { chat: { ...chat, demandShape: [1, 2] } } },
      ['token-flow.shape-length @ a.json: workloads.chat.demandShape'],
    ],
    [
      { hours: 2, workloads: { chat: { ...chat, demandShape: [1, -2] } } },
      ['token-flow.out-of-range @ a.json: workloads.chat.demandShape'],
    ],
    [
      { workloads: { chat: { ...chat, deferHours: 2 } } },
      ['token-flow.needs-hours @ a.json: workloads.chat.deferHours'],
    ],
    [{ hours: 1.5 }, ['token-flow.out-of-range @ a.json: hours']],
    [{ hours: 0 }, ['token-flow.out-of-range @ a.json: hours']],
    [
      { nodes: { virginia: { ...node, latitude: 38 }, iowa: node } },
      ['token-flow.missing @ a.json: nodes.virginia.longitude'],
    ],
    [
      { nodes: { virginia: { ...node, latitude: 138, longitude: 0 }, iowa: node } },
      ['token-flow.out-of-range @ a.json: nodes.virginia.latitude'],
    ],
    [
      { bids: { bank: { node: 'iwoa', workload: 'chta', amount: 1, value: 4 } } },
      [
        'token-flow.unknown-node @ a.json: bids.bank.node',
        'token-flow.unknown-workload @ a.json: bids.bank.workload',
      ],
    ],
    [{ outages: { cut: { links: ['cabel'] } } }, ['token-flow.unknown-link @ a.json: outages.cut.links']],
    [{ outages: { cut: { links: 'cable' } } }, ['token-flow.wrong-shape @ a.json: outages.cut.links']],
    [
      { workloads: { chat: { ...chat, latencyMsAt: { iwoa: 3 } } } },
      ['token-flow.unknown-node @ a.json: workloads.chat.latencyMsAt.iwoa'],
    ],
    [{ reserve: 21 }, ['token-flow.reserve-beyond-capacity @ a.json: reserve']],
    [
      { workloads: { chat: { ...chat, serveMs: 21 } } },
      ['token-flow.unreachable-workload @ a.json: demand.virginia.chat'],
    ],
    [{ workloads: { chat: { ...chat, serveMs: 21, valueOfLostService: 5 } } }, []],
    [{ workloads: { chat: { ...chat, serveMs: 21, latencyMsAt: { virginia: null } } } }, []],
  ])('%j', (change, expected) => {
    expect(faultsOf(change)).toEqual(expected);
  });
});
