/**
 * Owns the pack global15-day: 15 Azure regions over 24 hours, with directed measured round trips where the published page
 * has them. Prices and demand are synthetic; carbon is the yearly mean of the grid, with a synthetic day shape. Hour 0 is
 * midnight UTC.
 */
import type { Citation, Scenario } from '@marginal/scenarios';
import { COORDINATES, DESTINATIONS, ROUND_TRIPS_MS } from './azure-regions.ts';
import { AZURE_REGIONS, AZURE_RTT, CLOUD_CARBON_FOOTPRINT, GCP_CARBON } from './citations.ts';
import { type Figure, figure, rounded } from './figure.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The third party's reading of the paper's Table 4, and its own shares of the workload. */
export const LATENCY_TABLE: Citation = {
  title:
    'Latency budgets of arXiv 2604.27855, Table 4, and its round-trip law, section 5.4, as re-implemented by others',
  by: 'Luo and Yang (the paper); a public third-party re-implementation (the figures as known here)',
  url: 'https://arxiv.org/abs/2604.27855',
  licence: 'facts',
  note: 'The text of the paper was not available; the budgets of classes A to D, the law and the 5 ms within a site are known through that code. The shares 40/30/20/10 % are its own and not the paper’s.',
};

export const SYNTHETIC: Citation = {
  title: 'Chosen for this scenario',
  by: 'Marginal',
  licence: 'MIT',
  note: "Not measured and not anybody's published figure. Chosen to be plausible in size, and so that every mask and friction has something to act on. Replace before you draw a conclusion about a real place.",
};

export const DAY_SHAPES: Citation = {
  title: 'Day shapes chosen for this scenario',
  by: 'Marginal',
  licence: 'MIT',
  note: "tools/packs. Smooth curves of the usual form; not any place's measured day.",
};

interface Region {
  readonly region: string;
  readonly jurisdiction: string;
  /** Hours that its clock is ahead of UTC. */
  readonly ahead: number;
  /** Mean price, $/MWh; depth of the midday dip and height of the evening peak, shares of it. */
  readonly price: readonly [mean: number, sun: number, evening: number];
  /** Mean, kgCO2/MWh, and whose figure it is. */
  readonly carbon: readonly [mean: number, note: string];
  /** IT power of its own demand at its peak, MW. */
  readonly peak: number;
  /** $/GB. */
  readonly egress: number;
  readonly accelerators: readonly string[];
  readonly agents: boolean;
}

function place(
  region: string,
  jurisdiction: string,
  ahead: number,
  price: Region['price'],
  carbon: Region['carbon'],
  peak: number,
  egress: number,
  accelerators: readonly string[],
  agents: boolean,
): Region {
  return { region, jurisdiction, ahead, price, carbon, peak, egress, accelerators, agents };
}

const BOTH = ['A100', 'H100'];

