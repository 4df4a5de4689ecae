/**
 * Owns the data of a relocation instance: its fields, their units and ranges, and the labels that must agree. The three
 * layers are those of arXiv 2604.27855; its data tables are not public, so the fields are our reading.
 *
 * An hour's step: a capacity of 1 MW is 1 MWh of the hour, and demand is what arrives in the hour.
 */
import {
  type DataPlace,
  faultsOfIssue,
  isRecord,
  named,
  nameKnown,
  quantity,
  reporter,
  series,
} from '@marginal/figures';
import type { Fault } from '@marginal/program';
import { z } from 'zod';
import { type DaysData, daysFaults, daysSchema, lengthIn } from './days.ts';
import { ONE_REQUEST } from './tolerances.ts';

export type Report = ReturnType<typeof reporter>;
export type ByName<T> = Readonly<Record<string, T>>;

/** A place on the map. */
export interface NodeData {
  readonly title: string;
  /** Degrees north and east. */
  readonly latitude: number;
  readonly longitude: number;
  /** Part of the world: what "regional" means, and how far state of the kind `region` may go. */
  readonly region: string;
  /** Whose law holds here. */
  readonly jurisdiction: string;
  /** $/GB of what leaves the place for another one. */
  readonly egressPrice: number;
}

/** A measured round trip between two nodes, in this direction. */
export interface LinkData {
  readonly from: string;
  readonly to: string;
  readonly roundTripMs: number;
}

/** $/GB on one route, in place of the egress price of where it starts. */
export interface EgressRouteData {
  readonly from: string;
  readonly to: string;
  readonly price: number;
}

/** How far from its service node a request may be executed, because of the state it needs. */
export type StateLocality = 'anywhere' | 'region' | 'site';

/** A class of work, k. */
export interface ClassData {
  readonly title: string;
  /** tau, ms, from request to answer. */
  readonly latencyMs: number;
  /** Part of it that is spent computing, ms. */
  readonly serveMs: number;
  /** e, IT energy, MWh/Mreq; the same number in Wh/request. */
  readonly energy: number;
  /** From service to compute node and back, GB/Mreq; the same number in kB/request. */
  readonly requestGb: number;
  readonly responseGb: number;
  /** State that follows the work when its place changes from one hour to the next, GB/Mreq. */
  readonly stateGb: number;
  /** Paid for work away from home, $/Mreq. */
  readonly friction: number;
  /** Paid for work that a compute node did not have the hour before, $/Mreq. */
  readonly coldStart: number;
  readonly state: StateLocality;
  /** Types that will do. */
  readonly accelerators: readonly string[];
  /** The model that answers. */
  readonly model: string;
}

export interface ModelData {
  readonly title: string;
  readonly weightsGb: number;
}

/** Where requests come from, i. */
export interface ClientData {
  readonly title: string;
  readonly node: string;
  /** Service nodes that may take its requests. */
  readonly services: readonly string[];
  /** The compute node that has its work when nothing is relocated. */
  readonly home: string;
  /** lambda, by class, Mreq in the hour. */
  readonly demand: ByName<readonly number[]>;
}

/** Where requests are taken and state is kept, s. */
export interface ServiceData {
  readonly title: string;
  readonly node: string;
}

/** Where requests are executed, j. */
export interface ComputeData {
  readonly title: string;
  readonly node: string;
  /** p, $/MWh; may be negative. */
  readonly price: readonly number[];
  /** Marginal carbon intensity, kgCO2/MWh; the same number in g/kWh. */
  readonly carbon: readonly number[];
  /** Facility energy / IT energy, 1. */
  readonly pue: number;
  /** Facility power, MW. */
  readonly capacity: readonly number[];
  readonly accelerators: readonly string[];
  /** Models whose weights are there. */
  readonly models: readonly string[];
}

/** A law on where the requests of clients in its jurisdiction may be handled. */
export interface LawData {
  readonly title: string;
  readonly jurisdiction: string;
  readonly classes: readonly string[];
  /** Jurisdictions of service and compute nodes that it admits. */
  readonly within: readonly string[];
}

