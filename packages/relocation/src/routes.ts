/**
 * Owns the routes: (client, class, service node, compute node), each with its round trips, what its bytes cost, and the
 * layer that it counts to. Every route is listed, whether a mask forbids it or not.
 *
 *   round trip  =  RTT(i,s) + RTT(s,j)          latency  =  round trip + serve[k]
 *
 * Layers (our reading of "local, regional, energy-oriented"): at home; elsewhere in the client's region; beyond it.
 */
import type { RelocationData } from './data.ts';
import { type RoundTripOrigin, roundTrips } from './round-trip.ts';

export const LAYERS = ['local', 'regional', 'energy-oriented'] as const;
export type Layer = (typeof LAYERS)[number];

/** Facility energy of a Mreq of the class at a compute node, MWh/Mreq. */
export function energyAt({ classes, computes }: RelocationData, kind: string, compute: string): number {
  return classes[kind].energy * computes[compute].pue;
}

export interface Route {
  readonly client: string;
  readonly class: string;
  readonly service: string;
  readonly compute: string;
  readonly roundTripMs: number;
  readonly latencyMs: number;
  /** Where the two round trips come from: client to service, service to compute. */
  readonly origins: readonly [RoundTripOrigin, RoundTripOrigin];
  /** $/Mreq for the bytes between service and compute node, both ways. */
  readonly egress: number;
  /** GB/Mreq between service and compute node, both ways; zero within one node. */
  readonly gb: number;
  readonly layer: Layer;
}

/** $/GB from one node to another by route or by where it starts; zero within one node. */
export function egressPrices(data: RelocationData): (from: string, to: string) => number {
  const byRoute = new Map(
    Object.values(data.egressRoutes).map(({ from, to, price }) => [JSON.stringify([from, to]), price]),
  );
  return (from, to) =>
    from === to ? 0 : (byRoute.get(JSON.stringify([from, to])) ?? data.nodes[from].egressPrice);
}

export function layerOf(data: RelocationData, client: string, compute: string): Layer {
  const { home, node } = data.clients[client];
  if (compute === home) return 'local';
  return data.nodes[data.computes[compute].node].region === data.nodes[node].region
    ? 'regional'
    : 'energy-oriented';
}

/** All routes, in order of clients, classes, service and compute nodes. */
export function routesOf(data: RelocationData): Route[] {
  const roundTrip = roundTrips(data);
  const price = egressPrices(data);
  const routes: Route[] = [];
  for (const [client, { node: from, services }] of Object.entries(data.clients))
    for (const [kind, { serveMs, requestGb, responseGb }] of Object.entries(data.classes))
      for (const [service, { node: via }] of Object.entries(data.services)) {
        if (!services.includes(service)) continue;
        const first = roundTrip(from, via);
        for (const [compute, { node: to }] of Object.entries(data.computes)) {
          const second = roundTrip(via, to);
          const roundTripMs = first.ms + second.ms;
          routes.push({
            client,
            class: kind,
            service,
            compute,
            roundTripMs,
            latencyMs: roundTripMs + serveMs,
            origins: [first.origin, second.origin],
            egress: requestGb * price(via, to) + responseGb * price(to, via),
            gb: via === to ? 0 : requestGb + responseGb,
            layer: layerOf(data, client, compute),
          });
        }
      }
  return routes;
}
