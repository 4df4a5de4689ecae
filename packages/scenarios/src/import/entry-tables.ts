/** Owns the tables with one row per entry: nodes, links, workloads, bids, outages, and the sources they cite. */
import { type Citation, citationSchema } from '../scenario.ts';
import { putRow, refuseMissingColumns, refuseUnknownColumns } from './cells.ts';
import { ENTRY_TABLES, SOURCE_COLUMNS } from './columns.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';
import type { MarketInParts } from './market-parts.ts';

function keyOf(set: keyof typeof ENTRY_TABLES, row: CsvRow): string | undefined {
  const name = row.cell('name');
  if (set !== 'links' || name !== undefined) return name;
  const [from, to] = [row.cell('from'), row.cell('to')];
  return from === undefined || to === undefined ? undefined : `${from}>${to}`;
}

/** Reads the table of a named set; `regions` gets the region of every node that names one. */
export function readEntries(
  set: keyof typeof ENTRY_TABLES,
  table: CsvTable,
  market: MarketInParts,
  regions: Map<string, string>,
): void {
  const columns = ENTRY_TABLES[set];
  refuseUnknownColumns(table, columns, market);
  refuseMissingColumns(table, columns, market);
  market.put([set], {}, table.file);
  const lines = new Map<string, number>();
  for (const row of table.rows) {
    const name = keyOf(set, row);
    if (name === undefined || name === '__proto__') {
      if (name !== undefined || table.columns.some((column) => column.name === 'name') || set === 'links')
        market.refuse(
          'row-without-name',
          row.placeOf(set === 'links' ? 'from' : 'name'),
          name === undefined ? 'the row has no name' : "'__proto__' cannot be a name",
          set === 'links' ? 'write a name, or where the link goes from and to' : 'name it, or remove the row',
        );
      continue;
    }
    const first = lines.get(name);
    if (first !== undefined) {
      market.refuse(
        'duplicate-row',
        row.placeOf(set === 'links' ? 'from' : 'name'),
        `'${name}' is given again, first in line ${first}`,
        'keep one of the two',
      );
      continue;
    }
    lines.set(name, row.line);
    market.put([set, name], {}, row.placeOf('name'));
    if (Object.hasOwn(columns, 'title')) market.put([set, name, 'title'], name, row.placeOf('title'));
    putRow(table, row, columns, [set, name], market);
    const region = row.cell('region');
    if (region !== undefined) regions.set(name, region);
  }
}

/** Reads the citations that rows may name. */
export function readSources(table: CsvTable, market: MarketInParts): void {
  refuseUnknownColumns(table, SOURCE_COLUMNS, market);
  refuseMissingColumns(table, SOURCE_COLUMNS, market);
  for (const row of table.rows) {
    const name = row.cell('name');
    if (name === undefined || Object.hasOwn(market.sources, name)) {
      market.refuse(
        name === undefined ? 'row-without-name' : 'duplicate-row',
        row.placeOf('name'),
        name === undefined ? 'the row has no name' : `'${name}' is given again`,
        'give every source one row and a name',
      );
      continue;
    }
    const citation = Object.fromEntries(
      Object.keys(SOURCE_COLUMNS)
        .filter((column) => column !== 'name')
        .flatMap((column) => {
          const text = row.cell(column);
          if (text === undefined && SOURCE_COLUMNS[column].required === true)
            market.refuse('missing-cell', row.placeOf(column), 'is blank', 'write it; it has no default');
          return text === undefined ? [] : [[column, text] as const];
        }),
    );
    const read = citationSchema.safeParse(citation);
    for (const {
      path: [column],
      message,
    } of read.error?.issues ?? [])
      if (row.cell(String(column)) !== undefined)
        market.refuse('bad-citation', row.placeOf(String(column)), 'is not accepted', message);
    market.sources[name] = citation as unknown as Citation;
  }
}
