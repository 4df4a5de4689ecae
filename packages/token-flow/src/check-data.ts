/**
 * Owns the verdict on token-flow data: every problem in one go, each with its place, before any solver starts. What
 * one field says by itself is judged by the schema (data.ts); here, what one field says about another. The cross
 * checks read the raw data and run even when the schema has refused it: a field they cannot read is taken to be
 * harmless, so that one mistake is reported once.
 */

import {
  type DataPlace,
  faultsOfIssue,
  isRecord,
  MAGNITUDE_LIMIT,
  nameKnown,
  type Report,
  refuseName,
  reporter,
} from '@marginal/figures';
import type { Fault } from '@marginal/program';
import { checkOptions } from './check-options.ts';
import { LATENCY_ROUNDING, TOKEN_FLOW_FIELDS, type TokenFlowData, tokenFlowSchema } from './data.ts';

export type CheckedTokenFlowData = { readonly data: TokenFlowData } | { readonly faults: readonly Fault[] };

type Entries = readonly (readonly [string, unknown])[];

interface RawLink {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly roundTripMs: number;
}

/** The raw data as far as it can be read. */
interface RawMarket {
  readonly nodes: Entries;
  readonly links: readonly RawLink[];
  readonly workloads: Entries;
  readonly demand: readonly { readonly origin: string; readonly workload: string; readonly amount: number }[];
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function entries(value: unknown): Entries {
  return isRecord(value) ? Object.entries(value) : [];
}

/** The number or null that stands there, plain or in a figure; undefined if neither does, or none to compute with. */
function readRaw(value: unknown): number | null | undefined {
  const bare = isRecord(value) ? field(value, 'value') : value;
  return bare === null || (typeof bare === 'number' && Math.abs(bare) < MAGNITUDE_LIMIT) ? bare : undefined;
}

function readMarket(raw: unknown): RawMarket {
  const scale = readRaw(field(raw, 'demandScale')) ?? 1;
  return {
    nodes: entries(field(raw, 'nodes')),
    links: entries(field(raw, 'links')).map(([name, link]) => ({
      name,
      from: field(link, 'from'),
      to: field(link, 'to'),
      roundTripMs: Math.max(0, readRaw(field(link, 'roundTripMs')) ?? 0),
    })),
    workloads: entries(field(raw, 'workloads')),
    demand: entries(field(raw, 'demand')).flatMap(([origin, row]) =>
      entries(row).map(([workload, amount]) => ({
        origin,
        workload,
        amount: scale * (readRaw(amount) ?? 0),
      })),
    ),
  };
}

/** Links that lead to nowhere, onto themselves, or that exist already. */
function checkLinks({ nodes, links }: RawMarket, report: Report): Fault[] {
  const known = nodes.map(([name]) => name);
  const first = new Map<string, string>();
  return links.flatMap(({ name, from, to }) => {
    const nowhere = (
      [
        ['from', from],
        ['to', to],
      ] as const
    ).flatMap(([end, node]) =>
      typeof node === 'string' && !known.includes(node)
        ? [
            report(
              ['links', name, end],
              'link-to-nowhere',
              `'${node}' is not a node`,
              nameKnown('nodes', node, known),
            ),
          ]
        : [],
    );
    if (typeof from !== 'string' || typeof to !== 'string') return nowhere;
    if (from === to)
      return [
        ...nowhere,
        report(
          ['links', name],
          'self-link',
          `goes from '${from}' to itself`,
          'remove it; serving at the origin needs no link',
        ),
      ];
    const key = JSON.stringify([from, to]);
    const twin = first.get(key);
    if (twin !== undefined)
      return [
        ...nowhere,
        report(
          ['links', name],
          'duplicate-link',
          `goes from '${from}' to '${to}', as '${twin}' does`,
          'keep one of the two, with the bandwidth of both',
        ),
      ];
    first.set(key, name);
    return nowhere;
  });
}

/** Demand at unknown nodes and for unknown workloads; names that are none are left to the schema. */
function checkDemandLabels(raw: unknown, { nodes, workloads }: RawMarket, report: Report): Fault[] {
  const knownNodes = nodes.map(([name]) => name);
  const knownWorkloads = workloads.map(([name]) => name);
  return entries(field(raw, 'demand')).flatMap(([origin, row]) => [
    ...(knownNodes.includes(origin) || refuseName(origin) !== undefined
      ? []
      : [
          report(
            ['demand', origin],
            'unknown-node',
            `'${origin}' is not a node`,
            nameKnown('nodes', origin, knownNodes),
          ),
        ]),
    ...entries(row)
      .filter(([workload]) => !knownWorkloads.includes(workload) && refuseName(workload) === undefined)
      .map(([workload]) =>
        report(
          ['demand', origin, workload],
          'unknown-workload',
          `'${workload}' is not a workload`,
          nameKnown('workloads', workload, knownWorkloads),
        ),
      ),
  ]);
}

/** Shortest round trip from `origin` to every node that can be reached, ms (Dijkstra). */
function roundTripsFrom(origin: string, links: readonly RawLink[]): Map<string, number> {
  const settled = new Map<string, number>();
  const open = new Map<string, number>([[origin, 0]]);
  while (open.size > 0) {
    const [node, time] = [...open].reduce((best, next) => (next[1] < best[1] ? next : best));
    open.delete(node);
    settled.set(node, time);
    for (const { from, to, roundTripMs } of links) {
      if (from !== node || typeof to !== 'string' || settled.has(to)) continue;
      open.set(to, Math.min(open.get(to) ?? Number.POSITIVE_INFINITY, time + roundTripMs));
    }
  }
  return settled;
}

/** Demand that no node with GPUs can serve inside the workload's latency limit, however empty the market. */
function checkReach({ nodes, links, workloads, demand }: RawMarket, report: Report): Fault[] {
  const servers = new Set(
    nodes.filter(([, node]) => (readRaw(field(node, 'capacity')) ?? 1) !== 0).map(([name]) => name),
  );
  const names = new Set(nodes.map(([name]) => name));
  const works = new Map(workloads);
  return demand.flatMap(({ origin, workload, amount }) => {
    const work = works.get(workload);
    const own = field(field(work, 'latencyMsAt'), origin);
    const limitPath = own === undefined ? 'latencyMs' : `latencyMsAt.${origin}`;
    const limit = readRaw(own === undefined ? field(work, 'latencyMs') : own) ?? Number.POSITIVE_INFINITY;
    const serveMs = Math.max(0, readRaw(field(work, 'serveMs')) ?? 0);
    const mayBeLost = typeof readRaw(field(work, 'valueOfLostService')) === 'number';
    if (!(amount > 0) || mayBeLost || work === undefined || limit < 0 || !names.has(origin)) return [];
    const reached = [...roundTripsFrom(origin, links)]
      .filter(([node]) => servers.has(node))
      .map(([node, time]) => [node, time + serveMs] as const);
    if (reached.some(([, time]) => time <= limit * (1 + LATENCY_ROUNDING))) return [];
    const nearest = reached.reduce<readonly [string, number] | undefined>(
      (best, next) => (best === undefined || next[1] < best[1] ? next : best),
      undefined,
    );
    const within = limit === Number.POSITIVE_INFINITY ? '' : ` within ${limit} ms`;
    return [
      report(
        ['demand', origin, workload],
        'unreachable-workload',
        `no node with capacity can serve '${workload}' from '${origin}'${within}` +
          (nearest === undefined
            ? '; none is linked to it at all'
            : `; the nearest, '${nearest[0]}', takes ${nearest[1]} ms`),
        nearest === undefined
          ? `give '${origin}' capacity, or a path of links to a node that has some`
          : `raise workloads.${workload}.${limitPath} to ${nearest[1]} or more, give '${origin}' capacity, or drop the demand`,
      ),
    ];
  });
}

/** Sets without which there is no market. */
function checkNotEmpty(raw: unknown, report: Report): Fault[] {
  return ['nodes', 'workloads'].flatMap((key) => {
    const value = field(raw, key);
    return isRecord(value) && Object.keys(value).length === 0
      ? [report([key], 'empty-set', `there are no ${key}`, `name at least one under "${key}"`)]
      : [];
  });
}

/** Checks data in plain numbers or figures. All faults at once; `data` holds plain numbers. */
export function checkTokenFlowData(raw: unknown, place: DataPlace): CheckedTokenFlowData {
  const report = reporter('token-flow', place);
  const market = readMarket(raw);
  const parsed = tokenFlowSchema.safeParse(raw, { reportInput: true });
  const faults = [
    ...(parsed.error?.issues ?? []).flatMap((issue) =>
      faultsOfIssue(issue, report, (path) => TOKEN_FLOW_FIELDS[path[0] ?? 'data'] ?? []),
    ),
    ...checkNotEmpty(raw, report),
    ...checkLinks(market, report),
    ...checkDemandLabels(raw, market, report),
    ...checkReach(market, report),
    ...(parsed.success ? checkOptions(parsed.data, report) : []),
  ];
  return parsed.success && faults.length === 0 ? { data: parsed.data } : { faults };
}
