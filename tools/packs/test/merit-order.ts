/**
 * What a clearing of least cost cannot show: work served dearer than it could be by a node with room, over links with
 * room, in time. Found by enumeration from data and flows alone; no dual and no solver is asked.
 */
import type { Clearing, TokenFlowData } from '@marginal/token-flow';

/** Room counts from this share of the cap on, and flows from this share of the largest, so that no rounding is judged. */
const SHARE = 1e-5;
/** $/Mtok by which another way must be cheaper. */
const SAVING = 1e-6;

interface Way {
  readonly server: string;
  readonly cost: number;
}

function transportOf(data: TokenFlowData, link: string, workload: string): number {
  const { costPerGB = 0, transportCost } = data.links[link];
  return data.transferAware === true ? costPerGB * (data.workloads[workload].transferGB ?? 0) : transportCost;
}

function processingOf(data: TokenFlowData, node: string, workload: string): number {
  const { pue, electricityPrice, gpuCost } = data.nodes[node];
  const { energy, gpuHours } = data.workloads[workload];
  return energy * pue * electricityPrice + gpuHours * gpuCost;
}

/** Cheapest way over links with room to every server with room, within the latency limit, by exhaustive labels. */
function waysWithRoom(
  data: TokenFlowData,
  workload: string,
  origin: string,
  freeLinks: ReadonlySet<string>,
  freeNodes: ReadonlySet<string>,
): Way[] {
  const limit = data.workloads[workload].latencyMs ?? Number.POSITIVE_INFINITY;
  const labels = new Map<string, { cost: number; ms: number }[]>([[origin, [{ cost: 0, ms: 0 }]]]);
  const open = [{ node: origin, cost: 0, ms: 0 }];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const [name, { from, to, roundTripMs }] of Object.entries(data.links)) {
      if (from !== here.node || !freeLinks.has(name)) continue;
      const next = { cost: here.cost + transportOf(data, name, workload), ms: here.ms + roundTripMs };
      const known = labels.get(to) ?? [];
      if (next.ms > limit || known.some(({ cost, ms }) => cost <= next.cost && ms <= next.ms)) continue;
      labels.set(to, [...known, next]);
      open.push({ node: to, ...next });
    }
  }
  return [...labels].flatMap(([server, reached]) =>
    freeNodes.has(server)
      ? [
          {
            server,
            cost: Math.min(...reached.map(({ cost }) => cost)) + processingOf(data, server, workload),
          },
        ]
      : [],
  );
}

/** `chat of ashburn at reno for 1.2, although quincy has room at 0.8`. */
export function breaksOfMeritOrder(data: TokenFlowData, { served, limits }: Clearing): string[] {
  const room = limits.filter(({ use, cap }) => cap - use > SHARE * Math.max(cap, 1));
  const freeNodes = new Set(
    room.filter(({ name }) => name === 'compute').map(({ labels }) => String(labels.node)),
  );
  const freePairs = new Set(
    room.filter(({ name }) => name === 'link').map(({ labels }) => `${labels.from}|${labels.to}`),
  );
  const freeLinks = new Set(
    Object.entries(data.links)
      .filter(([, { from, to }]) => freePairs.has(`${from}|${to}`))
      .map(([name]) => name),
  );
  const largest = Math.max(0, ...served.map(({ amount }) => amount));
  const ways = new Map<string, Way[]>();
  return served.flatMap(({ origin, workload, server, links, amount }) => {
    if (amount <= SHARE * largest) return [];
    const key = `${workload}|${origin}`;
    const others = ways.get(key) ?? waysWithRoom(data, workload, origin, freeLinks, freeNodes);
    ways.set(key, others);
    const cost =
      processingOf(data, server, workload) +
      links.reduce((sum, link) => sum + transportOf(data, link, workload), 0);
    return others
      .filter((way) => way.cost < cost - SAVING)
      .map(
        (way) =>
          `${workload} of ${origin} at ${server} for ${cost}, although ${way.server} has room at ${way.cost}`,
      );
  });
}
