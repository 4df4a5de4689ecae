/** Owns what cells mean and which columns a table may have: text to numbers, flags and names; blanks to defaults. */
import { knownNames } from '../known-names.ts';
import type { Column, Columns } from './columns.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';
import { DEFAULT_SOURCE, FOLDER_SOURCE, type MarketInParts } from './market-parts.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NO_LIMIT = /^(?:none|null|inf|infinity)$/i;

/** What the text of a cell means; what is no number stays text, for the model to refuse. */
export function readCell(text: string, column: Column): unknown {
  if (column.kind === 'text') return text;
  if (column.kind === 'names') return text.split(';').map((name) => name.trim());
  if (column.kind === 'flag') return /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
  if (column.default === null && NO_LIMIT.test(text)) return null;
  return NUMBER.test(text) ? Number(text) : text;
}

/** Columns that the table does not have, and units that are not those of their columns: once per column. */
export function refuseUnknownColumns(table: CsvTable, columns: Columns, market: MarketInParts): void {
  for (const { name, unit, place } of table.columns) {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) {
      if (name !== '')
        market.refuse(
          'unknown-column',
          place,
          `'${name}' is not a column of this table`,
          knownNames(name, Object.keys(columns)),
        );
    } else refuseOtherUnit({ name, unit, place }, column.unit, market);
  }
}

export function refuseOtherUnit(
  { name, unit, place }: CsvTable['columns'][number],
  wanted: string | undefined,
  market: MarketInParts,
): void {
  if (unit === undefined || unit === wanted) return;
  market.refuse(
    'wrong-unit',
    place,
    `'${name}' is given in "${unit}", but this column is ${wanted === undefined ? 'text' : `in "${wanted}"`}`,
    wanted === undefined ? 'leave the unit out' : `convert the values and write [${wanted}], or nothing`,
  );
}

export function refuseMissingColumns(table: CsvTable, columns: Columns, market: MarketInParts): void {
  if (table.columns.length === 0) return;
  for (const [name, { required }] of Object.entries(columns))
    if (required === true && !table.columns.some((column) => column.name === name))
      market.refuse(
        'missing-column',
        table.columns[0].place,
        `there is no column '${name}'`,
        'add it; it has no default',
      );
}

/** The source that the row cites, or the folder itself; a source that is not in sources.csv is refused. */
export function citedBy(row: CsvRow, market: MarketInParts): string {
  const source = row.cell('source');
  if (source === undefined) return FOLDER_SOURCE;
  if (Object.hasOwn(market.sources, source)) return source;
  market.refuse(
    'unknown-source',
    row.placeOf('source'),
    `'${source}' is not in sources.csv`,
    knownNames(source, Object.keys(market.sources)),
  );
  return FOLDER_SOURCE;
}

/** Puts the cells of a row below `path`: numbers as figures, blanks as their defaults. */
export function putRow(
  table: CsvTable,
  row: CsvRow,
  columns: Columns,
  path: readonly string[],
  market: MarketInParts,
): void {
  const source = citedBy(row, market);
  for (const [name, column] of Object.entries(columns)) {
    if (name === 'name' || name === 'source' || name === 'region') continue;
    const { kind, unit = '1' } = column;
    const text = row.cell(name);
    const field = [...path, name];
    const place = row.placeOf(name);
    if (text !== undefined) {
      const value = readCell(text, column);
      market.put(field, kind === 'number' ? market.figure(value, unit, source) : value, place);
    } else if (column.default !== undefined) {
      market.put(field, market.figure(column.default, unit, DEFAULT_SOURCE), place);
    } else if (column.required === true && !table.columns.some((c) => c.name === name)) {
      // The missing column has been refused, and the folder with it; not every row again.
      market.put(field, kind === 'number' ? 1 : kind === 'names' ? [] : '', place);
    } else market.mark(field, place);
  }
}