const REGIONS: Readonly<Record<string, Region>> = {
  'Australia East': place(
    'oceania',
    'au',
    10,
    [72, 0.45, 0.7],
    [497.5, 'australia-southeast1, Sydney'],
    40,
    0.12,
    BOTH,
    true,
  ),
  'Brazil South': place(
    'south-america',
    'br',
    -3,
    [55, 0.15, 0.3],
    [67.32, 'southamerica-east1, Sao Paulo'],
    35,
    0.16,
    ['A100'],
    false,
  ),
  'Canada Central': place(
    'north-america',
    'ca',
    -5,
    [38, 0.1, 0.2],
    [58.56, 'northamerica-northeast2, Toronto'],
    30,
    0.05,
    BOTH,
    true,
  ),
  'Central US': place(
    'north-america',
    'us',
    -6,
    [34, 0.1, 0.3],
    [412.72, 'us-central1, Iowa'],
    40,
    0.05,
    BOTH,
    true,
  ),
  'East US': place(
    'north-america',
    'us',
    -5,
    [52, 0.1, 0.45],
    [323.05, 'us-east4, Northern Virginia'],
    90,
    0.05,
    BOTH,
    true,
  ),
  'East US 2': place(
    'north-america',
    'us',
    -5,
    [50, 0.1, 0.45],
    [323.05, 'us-east4, Northern Virginia'],
    60,
    0.05,
    BOTH,
    true,
  ),
  'France Central': place(
    'europe',
    'eu',
    1,
    [66, 0.35, 0.5],
    [16.3, 'europe-west9, Paris'],
    45,
    0.05,
    BOTH,
    true,
  ),
  'Japan East': place(
    'east-asia',
    'jp',
    9,
    [96, 0.3, 0.5],
    [452.85, 'asia-northeast1, Tokyo'],
    60,
    0.09,
    BOTH,
    true,
  ),
  'North Central US': place(
    'north-america',
    'us',
    -6,
    [41, 0.1, 0.35],
    [323.05, 'us-east5, Columbus: the same interconnection'],
    35,
    0.05,
    ['A100'],
    false,
  ),
  'South Central US': place(
    'north-america',
    'us',
    -6,
    [36, 0.4, 0.9],
    [302.95, 'us-south1, Dallas'],
    45,
    0.05,
    BOTH,
    true,
  ),
  'West Central US': place(
    'north-america',
    'us',
    -7,
    [37, 0.15, 0.3],
    [555.17, 'us-west3, Salt Lake City: the nearest listed'],
    15,
    0.05,
    ['A100'],
    false,
  ),
  'West Europe': place(
    'europe',
    'eu',
    1,
    [78, 0.45, 0.6],
    [208.81, 'europe-west4, Eemshaven'],
    70,
    0.05,
    BOTH,
    true,
  ),
  'West US': place(
    'north-america',
    'us',
    -8,
    [64, 0.6, 0.9],
    [169.28, 'us-west2, Los Angeles'],
    55,
    0.05,
    BOTH,
    true,
  ),
  'West US 2': place(
    'north-america',
    'us',
    -8,
    [33, 0.05, 0.2],
    [79.23, 'us-west1, Oregon: the same river'],
    40,
    0.05,
    BOTH,
    true,
  ),
  'West US 3': place(
    'north-america',
    'us',
    -7,
    [45, 0.5, 0.8],
    [357.3, 'us-west4, Las Vegas: the nearest listed'],
    25,
    0.05,
    BOTH,
    false,
  ),
};

/** Regions whose requests go through the service node of another region. */
const SERVED_BY: Readonly<Record<string, readonly string[]>> = {
  'East US 2': ['East US'],
  'North Central US': ['Central US'],
  'France Central': ['France Central', 'West Europe'],
  'West Europe': ['West Europe', 'France Central'],
};

/** Share of the energy, and how far demand follows the working day, 0 to 1. */
const MIX = { A: [0.4, 1], B: [0.3, 1], C: [0.2, 0.5], D: [0.1, 0] } as const;
export const ENERGY = { A: 0.3, B: 0.5, C: 2, D: 5 } as const;

/** Share of the peak of its own demand that a site has more, before PUE. */
const ROOM = 1.3;
const PUE = 1.135;

/** 1 at the hour `peak`, falling off within about `width` hours, round the clock. */
function bump(hour: number, peak: number, width: number): number {
  const away = Math.abs(((hour - peak + 36) % 24) - 12);
  return Math.exp(-((away / width) ** 2));
}

function local({ ahead }: Region, hour: number): number {
  return (hour + ahead + 24) % 24;
}

/** Values of the form with this mean. */
function aroundMean(mean: number, form: readonly number[]): number[] {
  const average = form.reduce((sum, value) => sum + value, 0) / form.length;
  return form.map((value) => rounded((mean * value) / average, 5));
}

