/**
 * Owns the measured round trips and coordinates of 15 Azure regions, as published: median ms from each region to twelve of
 * them, in this direction, on the page of 2024-04-10 (CC-BY-4.0). Null where the page has none. 168 pairs.
 */

/** Where the round trips lead, in the order of the rows of `ROUND_TRIPS_MS`. */
export const DESTINATIONS: readonly string[] = [
  'Australia East',
  'Brazil South',
  'Canada Central',
  'Central US',
  'East US',
  'East US 2',
  'France Central',
  'Japan East',
  'North Central US',
  'South Central US',
  'West Central US',
  'West Europe',
];

export const ROUND_TRIPS_MS: Readonly<Record<string, readonly (number | null)[]>> = {
  'Australia East': [null, 311, 199, 176, 204, 201, 239, 103, 184, 173, 163, 259],
  'Brazil South': [310, null, 132, 149, 118, 117, 185, 281, 137, 143, 163, 186],
  'Canada Central': [199, 131, null, 26, 22, 25, 98, 158, 26, 49, 45, 98],
  'Central US': [177, 149, 26, null, 32, 33, 104, 137, 10, 27, 17, 104],
  'East US': [202, 117, 20, 30, null, 8, 82, 157, 22, 36, 46, 83],
  'East US 2': [203, 116, 24, 33, 9, null, 84, 157, 26, 33, 49, 88],
  'France Central': [239, 185, 97, 109, 84, 84, null, 220, 102, 111, 125, 12],
  'Japan East': [103, 280, 157, 136, 158, 153, 219, null, 143, 127, 122, 226],
  'North Central US': [185, 137, 26, 11, 24, 28, 99, 145, null, 35, 27, 100],
  'South Central US': [173, 142, 50, 26, 37, 30, 111, 127, 34, null, 25, 114],
  'West Central US': [163, 163, 46, 17, 48, 49, 119, 123, 27, 25, null, 123],
  'West Europe': [258, 185, 97, 109, 84, 87, 11, 226, 102, 114, 126, null],
  'West US': [140, 186, 68, 40, 69, 62, 142, 108, 49, 36, 26, 146],
  'West US 2': [161, 184, 67, 39, 67, 66, 144, 100, 48, 46, 25, 145],
  'West US 3': [156, 166, 67, 45, 56, 50, 132, 110, 52, 22, 33, 132],
};

/** Degrees north and east (Carbon Aware SDK, MIT). */
export const COORDINATES: Readonly<Record<string, readonly [number, number]>> = {
  'Australia East': [-33.86, 151.2094],
  'Brazil South': [-23.55, -46.633],
  'Canada Central': [43.653, -79.383],
  'Central US': [41.5908, -93.6208],
  'East US': [37.3719, -79.8164],
  'East US 2': [36.6681, -78.3889],
  'France Central': [46.3772, 2.373],
  'Japan East': [35.68, 139.77],
  'North Central US': [41.8819, -87.6278],
  'South Central US': [29.4167, -98.5],
  'West Central US': [40.89, -110.234],
  'West Europe': [52.3667, 4.9],
  'West US': [37.783, -122.417],
  'West US 2': [47.233, -119.852],
  'West US 3': [33.448376, -112.074036],
};
