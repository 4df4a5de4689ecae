/**
 * Owns reading one CSV file so that faults can be placed: a header, then rows, every cell with its line and column in
 * the file. Quoting is RFC 4180 (csv-parse); a byte order mark, blank lines and spaces around cells are skipped. A header
 * may carry the unit of its column, `capacity [GPU]`. What a cell means is for the reader of the table to say.
 */
import type { Fault } from '@marginal/program';
import { CsvError, parse } from 'csv-parse/sync';

/** A column as the header names it. */
export interface CsvColumn {
  readonly name: string;
  /** From `name [unit]`; undefined when the header does not say. */
  readonly unit: string | undefined;
  /** `nodes.csv:1:6`. */
  readonly place: string;
}

export interface CsvRow {
  /** Trimmed text of the cell; undefined when it is blank or there is no such column. */
  readonly cell: (column: string) => string | undefined;
  /** `nodes.csv:3:8: capacity`; of the row, when there is no such column. */
  readonly placeOf: (column: string) => string;
  /** From 1; the header is line 1 unless blank lines stand before it. */
  readonly line: number;
}

export interface CsvTable {
  /** As the user named it. */
  readonly file: string;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly CsvRow[];
  /** Broken quotes, rows of another length than the header, columns without or with the same name. */
  readonly faults: readonly Fault[];
}

interface RawRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

/** Offsets in the trimmed text of a record at which its fields begin. */
function fieldStarts(raw: string): number[] {
  const starts = [0];
  let quoted = false;
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '"') quoted = !quoted;
    else if (raw[at] === ',' && !quoted) starts.push(at + 1);
  }
  return starts;
}

/** Line and column, from 1, of a place in the text. */
type PositionAt = (offset: number) => { readonly line: number; readonly column: number };

function positionsIn(text: string): PositionAt {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  };
}

/** Offset of every record in the text; records are in order, and what is between them is blank. */
function recordOffsets(text: string, records: readonly RawRecord[]): number[] {
  let cursor = 0;
  return records.map(({ raw }) => {
    const body = raw.trim();
    const at = text.indexOf(body, cursor);
    cursor = at + body.length;
    return at;
  });
}

function splitHeader(text: string): { readonly name: string; readonly unit: string | undefined } {
  const match = /^(.*?)\s*\[([^\]]*)\]$/.exec(text);
  return match === null ? { name: text, unit: undefined } : { name: match[1], unit: match[2].trim() };
}

function headerFaults(columns: readonly CsvColumn[]): Fault[] {
  return columns.flatMap(({ name, place }, at) => {
    if (name === '' || name === '__proto__')
      return [
        {
          code: 'scenarios.column-without-name',
          place,
          cause: name === '' ? `column ${at + 1} has no name` : "'__proto__' cannot name a column",
          remedy: 'name it in the header, or remove it',
        },
      ];
    const first = columns.findIndex((column) => column.name === name);
    return first === at
      ? []
      : [
          {
            code: 'scenarios.duplicate-column',
            place,
            cause: `column '${name}' is there twice, first as column ${first + 1}`,
            remedy: 'keep one of the two',
          },
        ];
  });
}

/** Reads the text of a CSV file; `file` is its name in places. Never throws for what the text says. */
export function readCsv(raw: string, file: string): CsvTable {
  const text = raw.replace(/^\uFEFF/, '');
  let records: RawRecord[];
  try {
    records = parse(text, {
      trim: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as RawRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
    return {
      file,
      columns: [],
      rows: [],
      faults: [
        {
          code: 'scenarios.csv-syntax',
          place: `${file}${line}`,
          cause: error.message,
          remedy: 'quote a cell that holds a comma, a quote or a line break, and double the quotes inside it',
        },
      ],
    };
  }
  const [head, ...body] = records;
  if (head === undefined)
    return {
      file,
      columns: [],
      rows: [],
      faults: [
        {
          code: 'scenarios.empty-table',
          place: file,
          cause: 'has no header',
          remedy: 'write the names of the columns into the first line, with commas between',
        },
      ],
    };
  const positionAt = positionsIn(text);
  const offsets = recordOffsets(text, records);
  const placeAt = (offset: number): string => {
    const { line, column } = positionAt(offset);
    return `${file}:${line}:${column}`;
  };
  const columns = fieldStarts(head.raw.trim()).map((start, at) => ({
    ...splitHeader(head.record[at]),
    place: placeAt(offsets[0] + start),
  }));
  const index = new Map(columns.map(({ name }, at) => [name, at]));
  const lengthFaults: Fault[] = [];
  const rows = body.map(({ record, raw: source }, row) => {
    const offset = offsets[row + 1];
    if (record.length !== columns.length)
      lengthFaults.push({
        code: 'scenarios.row-length',
        place: `${file}:${positionAt(offset).line}`,
        cause: `has ${record.length} cells where the header has ${columns.length}`,
        remedy: 'write a cell for every column, blank for the default; a decimal point is not a comma',
      });
    return {
      get line(): number {
        return positionAt(offset).line;
      },
      cell: (column: string): string | undefined => {
        const cell = record[index.get(column) ?? -1];
        return cell === undefined || cell === '' ? undefined : cell;
      },
      placeOf: (column: string): string =>
        `${placeAt(offset + (fieldStarts(source.trim())[index.get(column) ?? -1] ?? 0))}: ${column}`,
    };
  });
  return { file, columns, rows, faults: [...headerFaults(columns), ...lengthFaults] };
}
