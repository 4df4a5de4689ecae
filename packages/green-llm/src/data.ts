/**
 * Owns the data of a Green-LLM instance: its fields, their units and ranges, and the labels they must agree in. Symbols
 * are those of arXiv 2507.09942 and of the authors' public experiment.
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

/** Hours of the horizon; every series has one number per hour. */
export const HOURS = 24;

type ByName<T> = Readonly<Record<string, T>>;

/** A kind of query, k. */
export interface QueryData {
  readonly title: string;
  /** h, tokens/query. */
  readonly tokensIn: number;
  /** f, tokens/query. */
  readonly tokensOut: number;
  /** tau_in, kWh/token. */
  readonly energyIn: number;
  /** tau_out, kWh/token. */
  readonly energyOut: number;
  /** rho, $/s of delay of one area's load of one hour. */
  readonly delayPenalty: number;
  /** alpha, by resource, unit/token. */
  readonly resourcePerToken: ByName<number>;
}

/** Where queries come from, i. */
export interface AreaData {
  readonly title: string;
  /** lambda, by kind of query, queries/h, one number per hour. */
  readonly demand: ByName<readonly number[]>;
  /** beta, by kind of query, KB/token, one number per hour. */
  readonly tokenSize: ByName<readonly number[]>;
  /** B, by site, KB/s. */
  readonly bandwidth: ByName<number>;
  /** d, by site, round trip in s. */
  readonly latency: ByName<number>;
  /** Delta, by kind of query, s. */
  readonly delayLimit: ByName<number>;
}

/** A data centre, j. */
export interface SiteData {
  readonly title: string;
  /** c, $/kWh, per hour; may be negative. */
  readonly price: readonly number[];
  /** theta, kgCO2/kWh, per hour. */
  readonly carbon: readonly number[];
  /** delta, $/kgCO2. */
  readonly carbonTax: number;
  /** P_w, kWh of renewable energy on site, per hour. */
  readonly renewable: readonly number[];
  /** P_max, kWh from the grid at most, per hour. */
  readonly gridCap: readonly number[];
  /** PUE, facility energy / IT energy, 1. */
  readonly pue: number;
  /** WUE, L/kWh of IT energy, per hour. */
  readonly wue: readonly number[];
  /** EWIF, L/kWh of facility energy, per hour. */
  readonly ewif: readonly number[];
  /** C, by resource, unit. */
  readonly resources: ByName<number>;
  /** v, by kind of query, s/token. */
  readonly delayPerToken: ByName<number>;
}

/** What the delay of an (area, kind, hour) is: of its whole load, as the authors have it, or of one query. */
export type DelayDefinition = 'batch' | 'query';

/** An instance, plain numbers. Names are the keys. */
export interface GreenData {
  readonly queries: ByName<QueryData>;
  readonly areas: ByName<AreaData>;
  readonly sites: ByName<SiteData>;
  /** Z, L over the horizon. */
  readonly waterBudget: number;
  readonly delayDefinition: DelayDefinition;
  /** Factors on P_w, theta, tau, rho and lambda, 1. */
  readonly renewableScale: number;
  readonly carbonScale: number;
  readonly tokenEnergyScale: number;
  readonly delayPenaltyScale: number;
  readonly demandScale: number;
}

const positive = { above: 0 };
const notNegative = { min: 0 };

const querySchema = z.strictObject({
  title: z.string(),
  tokensIn: quantity('token/query', notNegative),
  tokensOut: quantity('token/query', notNegative),
  energyIn: quantity('kWh/token', notNegative),
  energyOut: quantity('kWh/token', notNegative),
  delayPenalty: quantity('$/s', notNegative),
  resourcePerToken: named(quantity('unit/token', notNegative)),
});

const areaSchema = z.strictObject({
  title: z.string(),
  demand: named(series('query/h', HOURS, notNegative)),
  tokenSize: named(series('KB/token', HOURS, notNegative)),
  bandwidth: named(quantity('KB/s', positive)),
  latency: named(quantity('s', notNegative)),
  delayLimit: named(quantity('s', notNegative)),
});

