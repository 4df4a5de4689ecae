/**
 * Owns the pack us5-day: us5 over 24 hours. Demand follows the working day of each place, electricity prices and carbon
 * follow sun, wind and evening peaks; batch may wait eight hours. Hour 0 is midnight US Central Time. The shapes are
 * synthetic: smooth curves of the usual form, each with a mean of 1 (prices, carbon) or a peak near 1 (demand).
 */
import { isDeepStrictEqual } from 'node:util';
import { type Citation, loadScenario, type Scenario } from '@marginal/scenarios';
import { type Figure, figure, rounded } from './figure.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Hours that the clock of a place is ahead of Central Time. */
const AHEAD: Readonly<Record<string, number>> = {
  virginia: 1,
  iowa: 0,
  texas: 0,
  wyoming: -1,
  washington: -2,
};

/** Depth of the midday dip (sun), of the night dip (wind), and height of the evening peak, as shares of the mean price. */
const PRICE_FORM: Readonly<Record<string, readonly [sun: number, wind: number, evening: number]>> = {
  virginia: [0.1, 0, 0.35],
  iowa: [0.05, 0.35, 0.15],
  texas: [0.4, 0.2, 0.7],
  wyoming: [0.1, 0.25, 0.2],
  washington: [0, 0, 0.08],
};

const DEFER_HOURS = 8;

/** 1 at the hour `peak`, falling off within about `width` hours, round the clock. */
function bump(hour: number, peak: number, width: number): number {
  const away = Math.abs(((hour - peak + 36) % 24) - 12);
  return Math.exp(-((away / width) ** 2));
}

function withMeanOne(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => rounded(value / mean, 4));
}

function localHour(node: string, hour: number): number {
  return (hour + AHEAD[node] + 24) % 24;
}

/** Nights at two fifths, a long day, and an evening shoulder. */
function demandShape(node: string): number[] {
  return HOURS.map((hour) => {
    const local = localHour(node, hour);
    return rounded(0.4 + 0.55 * bump(local, 14, 5) + 0.2 * bump(local, 20.5, 2.5), 4);
  });
}

function priceShape(node: string): number[] {
  const [sun, wind, evening] = PRICE_FORM[node];
  return withMeanOne(
    HOURS.map((hour) => {
      const local = localHour(node, hour);
      return 1 - sun * bump(local, 12.5, 3.5) - wind * bump(local, 3, 4) + evening * bump(local, 19, 2.5);
    }),
  );
}

/** Less carbon when there is sun or wind, half as deep as the price. */
function carbonShape(node: string): number[] {
  const [sun, wind] = PRICE_FORM[node];
  return withMeanOne(
    HOURS.map((hour) => {
      const local = localHour(node, hour);
      return 1 - (sun * bump(local, 12.5, 3.5) + wind * bump(local, 3, 4)) / 2;
    }),
  );
}

const SHAPES: Citation = {
  title: 'Day shapes chosen for this scenario',
  by: 'Marginal',
  licence: 'MIT',
  note: "tools/packs. Smooth curves of the usual form; not any place's measured day.",
};

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function shape(values: readonly number[], note: string): Figure<readonly number[]> {
  return figure(values, '1', 'day-shapes', note);
}

/** us5 with a day around it; the base figures are those of us5. */
export async function us5Day(): Promise<Scenario> {
  const us5 = await loadScenario('us5');
  const data = us5.data as Readonly<Record<'nodes' | 'workloads', Entries>>;
  if (!isDeepStrictEqual(Object.keys(data.nodes), Object.keys(AHEAD)))
    throw new Error('us5 has other nodes than us5-day knows');
  const nodes = Object.entries(data.nodes).map(([name, node]) => [
    name,
    {
      ...node,
      demandShape: shape(demandShape(name), 'the local working day'),
      electricityPriceShape: shape(priceShape(name), 'sun, wind and evening peak; mean 1'),
      carbonShape: shape(carbonShape(name), 'sun and wind; mean 1'),
    },
  ]);
  const { batch } = data.workloads;
  return {
    ...us5,
    name: 'us5-day',
    title: 'us5 over a day: hourly demand and prices, batch that may wait eight hours',
    sources: { ...us5.sources, 'day-shapes': SHAPES },
    data: {
      ...data,
      nodes: Object.fromEntries(nodes),
      workloads: {
        ...data.workloads,
        batch: { ...batch, deferHours: figure(DEFER_HOURS, 'h', 'synthetic', 'collected the next morning') },
      },
      hours: figure(HOURS.length, 'h', 'synthetic', 'hour 0 is midnight US Central Time'),
    },
  };
}
