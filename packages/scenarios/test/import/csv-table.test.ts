import { expect, test } from 'vitest';
import { readCsv } from '../../src/import/csv-table.ts';

function codes(text: string): string[] {
  return readCsv(text, 't.csv').faults.map(({ code, place }) => `${code} @ ${place}`);
}

test('cells know their line and column, also behind quotes, line breaks and blank lines', () => {
  const text = '\uFEFFname,title,n [GPU]\n\n"a ""1""","two\nlines, one cell",3\r\nb,,-4\n';
  const table = readCsv(text, 't.csv');
  expect(table.faults).toEqual([]);
  expect(table.columns).toEqual([
    { name: 'name', unit: undefined, place: 't.csv:1:1' },
    { name: 'title', unit: undefined, place: 't.csv:1:6' },
    { name: 'n', unit: 'GPU', place: 't.csv:1:12' },
  ]);
  const lines = text.replace('\uFEFF', '').split(/\r?\n/);
  const found = table.rows.flatMap((row) =>
    ['name', 'title', 'n'].map((column) => {
      const [, line, at] = row.placeOf(column).match(/:(\d+):(\d+): /) ?? [];
      return { cell: row.cell(column), rest: lines[Number(line) - 1].slice(Number(at) - 1) };
    }),
  );
  expect(found).toEqual([
    { cell: 'a "1"', rest: '"a ""1""","two' },
    { cell: 'two\nlines, one cell', rest: '"two' },
    { cell: '3', rest: '3' },
    { cell: 'b', rest: 'b,,-4' },
    { cell: undefined, rest: ',-4' },
    { cell: '-4', rest: '-4' },
  ]);
});

test.each([
  ['', ['scenarios.empty-table @ t.csv']],
  ['a,b\n1,2,3\n4\n', ['scenarios.row-length @ t.csv:2', 'scenarios.row-length @ t.csv:3']],
  ['a,a,\n', ['scenarios.duplicate-column @ t.csv:1:3', 'scenarios.column-without-name @ t.csv:1:5']],
  ['a,b\n1,"2\n', ['scenarios.csv-syntax @ t.csv:2']],
  ['a,__proto__\n', ['scenarios.column-without-name @ t.csv:1:3']],
])('the text %j is refused', (text, faults) => {
  expect(codes(text)).toEqual(faults);
});

test('a decimal comma is a row of the wrong length, not another number', () => {
  expect(codes('node,price\niowa,1,5\n')).toEqual(['scenarios.row-length @ t.csv:2']);
});
