/**
 * Owns what is *not* calibrated in us5-paper: five places and the links between them, with published figures (round trips,
 * electricity, carbon, energy and GPU time per token), and a demand chosen beforehand.
 */

export interface Place {
  readonly title: string;
  readonly region: string;
  readonly latitude: number;
  readonly longitude: number;
  /** $/kWh, EIA 2023, industrial. */
  readonly electricityPrice: number;
  readonly carbon: {
    readonly value: number;
    readonly source: 'gcp-carbon-2024' | 'ccf';
    readonly note: string;
  };
  /** Services like the traced ones, chosen. */
  readonly services: { readonly chat: number; readonly code: number };
  /** Mtok/h, chosen. */
  readonly batch: number;
}

export const PLACES = {
  virginia: {
    title: 'Virginia (Azure East US)',
    region: 'East US',
    latitude: 37.3719,
    longitude: -79.8164,
    electricityPrice: 0.0892,
    carbon: { value: 323.05, source: 'gcp-carbon-2024', note: 'us-east4, Northern Virginia: the same grid' },
    services: { chat: 5000, code: 25_000 },
    batch: 1500,
  },
  illinois: {
    title: 'Illinois (Azure North Central US)',
    region: 'North Central US',
    latitude: 41.8819,
    longitude: -87.6278,
    electricityPrice: 0.082,
    carbon: { value: 410.608, source: 'ccf', note: 'NERC region RFC, in which Chicago lies' },
    services: { chat: 3200, code: 16_000 },
    batch: 1000,
  },
  iowa: {
    title: 'Iowa (Azure Central US)',
    region: 'Central US',
    latitude: 41.5908,
    longitude: -93.6208,
    electricityPrice: 0.0691,
    carbon: { value: 412.72, source: 'gcp-carbon-2024', note: 'us-central1, Iowa: the same state' },
    services: { chat: 1300, code: 6000 },
    batch: 500,
  },
  texas: {
    title: 'Texas (Azure South Central US)',
    region: 'South Central US',
    latitude: 29.4167,
    longitude: -98.5,
    electricityPrice: 0.066,
    carbon: { value: 302.95, source: 'gcp-carbon-2024', note: 'proxy: us-south1, Dallas, for San Antonio' },
    services: { chat: 4300, code: 21_000 },
    batch: 1500,
  },
  washington: {
    title: 'Washington (Azure West US 2, Quincy)',
    region: 'West US 2',
    latitude: 47.233,
    longitude: -119.852,
    electricityPrice: 0.0635,
    carbon: { value: 79.23, source: 'gcp-carbon-2024', note: 'proxy: us-west1, Oregon, on the same river' },
    services: { chat: 2300, code: 12_000 },
    batch: 1000,
  },
} as const satisfies Readonly<Record<string, Place>>;

export type PlaceName = keyof typeof PLACES;

export const PLACE_NAMES = Object.keys(PLACES) as PlaceName[];

/** Backbone connections, each two directed links; round trips of Azure's table in ms, there and back. */
export const CONNECTIONS = [
  { ends: ['virginia', 'illinois'], there: 22, back: 24 },
  { ends: ['virginia', 'iowa'], there: 30, back: 32 },
  { ends: ['virginia', 'texas'], there: 36, back: 37 },
  { ends: ['illinois', 'iowa'], there: 11, back: 10 },
  { ends: ['iowa', 'texas'], there: 27, back: 26 },
  { ends: ['iowa', 'washington'], there: 39, back: 39 },
  { ends: ['texas', 'washington'], there: 46, back: 46 },
] as const satisfies readonly { ends: readonly [PlaceName, PlaceName]; there: number; back: number }[];
