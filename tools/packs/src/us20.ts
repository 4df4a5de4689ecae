/**
 * Owns the pack us20: twenty US places, linked to their neighbours, with seeded capacities, costs and demand. Its shapes
 * are those of us5; nothing in it is of a real place but coordinates, electricity and carbon. Any seed gives a market that
 * clears at demandScale 1 only if its links allow it: the pack's seed does.
 */
import { type Citation, greatCircleKm, type Scenario } from '@marginal/scenarios';
import { CLOUD_CARBON_FOOTPRINT, EIA_2023, ML_ENERGY, WORKLOADS } from './citations.ts';
import { figure, rounded } from './figure.ts';
import { type Random, randomFrom } from './random.ts';

export const US20_SEED = 20;

/** [name, title, degrees north, degrees east, $/kWh of the state (EIA 2023, industrial), NERC region]. */
const CITIES = [
  ['ashburn', 'Ashburn, Virginia', 39.04, -77.49, 0.0892, 'SERC'],
  ['pittsburgh', 'Pittsburgh, Pennsylvania', 40.44, -80, 0.0775, 'RFC'],
  ['columbus', 'Columbus, Ohio', 39.96, -83, 0.0703, 'RFC'],
  ['charlotte', 'Charlotte, North Carolina', 35.23, -80.84, 0.0715, 'SERC'],
  ['atlanta', 'Atlanta, Georgia', 33.75, -84.39, 0.0688, 'SERC'],
  ['nashville', 'Nashville, Tennessee', 36.16, -86.78, 0.0623, 'SERC'],
  ['chicago', 'Chicago, Illinois', 41.88, -87.63, 0.082, 'RFC'],
  ['minneapolis', 'Minneapolis, Minnesota', 44.98, -93.27, 0.092, 'MRO'],
  ['des-moines', 'Des Moines, Iowa', 41.59, -93.62, 0.0691, 'MRO'],
  ['omaha', 'Omaha, Nebraska', 41.26, -95.93, 0.0763, 'MRO'],
  ['kansas-city', 'Kansas City, Missouri', 39.1, -94.58, 0.079, 'SERC'],
  ['tulsa', 'Tulsa, Oklahoma', 36.15, -95.99, 0.0626, 'MRO'],
  ['dallas', 'Dallas, Texas', 32.78, -96.8, 0.066, 'TRE'],
  ['san-antonio', 'San Antonio, Texas', 29.42, -98.49, 0.066, 'TRE'],
  ['denver', 'Denver, Colorado', 39.74, -104.99, 0.085, 'WECC'],
  ['salt-lake-city', 'Salt Lake City, Utah', 40.76, -111.89, 0.0699, 'WECC'],
  ['phoenix', 'Phoenix, Arizona', 33.45, -112.07, 0.0811, 'WECC'],
  ['reno', 'Reno, Nevada', 39.53, -119.81, 0.1036, 'WECC'],
  ['the-dalles', 'The Dalles, Oregon', 45.59, -121.18, 0.0752, 'WECC'],
  ['quincy', 'Quincy, Washington', 47.23, -119.85, 0.0635, 'WECC'],
] as const;

/** gCO2/kWh by NERC region, as Cloud Carbon Footprint has it in t/kWh. */
const CARBON = { RFC: 410.608, SERC: 379.069, WECC: 322.167, MRO: 426.254, TRE: 373.231 } as const;

/** Links go to this many nearest places, and back. */
const NEIGHBOURS = 3;
/** Fibre does not run along great circles, and switches take time. */
const DETOUR = 1.4;
const SWITCHING_MS = 1;
const FIBRE_KM_PER_MS = 200;
/** GB/Mtok at which bandwidth and transport cost are restated in token equivalents. */
const TOKEN_EQUIVALENT_GB = 0.5;
const COST_PER_GB = 0.02;
/** Share of aggregate capacity that demand takes at scale 1. */
const LOAD = 0.78;

const SOURCES: Readonly<Record<string, Citation>> = {
  synthetic: {
    title: 'Drawn or chosen for this scenario',
    by: 'Marginal',
    licence: 'MIT',
    note: `tools/packs, seed ${US20_SEED}. Not measured and not anybody's published figure.`,
  },
  mlenergy: ML_ENERGY,
  'eia-2023': EIA_2023,
  ccf: CLOUD_CARBON_FOOTPRINT,
};

type City = (typeof CITIES)[number];

function kilometres(a: City, b: City): number {
  return greatCircleKm({ latitude: a[2], longitude: a[3] }, { latitude: b[2], longitude: b[3] });
}

/** Pairs of places linked: nearest neighbours, and the shortest bridges until everything hangs together. */
function connections(): (readonly [City, City])[] {
  const linked = new Map<string, readonly [City, City]>();
  const link = (a: City, b: City): void => {
    const [first, second] = CITIES.indexOf(a) < CITIES.indexOf(b) ? [a, b] : [b, a];
    linked.set(`${first[0]}|${second[0]}`, [first, second]);
  };
  const byDistance = (from: City, to: readonly City[]): City[] =>
    [...to].sort((a, b) => kilometres(from, a) - kilometres(from, b));
  for (const city of CITIES)
    for (const other of byDistance(
      city,
      CITIES.filter((next) => next !== city),
    ).slice(0, NEIGHBOURS))
      link(city, other);
  const reached = new Set<City>([CITIES[0]]);
  while (reached.size < CITIES.length) {
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const [a, b] of linked.values()) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
    }
    const rest = CITIES.filter((city) => !reached.has(city));
    const bridges = [...reached].flatMap((a) => rest.map((b) => [a, b] as const));
    const shortest = bridges.sort((x, y) => kilometres(...x) - kilometres(...y))[0];
    if (shortest !== undefined) link(...shortest);
  }
  return [...linked.values()].sort(
    (x, y) => CITIES.indexOf(x[0]) - CITIES.indexOf(y[0]) || CITIES.indexOf(x[1]) - CITIES.indexOf(y[1]),
  );
}

