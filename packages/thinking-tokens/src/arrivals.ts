/**
 * How far arrivals are from a Poisson stream, in the two numbers that are 1 for one: the squared coefficient of variation of the
 * gaps, and the index of dispersion (variance over mean) of the counts per minute. Waits grow with both; the formula of
 * Pollaczek and Khinchine holds only where both are near 1.
 */
import { InvalidInputError } from '@marginal/program';
import { POISSON_DEVIATION } from './tolerances.ts';

const MINUTE = 60;

export interface ArrivalStatistics {
  readonly arrivals: number;
  /** Mean rate, 1/s. */
  readonly rate: number;
  /** Variance of the gaps over their mean squared. */
  readonly gapVariability: number;
  /** Variance of the counts per minute over their mean, minutes counted from the first arrival, the last one cut short. */
  readonly dispersion: number;
  /** Whether both are close enough to 1 for the formula to be trusted. */
  readonly likePoisson: 'yes' | 'no';
  /** What to think of the formula, for people; absent where it holds. */
  readonly warning?: string;
}

function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

/** `times`: s, in order, two minutes of them at least. Throws `InvalidInputError` `thinking-tokens.arrivals`. */
export function arrivalStatistics(times: Float64Array): ArrivalStatistics {
  const last = times.length - 1;
  const unordered = times.findIndex((time, n) => !(n === 0 ? Number.isFinite(time) : time >= times[n - 1]));
  const span = last > 0 ? times[last] - times[0] : 0;
  if (unordered >= 0 || !(span >= 2 * MINUTE))
    throw new InvalidInputError([
      {
        code: 'thinking-tokens.arrivals',
        place: unordered >= 0 ? `arrival ${unordered + 1}` : 'arrivals',
        cause: unordered >= 0 ? 'comes before the one before it, or is no time' : `cover ${span} s`,
        remedy: 'give times in seconds, in order, over two minutes or more',
      },
    ]);
  const gaps = new Float64Array(last);
  for (let n = 0; n < last; n++) gaps[n] = times[n + 1] - times[n];
  const counts = new Float64Array(Math.floor(span / MINUTE) + 1);
  for (const time of times) {
    counts[Math.floor((time - times[0]) / MINUTE)]++;
  }
  const gap = meanAndVariance(gaps);
  const count = meanAndVariance(counts);
  const gapVariability = gap.variance / gap.mean ** 2;
  const dispersion = count.variance / count.mean;
  const far = [gapVariability, dispersion].some((value) => Math.abs(value - 1) > POISSON_DEVIATION);
  return {
    arrivals: times.length,
    rate: 1 / gap.mean,
    gapVariability,
    dispersion,
    likePoisson: far ? 'no' : 'yes',
    ...(far
      ? {
          warning: `arrivals are not Poisson: gaps vary ${gapVariability.toPrecision(3)} times, counts per minute ${dispersion.toPrecision(3)} times as much; the formula understates delay, see the simulation`,
        }
      : {}),
  };
}

/** Reads the TIMESTAMP column of an Azure LLM inference trace (CSV), as seconds from the full second of the first; rows in order. */
export function readArrivals(csv: string): Float64Array {
  const [head, ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const column = (head ?? '').split(',').indexOf('TIMESTAMP');
  const wrong = (line: number, cause: string): never => {
    throw new InvalidInputError([
      {
        code: 'thinking-tokens.trace',
        place: `line ${line}`,
        cause,
        remedy: "give a CSV with a TIMESTAMP column such as '2023-11-16 18:15:46.6805900'",
      },
    ]);
  };
  if (column < 0) wrong(1, 'there is no column TIMESTAMP');
  let start: number | undefined;
  return Float64Array.from(lines, (line, n) => {
    const text = line.split(',')[column] ?? '';
    // Date keeps milliseconds only, and seconds since 1970 leave a double seven decimals: both parts are read apart.
    const [, whole, fraction = '0'] =
      /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:00)?$/.exec(text) ?? [];
    const seconds = whole === undefined ? Number.NaN : Date.parse(`${whole.replace(' ', 'T')}Z`) / 1000;
    if (Number.isNaN(seconds)) wrong(n + 2, `'${text}' is not a time`);
    start ??= seconds;
    return seconds - start + Number(`0.${fraction}`);
  });
}
