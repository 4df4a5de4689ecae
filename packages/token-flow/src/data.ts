/**
 * Owns the data of a token-flow market: its fields, their units and the range each must lie in. What one field says
 * about another (a link to an unknown node, a workload nobody can serve in time) is in check-data.ts. Fields that may
 * be left out say what that means; an option that is off and one that is left out are the same market.
 */
import { named, quantity, quantityList, quantityOrNull } from '@marginal/figures';
import { z } from 'zod';

/** A year of hours, leap day included: more is another unit of time. */
const HOURS_LIMIT = 8784;

/**
 * Share of a latency limit by which a path may exceed it and still keep it: 0.1 + 0.2 ms keep a limit of 0.3 ms. The sum
 * of a thousand round trips is off by less than 1e-12 of itself; nobody measures a round trip to nine digits.
 */
export const LATENCY_ROUNDING = 1e-9;

/** A place with GPUs, and with users. */
export interface NodeData {
  readonly title: string;
  /** GPUs that can work at once, GPU; >= 0. */
  readonly capacity: number;
  /** $/kWh at the meter; may be negative. */
  readonly electricityPrice: number;
  /** Power usage effectiveness, facility energy / IT energy, 1; >= 1. */
  readonly pue: number;
  /** gCO2/kWh of grid electricity; >= 0. */
  readonly carbonIntensity: number;
  /** $/(GPU h), all but the electricity; >= 0. */
  readonly gpuCost: number;
  /** Degrees north, -90 to 90; only with longitude. */
  readonly latitude?: number | undefined;
  /** Degrees east, -180 to 180; only with latitude. */
  readonly longitude?: number | undefined;
  /** What holding a GPU ready as reserve costs, $/(GPU h); >= 0; absent: 0. */
  readonly reserveCost?: number | undefined;
  /** Factor on every demand of this node, by hour, 1; >= 0; length `hours`; absent: 1 throughout. */
  readonly demandShape?: readonly number[] | undefined;
  /** Factor on the electricity price, by hour, 1; length `hours`; absent: 1 throughout. */
  readonly electricityPriceShape?: readonly number[] | undefined;
  /** Factor on the carbon intensity, by hour, 1; >= 0; length `hours`; absent: 1 throughout. */
  readonly carbonShape?: readonly number[] | undefined;
}

/** One direction of a connection. */
export interface LinkData {
  readonly from: string;
  readonly to: string;
  /** Mtok/h, token-equivalent; >= 0. Not used when the market is transfer-aware. */
  readonly bandwidth: number;
  /** $/Mtok; >= 0. Not used when the market is transfer-aware. */
  readonly transportCost: number;
  /** Network round trip that using this link adds, ms; >= 0. */
  readonly roundTripMs: number;
  /** GB/h that the link carries; >= 0; needed when the market is transfer-aware. */
  readonly capacityGB?: number | undefined;
  /** $/GB moved; >= 0; needed when the market is transfer-aware. */
  readonly costPerGB?: number | undefined;
  /** Who is paid for the link; absent: an owner named like the link. */
  readonly owner?: string | undefined;
}

export interface WorkloadData {
  readonly title: string;
  /** Largest time from origin to server and back, links' round trips and `serveMs`, ms; null for no limit. */
  readonly latencyMs: number | null;
  /** Limits of single origins, by node, in place of `latencyMs`, ms; null for no limit. */
  readonly latencyMsAt?: Readonly<Record<string, number | null>> | undefined;
  /** GPU h/Mtok generated; > 0. */
  readonly gpuHours: number;
  /** IT energy, kWh/Mtok generated, before PUE; >= 0. */
  readonly energy: number;
  /** GB moved over every link of a path, request, response and context, per Mtok generated; >= 0; needed when the market is transfer-aware. */
  readonly transferGB?: number | undefined;
  /** Time at the server that counts into the latency, ms; >= 0; absent: 0. */
  readonly serveMs?: number | undefined;
  /** What is lost by not serving, $/Mtok; >= 0; null or absent: all demand must be served. */
  readonly valueOfLostService?: number | null | undefined;
  /** Whole hours that work may wait after it arrives, never beyond the last hour; absent: 0. Needs `hours`. */
  readonly deferHours?: number | undefined;
  /** Factor on every demand of this workload, by hour, 1; >= 0; length `hours`; absent: 1 throughout. */
  readonly demandShape?: readonly number[] | undefined;
}

/** Somebody who takes the service at a price and goes without above it. */
export interface BidData {
  readonly node: string;
  readonly workload: string;
  /** Most that is taken, Mtok/h; >= 0. */
  readonly amount: number;
  /** Most that is paid, $/Mtok; >= 0. */
  readonly value: number;
}

/** Links that fail together. */
export interface OutageData {
  /** Names of the links. */
  readonly links: readonly string[];
  /** Factor on the capacity of the other links while it lasts, 1; >= 1; absent: 1. */
  readonly shortTermFactor?: number | undefined;
  /** GPUs that a node can take on at once, as a share of its capacity, 1; >= 0; absent: 0. */
  readonly redispatchShare?: number | undefined;
}