function prices(at: Region): number[] {
  const [mean, sun, evening] = at.price;
  return aroundMean(
    mean,
    HOURS.map((t) => 1 - sun * bump(local(at, t), 12.5, 3.5) + evening * bump(local(at, t), 19, 2.5)),
  );
}

function carbon(at: Region): number[] {
  const [, sun, evening] = at.price;
  return aroundMean(
    at.carbon[0],
    HOURS.map(
      (t) => 1 - 0.5 * sun * bump(local(at, t), 12.5, 3.5) + 0.2 * evening * bump(local(at, t), 19, 2.5),
    ),
  );
}

function demand(at: Region, kind: keyof typeof MIX): number[] {
  const [share, swing] = MIX[kind];
  return HOURS.map((t) => {
    const day = 0.4 + 0.6 * bump(local(at, t), 14, 5);
    return rounded((at.peak * share * (swing * day + (1 - swing) * 0.7)) / ENERGY[kind], 5);
  });
}

function ms(value: number, note?: string): Figure<number> {
  return figure(value, 'ms', 'latency-table', note);
}

function own(value: number, unit: string, note?: string): Figure<number> {
  return figure(value, unit, 'synthetic', note);
}

/** Classes A to D: budgets as published, everything else chosen. `serve` is what of the budget is spent computing, ms. */
export function classes(serve: Readonly<Record<keyof typeof ENERGY, number>>): Record<string, unknown> {
  const kind = (
    name: keyof typeof ENERGY,
    title: string,
    budget: number,
    [request, response, state]: readonly [number, number, number],
    [away, cold]: readonly [number, number],
    locality: string,
    accelerators: readonly string[],
    model: string,
  ) => ({
    title,
    latencyMs: ms(budget, `class ${name}`),
    serveMs: own(serve[name], 'ms', 'the budget less this is left for round trips'),
    energy: own(ENERGY[name], 'MWh/Mreq', 'the same number in Wh per request'),
    requestGb: own(request, 'GB/Mreq', 'the same number in kB per request'),
    responseGb: own(response, 'GB/Mreq'),
    stateGb: own(state, 'GB/Mreq'),
    friction: own(away, '$/Mreq'),
    coldStart: own(cold, '$/Mreq'),
    state: locality,
    accelerators,
    model,
  });
  return {
    A: kind(
      'A',
      'A: interactive, real-time chat, voice copilot',
      300,
      [4, 4, 10],
      [0.5, 0.5],
      'region',
      BOTH,
      'chat',
    ),
    B: kind(
      'B',
      'B: standard online, chatbot, enterprise questions',
      1500,
      [8, 6, 20],
      [0.5, 0.5],
      'region',
      BOTH,
      'chat',
    ),
    C: kind(
      'C',
      'C: weakly real-time, background agents, async workflows',
      60_000,
      [60, 20, 30],
      [1, 1],
      'anywhere',
      BOTH,
      'agent',
    ),
    D: kind(
      'D',
      'D: offline batch of an hour and more',
      3_600_000,
      [200, 50, 0],
      [2, 0.5],
      'anywhere',
      ['H100'],
      'chat',
    ),
  };
}

/** Every directed pair that was measured. */
function links(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(ROUND_TRIPS_MS).flatMap(([from, row]) =>
      row.flatMap((roundTrip, at) =>
        roundTrip === null
          ? []
          : [
              [
                `${from}>${DESTINATIONS[at]}`,
                { from, to: DESTINATIONS[at], roundTripMs: figure(roundTrip, 'ms', 'azure-rtt') },
              ],
            ],
      ),
    ),
  );
}

function byRegion(entry: (name: string, at: Region) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(REGIONS).map(([name, at]) => [name, entry(name, at)]));
}

