/**
 * Owns what optional fields of the data say about one another: a transfer-aware market needs its rates, shapes need
 * hours and one factor for each, bids and outages name what exists. Runs on data that the schema has passed.
 */

import { nameKnown, type Report } from '@marginal/figures';
import type { Fault } from '@marginal/program';
import type { TokenFlowData } from './data.ts';

/** Rates that a transfer-aware market lacks. */
function checkTransfer({ transferAware, links, workloads }: TokenFlowData, report: Report): Fault[] {
  if (transferAware !== true) return [];
  const missing = (set: string, name: string, field: string, unit: string): Fault =>
    report(
      [set, name, field],
      'missing',
      'is missing, and transferAware is true',
      `add it, a number in ${unit}, or set transferAware to false`,
    );
  return [
    ...Object.entries(links).flatMap(([name, { capacityGB, costPerGB }]) => [
      ...(capacityGB === undefined ? [missing('links', name, 'capacityGB', 'GB/h')] : []),
      ...(costPerGB === undefined ? [missing('links', name, 'costPerGB', '$/GB')] : []),
    ]),
    ...Object.entries(workloads).flatMap(([name, { transferGB }]) =>
      transferGB === undefined ? [missing('workloads', name, 'transferGB', 'GB/Mtok')] : [],
    ),
  ];
}

/** Shapes of another length than the hours, and what needs hours where there are none. */
function checkHours({ hours, nodes, workloads }: TokenFlowData, report: Report): Fault[] {
  const count = hours ?? undefined;
  const shape = (path: readonly string[], factors: readonly number[] | undefined): Fault[] => {
    if (factors === undefined || factors.length === count) return [];
    return count === undefined
      ? [report(path, 'needs-hours', 'is by hour, and the data have no hours', 'set hours, or remove it')]
      : [
          report(
            path,
            'shape-length',
            `has ${factors.length} factors for ${count} hours`,
            `give ${count}, one per hour`,
          ),
        ];
  };
  return [
    ...Object.entries(nodes).flatMap(([name, node]) => [
      ...shape(['nodes', name, 'demandShape'], node.demandShape),
      ...shape(['nodes', name, 'electricityPriceShape'], node.electricityPriceShape),
      ...shape(['nodes', name, 'carbonShape'], node.carbonShape),
    ]),
    ...Object.entries(workloads).flatMap(([name, { demandShape, deferHours = 0 }]) => [
      ...shape(['workloads', name, 'demandShape'], demandShape),
      ...(deferHours > 0 && count === undefined
        ? [
            report(
              ['workloads', name, 'deferHours'],
              'needs-hours',
              'lets work wait, and the data have no hours',
              'set hours, or remove it',
            ),
          ]
        : []),
    ]),
  ];
}

/** A place on earth is two numbers or none. */
function checkCoordinates({ nodes }: TokenFlowData, report: Report): Fault[] {
  return Object.entries(nodes).flatMap(([name, { latitude, longitude }]) => {
    if ((latitude === undefined) === (longitude === undefined)) return [];
    const [there, absent] = latitude === undefined ? ['longitude', 'latitude'] : ['latitude', 'longitude'];
    return [report(['nodes', name, absent], 'missing', `is missing beside ${there}`, 'give both or neither')];
  });
}

/** Names in bids, outages and limits of single origins that nothing has. */
function checkNames(data: TokenFlowData, report: Report): Fault[] {
  const known = {
    node: Object.keys(data.nodes),
    workload: Object.keys(data.workloads),
    link: Object.keys(data.links),
  };
  const unknown = (path: readonly string[], kind: keyof typeof known, name: string): Fault[] =>
    known[kind].includes(name)
      ? []
      : [
          report(
            path,
            `unknown-${kind}`,
            `'${name}' is not a ${kind}`,
            nameKnown(`${kind}s`, name, known[kind]),
          ),
        ];
  return [
    ...Object.entries(data.workloads).flatMap(([name, { latencyMsAt = {} }]) =>
      Object.keys(latencyMsAt).flatMap((node) =>
        unknown(['workloads', name, 'latencyMsAt', node], 'node', node),
      ),
    ),
    ...Object.entries(data.bids ?? {}).flatMap(([name, { node, workload }]) => [
      ...unknown(['bids', name, 'node'], 'node', node),
      ...unknown(['bids', name, 'workload'], 'workload', workload),
    ]),
    ...Object.entries(data.outages ?? {}).flatMap(([name, { links }]) =>
      links.flatMap((link) => unknown(['outages', name, 'links'], 'link', link)),
    ),
  ];
}

/** More reserve than there are GPUs can never be held. */
function checkReserve({ reserve = 0, nodes }: TokenFlowData, report: Report): Fault[] {
  const gpus = Object.values(nodes).reduce((sum, { capacity }) => sum + capacity, 0);
  if (reserve <= gpus) return [];
  return [
    report(
      ['reserve'],
      'reserve-beyond-capacity',
      `asks for ${reserve} GPU, and all nodes have ${gpus} GPU together`,
      `give ${gpus} or less`,
    ),
  ];
}

/** All faults of the optional fields. */
export function checkOptions(data: TokenFlowData, report: Report): Fault[] {
  return [
    ...checkTransfer(data, report),
    ...checkHours(data, report),
    ...checkCoordinates(data, report),
    ...checkNames(data, report),
    ...checkReserve(data, report),
  ];
}
