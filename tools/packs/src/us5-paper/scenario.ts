/** Owns the pack us5-paper: parameters to a scenario, every figure with its source, calibrated ones with their range. */
import type { Citation, Scenario } from '@marginal/scenarios';
import {
  AZURE_REGIONS,
  AZURE_RTT,
  AZURE_TRACE,
  CLOUD_CARBON_FOOTPRINT,
  EIA_2023,
  GCP_CARBON,
  ML_ENERGY,
  PER_SERVICE,
  WORKLOADS,
} from '../citations.ts';
import { type Figure, figure, rounded } from '../figure.ts';
import { type Parameters, RANGES } from './parameters.ts';
import { CONNECTIONS, PLACE_NAMES, PLACES, type Place } from './places.ts';

/** $/GB between US regions. */
const COST_PER_GB = 0.02;

const SOURCES: Readonly<Record<string, Citation>> = {
  calibrated: {
    title: "Calibrated to the published headline numbers, not the paper's data",
    by: 'Marginal',
    licence: 'MIT',
    note: "Headlines of arXiv 2605.09047 (S. Liu, Locational Pricing for Generative-AI Services via Token-Flow Market Clearing): four saturated backbone links, +2.7 % total cost against the token-equivalent baseline, +117 % for one locational price when the chat limit goes from 100 to 15 ms. The paper's own tables are not public. Every number was searched for within the range that its note gives; tools/packs searches again.",
  },
  'token-equivalent': {
    title: 'Physical capacity and cost, restated in token equivalents',
    by: 'Marginal',
    licence: 'MIT',
    note: 'Divided by the mean GB/Mtok of all demand, as somebody would who counts tokens alike. Used by the baseline, transferAware=false.',
  },
  'region-transfer': {
    title: 'Data transfer between US regions, list price of the large clouds, 2026',
    by: 'cloudcalcep.com, Cloud Egress and Networking Costs',
    url: 'https://cloudcalcep.com/guides/egress-costs-guide.html',
    licence: 'fact',
  },
  'azure-rtt': AZURE_RTT,
  'azure-regions': AZURE_REGIONS,
  mlenergy: ML_ENERGY,
  'azure-llm-2023': AZURE_TRACE,
  'eia-2023': EIA_2023,
  'gcp-carbon-2024': GCP_CARBON,
  ccf: CLOUD_CARBON_FOOTPRINT,
  synthetic: {
    title: 'Chosen for this scenario, before the calibration',
    by: 'Marginal',
    licence: 'MIT',
    note: "Not measured and not anybody's published figure.",
  },
};

/** A calibrated number, with its range and what supports it. */
function calibrated(parameters: Parameters, name: string): Figure {
  const { low, high, unit, support } = RANGES[name];
  return figure(parameters[name], unit, 'calibrated', `range ${low} .. ${high}: ${support}`);
}

function demandOf(place: Place): Readonly<Record<'chat' | 'code' | 'batch', number>> {
  return {
    chat: rounded(PER_SERVICE.chat * place.services.chat, 8),
    code: rounded(PER_SERVICE.code * place.services.code, 8),
    batch: place.batch,
  };
}

/** Mean GB/Mtok of all demand, to three digits. */
export function tokenEquivalentGB(parameters: Parameters): number {
  let [gigabytes, tokens] = [0, 0];
  for (const name of PLACE_NAMES)
    for (const [workload, amount] of Object.entries(demandOf(PLACES[name]))) {
      gigabytes += amount * parameters[`transferGB.${workload}`];
      tokens += amount;
    }
  return rounded(gigabytes / tokens, 3);
}

function nodes(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries(
    PLACE_NAMES.map((name) => {
      const { title, latitude, longitude, electricityPrice, carbon, region } = PLACES[name];
      return [
        name,
        {
          title,
          capacity: calibrated(parameters, `capacity.${name}`),
          electricityPrice: figure(electricityPrice, '$/kWh', 'eia-2023'),
          pue: figure(1.135, '1', 'ccf', 'the fleet average the source gives for AWS, taken for all five'),
          carbonIntensity: figure(carbon.value, 'gCO2/kWh', carbon.source, carbon.note),
          gpuCost: calibrated(parameters, `gpuCost.${name}`),
          latitude: figure(latitude, 'degrees', 'azure-regions', region),
          longitude: figure(longitude, 'degrees', 'azure-regions', region),
        },
      ];
    }),
  );
}

