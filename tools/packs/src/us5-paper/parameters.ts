/**
 * Owns what *is* calibrated in us5-paper: twenty numbers, each with the range that real figures support and the step in
 * which it is written. The search (search.ts) never leaves the ranges.
 */
import type { Random } from '../random.ts';
import { CONNECTIONS, PLACE_NAMES } from './places.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly unit: string;
  /** What supports the range. */
  readonly support: string;
}

const GPU_COST: Range = {
  low: 1.99,
  high: 5,
  step: 0.01,
  unit: '$/(GPU h)',
  support:
    'an H100 hour rents for 1.99 at one provider and 5.00 at another in 2026 (mercatus-ai.com, Cloud GPU Pricing)',
};

const CAPACITY: Range = {
  low: 1024,
  high: 24_576,
  step: 8,
  unit: 'GPU',
  support:
    'from a small hall to one of the two 24,576-GPU clusters that Meta published in March 2024; whole servers of eight',
};

const LINK: Range = {
  low: 450,
  high: 45_000,
  step: 50,
  unit: 'GB/h',
  support: 'line rates of Ethernet from 1 Gb/s (450 GB/h) to 100 Gb/s (45,000 GB/h): a share of a backbone',
};

const TRANSFER: Readonly<Record<'chat' | 'code' | 'batch', Range>> = {
  chat: {
    low: 0.03,
    high: 0.6,
    step: 0.001,
    unit: 'GB/Mtok',
    support:
      '5.5 tokens of context are read per token generated (Azure trace 2023); 4 bytes a token as plain text gives 0.03; answers streamed as one JSON event of some 200 to 500 bytes per token give up to 0.6',
  },
  code: {
    low: 0.3,
    high: 1.2,
    step: 0.001,
    unit: 'GB/Mtok',
    support:
      '73 tokens of context are read per token generated (Azure trace 2023); 4 bytes a token as plain text gives 0.3; with streamed events, and files sent again in JSON, up to 1.2',
  },
  batch: {
    low: 0.1,
    high: 10,
    step: 0.01,
    unit: 'GB/Mtok',
    support:
      'documents with scanned pages and figures: 0.1 to 1 MB a page, one page for 100 to 1000 tokens of reasoning',
  },
};

/** Names of the calibrated numbers, in the order in which they are drawn and written. */
export const RANGES: Readonly<Record<string, Range>> = Object.fromEntries([
  ...PLACE_NAMES.map((name) => [`gpuCost.${name}`, GPU_COST] as const),
  ...PLACE_NAMES.map((name) => [`capacity.${name}`, CAPACITY] as const),
  ...CONNECTIONS.map(({ ends }) => [`capacityGB.${ends.join('-')}`, LINK] as const),
  ...Object.entries(TRANSFER).map(([name, range]) => [`transferGB.${name}`, range] as const),
]);

export type Parameters = Readonly<Record<string, number>>;

/** The nearest step inside the range. */
function within(value: number, { low, high, step }: Range): number {
  const steps = Math.round(Math.min(high, Math.max(low, value)) / step);
  const inside = Math.min(Math.floor(high / step + 1e-9), Math.max(Math.ceil(low / step - 1e-9), steps));
  return Number((inside * step).toPrecision(12));
}

/**
 * Where a search starts from, narrower than the ranges: dear GPUs at the coasts, cheap ones between them, and a wide link
 * into Washington, so that Washington can import its chat until a tight limit forbids it. A start, and no more: moves may
 * leave it.
 */
const START: Readonly<Record<string, readonly [low: number, high: number]>> = {
  gpuCost: [2, 2.8],
  'gpuCost.virginia': [3, 4.8],
  'gpuCost.washington': [4.2, 4.9],
  capacity: [5000, 12_000],
  'capacity.washington': [3500, 6000],
  capacityGB: [700, 5000],
  'capacityGB.texas-washington': [9000, 20_000],
  'transferGB.batch': [1, 3],
};

/** Numbers spread evenly on a logarithmic scale over their starting ranges. */
export function drawParameters(random: Random): Parameters {
  return Object.fromEntries(
    Object.entries(RANGES).map(([name, range]) => {
      const [low, high] = START[name] ?? START[name.split('.')[0]] ?? [range.low, range.high];
      return [name, within(Math.exp(random.between(Math.log(low), Math.log(high))), range)];
    }),
  );
}

/** One to three of the numbers multiplied by about e^(+-spread), one step at least. */
export function mutate(parameters: Parameters, spread: number, random: Random): Parameters {
  const names = Object.keys(RANGES);
  const changed: Record<string, number> = { ...parameters };
  for (let change = 1 + random.below(3); change > 0; change--) {
    const name = names[random.below(names.length)];
    const factor = Math.exp(spread * random.normal());
    const nudge = Math.sign(factor - 1) * RANGES[name].step;
    const moved = within(changed[name] * factor, RANGES[name]);
    changed[name] = moved === changed[name] ? within(moved + nudge, RANGES[name]) : moved;
  }
  return changed;
}

/** How many numbers stand at an end of their range: there the range, and not the facts, has decided them. */
export function countAtEnds(parameters: Parameters): number {
  return Object.entries(RANGES).filter(([name, { low, high, step }]) => {
    const value = parameters[name];
    return value < low + step / 2 || value > high - step / 2;
  }).length;
}

/** Numbers that are missing, unknown, or outside their ranges or steps. */
export function refusals(parameters: Parameters): string[] {
  const unknown = Object.keys(parameters).filter((name) => !Object.hasOwn(RANGES, name));
  return [
    ...unknown.map((name) => `${name} is not a parameter`),
    ...Object.entries(RANGES).flatMap(([name, range]) => {
      const value = parameters[name];
      if (value === undefined) return [`${name} is missing`];
      return within(value, range) === value
        ? []
        : [
            `${name} = ${value} is not a multiple of ${range.step} in ${range.low} .. ${range.high} ${range.unit}`,
          ];
    }),
  ];
}
