/**
 * Owns the pack global-regions: eight representative regions at four hours of a day, small enough to read whole. There are
 * no measured round trips: every one follows the published law. All electricity figures are synthetic but for yearly carbon.
 */
import type { Scenario } from '@marginal/scenarios';
import { GCP_CARBON } from './citations.ts';
import { figure } from './figure.ts';
import { classes, ENERGY, LATENCY_TABLE, SYNTHETIC } from './global15-day.ts';

interface Region {
  readonly at: readonly [latitude: number, longitude: number];
  readonly region: string;
  readonly jurisdiction: string;
  /** $/MWh at 00, 06, 12, 18 h UTC. */
  readonly price: readonly number[];
  readonly carbon: number;
  readonly carbonOf: string;
  /** IT power of its demand at 00, 06, 12, 18 h UTC, MW; facility power, MW. */
  readonly demand: readonly number[];
  readonly capacity: number;
}

const REGIONS: Readonly<Record<string, Region>> = {
  'us-east': {
    at: [39, -77.5],
    region: 'north-america',
    jurisdiction: 'us',
    price: [55, 38, 46, 62],
    carbon: 323.05,
    carbonOf: 'us-east4, Northern Virginia',
    demand: [60, 35, 70, 100],
    capacity: 140,
  },
  'us-west': {
    at: [45.6, -121.2],
    region: 'north-america',
    jurisdiction: 'us',
    price: [40, 32, 30, 28],
    carbon: 79.23,
    carbonOf: 'us-west1, Oregon',
    demand: [70, 40, 35, 80],
    capacity: 120,
  },
  nordics: {
    at: [60.6, 27.2],
    region: 'europe',
    jurisdiction: 'eu',
    price: [24, 35, 38, 42],
    carbon: 39.32,
    carbonOf: 'europe-north1, Finland',
    demand: [8, 15, 20, 15],
    capacity: 70,
  },
  'west-europe': {
    at: [52.4, 4.9],
    region: 'europe',
    jurisdiction: 'eu',
    price: [60, 72, 50, 110],
    carbon: 208.81,
    carbonOf: 'europe-west4, Eemshaven',
    demand: [35, 60, 90, 70],
    capacity: 120,
  },
  india: {
    at: [19.1, 72.9],
    region: 'south-asia',
    jurisdiction: 'in',
    price: [62, 45, 58, 80],
    carbon: 678.76,
    carbonOf: 'asia-south1, Mumbai',
    demand: [25, 60, 55, 30],
    capacity: 85,
  },
  japan: {
    at: [35.7, 139.8],
    region: 'east-asia',
    jurisdiction: 'jp',
    price: [80, 76, 105, 84],
    carbon: 452.85,
    carbonOf: 'asia-northeast1, Tokyo',
    demand: [65, 70, 45, 30],
    capacity: 95,
  },
  brazil: {
    at: [-23.5, -46.6],
    region: 'south-america',
    jurisdiction: 'br',
    price: [58, 48, 50, 52],
    carbon: 67.32,
    carbonOf: 'southamerica-east1, Sao Paulo',
    demand: [25, 12, 30, 40],
    capacity: 60,
  },
  australia: {
    at: [-33.9, 151.2],
    region: 'oceania',
    jurisdiction: 'au',
    price: [30, 55, 95, 62],
    carbon: 497.5,
    carbonOf: 'australia-southeast1, Sydney',
    demand: [40, 35, 18, 12],
    capacity: 60,
  },
};

const SHARE = { A: 0.4, B: 0.3, C: 0.2, D: 0.1 } as const;

function own(value: number | readonly number[], unit: string, note?: string) {
  return figure(value, unit, 'synthetic', note);
}

function each(entry: (name: string, at: Region) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(REGIONS).map(([name, at]) => [name, entry(name, at)]));
}

export function globalRegions(): Scenario {
  const name = 'global-regions';
  const kinds = Object.keys(SHARE) as (keyof typeof SHARE)[];
  return {
    name,
    title: 'Eight representative regions at four hours: round trips by the published law',
    model: 'relocation',
    sources: {
      'latency-table': LATENCY_TABLE,
      'gcp-carbon-2024': GCP_CARBON,
      synthetic: SYNTHETIC,
    },
    data: {
      hours: own(4, 'h', '00, 06, 12 and 18 h UTC, one hour each'),
      nodes: each((title, { at, region, jurisdiction }) => ({
        title,
        latitude: own(at[0], 'deg', 'a place in the region'),
        longitude: own(at[1], 'deg'),
        region,
        jurisdiction,
        egressPrice: own(0.08, '$/GB'),
      })),
      // The law never falls below 56 ms, so a class that is to stay in its region needs more than in global15-day.
      classes: classes({ A: 270, B: 1280, C: 20_000, D: 600_000 }),
      models: {
        chat: { title: 'Chat model', weightsGb: own(140, 'GB') },
        agent: { title: 'Agent model', weightsGb: own(405, 'GB') },
      },
      clients: each((title, { demand }) => ({
        title,
        node: title,
        services: [title],
        home: title,
        demand: Object.fromEntries(
          kinds.map((kind) => [
            kind,
            own(
              demand.map((mw) => Number(((mw * SHARE[kind]) / ENERGY[kind]).toPrecision(5))),
              'Mreq',
              `${100 * SHARE[kind]} % of the region's IT power; share as in latency-table`,
            ),
          ]),
        ),
      })),
      services: each((title) => ({ title, node: title })),
      computes: each((title, { price, carbon, carbonOf, capacity }) => ({
        title,
        node: title,
        price: own(price, '$/MWh'),
        carbon: figure(
          carbon,
          'kgCO2/MWh',
          'gcp-carbon-2024',
          `${carbonOf}; a yearly average, taken for the marginal intensity`,
        ),
        pue: own(title === 'nordics' ? 1.08 : 1.2, '1'),
        capacity: own(capacity, 'MW'),
        accelerators: title === 'brazil' ? ['A100'] : ['A100', 'H100'],
        models: ['nordics', 'australia'].includes(title) ? ['chat'] : ['chat', 'agent'],
      })),
      laws: {
        'eu-residency': {
          title: 'Requests of persons in the EU stay there',
          jurisdiction: 'eu',
          classes: ['A', 'B', 'C'],
          within: ['eu'],
        },
      },
      sameSiteMs: figure(5, 'ms', 'latency-table', "the third party's choice"),
      carbonPrice: own(0.05, '$/kgCO2', '50 $ per tonne'),
      copyPrice: own(2, '$/GB', 'accelerator memory held for the horizon'),
    },
    settings: [],
    place: `${name}.json`,
    placeOf: (path) => path.join('.'),
  };
}
