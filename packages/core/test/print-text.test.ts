/** Text: read back, a whole print is the program again; a cut one counts what it leaves out; one row touches one row. */
import { test } from '@fast-check/vitest';
import { fingerprint, model, printRow, printText, range, set, sparse } from '@marginal/core';
import { createProgram, type Program, type Sense } from '@marginal/program';
import { describe, expect, vi } from 'vitest';
import { relationText, sumText } from '../src/print-text.ts';
import { anyProgram, cscOf, SEEDED, senses, tapes } from './random-program.ts';
import { expectFault } from './support.ts';

const WHOLE = { rows: Infinity, columns: Infinity, terms: Infinity };

/** Terms of a printed sum, '' for the constant. */
function readSum(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  const words = text.replace(/ ([+-]) /g, ' $1').split(/ (?=[+-])/);
  for (const word of words) {
    const [, sign, rest] = /^([+-]?)(.*)$/.exec(word) ?? [];
    const [, number, name] = /^([\d.e+-]+)? ?([a-z].*)?$/.exec(rest) ?? [];
    const value = Number(number ?? 1) * (sign === '-' ? -1 : 1);
    if (value !== 0) terms.set(name ?? '', value);
  }
  return terms;
}

function readRelation(text: string): { body: string; lower: number; upper: number } {
  const free = /^(.*) free$/.exec(text);
  if (free) return { body: free[1], lower: -Infinity, upper: Infinity };
  const range = /^(\S+) <= (.*) <= (\S+)$/.exec(text);
  if (range) return { body: range[2], lower: Number(range[1]), upper: Number(range[3]) };
  const [, body, operator, side] = /^(.*) (==|<=|>=) (\S+)$/.exec(text) ?? [];
  const value = Number(side);
  return {
    body,
    lower: operator === '<=' ? -Infinity : value,
    upper: operator === '>=' ? Infinity : value,
  };
}

/** Reads what `printText` wrote of a program without integers. */
function readText(text: string): Program {
  const lines = text.split('\n').map((line) => line.trim());
  const [subject, bounds] = [lines.indexOf('subject to'), lines.indexOf('bounds')];
  const columns = lines.slice(bounds + 1, -1).map(readRelation);
  const rows = lines.slice(subject + 1, bounds).map((line) => {
    const at = line.indexOf(': ');
    return { name: line.slice(0, at), ...readRelation(line.slice(at + 2)) };
  });
  const place = (name: string): number => columns.findIndex(({ body }) => body === name);
  const dense = (sum: string): number[] => {
    const row = new Array<number>(columns.length).fill(0);
    for (const [name, value] of readSum(sum)) if (name !== '') row[place(name)] = value;
    return row;
  };
  return createProgram({
    sense: lines[1] as Sense,
    offset: readSum(lines[2]).get('') ?? 0,
    cost: Float64Array.from(dense(lines[2])),
    columnLower: Float64Array.from(columns, ({ lower }) => lower),
    columnUpper: Float64Array.from(columns, ({ upper }) => upper),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: cscOf(
      rows.map(({ body }) => dense(body)),
      columns.length,
    ),
    names: { row: (i) => rows[i].name, column: (j) => columns[j].body },
  });
}

test.prop([tapes, senses], SEEDED)('read back, it is the program', (numbers, sense) => {
  const program = anyProgram(numbers, sense);
  expect(fingerprint(readText(printText(program, WHOLE)))).toBe(fingerprint(program));
});

test.prop([tapes, senses], SEEDED)('what is left out is counted', (numbers, sense) => {
  const program = anyProgram(numbers, sense);
  const text = printText(program, { rows: 2, columns: 1, terms: 1 });
  const lines = text.split('\n');
  const rows = lines.filter((line) => line.startsWith('  row[')).length;
  const more = Number(/\.\.\. (\d+) more rows?/.exec(text)?.[1] ?? 0);
  expect(rows).toBe(Math.min(2, program.matrix.rowCount));
  expect(rows + more).toBe(program.matrix.rowCount);
  const terms = [...text.matchAll(/(?:^| )row\[\d+\]: .*?(\d+) more terms?/gm)].map(([, count]) =>
    Number(count),
  );
  expect(terms.every((count) => count > 0 && count < program.matrix.columnCount)).toBe(true);
});

