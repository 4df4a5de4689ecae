/** Owns what a folder says about where: coordinates of nodes by their region, round trips of links by those of their ends. */
import { isRecord } from '../figure.ts';
import { AZURE_REGIONS } from './azure-regions.ts';
import type { Coordinates } from './great-circle.ts';
import { readLatencyTable } from './latency-table.ts';
import { FOLDER_SOURCE, type MarketInParts, REGION_SOURCE } from './market-parts.ts';

/** Coordinates of Azure regions for nodes that name one and have none. */
export function locate(regions: ReadonlyMap<string, string>, market: MarketInParts): void {
  for (const [node, region] of regions) {
    const at = AZURE_REGIONS.get(region);
    const missing = ['latitude', 'longitude'].every(
      (field) => market.get(['nodes', node, field]) === undefined,
    );
    if (at === undefined || !missing) continue;
    const place = market.placeOf(['nodes', node]);
    market.put(['nodes', node, 'latitude'], market.figure(at.latitude, 'degrees', REGION_SOURCE), place);
    market.put(['nodes', node, 'longitude'], market.figure(at.longitude, 'degrees', REGION_SOURCE), place);
  }
}

function numberAt(market: MarketInParts, path: readonly string[]): number | undefined {
  const figure = market.get(path);
  return isRecord(figure) && typeof figure.value === 'number' ? figure.value : undefined;
}

/** Fills in the round trips of links that do not say theirs, from round-trips.csv, by region or name of their ends. */
export function fillRoundTrips(
  text: string,
  file: string,
  regions: ReadonlyMap<string, string>,
  market: MarketInParts,
): void {
  const placeName = (node: string): string => regions.get(node) ?? node;
  const coordinates = new Map<string, Coordinates>();
  for (const [node] of market.entries('nodes')) {
    const latitude = numberAt(market, ['nodes', node, 'latitude']);
    const longitude = numberAt(market, ['nodes', node, 'longitude']);
    if (latitude !== undefined && longitude !== undefined)
      coordinates.set(placeName(node), { latitude, longitude });
  }
  const table = readLatencyTable(text, file, coordinates);
  market.faults.push(...table.faults);
  const trips = new Map(table.roundTrips.map((trip) => [JSON.stringify([trip.from, trip.to]), trip]));
  for (const [name, { from, to, roundTripMs }] of market.entries('links')) {
    if (roundTripMs !== undefined || typeof from !== 'string' || typeof to !== 'string') continue;
    const trip = trips.get(JSON.stringify([placeName(from), placeName(to)]));
    if (trip !== undefined)
      market.put(['links', name, 'roundTripMs'], market.figure(trip.ms, 'ms', FOLDER_SOURCE), trip.place);
  }
}
