/**
 * Owns what the map says about a market's data: the round trips of its links held against the coordinates of its nodes
 * (round-trip-check.ts). Reads the data as they are in the file, so that it speaks up beside the model's own check.
 */
import { isFigure, isRecord } from './figure.ts';
import type { Coordinates } from './import/great-circle.ts';
import { checkRoundTrips, type RoundTripVerdict } from './import/round-trip-check.ts';

function numberIn(value: unknown): number | undefined {
  const bare = isFigure(value) ? value.value : value;
  return typeof bare === 'number' && Number.isFinite(bare) ? bare : undefined;
}

function entriesIn(data: unknown, set: string): [string, Readonly<Record<string, unknown>>][] {
  const named = isRecord(data) ? data[set] : undefined;
  if (!isRecord(named)) return [];
  return Object.entries(named).flatMap(([name, entry]) => (isRecord(entry) ? [[name, entry]] : []));
}

/** Judges the links whose ends and round trip can be read; those that lead to themselves are left to the model. */
export function checkGeography(
  data: unknown,
  placeOf: (path: readonly string[]) => string,
): RoundTripVerdict {
  const coordinates = new Map<string, Coordinates>();
  for (const [name, node] of entriesIn(data, 'nodes')) {
    const [latitude, longitude] = [numberIn(node.latitude), numberIn(node.longitude)];
    if (latitude !== undefined && longitude !== undefined) coordinates.set(name, { latitude, longitude });
  }
  const trips = entriesIn(data, 'links').flatMap(([name, { from, to, roundTripMs }]) => {
    const ms = numberIn(roundTripMs);
    if (typeof from !== 'string' || typeof to !== 'string' || from === to || ms === undefined || ms < 0)
      return [];
    return [{ from, to, ms, place: placeOf(['links', name, 'roundTripMs']) }];
  });
  return checkRoundTrips(trips, coordinates);
}
