/**
 * Why a market has no clearing, in its own words. The verified certificate (conventions 3.1) names rows; from them is read
 * whose demand, which GPUs and which links. The claim is then proved again by itself, without the certificate's numbers:
 *
 *   every way to serve the demand D leads to the nodes N or over the links L, and
 *   sum over D of a[k] d[o,k]  >  sum over N of capacity  +  sum over L of cap max over D of a[k] / w[k]     (GPU)
 *
 * (`cut`). Where no such sentence holds, the rows of the certificate are listed with their weights (`weights`).
 */
import type { ConflictingRow, OtherResult } from '@marginal/core';
import type { InfeasibleOutcome } from '@marginal/program';
import { demandAt, type Hour, hoursOf, mayWait, serviceHours } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';

/** Demand that takes part. */
export interface UnmetDemand {
  readonly location: string;
  readonly workload: string;
  readonly hour?: number;
  /** Mtok/h. */
  readonly amount: number;
  /** GPUs that it needs. */
  readonly gpus: number;
}

/** Capacity that takes part. */
export interface ShortCapacity {
  readonly name: 'compute' | 'link';
  /** Node, or link by name. */
  readonly of: string;
  readonly hour?: number;
  readonly cap: number;
  readonly unit: string;
  /** GPUs that it stands for at most. */
  readonly gpus: number;
}

export interface InfeasibilityExplanation {
  readonly status: 'cut' | 'weights';
  readonly demands: readonly UnmetDemand[];
  readonly capacities: readonly ShortCapacity[];
  /** Sums over both, GPU; the first exceeds the second when the status is `cut`. */
  readonly neededGpus: number;
  readonly availableGpus: number;
  /** For people. */
  readonly lines: readonly string[];
}

function hourOf(label: unknown): { hour?: number } {
  return typeof label === 'number' ? { hour: label } : {};
}

function sumOf(entries: readonly { readonly gpus: number }[]): number {
  return entries.reduce((sum, { gpus }) => sum + gpus, 0);
}

/** Demand behind the rows of the certificate. */
function demandsOf({ data }: TokenFlowMarket, rows: readonly ConflictingRow[]): UnmetDemand[] {
  return rows
    .filter(({ name, side }) => (name === 'meet' || name === 'arrival') && side === 'lower')
    .flatMap(({ name, labels: [node, work, hour] }) => {
      const [location, workload] = [String(node), String(work)];
      const at = hourOf(hour);
      const waits = name === 'meet' && mayWait(data, workload);
      const amount = waits ? 0 : demandAt(data, location, workload, at.hour);
      return amount > 0
        ? [{ location, workload, ...at, amount, gpus: amount * data.workloads[workload].gpuHours }]
        : [];
    });
}

function capacitiesOf(
  market: TokenFlowMarket,
  rows: readonly ConflictingRow[],
  demands: readonly UnmetDemand[],
): ShortCapacity[] {
  const { data, network, links } = market;
  const perUse = Math.max(
    0,
    ...demands.map(
      ({ workload }) =>
        data.workloads[workload].gpuHours / links.weight.values[network.workload.ordinal(workload)],
    ),
  );
  return rows.flatMap(({ name, labels, side }): ShortCapacity[] => {
    if (side !== 'upper') return [];
    if (name === 'compute') {
      const cap = data.nodes[String(labels[0])].capacity;
      return [{ name, of: String(labels[0]), ...hourOf(labels[1]), cap, unit: 'GPU', gpus: cap }];
    }
    if (name !== 'bandwidth') return [];
    const of = Object.keys(data.links).find(
      (l) => data.links[l].from === labels[0] && data.links[l].to === labels[1],
    );
    const cap = links.capacity.values[network.linkAt(of ?? '')];
    const gpus = cap === 0 ? 0 : cap * perUse;
    return [{ name: 'link', of: of ?? '', ...hourOf(labels[2]), cap, unit: links.unit, gpus }];
  });
}

