/**
 * Owns the verdict on round trips between places: what no network can do is refused, what no careful measurement shows
 * is warned of.
 *
 *   refused   rtt[a,b] < 2 km[a,b] / c           faster than light in vacuum, along the great circle
 *   refused   rtt[a,a] != 0                      serving where the request arises takes no network
 *   warned    rtt[a,b] < 2 km[a,b] / (200 km/ms) faster than light in glass fibre (refractive index about 1.47-1.5)
 *   warned    rtt[a,b] > 3 x that + 40 ms        far slower than any pair of Azure's table for its distance
 *   warned    |rtt[a,b] - rtt[b,a]| > 2 ms       a round trip is the same from both ends, but for routing
 *   warned    rtt[a,b] > rtt[a,c] + rtt[c,b]     the direct way is slower than a detour
 *
 * Only light in vacuum refuses: microwave and hollow-core links beat glass. Real tables of medians break the triangle
 * inequality by some ms and are asymmetric by some ms (Azure's, 2024-04: 11 and 6), so that is no reason to refuse.
 */
import type { Fault } from '@marginal/program';
import { type Coordinates, greatCircleKm } from './great-circle.ts';

/** Light in vacuum, km/ms. */
export const VACUUM_KM_PER_MS = 299.792458;
/** Light in glass fibre as planners reckon it, km/ms. */
export const FIBRE_KM_PER_MS = 200;
/** Difference of the two directions that passes without a warning, ms: tables are in whole ms, rounded at both ends. */
export const ASYMMETRY_MS = 2;

/** A round trip this many times that of light in fibre, and these ms more, is warned of as slow. */
export const SLOW_FACTOR = 3;
export const SLOW_MS = 40;

export interface RoundTrip {
  readonly from: string;
  readonly to: string;
  readonly ms: number;
  /** Where it was written. */
  readonly place: string;
}

/** Something that may be right: reported, and nothing is refused for it. */
export type Warning = Fault;

export interface RoundTripVerdict {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

function checkSelf({ from, ms, place }: RoundTrip): Fault[] {
  if (ms === 0) return [];
  return [
    {
      code: 'scenarios.self-latency',
      place,
      cause: `'${from}' is said to be ${ms} ms from itself`,
      remedy:
        'remove the row: serving at the origin takes 0 ms; time at the server is serveMs of the workload',
    },
  ];
}

function checkLight({ from, to, ms, place }: RoundTrip, km: number): RoundTripVerdict {
  const vacuum = (2 * km) / VACUUM_KM_PER_MS;
  const fibre = (2 * km) / FIBRE_KM_PER_MS;
  const about = `${ms} ms from '${from}' to '${to}' and back, ${Math.round(km)} km away`;
  if (ms < vacuum)
    return {
      faults: [
        {
          code: 'scenarios.faster-than-light',
          place,
          cause: `${about}, is faster than light: in vacuum it takes ${vacuum.toFixed(1)} ms`,
          remedy: `check the names of the row, the coordinates and the unit; in fibre expect ${Math.ceil(fibre)} ms or more`,
        },
      ],
      warnings: [],
    };
  if (ms < fibre)
    return {
      faults: [],
      warnings: [
        {
          code: 'scenarios.faster-than-fibre',
          place,
          cause: `${about}, is faster than light in fibre, which takes ${fibre.toFixed(1)} ms`,
          remedy: 'right for microwave or hollow-core links or rough coordinates; otherwise check the row',
        },
      ],
    };
  if (ms > SLOW_FACTOR * fibre + SLOW_MS)
    return {
      faults: [],
      warnings: [
        {
          code: 'scenarios.slow-round-trip',
          place,
          cause: `${about}, is slow: light in fibre takes ${fibre.toFixed(1)} ms`,
          remedy: 'check the names of the row and the unit, or leave it',
        },
      ],
    };
  return { faults: [], warnings: [] };
}

function warnAsymmetry(trip: RoundTrip, back: RoundTrip): Warning[] {
  const difference = Math.abs(trip.ms - back.ms);
  if (difference <= ASYMMETRY_MS) return [];
  return [
    {
      code: 'scenarios.asymmetric-round-trip',
      place: back.place,
      cause: `${back.ms} ms from '${back.from}' to '${back.to}', but ${trip.ms} ms the other way round`,
      remedy: 'a round trip differs by direction only where routes do: check both, or leave it',
    },
  ];
}

function warnTriangle(trip: RoundTrip, of: ReadonlyMap<string, ReadonlyMap<string, RoundTrip>>): Warning[] {
  const best = [...(of.get(trip.from) ?? [])]
    .flatMap(([via, first]) => {
      const second = via === trip.to || via === trip.from ? undefined : of.get(via)?.get(trip.to);
      return second === undefined ? [] : [{ via, ms: first.ms + second.ms }];
    })
    .reduce<{ via: string; ms: number } | undefined>(
      (least, next) => (least === undefined || next.ms < least.ms ? next : least),
      undefined,
    );
  if (best === undefined || best.ms >= trip.ms) return [];
  return [
    {
      code: 'scenarios.triangle-inequality',
      place: trip.place,
      cause: `${trip.ms} ms from '${trip.from}' to '${trip.to}', but ${best.ms} ms by way of '${best.via}'`,
      remedy: 'medians of different hours do that: leave it, or take both from one measurement',
    },
  ];
}

/** Judges round trips; each ordered pair must be there once. Places without coordinates are not held against light. */
export function checkRoundTrips(
  trips: readonly RoundTrip[],
  coordinates: ReadonlyMap<string, Coordinates>,
): RoundTripVerdict {
  const faults: Fault[] = [];
  const warnings: Warning[] = [];
  const between = trips.filter(({ from, to }) => from !== to);
  const of = new Map<string, Map<string, RoundTrip>>();
  for (const trip of between) of.set(trip.from, (of.get(trip.from) ?? new Map()).set(trip.to, trip));
  for (const trip of trips) {
    if (trip.from === trip.to) {
      faults.push(...checkSelf(trip));
      continue;
    }
    const [a, b] = [coordinates.get(trip.from), coordinates.get(trip.to)];
    if (a !== undefined && b !== undefined) {
      const verdict = checkLight(trip, greatCircleKm(a, b));
      faults.push(...verdict.faults);
      warnings.push(...verdict.warnings);
    }
  }
  const order = new Map(between.map((trip, at) => [trip, at]));
  for (const trip of between) {
    const back = of.get(trip.to)?.get(trip.from);
    if (back !== undefined && (order.get(back) ?? 0) > (order.get(trip) ?? 0))
      warnings.push(...warnAsymmetry(trip, back));
  }
  for (const trip of between) warnings.push(...warnTriangle(trip, of));
  return { faults, warnings };
}