const siteSchema = z.strictObject({
  title: z.string(),
  price: series('$/kWh', HOURS),
  carbon: series('kgCO2/kWh', HOURS, notNegative),
  carbonTax: quantity('$/kgCO2', notNegative),
  renewable: series('kWh', HOURS, notNegative),
  gridCap: series('kWh', HOURS, notNegative),
  pue: quantity('1', { min: 1 }),
  wue: series('L/kWh', HOURS, notNegative),
  ewif: series('L/kWh', HOURS, notNegative),
  resources: named(quantity('unit', notNegative)),
  delayPerToken: named(quantity('s/token', notNegative)),
});

const scale = quantity('1', notNegative).default(1);

const dataSchema = z.strictObject({
  queries: named(querySchema),
  areas: named(areaSchema),
  sites: named(siteSchema),
  waterBudget: quantity('L', notNegative),
  delayDefinition: z.enum(['batch', 'query']).default('batch'),
  renewableScale: scale,
  carbonScale: scale,
  tokenEnergyScale: scale,
  delayPenaltyScale: scale,
  demandScale: scale,
});

/** Fields at the top that may be left out. */
export const OPTIONAL_FIELDS: readonly string[] = [
  'delayDefinition',
  'renewableScale',
  'carbonScale',
  'tokenEnergyScale',
  'delayPenaltyScale',
  'demandScale',
];

/** Fields of one entry of each named set. */
export const ENTRY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  queries: Object.keys(querySchema.shape),
  areas: Object.keys(areaSchema.shape),
  sites: Object.keys(siteSchema.shape),
};

export type CheckedGreenData = { readonly data: GreenData } | { readonly faults: readonly Fault[] };

function keysAt(raw: unknown, ...path: string[]): readonly string[] | undefined {
  let here = raw;
  for (const key of path) {
    if (!isRecord(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return isRecord(here) ? Object.keys(here) : undefined;
}

/** Tables whose keys must be exactly the labels of a set: by owner, field and set. */
const TABLES = [
  ['areas', 'demand', 'queries'],
  ['areas', 'tokenSize', 'queries'],
  ['areas', 'bandwidth', 'sites'],
  ['areas', 'latency', 'sites'],
  ['areas', 'delayLimit', 'queries'],
  ['sites', 'delayPerToken', 'queries'],
] as const;

/**
 * Checks data in plain numbers or figures. All faults at once, each with its place: what the schema refuses, labels that
 * no set has, labels that a table lacks. Resources are those that the first site has.
 */
export function checkGreenData(raw: unknown, place: DataPlace): CheckedGreenData {
  const report = reporter('green-llm', place);
  const parsed = dataSchema.safeParse(raw, { reportInput: true });
  const faults: Fault[] = (parsed.error?.issues ?? []).flatMap((issue) =>
    faultsOfIssue(issue, report, (path) =>
      path.length === 0 ? Object.keys(dataSchema.shape) : (ENTRY_FIELDS[path[0]] ?? []),
    ),
  );
  for (const kind of ['queries', 'areas', 'sites'] as const)
    if (keysAt(raw, kind)?.length === 0)
      faults.push(report([kind], 'empty-set', `there are no ${kind}`, `name at least one under "${kind}"`));
  const checkTable = (path: readonly string[], kind: string, wanted: readonly string[]): void => {
    const found = keysAt(raw, ...path);
    if (found === undefined) return;
    for (const key of found)
      if (!wanted.includes(key))
        faults.push(
          report(
            [...path, key],
            'unknown-label',
            `'${key}' is not among the ${kind}`,
            nameKnown(kind, key, wanted),
          ),
        );
    for (const label of wanted)
      if (!found.includes(label))
        faults.push(report([...path, label], 'missing', 'is missing', `add it; zero must be written, too`));
  };
  for (const [owner, field, kind] of TABLES)
    for (const name of keysAt(raw, owner) ?? [])
      checkTable([owner, name, field], kind, keysAt(raw, kind) ?? []);
  const resources = keysAt(raw, 'sites', keysAt(raw, 'sites')?.[0] ?? '', 'resources') ?? [];
  for (const name of keysAt(raw, 'sites') ?? [])
    checkTable(['sites', name, 'resources'], 'resources', resources);
  for (const name of keysAt(raw, 'queries') ?? [])
    checkTable(['queries', name, 'resourcePerToken'], 'resources', resources);
  return parsed.success && faults.length === 0 ? { data: parsed.data } : { faults };
}
