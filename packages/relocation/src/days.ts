/**
 * Owns a horizon of many days made from one: in hour t of day d a demand, price or carbon intensity is that of hour t
 * times the factor of day d; capacity is the same every day. Windows of it are cut when they are needed, so a year need
 * not be held in memory.
 */
import { isRecord, named, nameKnown, quantity, quantityList } from '@marginal/figures';
import { type Fault, NotAllowedError } from '@marginal/program';
import { z } from 'zod';
import type { ByName, RelocationData, Report } from './data.ts';

/** Factors of days, and how they are planned. */
export interface DaysData {
  /** Days of the horizon; factors may go on beyond them. */
  readonly count: number;
  /** Of all classes of a client, 1. */
  readonly demand: ByName<readonly number[]>;
  /** Of a compute node, 1. */
  readonly price: ByName<readonly number[]>;
  readonly carbon: ByName<readonly number[]>;
  /** Hours kept of every window, and hours that it looks ahead beyond them. */
  readonly step: number;
  readonly foresight: number;
}

export const daysSchema = z.strictObject({
  count: quantity('1', { min: 1, whole: true }),
  demand: named(quantityList('1', { min: 0 })),
  price: named(quantityList('1')),
  carbon: named(quantityList('1', { min: 0 })),
  step: quantity('h', { min: 1, whole: true }),
  foresight: quantity('h', { min: 0, whole: true }),
});

/** A whole number above zero, plain or as a figure; 0 for anything else. */
export function lengthIn(raw: unknown, field: string): number {
  const given = isRecord(raw) ? raw[field] : undefined;
  const value = isRecord(given) ? given.value : given;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** Days must have factors for every client and compute node, as many as there are days, and for nobody else. */
export function daysFaults(
  raw: unknown,
  sets: Readonly<Record<string, readonly string[]>>,
  report: Report,
): Fault[] {
  const days = isRecord(raw) ? raw.days : undefined;
  if (!isRecord(days)) return [];
  const count = lengthIn(days, 'count');
  return [
    ['demand', 'clients'],
    ['price', 'computes'],
    ['carbon', 'computes'],
  ].flatMap(([field, set]) => {
    const given = days[field];
    if (!isRecord(given)) return [];
    const lengths = Object.entries(given).flatMap(([name, value]) => {
      const list = isRecord(value) ? value.value : value;
      return Array.isArray(list) && list.length < count ? [{ name, length: list.length }] : [];
    });
    return [
      ...lengths.map(({ name, length }) =>
        report(
          ['days', field, name],
          'wrong-shape',
          `has ${length} numbers, and there are ${count} days`,
          `give ${count} numbers, or take fewer days`,
        ),
      ),
      ...Object.keys(given)
        .filter((name) => !sets[set].includes(name))
        .map((name) =>
          report(
            ['days', field, name],
            'unknown-label',
            `'${name}' is not among the ${set}`,
            nameKnown(set, name, sets[set]),
          ),
        ),
      ...sets[set]
        .filter((name) => !Object.hasOwn(given, name))
        .map((name) =>
          report(['days', field, name], 'missing', 'is missing', 'add it; 1 leaves every day as it is'),
        ),
    ];
  });
}

/** Hours of the whole horizon. */
export function horizonHours({ hours, days }: RelocationData): number {
  return hours * (days?.count ?? 1);
}

/** The data of some hours of the horizon, without days; hours beyond the end are left out. */
export function hoursOf(data: RelocationData, from: number, hours: number): RelocationData {
  const { days } = data;
  const count = Math.min(hours, horizonHours(data) - from);
  const cut = (values: readonly number[], factors?: readonly number[]): number[] =>
    Array.from({ length: count }, (_, t) => {
      const at = from + t;
      return values[at % data.hours] * (factors?.[Math.floor(at / data.hours)] ?? 1);
    });
  return {
    ...data,
    hours: count,
    days: undefined,
    clients: Object.fromEntries(
      Object.entries(data.clients).map(([name, client]) => [
        name,
        {
          ...client,
          demand: Object.fromEntries(
            Object.entries(client.demand).map(([kind, values]) => [kind, cut(values, days?.demand[name])]),
          ),
        },
      ]),
    ),
    computes: Object.fromEntries(
      Object.entries(data.computes).map(([name, site]) => [
        name,
        {
          ...site,
          price: cut(site.price, days?.price[name]),
          carbon: cut(site.carbon, days?.carbon[name]),
          capacity: cut(site.capacity),
        },
      ]),
    ),
  };
}

/** Refuses data of many days where one program is to be stated: it would be of the first day alone. */
export function refuseDays({ days }: RelocationData, place: string): void {
  if (days === undefined) return;
  throw new NotAllowedError({
    code: 'relocation.many-days',
    place,
    cause: `the data are of ${days.count} days, and one program states one horizon`,
    remedy: 'roll over the days with rollHorizon, or cut hours out with hoursOf',
  });
}