/** Nodes at which a demand can be served in this hour without the full links. */
function serversOf(
  market: TokenFlowMarket,
  demand: UnmetDemand,
  hour: Hour,
  full: readonly ShortCapacity[],
): string[] {
  const { data, network } = market;
  const isFull = (link: string): boolean =>
    full.some((limit) => limit.name === 'link' && limit.of === link && limit.hour === hour);
  const routes = network.routes.filter((r) => r.workload === demand.workload);
  const overArcs = [...network.place].some(([, workload]) => workload === demand.workload);
  if (!overArcs)
    return routes
      .filter(({ path, links }) => path[0] === demand.location && !links.some(isFull))
      .map(({ path }) => path[path.length - 1]);
  const reached = new Set([demand.location]);
  for (const node of reached)
    for (const [name, { from, to }] of Object.entries(data.links))
      if (from === node && !isFull(name)) reached.add(to);
  return [...reached];
}

/** Whether all demand must be served by these capacities and exceeds them. */
function isCut(
  market: TokenFlowMarket,
  demands: readonly UnmetDemand[],
  capacities: readonly ShortCapacity[],
): boolean {
  const { data } = market;
  const held = new Set(
    capacities.filter((c) => c.name === 'compute').map((c) => JSON.stringify([c.of, c.hour])),
  );
  const covered = demands.every((demand) =>
    serviceHours(data, demand.workload, demand.hour).every((hour) =>
      serversOf(market, demand, hour, capacities).every(
        (node) => held.has(JSON.stringify([node, hour])) || data.nodes[node].capacity === 0,
      ),
    ),
  );
  return covered && sumOf(demands) > sumOf(capacities);
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function inHour(hour: number | undefined): string {
  return hour === undefined ? '' : ` in hour ${hour}`;
}

function cutLines(
  { data }: TokenFlowMarket,
  demands: readonly UnmetDemand[],
  capacities: readonly ShortCapacity[],
): string[] {
  const nodes = capacities.filter((c) => c.name === 'compute');
  const links = capacities.filter((c) => c.name === 'link');
  const hours = hoursOf(data).length;
  const everything = nodes.length === Object.keys(data.nodes).length * hours && links.length === 0;
  const [needed, available] = [sumOf(demands), sumOf(capacities)];
  return [
    everything
      ? `demand needs ${numberText(needed)} GPU, and all nodes together have ${numberText(available)} GPU`
      : `demand that needs ${numberText(needed)} GPU can only be served with ${numberText(available)} GPU within its limits`,
    ...demands.map(
      (d) =>
        `  demand of ${d.workload} at ${d.location}${inHour(d.hour)}: ${numberText(d.amount)} Mtok/h, ${numberText(d.gpus)} GPU`,
    ),
    ...nodes.map((c) => `  compute at ${c.of}${inHour(c.hour)}: ${numberText(c.cap)} GPU`),
    ...links.map(
      (c) =>
        `  link ${c.of}${inHour(c.hour)}: ${numberText(c.cap)} ${c.unit}, work for ${numberText(c.gpus)} GPU at most`,
    ),
    `  missing: at least ${numberText(needed - available)} GPU for these alone; add capacity there, let work travel further, or lower the demand`,
  ];
}

function weightLines(rows: readonly ConflictingRow[]): string[] {
  return [
    'these cannot all hold (weights of the verified certificate):',
    ...rows
      .filter(({ bound }) => bound !== 0)
      .map(
        ({ name, labels, side, bound, multiplier }) =>
          `  ${name}${labels.length === 0 ? '' : ` of ${labels.join(', ')}`} ${side === 'lower' ? 'at least' : 'at most'} ${numberText(bound)}, weight ${numberText(Math.abs(multiplier))}`,
      ),
  ];
}

/** Reads the verified certificate of an infeasible market. */
export function explainInfeasible(
  market: TokenFlowMarket,
  result: OtherResult<InfeasibleOutcome>,
): InfeasibilityExplanation {
  const rows = result.conflict();
  const demands = demandsOf(market, rows);
  const capacities = capacitiesOf(market, rows, demands);
  const status = isCut(market, demands, capacities) ? 'cut' : 'weights';
  return {
    status,
    demands,
    capacities,
    neededGpus: sumOf(demands),
    availableGpus: sumOf(capacities),
    lines: status === 'cut' ? cutLines(market, demands, capacities) : weightLines(rows),
  };
}
