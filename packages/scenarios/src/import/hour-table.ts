/** Owns tables by the hour: a column `hour` that counts 0, 1, 2, ..., every hour once and in order, and a column per series. */
import type { Fault } from '@marginal/program';
import type { CsvTable } from './csv-table.ts';

export interface HourSeries {
  readonly name: string;
  /** By hour; only if the whole table is good. */
  readonly values: readonly number[];
  /** Of the column's head. */
  readonly place: string;
}

export interface HourTable {
  readonly hours: number;
  /** Empty if there are faults. */
  readonly columns: readonly HourSeries[];
  readonly faults: readonly Fault[];
}

/** Reads a table of numbers in `unit`, to which a header may put its unit in brackets. */
export function readHourTable(table: CsvTable, unit: string): HourTable {
  const faults: Fault[] = [];
  const series = table.columns.filter(({ name }) => name !== 'hour');
  if (!table.columns.some(({ name }) => name === 'hour'))
    faults.push({
      code: 'scenarios.missing-column',
      place: table.columns[0]?.place ?? table.file,
      cause: "there is no column 'hour'",
      remedy: 'add it; it counts 0, 1, 2, ...',
    });
  else
    for (const [at, row] of table.rows.entries()) {
      const hour = row.cell('hour');
      if (hour !== String(at)) {
        // One missing hour moves all that follow: it is one mistake.
        faults.push({
          code: 'scenarios.hours-not-in-order',
          place: row.placeOf('hour'),
          cause: `'${hour ?? ''}' stands where hour ${at} should`,
          remedy: 'count the hours 0, 1, 2, ..., each once and in order; fill the gap of a clock change',
        });
        break;
      }
    }
  for (const column of series)
    if (column.unit !== undefined && column.unit !== unit)
      faults.push({
        code: 'scenarios.wrong-unit',
        place: column.place,
        cause: `is given in "${column.unit}", but this table is in "${unit}"`,
        remedy: `convert the values and write [${unit}]`,
      });
  const columns = series.map(({ name, place }) => ({
    name,
    place,
    values: table.rows.map((row) => {
      const text = row.cell(name);
      const value = text === undefined ? Number.NaN : Number(text);
      if (!Number.isFinite(value))
        faults.push({
          code: 'scenarios.not-a-number',
          place: row.placeOf(name),
          cause: text === undefined ? 'is blank' : `${JSON.stringify(text)} is not a finite number`,
          remedy: `give a number in ${unit}, with a decimal point`,
        });
      return value;
    }),
  }));
  return { hours: table.rows.length, columns: faults.length > 0 ? [] : columns, faults };
}