/** An instance, plain numbers. Names are the keys. */
export interface RelocationData {
  /** Length of every series, h; of a day when there are many. */
  readonly hours: number;
  readonly nodes: ByName<NodeData>;
  readonly links: ByName<LinkData>;
  readonly egressRoutes: ByName<EgressRouteData>;
  readonly classes: ByName<ClassData>;
  readonly models: ByName<ModelData>;
  readonly clients: ByName<ClientData>;
  readonly services: ByName<ServiceData>;
  readonly computes: ByName<ComputeData>;
  readonly laws: ByName<LawData>;
  /** Round trip within one node, ms. */
  readonly sameSiteMs: number;
  /** $/kgCO2. */
  readonly carbonPrice: number;
  /** For a copy of weights, $/GB over the horizon. */
  readonly copyPrice: number;
  /** Whether weights may be copied to where they are not. */
  readonly weightCopies: boolean;
  /** Electricity of networks, MWh/GB; counted in the accounts and not in the objective. */
  readonly networkEnergy: number;
  /** Factors, 1. */
  readonly demandScale: number;
  readonly capacityScale: number;
  readonly days?: DaysData | undefined;
}

const positive = { above: 0 };
const notNegative = { min: 0 };
const words = z.array(z.string());

const nodeSchema = z.strictObject({
  title: z.string(),
  latitude: quantity('deg', { min: -90, max: 90 }),
  longitude: quantity('deg', { min: -180, max: 180 }),
  region: z.string(),
  jurisdiction: z.string(),
  egressPrice: quantity('$/GB', notNegative),
});
const linkSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  roundTripMs: quantity('ms', notNegative),
});
const egressSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  price: quantity('$/GB', notNegative),
});
const classSchema = z.strictObject({
  title: z.string(),
  latencyMs: quantity('ms', positive),
  serveMs: quantity('ms', notNegative),
  energy: quantity('MWh/Mreq', positive),
  requestGb: quantity('GB/Mreq', notNegative),
  responseGb: quantity('GB/Mreq', notNegative),
  stateGb: quantity('GB/Mreq', notNegative),
  friction: quantity('$/Mreq', notNegative),
  coldStart: quantity('$/Mreq', notNegative),
  state: z.enum(['anywhere', 'region', 'site']),
  accelerators: words,
  model: z.string(),
});
const modelSchema = z.strictObject({ title: z.string(), weightsGb: quantity('GB', notNegative) });
const serviceSchema = z.strictObject({ title: z.string(), node: z.string() });
const lawSchema = z.strictObject({
  title: z.string(),
  jurisdiction: z.string(),
  classes: words,
  within: words,
});

/** The schemas of clients and compute nodes, whose series are as long as the horizon. */
function hourly(hours: number) {
  return {
    clients: z.strictObject({
      title: z.string(),
      node: z.string(),
      services: words.min(1),
      home: z.string(),
      demand: named(series('Mreq', hours, notNegative)),
    }),
    computes: z.strictObject({
      title: z.string(),
      node: z.string(),
      price: series('$/MWh', hours),
      carbon: series('kgCO2/MWh', hours, notNegative),
      pue: quantity('1', { min: 1 }),
      capacity: series('MW', hours, notNegative),
      accelerators: words,
      models: words,
    }),
  };
}

const scale = quantity('1', notNegative).default(1);

function schemaFor(hours: number) {
  const { clients, computes } = hourly(hours);
  return z.strictObject({
    hours: quantity('h', positive),
    nodes: named(nodeSchema),
    links: named(linkSchema).default({}),
    egressRoutes: named(egressSchema).default({}),
    classes: named(classSchema),
    models: named(modelSchema),
    clients: named(clients),
    services: named(serviceSchema),
    computes: named(computes),
    laws: named(lawSchema).default({}),
    sameSiteMs: quantity('ms', notNegative),
    carbonPrice: quantity('$/kgCO2', notNegative),
    copyPrice: quantity('$/GB', notNegative).default(0),
    networkEnergy: quantity('MWh/GB', notNegative).default(0),
    weightCopies: z.boolean().default(false),
    demandScale: scale,
    capacityScale: scale,
    days: daysSchema.optional(),
  });
}

