/**
 * Owns round trips between nodes. Measured in this direction where there is a measurement; else the one measured in the
 * other direction, as a round trip goes both ways; else the published law (arXiv 2604.27855, section 5.4, known through a
 * third party's re-implementation):
 *
 *   RTT[ms]  =  2 (d[km] / 200 + 20) 1.4          fibre at 200 km/ms, 20 ms of switching each way, detours of 40 %
 *
 * Within one node it is `sameSiteMs`. The law never falls below 56 ms, so it is unkind to near pairs.
 */
import type { NodeData, RelocationData } from './data.ts';

/** Mean radius of the earth (IUGG), km. */
const EARTH_RADIUS_KM = 6371.0088;
const FIBRE_KM_PER_MS = 200;
const SWITCHING_MS = 20;
const DETOUR = 1.4;

export type RoundTripOrigin = 'measured' | 'measured the other way' | 'law' | 'same site';

export interface RoundTrip {
  readonly ms: number;
  readonly origin: RoundTripOrigin;
}

type Place = Pick<NodeData, 'latitude' | 'longitude'>;

/** Great circle on a sphere of the mean radius, by the haversine formula, km. */
export function distanceKm(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const north = Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2;
  const east = Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  const haversine = north + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * east;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)));
}

/** The published law, ms. */
export function roundTripLaw(km: number): number {
  return 2 * (km / FIBRE_KM_PER_MS + SWITCHING_MS) * DETOUR;
}

/** The law read backwards: how far a round-trip budget reaches, km; negative when it reaches no other site. */
export function reachKm(ms: number): number {
  return FIBRE_KM_PER_MS * (ms / (2 * DETOUR) - SWITCHING_MS);
}

/** Reads round trips between nodes by name. */
export function roundTrips(data: RelocationData): (from: string, to: string) => RoundTrip {
  const measured = new Map(
    Object.values(data.links).map(({ from, to, roundTripMs }) => [JSON.stringify([from, to]), roundTripMs]),
  );
  return (from, to) => {
    if (from === to) return { ms: data.sameSiteMs, origin: 'same site' };
    const there = measured.get(JSON.stringify([from, to]));
    if (there !== undefined) return { ms: there, origin: 'measured' };
    const back = measured.get(JSON.stringify([to, from]));
    if (back !== undefined) return { ms: back, origin: 'measured the other way' };
    return { ms: roundTripLaw(distanceKm(data.nodes[from], data.nodes[to])), origin: 'law' };
  };
}