function nodes(random: Random): Record<string, { readonly capacity: { readonly value: number } }> {
  return Object.fromEntries(
    CITIES.map(([name, title, latitude, longitude, price, region]) => [
      name,
      {
        title,
        capacity: figure(8 * (50 + random.below(150)), 'GPU', 'synthetic', 'whole servers of eight'),
        electricityPrice: figure(price, '$/kWh', 'eia-2023'),
        pue: figure(rounded(random.between(1.1, 1.35), 3), '1', 'synthetic'),
        carbonIntensity: figure(CARBON[region], 'gCO2/kWh', 'ccf', `NERC region ${region}`),
        gpuCost: figure(rounded(random.between(1.9, 3), 3), '$/(GPU h)', 'synthetic'),
        latitude: figure(latitude, 'degrees', 'synthetic', 'of the city'),
        longitude: figure(longitude, 'degrees', 'synthetic', 'of the city'),
      },
    ]),
  );
}

function links(random: Random): Record<string, unknown> {
  return Object.fromEntries(
    connections().flatMap(([a, b]) => {
      const ms = rounded((2 * DETOUR * kilometres(a, b)) / FIBRE_KM_PER_MS + SWITCHING_MS, 3);
      const capacityGB = 10 * (15 + random.below(60));
      return [
        [a[0], b[0]],
        [b[0], a[0]],
      ].map(([from, to]) => [
        `${from}>${to}`,
        {
          from,
          to,
          bandwidth: figure(rounded(capacityGB / TOKEN_EQUIVALENT_GB, 6), 'Mtok/h', 'synthetic'),
          transportCost: figure(COST_PER_GB * TOKEN_EQUIVALENT_GB, '$/Mtok', 'synthetic'),
          roundTripMs: figure(
            ms,
            'ms',
            'synthetic',
            `great circle x ${DETOUR} in fibre, ${SWITCHING_MS} ms of switching`,
          ),
          capacityGB: figure(capacityGB, 'GB/h', 'synthetic'),
          costPerGB: figure(COST_PER_GB, '$/GB', 'synthetic'),
        },
      ]);
    }),
  );
}

const LIMITS = {
  chat: { title: 'Assistant chat', latencyMs: 40, transferGB: 0.3 },
  code: { title: 'Code completion while typing', latencyMs: 20, transferGB: 0.5 },
  batch: { title: 'Long reasoning answers, collected later', latencyMs: null, transferGB: 0.9 },
} as const;

type WorkloadName = keyof typeof LIMITS;
const WORKLOAD_NAMES = Object.keys(LIMITS) as WorkloadName[];

function workloads(): Record<string, unknown> {
  return Object.fromEntries(
    WORKLOAD_NAMES.map((name) => {
      const { title, latencyMs, transferGB } = LIMITS[name];
      const { gpuHours, gpuNote, energy, energyNote } = WORKLOADS[name];
      return [
        name,
        {
          title,
          latencyMs: figure(latencyMs, 'ms', 'synthetic'),
          gpuHours: figure(gpuHours, 'GPU h/Mtok', 'mlenergy', gpuNote),
          energy: figure(energy, 'kWh/Mtok', 'mlenergy', energyNote),
          transferGB: figure(transferGB, 'GB/Mtok', 'synthetic'),
        },
      ];
    }),
  );
}

/** Demand that takes `LOAD` of `capacity`, GPU: two thirds chat, a sixth each code and batch, spread by drawn weights. */
function demand(capacity: number, random: Random): Record<string, unknown> {
  const shares: Readonly<Record<WorkloadName, number>> = { chat: 4 / 6, code: 1 / 6, batch: 1 / 6 };
  const weights = CITIES.map(() => random.between(0.6, 1.4));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(
    CITIES.map(([name], n) => [
      name,
      Object.fromEntries(
        WORKLOAD_NAMES.map((workload) => {
          const gpus = (LOAD * capacity * shares[workload] * weights[n]) / total;
          return [workload, figure(rounded(gpus / WORKLOADS[workload].gpuHours, 4), 'Mtok/h', 'synthetic')];
        }),
      ),
    ]),
  );
}

/** The market of a seed. */
export function us20(seed: number = US20_SEED): Scenario {
  const random = randomFrom(seed);
  const places = nodes(random);
  const capacity = Object.values(places).reduce((sum, node) => sum + node.capacity.value, 0);
  return {
    name: 'us20',
    title: 'Twenty US places, seeded; infeasible from demandScale 1.3 on',
    model: 'token-flow',
    sources: SOURCES,
    data: {
      nodes: places,
      links: links(random),
      workloads: workloads(),
      demand: demand(capacity, random),
      demandScale: figure(1, '1', 'synthetic', `aggregate capacity is reached at ${rounded(1 / LOAD, 4)}`),
      transferAware: true,
    },
    settings: [],
    place: 'us20',
    placeOf: (path) => `us20: ${path.join('.')}`,
  };
}