/** Data of the market, plain numbers. Names are the keys. */
export interface TokenFlowData {
  readonly nodes: Readonly<Record<string, NodeData>>;
  /** Named by convention `from>to`. */
  readonly links: Readonly<Record<string, LinkData>>;
  readonly workloads: Readonly<Record<string, WorkloadData>>;
  /** By origin and workload, Mtok/h generated, >= 0; an absent pair has no demand. */
  readonly demand: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Factor on every demand, 1; >= 0. */
  readonly demandScale: number;
  /** Links limited and paid in GB instead of token equivalents; absent: false. */
  readonly transferAware?: boolean | undefined;
  /** Number of hours, numbered from 0, each one hour long; null or absent: one hour, and no hour in any label. */
  readonly hours?: number | null | undefined;
  /** $/tCO2 on what processing emits; >= 0; absent: 0. */
  readonly carbonPrice?: number | undefined;
  /** kgCO2/h that processing may emit, on average over the hours; >= 0; null or absent: no cap. */
  readonly carbonCap?: number | null | undefined;
  /** GPUs held idle in all, in every hour; >= 0; absent: 0. */
  readonly reserve?: number | undefined;
  /** Demand beside `demand`, by name of the bid, in every hour. */
  readonly bids?: Readonly<Record<string, BidData>> | undefined;
  /** Outages after which all demand must still be served, by name. */
  readonly outages?: Readonly<Record<string, OutageData>> | undefined;
}

const optionalShape = quantityList('1', { min: 0 }).optional();

const nodeSchema = z.strictObject({
  title: z.string(),
  capacity: quantity('GPU', { min: 0 }),
  electricityPrice: quantity('$/kWh'),
  pue: quantity('1', { min: 1 }),
  carbonIntensity: quantity('gCO2/kWh', { min: 0 }),
  gpuCost: quantity('$/(GPU h)', { min: 0 }),
  latitude: quantity('degrees', { min: -90, max: 90 }).optional(),
  longitude: quantity('degrees', { min: -180, max: 180 }).optional(),
  reserveCost: quantity('$/(GPU h)', { min: 0 }).optional(),
  demandShape: optionalShape,
  electricityPriceShape: quantityList('1').optional(),
  carbonShape: optionalShape,
});

const linkSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  bandwidth: quantity('Mtok/h', { min: 0 }),
  transportCost: quantity('$/Mtok', { min: 0 }),
  roundTripMs: quantity('ms', { min: 0 }),
  capacityGB: quantity('GB/h', { min: 0 }).optional(),
  costPerGB: quantity('$/GB', { min: 0 }).optional(),
  owner: z.string().optional(),
});

const workloadSchema = z.strictObject({
  title: z.string(),
  latencyMs: quantityOrNull('ms', { min: 0 }),
  latencyMsAt: named(quantityOrNull('ms', { min: 0 })).optional(),
  gpuHours: quantity('GPU h/Mtok', { above: 0 }),
  energy: quantity('kWh/Mtok', { min: 0 }),
  transferGB: quantity('GB/Mtok', { min: 0 }).optional(),
  serveMs: quantity('ms', { min: 0 }).optional(),
  valueOfLostService: quantityOrNull('$/Mtok', { min: 0 }).optional(),
  deferHours: quantity('h', { min: 0, max: HOURS_LIMIT, whole: true }).optional(),
  demandShape: optionalShape,
});

const bidSchema = z.strictObject({
  node: z.string(),
  workload: z.string(),
  amount: quantity('Mtok/h', { min: 0 }),
  value: quantity('$/Mtok', { min: 0 }),
});

const outageSchema = z.strictObject({
  links: z.array(z.string()),
  shortTermFactor: quantity('1', { min: 1 }).optional(),
  redispatchShare: quantity('1', { min: 0 }).optional(),
});

const dataSchema = z.strictObject({
  nodes: named(nodeSchema),
  links: named(linkSchema),
  workloads: named(workloadSchema),
  demand: named(named(quantity('Mtok/h', { min: 0 }))),
  demandScale: quantity('1', { min: 0 }).default(1),
  transferAware: z.boolean().optional(),
  hours: quantityOrNull('h', { min: 1, max: HOURS_LIMIT, whole: true }).optional(),
  carbonPrice: quantity('$/tCO2', { min: 0 }).optional(),
  carbonCap: quantityOrNull('kgCO2/h', { min: 0 }).optional(),
  reserve: quantity('GPU', { min: 0 }).optional(),
  bids: named(bidSchema).optional(),
  outages: named(outageSchema).optional(),
});

/** Accepts plain numbers and figures (`@marginal/figures`), returns plain numbers; refuses keys it does not know. */
export const tokenFlowSchema: z.ZodType<TokenFlowData> = dataSchema;

/** Names of the fields of the data itself, and of one entry of each of its named sets. */
export const TOKEN_FLOW_FIELDS: Readonly<Record<string, readonly string[]>> = {
  data: Object.keys(dataSchema.shape),
  nodes: Object.keys(nodeSchema.shape),
  links: Object.keys(linkSchema.shape),
  workloads: Object.keys(workloadSchema.shape),
  bids: Object.keys(bidSchema.shape),
  outages: Object.keys(outageSchema.shape),
};

/** Fields of the data itself that may be left out. */
export const OPTIONAL_FIELDS: readonly string[] = Object.entries(dataSchema.shape)
  .filter(([, field]) => field.safeParse(undefined).success)
  .map(([name]) => name);
