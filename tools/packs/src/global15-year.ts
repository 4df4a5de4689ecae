/**
 * Owns the pack global15-year: global15-day with 365 days around it, 8,760 hours. Every hour's price, carbon intensity and
 * demand is that of the hour of the day times a factor of the day. The factors are synthetic, drawn from a seed; their mean
 * over the year is 1, so the yearly carbon of a place stays the published figure. Day 0 is a Monday, the 1st of January.
 */
import type { Citation, Scenario } from '@marginal/scenarios';
import { type Figure, figure, rounded } from './figure.ts';
import { global15Day, SYNTHETIC } from './global15-day.ts';
import { type Random, randomFrom } from './random.ts';

const DAYS = 365;
const SEED = 15;
/** How much of a deviation is left on the next day: weather lasts a few days. */
const PERSISTENCE = 0.7;

const YEAR_SHAPES: Citation = {
  title: 'Factors of days chosen for this scenario',
  by: 'Marginal',
  licence: 'MIT',
  note: `tools/packs, from seed ${SEED}. Season, day of the week and weather that lasts for days, by formulas; not any place's measured year.`,
};

/** What the factors of one kind are made of, shares of the mean. */
interface Form {
  /** Rise in the local winter. */
  readonly winter: number;
  /** Fall on Saturday and Sunday. */
  readonly weekend: number;
  /** Spread of the weather, one standard deviation. */
  readonly weather: number;
}

const PRICE: Form = { winter: 0.15, weekend: 0.08, weather: 0.12 };
const CARBON: Form = { winter: 0.08, weekend: 0.04, weather: 0.08 };
/** Demand has a ceiling: a site holds 1.3 times its own peak. */
const DEMAND: Form = { winter: 0.02, weekend: 0.2, weather: 0.02 };

/** Weather: each day keeps a part of the day before's deviation; its spread is 1 in the long run. */
function weather(random: Random): number[] {
  let deviation = random.normal();
  return Array.from({ length: DAYS }, () => {
    deviation = PERSISTENCE * deviation + Math.sqrt(1 - PERSISTENCE ** 2) * random.normal();
    return deviation;
  });
}

/** Factors of all days with mean 1, to four digits; never below a tenth. */
function factors(form: Form, latitude: number, random: Random): number[] {
  const raw = weather(random).map((deviation, day) => {
    const winter = Math.cos((2 * Math.PI * (day - 14)) / DAYS) * (latitude < 0 ? -1 : 1);
    const rest = day % 7 >= 5 ? form.weekend : 0;
    return Math.max(0.1, 1 + form.winter * winter - rest + form.weather * deviation);
  });
  const mean = raw.reduce((sum, value) => sum + value, 0) / DAYS;
  return raw.map((value) => rounded(value / mean, 4));
}

function own(
  value: number | readonly number[],
  unit: string,
  note?: string,
): Figure<number | readonly number[]> {
  return figure(value, unit, 'synthetic', note);
}

/** The pack, from another seed if you like. */
export function global15Year(seed = SEED): Scenario {
  const day = global15Day();
  const data = day.data as Readonly<Record<string, Readonly<Record<string, { latitude?: Figure<number> }>>>>;
  const random = randomFrom(seed);
  const by = (set: string, form: Form): Record<string, unknown> =>
    Object.fromEntries(
      Object.keys(data[set]).map((name) => [
        name,
        figure(factors(form, data.nodes[name].latitude?.value ?? 0, random), '1', 'year-shapes'),
      ]),
    );
  const name = 'global15-year';
  return {
    ...day,
    name,
    title: '15 Azure regions over 8,760 hours, planned by rolling from window to window',
    sources: { ...day.sources, 'year-shapes': YEAR_SHAPES, synthetic: SYNTHETIC },
    data: {
      ...data,
      days: {
        count: own(DAYS, '1', 'day 0 is a Monday, the 1st of January'),
        demand: by('clients', DEMAND),
        price: by('computes', PRICE),
        carbon: by('computes', CARBON),
        step: own(8, 'h', 'hours kept of every window'),
        foresight: own(2, 'h', 'hours it looks ahead beyond them'),
      },
    },
    place: `${name}.json`,
  };
}
