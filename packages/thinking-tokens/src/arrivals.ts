/**
 * How far arrivals are from a Poisson stream, in the two numbers that are 1 for one: the squared coefficient of variation of the
 * gaps, and the index of dispersion (variance over mean) of the counts per minute. Waits grow with both; the formula of
 * Pollaczek and Khinchine holds only where both are near 1.
 */
import { InvalidInputError } from '@marginal/program';
import { requireArrivals } from './simulation.ts';
import { POISSON_DEVIATION, POISSON_SIGMAS } from './tolerances.ts';

const MINUTE = 60;

export interface ArrivalStatistics {
  readonly arrivals: number;
  /** Mean rate, 1/s. */
  readonly rate: number;
  /** Variance of the gaps over their mean squared. */
  readonly gapVariability: number;
  /** Variance of the counts per minute over their mean, full minutes from the first arrival. */
  readonly dispersion: number;
  /** Whether both are as close to 1 as a Poisson stream of this length would have them. */
  readonly likePoisson: 'yes' | 'no';
  /** That the formula is not made for these arrivals, for people; absent where it is. On which side it errs, a simulation says. */
  readonly warning?: string;
}

function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

/**
 * `times`: s, in order, two minutes of them at least, and one more than the batches of a simulation. A minute that the end of
 * the stream cuts short is not counted. Throws `InvalidInputError` `thinking-tokens.arrivals`.
 */
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
  requireArrivals(times);
  const gaps = new Float64Array(last);
  for (let n = 0; n < last; n++) gaps[n] = times[n + 1] - times[n];
  const counts = new Float64Array(Math.floor(span / MINUTE));
  for (const time of times) {
    const minute = Math.floor((time - times[0]) / MINUTE);
    if (minute < counts.length) counts[minute]++;
  }
  const gap = meanAndVariance(gaps);
  const count = meanAndVariance(counts);
  const gapVariability = gap.variance / gap.mean ** 2;
  const dispersion = count.variance / count.mean;
  // Standard deviations of both for a Poisson stream: 2 / sqrt(gaps), and sqrt(2 / (minutes - 1)) of the unbiased dispersion.
  const room = (deviation: number): number => Math.max(POISSON_DEVIATION, POISSON_SIGMAS * deviation);
  const unbiased = (dispersion * counts.length) / (counts.length - 1);
  const far =
    Math.abs(gapVariability - 1) > room(2 / Math.sqrt(last)) ||
    Math.abs(unbiased - 1) > room(Math.sqrt(2 / (counts.length - 1)));
  return {
    arrivals: times.length,
    rate: 1 / gap.mean,
    gapVariability,
    dispersion,
    likePoisson: far ? 'no' : 'yes',
    ...(far
      ? {
          warning: `arrivals are not Poisson: gaps vary ${gapVariability.toPrecision(3)} times, counts per minute ${dispersion.toPrecision(3)} times as much`,
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
