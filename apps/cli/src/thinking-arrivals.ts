/**
 * Real arrivals for the command: an Azure LLM inference trace (CSV, perhaps gzipped, with a TIMESTAMP column; one request a
 * row), how far it is from Poisson, and the delay of an allocation under it beside the formula's.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InvalidInputError } from '@marginal/program';
import {
  type ArrivalStatistics,
  arrivalStatistics,
  performanceOf,
  readArrivals,
  type Server,
  type Simulation,
  simulateArrivals,
} from '@marginal/thinking-tokens';
import type { CsvTable } from './result-folder.ts';

/** First two bytes of a gzipped file. */
const GZIP = [0x1f, 0x8b];

export interface Arrivals {
  readonly times: Float64Array;
  readonly statistics: ArrivalStatistics;
}

/** Reads a trace. Throws `InvalidInputError` with `--trace FILE` in the place. */
export function openArrivals(file: string): Arrivals {
  let text: string;
  try {
    const bytes = readFileSync(file);
    const zipped = GZIP.every((byte, at) => bytes[at] === byte);
    text = (zipped ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const cause = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = 'give the path of a CSV with a TIMESTAMP column, plain or gzipped';
    throw new InvalidInputError([{ code: 'cli.trace', place: `--trace ${file}`, cause, remedy }]);
  }
  try {
    const times = readArrivals(text);
    return { times, statistics: arrivalStatistics(times) };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(
      error.faults.map((fault) => ({ ...fault, place: `--trace ${file}: ${fault.place}` })),
    );
  }
}

/** What a simulation says of the formula where arrivals are not Poisson. */
const SIDES = {
  'too little': 'the formula understates delay, see the simulation',
  'too much': 'the formula overstates delay, see the simulation',
  'about right': 'the simulation does not tell the formula from them here',
} as const;

export interface TracedDelay extends ArrivalStatistics {
  /** Mean time in the system by the formula, s, at the server's arrival rate. */
  readonly formula: number;
  /** The same under the trace's pattern, paced to the server's arrival rate. */
  readonly simulated: Simulation;
  /** simulated / formula. */
  readonly ratio: number;
  /** On which side of the simulation's interval the formula lies. */
  readonly formulaSays: 'too little' | 'too much' | 'about right';
}

export function tracedDelay(
  { times, statistics }: Arrivals,
  server: Server,
  tokens: Float64Array,
  seed: number,
): TracedDelay {
  const formula = performanceOf(server, tokens).meanSystemTime;
  const simulated = simulateArrivals(server, tokens, times, { seed });
  const { mean, halfWidth } = simulated.systemTime;
  const formulaSays =
    formula < mean - halfWidth ? 'too little' : formula > mean + halfWidth ? 'too much' : 'about right';
  return { ...statistics, formula, simulated, ratio: mean / formula, formulaSays };
}

export function tracedTable(delay: TracedDelay): CsvTable {
  const { simulated } = delay;
  const row = (what: string, value: number, unit: string) => ({ what, value, unit });
  return {
    columns: ['what', 'value', 'unit'],
    rows: [
      row('arrivals', delay.arrivals, '1'),
      row('traceRate', delay.rate, '1/s'),
      row('gapVariability', delay.gapVariability, '1'),
      row('dispersionByMinute', delay.dispersion, '1'),
      row('formulaMeanSystemTime', delay.formula, 's'),
      row('simulatedMeanSystemTime', simulated.systemTime.mean, 's'),
      row('simulatedHalfWidth', simulated.systemTime.halfWidth, 's'),
      row('simulatedP95', simulated.quantiles.p95, 's'),
    ],
  };
}

export function tracedText(delay: TracedDelay): string[] {
  const { gapVariability, dispersion, formula, simulated, ratio, warning, rate, formulaSays } = delay;
  const { mean, halfWidth } = simulated.systemTime;
  return [
    '',
    `Real arrivals: ${delay.arrivals} at ${rate.toPrecision(4)}/s, paced to the arrival rate of the case`,
    `  gaps vary ${gapVariability.toPrecision(3)} and counts per minute ${dispersion.toPrecision(3)}, where Poisson has 1 and 1`,
    `  mean time ${mean.toFixed(3)} +- ${halfWidth.toFixed(3)} s; the formula says ${formula.toFixed(3)} s, so ${ratio.toPrecision(3)} times that`,
    ...(warning === undefined ? [] : [`  warning: ${warning}; ${SIDES[formulaSays]}`]),
  ];
}
