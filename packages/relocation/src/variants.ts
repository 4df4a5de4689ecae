/**
 * What each friction takes away: the same market with nothing but electricity and latency, then with one limit or
 * friction at a time, then with all of them. Variants differ in masks, extensions and capacity; data are the same.
 */
import type { RelocationData } from './data.ts';
import { FRICTIONS, type Friction, frictions } from './frictions.ts';
import { type RelocationExtension, type RelocationMarket, relocation } from './market.ts';
import { latencyMask, masksOf } from './masks.ts';

/** Limits and frictions that a variant may have on top of latency. */
export const LIMITS = ['capacity', 'law', 'state', 'model', 'accelerator', ...FRICTIONS] as const;
export type Limit = (typeof LIMITS)[number];

/** Whether the data hold anything that this limit could act on; a limit that cannot act is left out of tables. */
export function isPresent(data: RelocationData, limit: Limit): boolean {
  const classes = Object.values(data.classes);
  switch (limit) {
    case 'law':
      return Object.keys(data.laws).length > 0;
    case 'state':
      return classes.some(({ state }) => state !== 'anywhere');
    case 'friction':
    case 'coldStart':
      return classes.some((kind) => kind[limit] > 0);
    case 'migration':
      return classes.some(({ stateGb }) => stateGb > 0);
    case 'egress':
      return classes.some(({ requestGb, responseGb }) => requestGb + responseGb > 0);
    default:
      return true;
  }
}

/** Capacity, MW at every site, that can never bind: all demand of the busiest hour at the worst PUE. */
function ample(data: RelocationData): number {
  const worst = Math.max(...Object.values(data.computes).map(({ pue }) => pue));
  const peak = Math.max(
    ...Array.from({ length: data.hours }, (_, t) =>
      Object.values(data.clients).reduce(
        (sum, { demand }) =>
          sum +
          Object.entries(demand).reduce((s, [kind, series]) => s + series[t] * data.classes[kind].energy, 0),
        0,
      ),
    ),
  );
  return 1 + worst * peak * data.demandScale;
}

/** The data with capacity that never binds. */
export function withoutCapacity(data: RelocationData): RelocationData {
  const capacity = new Array<number>(data.hours).fill(ample(data));
  return {
    ...data,
    capacityScale: 1,
    computes: Object.fromEntries(
      Object.entries(data.computes).map(([name, site]) => [name, { ...site, capacity }]),
    ),
  };
}

/** The market with latency and the limits named, and no others; `more` is part of every variant. */
export function variant(
  data: RelocationData,
  limits: readonly Limit[],
  more: readonly RelocationExtension[] = [],
): RelocationMarket {
  const [latency, ...others] = [latencyMask(data), ...masksOf(data).filter(({ name }) => name !== 'latency')];
  const isNamed = (mask: string): boolean =>
    limits.some((limit) => mask === limit || mask.startsWith(`${limit}:`));
  return relocation(limits.includes('capacity') ? data : withoutCapacity(data), {
    masks: [latency, ...others.filter(({ name }) => isNamed(name))],
    extensions: [
      ...frictions(
        limits.filter((limit): limit is Friction => (FRICTIONS as readonly string[]).includes(limit)),
      ),
      ...more,
    ],
    mostMasks: 1,
  });
}
