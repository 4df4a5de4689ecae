/**
 * Owns the data of a token-flow market: its fields, their units and the range each must lie in. What one field says
 * about another (a link to an unknown node, a workload nobody can serve in time) is in check-data.ts.
 */
import { z } from 'zod';
import { quantity, quantityOrNull } from './quantity.ts';

/**
 * Share of a latency limit by which a path may exceed it and still keep it: 0.1 + 0.2 ms keep a limit of 0.3 ms. The sum
 * of a thousand round trips is off by less than 1e-12 of itself; nobody measures a round trip to nine digits.
 */
export const LATENCY_ROUNDING = 1e-9;

/** Why a name is refused: its problem is the last part of the fault code. */
export interface NameRefusal {
  readonly problem: 'reserved-name' | 'empty-name';
  readonly message: string;
  readonly remedy: string;
}

/** Any name will do but none at all and `__proto__`, which objects of JavaScript lose on the way. */
export function refuseName(name: string): NameRefusal | undefined {
  if (name === '__proto__')
    return {
      problem: 'reserved-name',
      message: "'__proto__' cannot be a name: JavaScript keeps it for itself",
      remedy: 'choose another name',
    };
  if (name.trim() === '')
    return {
      problem: 'empty-name',
      message: `${JSON.stringify(name)} is no name`,
      remedy: 'write a name that can be read',
    };
  return undefined;
}

/** Keys to values; not null, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
}

/** One direction of a connection. */
export interface LinkData {
  readonly from: string;
  readonly to: string;
  /** Mtok/h, token-equivalent; >= 0. */
  readonly bandwidth: number;
  /** $/Mtok; >= 0. */
  readonly transportCost: number;
  /** Network round trip that using this link adds, ms; >= 0. */
  readonly roundTripMs: number;
}

export interface WorkloadData {
  readonly title: string;
  /** Largest sum of link round trips between origin and server, ms; null for no limit. Serving at the origin takes 0 ms. */
  readonly latencyMs: number | null;
  /** GPU h/Mtok generated; > 0. */
  readonly gpuHours: number;
  /** IT energy, kWh/Mtok generated, before PUE; >= 0. */
  readonly energy: number;
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
}

/**
 * A set of entries by name, whose names are judged too, each entry checked whatever its name. `z.record` drops an entry
 * named `__proto__` without a word.
 */
function named<Value>(entry: z.ZodType<Value>): z.ZodType<Readonly<Record<string, Value>>> {
  return z.unknown().transform((input, context) => {
    if (!isRecord(input)) {
      context.issues.push({ code: 'invalid_type', expected: 'record', input });
      return z.NEVER;
    }
    const entries = Object.entries(input).map(([name, raw]) => {
      const refusal = refuseName(name);
      if (refusal !== undefined) {
        const { message, ...params } = refusal;
        context.issues.push({ code: 'custom', path: [name], message, params, input: name });
      }
      const parsed = entry.safeParse(raw, { reportInput: true });
      for (const issue of parsed.error?.issues ?? [])
        context.issues.push({ ...issue, path: [name, ...issue.path] } as z.core.$ZodRawIssue);
      return [name, parsed.data as Value] as const;
    });
    return Object.fromEntries(entries);
  });
}

const nodeSchema = z.strictObject({
  title: z.string(),
  capacity: quantity('GPU', { min: 0 }),
  electricityPrice: quantity('$/kWh'),
  pue: quantity('1', { min: 1 }),
  carbonIntensity: quantity('gCO2/kWh', { min: 0 }),
  gpuCost: quantity('$/(GPU h)', { min: 0 }),
});

const linkSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  bandwidth: quantity('Mtok/h', { min: 0 }),
  transportCost: quantity('$/Mtok', { min: 0 }),
  roundTripMs: quantity('ms', { min: 0 }),
});

const workloadSchema = z.strictObject({
  title: z.string(),
  latencyMs: quantityOrNull('ms', { min: 0 }),
  gpuHours: quantity('GPU h/Mtok', { above: 0 }),
  energy: quantity('kWh/Mtok', { min: 0 }),
});

const dataSchema = z.strictObject({
  nodes: named(nodeSchema),
  links: named(linkSchema),
  workloads: named(workloadSchema),
  demand: named(named(quantity('Mtok/h', { min: 0 }))),
  demandScale: quantity('1', { min: 0 }).default(1),
});

/** Accepts plain numbers and figures (quantity.ts), returns plain numbers; refuses keys it does not know. */
export const tokenFlowSchema: z.ZodType<TokenFlowData> = dataSchema;

/** Names of the fields of the data itself, and of one entry of each of its named sets. */
export const TOKEN_FLOW_FIELDS: Readonly<Record<string, readonly string[]>> = {
  data: Object.keys(dataSchema.shape),
  nodes: Object.keys(nodeSchema.shape),
  links: Object.keys(linkSchema.shape),
  workloads: Object.keys(workloadSchema.shape),
};