describe('a model', () => {
  const node = set('node', ['ashburn', 'dallas']);
  const hour = set('hour', range(3));
  const link = sparse(
    'link',
    [node.as('from'), node.as('to')],
    [
      ['ashburn', 'dallas'],
      ['dallas', 'ashburn'],
    ],
  );
  const m = model({ integers: true });
  const serve = m.variable('serve', [node, hour], { lower: 0, upper: 5 });
  const flow = m.variable('flow', [link, hour], { lower: 0 });
  const build = m.variable('build', [], { lower: 0, upper: 3, integer: true });
  const clear = m.balance('clear', [node, hour], {
    supply: serve.plus(flow.sumBy(link.to).times(0.98)),
    demand: flow.sumBy(link.from).plus(8),
  });
  const ramp = m.constraint('ramp', [], -1, '<=', serve.sum().minus(build), '<=', 40);
  const compiled = m.minimize(serve.sum().times(2).minus(build).plus(7)).compile();

  test('in full', () => {
    expect(printText(compiled, { rows: 2, terms: 3 })).toBe(`7 rows, 13 columns, 25 nonzeros
minimize
  2 serve[ashburn,0] + 2 serve[ashburn,1] + 2 serve[ashburn,2] + ... 4 more terms + 7
subject to
  clear[ashburn,0]: serve[ashburn,0] - flow[ashburn,dallas,0] + 0.98 flow[dallas,ashburn,0] == 8
  clear[ashburn,1]: serve[ashburn,1] - flow[ashburn,dallas,1] + 0.98 flow[dallas,ashburn,1] == 8
  ... 4 more rows of 'clear'
  ramp: -1 <= serve[ashburn,0] + serve[ashburn,1] + serve[ashburn,2] + ... 4 more terms <= 40
bounds
  0 <= serve[...] <= 5  (6 columns)
  flow[...] >= 0  (6 columns)
  0 <= build <= 3 integer
`);
  });

  test('one row, by its labels, and no other is named', () => {
    const row = vi.spyOn(compiled.program.names, 'row');
    const column = vi.spyOn(compiled.program.names, 'column');
    expect(printRow(compiled, clear, 'dallas', 2)).toBe(
      'clear[dallas,2]: serve[dallas,2] + 0.98 flow[ashburn,dallas,2] - flow[dallas,ashburn,2] == 8',
    );
    expect(row).toHaveBeenCalledTimes(1);
    expect(column).toHaveBeenCalledTimes(3);
    vi.restoreAllMocks();
    expect(printRow(compiled, ramp)).toMatch(/^ramp: -1 <= serve\[ashburn,0\] .* - build <= 40$/);
  });

  test('refuses labels it does not have and handles of another model', () => {
    expectFault(() => printRow(compiled, clear, 'dallas', 9), 'invalid-input', {
      code: 'core.unknown-label',
      place: "constraint 'clear'",
      cause: /^9 is not in set 'hour'/,
      remedy: 'use one of 0, 1, 2',
    });
    const other = model();
    const x = other.variable('x', []);
    const stranger = other.constraint('clear', [], x, '<=', 1);
    expect(() => printRow(compiled, stranger)).toThrow('clear');
  });
});

test('bounds that differ within a block are shown one by one', () => {
  const node = set('node', ['a', 'b', 'c', 'd']);
  const m = model();
  const low = m.parameter('low', [node], {}, { a: 1, b: 1, c: 1, d: 2 });
  const high = m.parameter('high', [node], {}, { a: 4, b: 5, c: 4, d: 4 });
  m.variable('x', [node], { lower: low });
  m.variable('y', [node], { upper: high });
  m.variable('z', [node], { lower: 1 });
  const text = printText(m.minimize(0).compile(), { columns: 3 });
  expect(text.slice(text.indexOf('bounds'))).toBe(`bounds
  x[a] >= 1
  x[b] >= 1
  x[c] >= 1
  ... 1 more column of 'x'
  y[a] <= 4
  y[b] <= 5
  y[c] <= 4
  ... 1 more column of 'y'
  z[...] >= 1  (4 columns)
`);
});

test.each([
  [3, 3, 'x == 3'],
  [-Infinity, Infinity, 'x free'],
  [-Infinity, 2.5, 'x <= 2.5'],
  [-0, Infinity, 'x >= 0'],
  [-1, 1e21, '-1 <= x <= 1e+21'],
])('[%s, %s] reads %s', (lower, upper, text) => {
  expect(relationText('x', lower, upper)).toBe(text);
});

test('sums', () => {
  const name = (j: number): string => 'xyz'[j];
  const terms = [
    { column: 0, coefficient: -1 },
    { column: 2, coefficient: 0.5 },
    { column: 1, coefficient: -3 },
  ];
  expect(sumText({ shown: [], more: 0 }, name)).toBe('0');
  expect(sumText({ shown: [], more: 0 }, name, -4)).toBe('-4');
  expect(sumText({ shown: terms, more: 1 }, name, -4)).toBe('-x + 0.5 z - 3 y + ... 1 more term - 4');
});