/** Fields at the top that may be left out, and that a setting may still set. */
export const OPTIONAL_FIELDS: readonly string[] = [
  'copyPrice',
  'weightCopies',
  'networkEnergy',
  'demandScale',
  'capacityScale',
];

/** Fields of one entry of each named set. */
export const ENTRY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  nodes: Object.keys(nodeSchema.shape),
  links: Object.keys(linkSchema.shape),
  egressRoutes: Object.keys(egressSchema.shape),
  classes: Object.keys(classSchema.shape),
  models: Object.keys(modelSchema.shape),
  clients: Object.keys(hourly(1).clients.shape),
  services: Object.keys(serviceSchema.shape),
  computes: Object.keys(hourly(1).computes.shape),
  laws: Object.keys(lawSchema.shape),
};

export type CheckedRelocationData = { readonly data: RelocationData } | { readonly faults: readonly Fault[] };

/** Fields that name members of another set: owner, field, set. Lists of names as well. */
const REFERENCES = [
  ['links', 'from', 'nodes'],
  ['links', 'to', 'nodes'],
  ['egressRoutes', 'from', 'nodes'],
  ['egressRoutes', 'to', 'nodes'],
  ['classes', 'model', 'models'],
  ['clients', 'node', 'nodes'],
  ['clients', 'services', 'services'],
  ['clients', 'home', 'computes'],
  ['services', 'node', 'nodes'],
  ['computes', 'node', 'nodes'],
  ['computes', 'models', 'models'],
  ['laws', 'classes', 'classes'],
] as const;

/** Fields that name what no set lists, but some other field must have: owner, field, the set and field that have it. */
const MENTIONS = [
  ['laws', 'jurisdiction', 'nodes', 'jurisdiction'],
  ['laws', 'within', 'nodes', 'jurisdiction'],
  ['classes', 'accelerators', 'computes', 'accelerators'],
] as const;

/** Joins names in labels of rows, so no name may have it. */
const SEPARATOR = ' | ';

function wordsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((word): word is string => typeof word === 'string');
}

function entriesAt(raw: unknown, set: string): [string, Readonly<Record<string, unknown>>][] {
  const entries = isRecord(raw) && Object.hasOwn(raw, set) ? raw[set] : undefined;
  return isRecord(entries)
    ? Object.entries(entries).flatMap(([name, entry]) => (isRecord(entry) ? [[name, entry]] : []))
    : [];
}

/**
 * Demands that are neither nothing nor a request. The demand of an hour over that of the hour before is a coefficient
 * (frictions.ts), so one of 1e-13 Mreq, which is nobody's request, would ruin the arithmetic of all others.
 */
function demandFaults({ clients, demandScale, days }: RelocationData, report: Report): Fault[] {
  return Object.entries(clients).flatMap(([name, { demand }]) => {
    const factors = days?.demand[name]?.filter((factor) => factor > 0) ?? [];
    const least = factors.length === 0 ? 1 : Math.min(1, ...factors);
    return Object.entries(demand).flatMap(([kind, values]) => {
      const at = values.findIndex((d) => d > 0 && d * demandScale * least < ONE_REQUEST);
      return at < 0 || demandScale === 0
        ? []
        : [
            report(
              ['clients', name, 'demand', kind],
              'less-than-a-request',
              `entry ${at}: ${values[at]}${demandScale * least === 1 ? '' : `, scaled by ${demandScale * least},`} is less than one request in the hour`,
              `give 0, or ${ONE_REQUEST} Mreq or more`,
            ),
          ];
    });
  });
}

/**
 * Checks data in plain numbers or figures. All faults at once, each with its place: what the schema refuses, names that
 * no set has, demand that is missing for a class, two measured round trips for one pair.
 */
