/** Who serves whom at an optimum: what each route of the path form carries, and the arc flows split into paths. */
import type { OptimalResult } from '@marginal/core';
import { type Hour, hoursOf } from './hours.ts';
import type { TokenFlowMarket } from './market.ts';
import { splitFlows } from './split-flows.ts';

/** What one path carries. */
export interface Served {
  readonly origin: string;
  readonly server: string;
  readonly workload: string;
  /** Hour of service; absent in a market without hours. */
  readonly hour?: number;
  readonly path: readonly string[];
  /** Links along the path, by name. */
  readonly links: readonly string[];
  /** Round trips and serving time, ms. */
  readonly latencyMs: number;
  /** Mtok/h. */
  readonly amount: number;
}

/** `{ hour }`, or nothing in a market without hours. */
export function hourLabel(hour: Hour): { readonly hour?: number } {
  return hour === undefined ? {} : { hour };
}

function servedOverRoutes(
  { network, flows }: TokenFlowMarket,
  result: OptimalResult,
  hours: readonly Hour[],
) {
  const amounts = result.value(flows.routed).values;
  return hours.flatMap((hour, t) =>
    network.routes.flatMap(({ path, links, workload, latencyMs }, r): Served[] => {
      const amount = amounts[r * hours.length + t];
      if (!(amount > 0)) return [];
      const server = path[path.length - 1];
      return [{ origin: path[0], server, workload, ...hourLabel(hour), path, links, latencyMs, amount }];
    }),
  );
}

function servedOverArcs(
  { data, network, flows }: TokenFlowMarket,
  result: OptimalResult,
  hours: readonly Hour[],
) {
  const processed = result.value(flows.processed).values;
  const carried = result.value(flows.carried).values;
  const links = Object.entries(data.links).map(([name, { from, to }]) => ({ name, from, to }));
  const nameOf = new Map(links.map(({ name, from, to }) => [JSON.stringify([from, to]), name]));
  const nodes = [...network.node];
  const overArcs = new Map<string, { work: [string, number][]; flow: [string, number][] }[]>();
  const at = (workload: string, t: number) => {
    const byHour = overArcs.get(workload) ?? hours.map(() => ({ work: [], flow: [] }));
    overArcs.set(workload, byHour);
    return byHour[t];
  };
  const amountOf = (values: Float64Array, member: number, t: number): number =>
    Math.max(0, values[member * hours.length + t]);
  let member = 0;
  for (const [node, workload] of network.place) {
    for (let t = 0; t < hours.length; t++) at(workload, t).work.push([node, amountOf(processed, member, t)]);
    member++;
  }
  member = 0;
  for (const [from, to, workload] of network.arc) {
    const name = nameOf.get(JSON.stringify([from, to])) ?? '';
    for (let t = 0; t < hours.length; t++) at(workload, t).flow.push([name, amountOf(carried, member, t)]);
    member++;
  }
  return hours.flatMap((hour, t) =>
    [...overArcs].flatMap(([workload, byHour]) => {
      const serveMs = data.workloads[workload].serveMs ?? 0;
      const { work, flow } = byHour[t];
      return splitFlows({ nodes, links, work: new Map(work), flow: new Map(flow) }).map(
        ({ path, links: along, amount }): Served => ({
          origin: path[0],
          server: path[path.length - 1],
          workload,
          ...hourLabel(hour),
          path,
          links: along,
          latencyMs: along.reduce((ms, name) => ms + data.links[name].roundTripMs, serveMs),
          amount,
        }),
      );
    }),
  );
}

/** Everything that is served, hour by hour, path form first. */
export function servedOf(market: TokenFlowMarket, result: OptimalResult): Served[] {
  const hours = hoursOf(market.data);
  return [...servedOverRoutes(market, result, hours), ...servedOverArcs(market, result, hours)];
}
