/** Owns the tables of prices, carbon intensity and demand shapes: a number per node, or one for each hour. */
import { isRecord } from '../figure.ts';
import { knownNames } from '../known-names.ts';
import { putRow, refuseMissingColumns, refuseUnknownColumns } from './cells.ts';
import { type Columns, SHAPE_UNIT } from './columns.ts';
import type { CsvTable } from './csv-table.ts';
import { readHourTable } from './hour-table.ts';
import { DEFAULT_SOURCE, FOLDER_SOURCE, type MarketInParts } from './market-parts.ts';

/** A price or intensity for some nodes: one number each, or one for each hour. */
export function readNodeSeries(
  table: CsvTable,
  field: 'electricityPrice' | 'carbonIntensity',
  unit: string,
  market: MarketInParts,
): void {
  const shape = field === 'electricityPrice' ? 'electricityPriceShape' : 'carbonShape';
  const givenBefore = (node: string, place: string): void => {
    const before = market.get(['nodes', node, field]);
    if (isRecord(before) && before.source !== DEFAULT_SOURCE)
      market.refuse(
        'given-twice',
        place,
        `'${node}' has its ${field} here and in nodes.csv`,
        'keep one of the two',
      );
  };
  const known = (node: string, place: string): boolean => {
    if (market.get(['nodes', node]) !== undefined) return true;
    const names = market.entries('nodes').map(([name]) => name);
    market.refuse('unknown-node', place, `'${node}' is not in nodes.csv`, knownNames(node, names));
    return false;
  };
  if (!table.columns.some(({ name }) => name === 'hour')) {
    const columns: Columns = {
      node: { kind: 'text', required: true },
      source: { kind: 'text' },
      [field]: { kind: 'number', unit, required: true },
    };
    refuseUnknownColumns(table, columns, market);
    refuseMissingColumns(table, columns, market);
    const seen = new Set<string>();
    for (const row of table.rows) {
      const node = row.cell('node');
      if (node === undefined || !known(node, row.placeOf('node'))) {
        if (node === undefined)
          market.refuse(
            'row-without-name',
            row.placeOf('node'),
            'names no node',
            'name it, or remove the row',
          );
        continue;
      }
      if (seen.has(node))
        market.refuse(
          'duplicate-row',
          row.placeOf('node'),
          `'${node}' is given again`,
          'keep one of the two',
        );
      seen.add(node);
      givenBefore(node, row.placeOf(field));
      putRow(table, row, { [field]: { kind: 'number', unit } }, ['nodes', node], market);
    }
    return;
  }
  const series = readHourTable(table, unit);
  market.faults.push(...series.faults);
  setHours(series.hours, table.file, market);
  for (const { name, values, place } of series.columns) {
    if (!known(name, place)) continue;
    givenBefore(name, place);
    // The mean is the base, so that a reader of one number reads a fair one; its shape restores every hour.
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const base = mean === 0 ? 1 : mean;
    market.put(['nodes', name, field], market.figure(base, unit, FOLDER_SOURCE), place);
    market.put(
      ['nodes', name, shape],
      values.map((value) => value / base),
      place,
    );
  }
}

/** Factors on demand by the hour: a column per workload or node. */
export function readDemandShape(table: CsvTable, market: MarketInParts): void {
  const series = readHourTable(table, SHAPE_UNIT);
  market.faults.push(...series.faults);
  setHours(series.hours, table.file, market);
  for (const { name, values, place } of series.columns) {
    const sets = ['workloads', 'nodes'].filter((set) => market.get([set, name]) !== undefined);
    if (sets.length === 1) market.put([sets[0], name, 'demandShape'], values, place);
    else {
      const names = ['workloads', 'nodes'].flatMap((set) => market.entries(set).map(([entry]) => entry));
      market.refuse(
        sets.length === 0 ? 'unknown-column' : 'ambiguous-column',
        place,
        sets.length === 0
          ? `'${name}' is neither a workload nor a node`
          : `'${name}' is a workload and a node`,
        sets.length === 0 ? knownNames(name, names) : 'rename one of them',
      );
    }
  }
}

function setHours(hours: number, file: string, market: MarketInParts): void {
  if (hours === 0) return;
  const before = market.get(['hours']);
  if (before === undefined) market.put(['hours'], hours, file);
  else if (before !== hours)
    market.refuse(
      'hours-differ',
      file,
      `has ${hours} hours where ${market.placeOf(['hours'])} has ${before}`,
      'give all tables by the hour the same hours',
    );
}