export function global15Day(): Scenario {
  const servedBy = (name: string): readonly string[] => SERVED_BY[name] ?? [name];
  const services = Object.keys(REGIONS).filter((name) => servedBy(name).includes(name));
  const name = 'global15-day';
  return {
    name,
    title: '15 Azure regions over a day: inference moved by price, carbon and measured round trips',
    model: 'relocation',
    sources: {
      'azure-rtt': {
        ...AZURE_RTT,
        note: 'Directed; 168 pairs, 15 regions to 12. The others are read the other way, or follow the law.',
      },
      'azure-regions': AZURE_REGIONS,
      'latency-table': LATENCY_TABLE,
      ccf: CLOUD_CARBON_FOOTPRINT,
      'gcp-carbon-2024': GCP_CARBON,
      synthetic: SYNTHETIC,
      'day-shapes': DAY_SHAPES,
    },
    data: {
      hours: own(HOURS.length, 'h', 'hour 0 is midnight UTC'),
      nodes: byRegion((node, at) => ({
        title: node,
        latitude: figure(COORDINATES[node][0], 'deg', 'azure-regions'),
        longitude: figure(COORDINATES[node][1], 'deg', 'azure-regions'),
        region: at.region,
        jurisdiction: at.jurisdiction,
        egressPrice: own(at.egress, '$/GB'),
      })),
      links: links(),
      classes: classes({ A: 275, B: 1400, C: 20_000, D: 600_000 }),
      models: {
        chat: { title: 'Chat model, 70 billion parameters at 2 bytes', weightsGb: own(140, 'GB') },
        agent: { title: 'Agent model, 405 billion parameters at 1 byte', weightsGb: own(405, 'GB') },
      },
      clients: byRegion((node, at) => ({
        title: node,
        node,
        services: servedBy(node),
        home: node,
        demand: Object.fromEntries(
          (Object.keys(MIX) as (keyof typeof MIX)[]).map((kind) => [
            kind,
            figure(
              demand(at, kind),
              'Mreq',
              'day-shapes',
              `${100 * MIX[kind][0]} % of ${at.peak} MW at the peak; share as in latency-table, the rest synthetic`,
            ),
          ]),
        ),
      })),
      services: Object.fromEntries(services.map((node) => [node, { title: node, node }])),
      computes: byRegion((node, at) => ({
        title: node,
        node,
        price: figure(prices(at), '$/MWh', 'day-shapes', `synthetic mean ${at.price[0]} $/MWh`),
        carbon: figure(
          carbon(at),
          'kgCO2/MWh',
          'gcp-carbon-2024',
          `${at.carbon[0]} g/kWh, ${at.carbon[1]}: the yearly average, taken for the marginal intensity; its spread over the hours is synthetic, as in day-shapes`,
        ),
        pue: figure(PUE, '1', 'ccf', 'the fleet average the source gives for AWS, taken for all'),
        capacity: own(rounded(at.peak * ROOM * PUE, 4), 'MW', '1.3 times its own peak'),
        accelerators: at.accelerators,
        models: at.agents ? ['chat', 'agent'] : ['chat'],
      })),
      laws: {
        'eu-residency': {
          title: 'Requests of persons in the EU stay there',
          jurisdiction: 'eu',
          classes: ['A', 'B', 'C'],
          within: ['eu'],
        },
        'jp-residency': {
          title: 'Agents of Japanese firms stay there',
          jurisdiction: 'jp',
          classes: ['C'],
          within: ['jp'],
        },
        'br-residency': {
          title: 'Batches of Brazilian firms stay in the Americas',
          jurisdiction: 'br',
          classes: ['D'],
          within: ['br', 'us', 'ca'],
        },
      },
      sameSiteMs: ms(5, "the third party's choice"),
      carbonPrice: own(0.05, '$/kgCO2', '50 $ per tonne'),
      copyPrice: own(2, '$/GB', 'accelerator memory held for the day'),
      networkEnergy: figure(1e-6, 'MWh/GB', 'ccf', '0.001 kWh/GB'),
    },
    settings: [],
    place: `${name}.json`,
    placeOf: (path) => path.join('.'),
  };
}