function links(parameters: Parameters): Record<string, unknown> {
  const perMtok = tokenEquivalentGB(parameters);
  const restated = `at ${perMtok} GB/Mtok`;
  return Object.fromEntries(
    CONNECTIONS.flatMap(({ ends, there, back }) => {
      const gigabytes = calibrated(parameters, `capacityGB.${ends.join('-')}`);
      const directions = [
        { from: ends[0], to: ends[1], ms: there },
        { from: ends[1], to: ends[0], ms: back },
      ];
      return directions.map(({ from, to, ms }) => [
        `${from}>${to}`,
        {
          from,
          to,
          bandwidth: figure(
            rounded(parameters[`capacityGB.${ends.join('-')}`] / perMtok, 6),
            'Mtok/h',
            'token-equivalent',
            restated,
          ),
          transportCost: figure(rounded(COST_PER_GB * perMtok, 6), '$/Mtok', 'token-equivalent', restated),
          roundTripMs: figure(ms, 'ms', 'azure-rtt', `${PLACES[from].region} to ${PLACES[to].region}`),
          capacityGB: gigabytes,
          costPerGB: figure(COST_PER_GB, '$/GB', 'region-transfer'),
          owner: 'backbone',
        },
      ]);
    }),
  );
}

const LATENCY: Readonly<Record<keyof typeof WORKLOADS, Figure>> = {
  chat: figure(
    100,
    'ms',
    'synthetic',
    'network round trip; the base of the published comparison, the other is 15',
  ),
  code: figure(30, 'ms', 'synthetic', 'network round trip: the next region at most'),
  batch: figure(null, 'ms', 'synthetic', 'no limit: nobody waits'),
};

const TITLES: Readonly<Record<keyof typeof WORKLOADS, string>> = {
  chat: 'Assistant chat',
  code: 'Code completion while typing',
  batch: 'Documents read and reasoned about, collected later',
};

function workloads(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries(
    (['chat', 'code', 'batch'] as const).map((name) => {
      const { gpuHours, gpuNote, energy, energyNote } = WORKLOADS[name];
      return [
        name,
        {
          title: TITLES[name],
          latencyMs: LATENCY[name],
          gpuHours: figure(gpuHours, 'GPU h/Mtok', 'mlenergy', gpuNote),
          energy: figure(energy, 'kWh/Mtok', 'mlenergy', energyNote),
          transferGB: calibrated(parameters, `transferGB.${name}`),
        },
      ];
    }),
  );
}

function demand(): Record<string, unknown> {
  return Object.fromEntries(
    PLACE_NAMES.map((name) => {
      const { services } = PLACES[name];
      const { chat, code, batch } = demandOf(PLACES[name]);
      const note = (service: number, count: number): string =>
        `${service} Mtok/h a service x ${count} services (synthetic)`;
      return [
        name,
        {
          chat: figure(chat, 'Mtok/h', 'azure-llm-2023', note(PER_SERVICE.chat, services.chat)),
          code: figure(code, 'Mtok/h', 'azure-llm-2023', note(PER_SERVICE.code, services.code)),
          batch: figure(batch, 'Mtok/h', 'synthetic'),
        },
      ];
    }),
  );
}

/** The scenario with these parameters: transfer-aware, chat limited to 100 ms. */
export function us5Paper(parameters: Parameters): Scenario {
  return {
    name: 'us5-paper',
    title: 'Five US regions, calibrated to the headline numbers of arXiv 2605.09047, not its data',
    model: 'token-flow',
    sources: SOURCES,
    data: {
      nodes: nodes(parameters),
      links: links(parameters),
      workloads: workloads(parameters),
      demand: demand(),
      demandScale: figure(1, '1', 'synthetic', 'factor on every demand'),
      transferAware: true,
    },
    settings: [],
    place: 'us5-paper',
    placeOf: (path) => `us5-paper: ${path.join('.')}`,
  };
}
