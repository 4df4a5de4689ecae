/** Owns the table of demand, wide (a row per node, a column per workload) or long (a row per pair). */
import { knownNames } from '../known-names.ts';
import { citedBy, readCell, refuseMissingColumns, refuseOtherUnit, refuseUnknownColumns } from './cells.ts';
import { type Columns, DEMAND_UNIT } from './columns.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';
import type { MarketInParts } from './market-parts.ts';

const PAIRS: Columns = {
  node: { kind: 'text', required: true },
  workload: { kind: 'text', required: true },
  amount: { kind: 'number', unit: DEMAND_UNIT, required: true },
  source: { kind: 'text' },
};

interface Amount {
  readonly workload: string;
  readonly text: string;
  readonly place: string;
}

/** Columns of a wide table that are workloads; the others are refused, once each. */
function workloadColumns(table: CsvTable, market: MarketInParts): string[] {
  const known = market.entries('workloads').map(([name]) => name);
  return table.columns.flatMap((column) => {
    const { name, place } = column;
    if (name === 'node' || name === 'source' || name === '') return [];
    refuseOtherUnit(column, DEMAND_UNIT, market);
    if (known.includes(name)) return [name];
    market.refuse('unknown-column', place, `'${name}' is not in workloads.csv`, knownNames(name, known));
    return [];
  });
}

function amountOfPair(row: CsvRow, market: MarketInParts): Amount[] {
  const [workload, text] = [row.cell('workload'), row.cell('amount')];
  if (workload === undefined || workload === '__proto__')
    market.refuse('row-without-name', row.placeOf('workload'), 'names no workload', 'name it');
  if (text === undefined)
    market.refuse('missing-cell', row.placeOf('amount'), 'is blank', 'write 0 for no demand');
  if (workload === undefined || workload === '__proto__' || text === undefined) return [];
  return [{ workload, text, place: row.placeOf('amount') }];
}

/** Puts the figures of demand; a blank cell of a wide table is no demand. */
export function readDemand(table: CsvTable, market: MarketInParts): void {
  const long = table.columns.some(({ name }) => name === 'workload');
  if (long) refuseUnknownColumns(table, PAIRS, market);
  refuseMissingColumns(table, long ? PAIRS : { node: PAIRS.node }, market);
  const columns = long ? [] : workloadColumns(table, market);
  market.put(['demand'], {}, table.file);
  for (const row of table.rows) {
    const node = row.cell('node');
    if (node === undefined || node === '__proto__') {
      market.refuse(
        'row-without-name',
        row.placeOf('node'),
        'the row names no node',
        'name it, or remove it',
      );
      continue;
    }
    const again = market.get(['demand', node]) !== undefined;
    if (!again) market.put(['demand', node], {}, row.placeOf('node'));
    if (again && !long) {
      market.refuse('duplicate-row', row.placeOf('node'), `'${node}' is given again`, 'keep one of the two');
      continue;
    }
    const amounts = long
      ? amountOfPair(row, market)
      : columns.flatMap((workload) => {
          const text = row.cell(workload);
          return text === undefined ? [] : [{ workload, text, place: row.placeOf(workload) }];
        });
    const source = citedBy(row, market);
    for (const { workload, text, place } of amounts) {
      const path = ['demand', node, workload];
      if (market.get(path) !== undefined)
        market.refuse(
          'duplicate-row',
          place,
          `'${workload}' at '${node}' is given again`,
          'keep one of the two',
        );
      market.put(path, market.figure(readCell(text, PAIRS.amount), DEMAND_UNIT, source), place);
    }
  }
}
