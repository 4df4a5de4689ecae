/**
 * Owns reading a table of round trips, straight as published: one row per pair (`source,destination,rtt_ms`), or a
 * matrix (a row per source, a column per destination), as CSV or as the Markdown table of Azure's documentation page. In
 * ms. Every row is judged (round-trip-check.ts); a table with one refused row is refused.
 */
import type { Fault } from '@marginal/program';
import { AZURE_REGIONS } from './azure-regions.ts';
import { type CsvTable, readCsv } from './csv-table.ts';
import type { Coordinates } from './great-circle.ts';
import { checkRoundTrips, type RoundTrip, type Warning } from './round-trip-check.ts';

export interface LatencyTable {
  /** In the order of the file; empty if there are faults. */
  readonly roundTrips: readonly RoundTrip[];
  /** Places that occur, in order of appearance. */
  readonly places: readonly string[];
  /** Places without coordinates: their round trips were not held against light. */
  readonly unlocated: readonly string[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

const SOURCE = ['source', 'from'];
const DESTINATION = ['destination', 'to'];
const MILLISECONDS = ['rtt_ms', 'roundTripMs', 'ms'];

function columnOf(table: CsvTable, names: readonly string[]): string | undefined {
  return table.columns.find(({ name }) => names.includes(name))?.name;
}

/** Whether these are the columns of a table of pairs. */
export function isLatencyHeader(table: CsvTable): boolean {
  return [SOURCE, DESTINATION, MILLISECONDS].every((names) => columnOf(table, names) !== undefined);
}

/** `| a | b |` to `a,b`, the line of dashes to a blank one, so that every line keeps its number. */
function fromMarkdown(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/^.*$/gm, (line) => {
    const cells = /^\s*\|(.*)\|\s*$/.exec(line)?.[1].split('|');
    if (cells === undefined || cells.every((cell) => /^[\s:-]*$/.test(cell))) return '';
    return cells.map((cell) => `"${cell.trim().replaceAll('"', '""')}"`).join(',');
  });
}

interface Reading {
  readonly trips: readonly RoundTrip[];
  readonly faults: readonly Fault[];
}

function readMs(
  text: string | undefined,
  place: string,
): { readonly ms: number } | { readonly fault: Fault } {
  const ms = text === undefined ? Number.NaN : Number(text);
  if (Number.isFinite(ms) && ms >= 0) return { ms };
  return {
    fault: {
      code: 'scenarios.not-a-round-trip',
      place,
      cause:
        text === undefined ? 'the round trip is missing' : `${JSON.stringify(text)} is no round trip in ms`,
      remedy: 'give a number in ms, zero or more, with a decimal point; or remove the row',
    },
  };
}

function readPairs(table: CsvTable): Reading {
  const [source, destination, milliseconds] = [SOURCE, DESTINATION, MILLISECONDS].map(
    (names) => columnOf(table, names) ?? '',
  );
  const faults: Fault[] = [];
  const trips: RoundTrip[] = [];
  for (const row of table.rows) {
    const [from, to] = [source, destination].map((column) => {
      const name = row.cell(column);
      if (name === undefined)
        faults.push({
          code: 'scenarios.missing-place',
          place: row.placeOf(column),
          cause: 'names no place',
          remedy: 'write the name of the place, or remove the row',
        });
      return name;
    });
    const read = readMs(row.cell(milliseconds), row.placeOf(milliseconds));
    if ('fault' in read) faults.push(read.fault);
    else if (from !== undefined && to !== undefined)
      trips.push({ from, to, ms: read.ms, place: row.placeOf(milliseconds) });
  }
  return { trips, faults };
}

function readMatrix(table: CsvTable): Reading {
  const [first, ...destinations] = table.columns;
  const faults: Fault[] = [];
  const trips: RoundTrip[] = [];
  for (const row of table.rows) {
    const from = row.cell(first.name);
    if (from === undefined) {
      faults.push({
        code: 'scenarios.missing-place',
        place: row.placeOf(first.name),
        cause: 'names no place',
        remedy: 'write the name of the source into the first column, or remove the row',
      });
      continue;
    }
    for (const { name: to } of destinations) {
      const text = row.cell(to);
      // A blank is a pair that was not measured, as most tables have on their diagonal.
      if (text === undefined) continue;
      const read = readMs(text, row.placeOf(to));
      if ('fault' in read) faults.push(read.fault);
      else trips.push({ from, to, ms: read.ms, place: row.placeOf(to) });
    }
  }
  return { trips, faults };
}

function repeated(trips: readonly RoundTrip[]): Fault[] {
  const first = new Map<string, RoundTrip>();
  return trips.flatMap((trip) => {
    const key = JSON.stringify([trip.from, trip.to]);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, trip);
      return [];
    }
    return [
      {
        code: 'scenarios.duplicate-row',
        place: trip.place,
        cause: `'${trip.from}' to '${trip.to}' is given again, as ${trip.ms} ms; first as ${earlier.ms} ms at ${earlier.place}`,
        remedy: 'keep one of the two',
      },
    ];
  });
}

/**
 * Reads and judges a latency table. `coordinates` (degrees, by place) come on top of those of Azure's regions, and win.
 * Never throws for what the text says.
 */
export function readLatencyTable(
  text: string,
  file: string,
  coordinates: ReadonlyMap<string, Coordinates> = new Map(),
): LatencyTable {
  const table = readCsv(/^\uFEFF?\s*\|/.test(text) ? fromMarkdown(text) : text, file);
  const { trips, faults } = isLatencyHeader(table) ? readPairs(table) : readMatrix(table);
  const located = new Map([...AZURE_REGIONS, ...coordinates]);
  const verdict = checkRoundTrips(trips, located);
  const found = [...table.faults, ...faults, ...repeated(trips), ...verdict.faults];
  const places = [...new Set(trips.flatMap(({ from, to }) => [from, to]))];
  return {
    roundTrips: found.length > 0 ? [] : trips,
    places,
    unlocated: places.filter((place) => !located.has(place)),
    faults: found,
    warnings: verdict.warnings,
  };
}
