/**
 * Owns reading a market from a folder of CSVs: nodes.csv, workloads.csv and demand.csv, and whatever else columns.ts
 * names; only the columns that differ from their defaults. What comes out is a scenario like any other, in which every
 * number is a figure with its unit and source and knows its file, line and column. One refused cell refuses the folder.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { knownNames } from '../known-names.ts';
import type { OpenedScenario } from '../scenario.ts';
import { putRow, refuseUnknownColumns } from './cells.ts';
import { CARBON_UNIT, MARKET_COLUMNS, PRICE_UNIT } from './columns.ts';
import { type CsvTable, readCsv } from './csv-table.ts';
import { readDemand } from './demand-table.ts';
import { readEntries, readSources } from './entry-tables.ts';
import { MarketInParts } from './market-parts.ts';
import { fillRoundTrips, locate } from './places.ts';
import { readDemandShape, readNodeSeries } from './series-tables.ts';

const REQUIRED_FILES = ['nodes.csv', 'workloads.csv', 'demand.csv'];
const KNOWN_FILES = [
  ...REQUIRED_FILES,
  'links.csv',
  'prices.csv',
  'carbon.csv',
  'demand-shape.csv',
  'round-trips.csv',
  'market.csv',
  'sources.csv',
  'bids.csv',
  'outages.csv',
];

/** The folder's files by name; a CSV whose name says nothing to us is a typing error, not a comment. */
async function readFiles(folder: string, market: MarketInParts): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
  for (const name of names)
    if (!KNOWN_FILES.includes(name))
      market.refuse(
        'unknown-table',
        join(folder, name),
        `'${name}' is not a table of a market`,
        knownNames(name, KNOWN_FILES),
      );
  for (const name of REQUIRED_FILES)
    if (!names.includes(name))
      market.refuse('missing-table', join(folder, name), 'is missing', 'a market needs it; write it');
  const known = names.filter((name) => KNOWN_FILES.includes(name));
  return new Map(
    await Promise.all(known.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** Reads a folder as far as it can be read; faults of the data are for `checkScenario`, as with any scenario. */
export async function readMarketFolder(folder: string): Promise<OpenedScenario> {
  const market = new MarketInParts(folder);
  const texts = await readFiles(folder, market);
  const regions = new Map<string, string>();
  const withTable = (name: string, read: (table: CsvTable) => void): void => {
    const text = texts.get(name);
    if (text === undefined) return;
    const table = readCsv(text, join(folder, name));
    market.faults.push(...table.faults);
    if (table.columns.length > 0) read(table);
  };
  let [title, name] = [basename(folder), basename(folder)];
  withTable('sources.csv', (table) => readSources(table, market));
  for (const set of ['nodes', 'links', 'workloads', 'bids', 'outages'] as const)
    withTable(`${set}.csv`, (table) => readEntries(set, table, market, regions));
  if (!texts.has('links.csv')) market.put(['links'], {}, folder);
  withTable('demand.csv', (table) => readDemand(table, market));
  withTable('market.csv', (table) => {
    refuseUnknownColumns(table, MARKET_COLUMNS, market);
    if (table.rows.length !== 1)
      market.refuse('row-count', table.file, `has ${table.rows.length} rows`, 'write exactly one row');
    const [row] = table.rows;
    if (row === undefined) return;
    name = row.cell('name') ?? name;
    title = row.cell('title') ?? name;
    const { title: _, ...columns } = MARKET_COLUMNS;
    putRow(table, row, columns, [], market);
  });
  withTable('prices.csv', (table) => readNodeSeries(table, 'electricityPrice', PRICE_UNIT, market));
  withTable('carbon.csv', (table) => readNodeSeries(table, 'carbonIntensity', CARBON_UNIT, market));
  withTable('demand-shape.csv', (table) => readDemandShape(table, market));
  locate(regions, market);
  const trips = texts.get('round-trips.csv');
  if (trips !== undefined) fillRoundTrips(trips, join(folder, 'round-trips.csv'), regions, market);
  const placeOf = (path: readonly string[]): string => market.placeOf(path);
  return {
    scenario: {
      name,
      title,
      model: 'token-flow',
      sources: market.sources,
      data: market.data,
      settings: [],
      place: folder,
      placeOf,
    },
    faults: market.faults,
  };
}