export function checkRelocationData(raw: unknown, place: DataPlace): CheckedRelocationData {
  const report = reporter('relocation', place);
  const hours = lengthIn(raw, 'hours');
  const schema = schemaFor(Math.max(1, hours));
  const parsed = schema.safeParse(raw, { reportInput: true });
  const faults: Fault[] = (parsed.error?.issues ?? [])
    .filter(({ path }) => hours > 0 || !['clients', 'computes'].includes(String(path[0])))
    .flatMap((issue) =>
      faultsOfIssue(issue, report, (path) =>
        path.length === 0 ? Object.keys(schema.shape) : (ENTRY_FIELDS[path[0]] ?? []),
      ),
    );
  if (hours === 0 && faults.every((fault) => !fault.place.endsWith('hours')))
    faults.push(report(['hours'], 'hours', 'is not a whole number of hours', 'give 1 or more, as in 24'));
  const sets = Object.fromEntries(
    Object.keys(ENTRY_FIELDS).map((set) => [set, entriesAt(raw, set).map(([name]) => name)]),
  );
  for (const set of ['nodes', 'classes', 'clients', 'services', 'computes'])
    if (isRecord(raw) && isRecord(raw[set]) && sets[set].length === 0)
      faults.push(report([set], 'empty-set', `there are no ${set}`, `name at least one under "${set}"`));
  for (const [owner, field, set] of REFERENCES)
    for (const [name, entry] of entriesAt(raw, owner)) {
      const value = entry[field];
      for (const label of Array.isArray(value) ? value : [value])
        if (typeof label === 'string' && !sets[set].includes(label))
          faults.push(
            report(
              [owner, name, field],
              'unknown-label',
              `'${label}' is not among the ${set}`,
              nameKnown(set, label, sets[set]),
            ),
          );
    }
  for (const [owner, field, set, of] of MENTIONS) {
    const known = [...new Set(entriesAt(raw, set).flatMap(([, entry]) => wordsIn(entry[of])))];
    for (const [name, entry] of entriesAt(raw, owner))
      for (const word of wordsIn(entry[field]))
        if (!known.includes(word))
          faults.push(
            report(
              [owner, name, field],
              'unknown-label',
              `'${word}' is nowhere the ${of} of ${set}`,
              nameKnown(`${of} of ${set}`, word, known),
            ),
          );
  }
  for (const [set, names] of Object.entries(sets))
    for (const name of names)
      if (name.includes(SEPARATOR))
        faults.push(
          report(
            [set, name],
            'name',
            `has '${SEPARATOR}' in its name, which joins names in labels`,
            'choose a name without it',
          ),
        );
  for (const set of ['links', 'egressRoutes'])
    for (const [name, { from, to }] of entriesAt(raw, set))
      if (typeof from === 'string' && from === to)
        faults.push(
          report(
            [set, name],
            'to-itself',
            `leads from '${from}' to itself`,
            set === 'links'
              ? 'leave it out, and set sameSiteMs'
              : 'leave it out: bytes within a place are free',
          ),
        );
  for (const [name, { demand }] of entriesAt(raw, 'clients')) {
    if (!isRecord(demand)) continue;
    for (const key of Object.keys(demand))
      if (!sets.classes.includes(key))
        faults.push(
          report(
            ['clients', name, 'demand', key],
            'unknown-label',
            `'${key}' is not among the classes`,
            nameKnown('classes', key, sets.classes),
          ),
        );
    for (const key of sets.classes)
      if (!Object.hasOwn(demand, key))
        faults.push(
          report(
            ['clients', name, 'demand', key],
            'missing',
            'is missing',
            'add it; zero must be written, too',
          ),
        );
  }
  for (const set of ['links', 'egressRoutes']) {
    const seen = new Map<string, string>();
    for (const [name, { from, to }] of entriesAt(raw, set)) {
      const pair = JSON.stringify([from, to]);
      const first = seen.get(pair);
      if (first !== undefined)
        faults.push(
          report(
            [set, name],
            'duplicate-pair',
            `leads from '${String(from)}' to '${String(to)}', as '${first}' does`,
            'keep one of them',
          ),
        );
      else seen.set(pair, name);
    }
  }
  faults.push(...daysFaults(raw, sets, report));
  if (parsed.success) faults.push(...demandFaults(parsed.data, report));
  return parsed.success && faults.length === 0 ? { data: parsed.data } : { faults };
}
