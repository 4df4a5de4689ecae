/** Statistics against a count by brute force; worst offenders by name; one warning of each kind. */
import { test } from '@fast-check/vitest';
import { model, type Range, set, statistics } from '@marginal/core';
import { describe, expect } from 'vitest';
import { HUGE_BOUND, TINY_COEFFICIENT, WIDE_RATIO } from '../src/statistics.ts';
import { anyProgram, NAMES, programOf, SEEDED, senses, tapes } from './random-program.ts';
import { rowsOf } from './support.ts';

function expectRange(range: Range | undefined, numbers: readonly number[]): void {
  const sizes = numbers.map(Math.abs).filter((size) => size > 0 && size < Infinity);
  if (sizes.length === 0) {
    expect(range).toBeUndefined();
    return;
  }
  expect(range?.smallest.size).toBe(Math.min(...sizes));
  expect(range?.largest.size).toBe(Math.max(...sizes));
  expect(range?.ratio).toBe(Math.max(...sizes) / Math.min(...sizes));
}

test.prop([tapes, senses], SEEDED)('counts and ranges are what they are', (numbers, sense) => {
  const program = anyProgram(numbers, sense);
  const { cost, columnLower, columnUpper, rowLower, rowUpper } = program;
  const dense = rowsOf(program);
  const found = statistics(program);
  const nonzeros = dense.flat().filter((a) => a !== 0);
  const columns = [...cost.keys()];
  const rows = [...rowLower.keys()];
  expect(found).toMatchObject({
    rows: rows.length,
    columns: columns.length,
    nonzeros: nonzeros.length,
    density: rows.length === 0 ? 0 : nonzeros.length / (rows.length * columns.length),
    integers: 0,
    equalities: rows.filter((i) => rowLower[i] === rowUpper[i]).length,
    rangedRows: rows.filter((i) => Number.isFinite(rowUpper[i] - rowLower[i]) && rowLower[i] < rowUpper[i])
      .length,
    freeRows: rows.filter((i) => rowLower[i] === -Infinity && rowUpper[i] === Infinity).length,
    emptyRows: dense.filter((row) => row.every((a) => a === 0)).length,
    fixedColumns: columns.filter((j) => columnLower[j] === columnUpper[j]).length,
    freeColumns: columns.filter((j) => columnLower[j] === -Infinity && columnUpper[j] === Infinity).length,
    emptyColumns: columns.filter((j) => dense.every((row) => row[j] === 0)).length,
  });
  expectRange(found.ranges.matrix, nonzeros);
  expectRange(found.ranges.cost, [...cost]);
  expectRange(found.ranges.bounds, [...columnLower, ...columnUpper]);
  expectRange(found.ranges.rightHandSide, [...rowLower, ...rowUpper]);
  const worst = found.ranges.matrix?.largest;
  const place = (name = ''): number => Number(/\d+/.exec(name)?.[0]);
  if (worst !== undefined) expect(Math.abs(dense[place(worst.row)][place(worst.column)])).toBe(worst.size);
});

describe('worst offenders', () => {
  const node = set('node', ['a', 'b']);
  const m = model({ integers: true });
  const x = m.variable('x', [node], { lower: 0, upper: 1e-3, integer: true });
  const y = m.variable('y', [node], { lower: -1e21 });
  const size = m.parameter('size', [node], {}, { a: 1, b: 4e9 });
  m.constraint('cap', [node], x.times(size).plus(y.times(-1e-9)), '<=', 5);
  m.constraint('floor', [], x.sum(), '>=', 2e9);
  const found = statistics(m.maximize(y.sum().times(1e-4).plus(x.sum().times(3e5))).compile());

  test('have names', () => {
    expect(found.integers).toBe(2);
    expect(found.ranges).toEqual({
      matrix: {
        smallest: { size: 1e-9, row: 'cap[a]', column: 'y[a]' },
        largest: { size: 4e9, row: 'cap[b]', column: 'x[b]' },
        ratio: 4e9 / 1e-9,
      },
      cost: {
        smallest: { size: 1e-4, column: 'y[a]' },
        largest: { size: 3e5, column: 'x[a]' },
        ratio: 3e5 / 1e-4,
      },
      bounds: {
        smallest: { size: 1e-3, column: 'x[a]' },
        largest: { size: 1e21, column: 'y[a]' },
        ratio: 1e21 / 1e-3,
      },
      rightHandSide: {
        smallest: { size: 5, row: 'cap[a]' },
        largest: { size: 2e9, row: 'floor' },
        ratio: 2e9 / 5,
      },
    });
    expect(found.widestRow).toEqual({ row: 'cap[b]', ratio: 4e9 / 1e-9 });
  });

  test('are warned of', () => {
    expect(found.warnings.map(({ code, place }) => [code, place])).toEqual([
      ['statistics.wide-range', 'coefficients'],
      ['statistics.tiny-coefficient', 'coefficient of y[a] in cap[a]'],
      ['statistics.wide-range', 'costs'],
      ['statistics.wide-range', 'bounds'],
      ['statistics.huge-bound', 'y[a]'],
      ['statistics.wide-range', 'right-hand sides'],
    ]);
    expect(found.warnings[0].cause).toBe(
      'reach from 1e-9 (y[a] in cap[a]) to 4000000000 (x[b] in cap[b]), a ratio of 4.0e+18',
    );
  });
});

test.each([
  ['wide-range', [1, WIDE_RATIO], Infinity, false],
  ['wide-range', [1, WIDE_RATIO * 1.01], Infinity, true],
  ['tiny-coefficient', [TINY_COEFFICIENT, 2 * TINY_COEFFICIENT], Infinity, true],
  ['tiny-coefficient', [TINY_COEFFICIENT * 1.01, 2 * TINY_COEFFICIENT], Infinity, false],
  ['huge-bound', [1, 1], HUGE_BOUND, true],
  ['huge-bound', [1, 1], HUGE_BOUND * 0.99, false],
])('%s: coefficients %s, bound %s: %s', (code, row, upper, warned) => {
  const program = programOf({
    sense: 'minimize',
    offset: 0,
    cost: [1, 1],
    rows: [row],
    rowBounds: [[-Infinity, upper]],
    bounds: [
      [0, Infinity],
      [0, Infinity],
    ],
    names: NAMES,
  });
  expect(statistics(program).warnings.some((warning) => warning.code === `statistics.${code}`)).toBe(warned);
});

test.each([
  ['minimize', -1, [0, Infinity], true],
  ['minimize', 1, [0, Infinity], false],
  ['minimize', 1, [-Infinity, 0], true],
  ['maximize', 1, [0, Infinity], true],
  ['maximize', 1, [0, 7], false],
  ['maximize', 0, [-Infinity, Infinity], false],
] as const)('a column in no row: %s %s within %s', (sense, cost, bounds, warned) => {
  const program = programOf({
    sense,
    offset: 0,
    cost: [0, cost],
    rows: [
      [1, 0],
      [0, 0],
    ],
    rowBounds: [
      [0, 1],
      [warned ? 3 : 0, 4],
    ],
    bounds: [[0, 1], bounds],
    names: NAMES,
  });
  const codes = statistics(program).warnings.map(({ code, place }) => `${code} ${place}`);
  expect(codes).toEqual(warned ? ['statistics.unmet-row row[1]', 'statistics.runaway-column x[1]'] : []);
});

test.each([
  [[-4, -3], true],
  [[-4, 0], false],
  [[0, 3], false],
  [[1, Infinity], true],
] as const)('a row without terms within %s', (interval, warned) => {
  const program = programOf({
    sense: 'minimize',
    offset: 0,
    cost: [1],
    rows: [[0]],
    rowBounds: [interval],
    bounds: [[0, 1]],
    names: NAMES,
  });
  expect(statistics(program).warnings.map(({ code }) => code)).toEqual(
    warned ? ['statistics.unmet-row'] : [],
  );
});

test('nothing at all', () => {
  const empty = programOf({
    sense: 'minimize',
    offset: 0,
    cost: [],
    rows: [],
    rowBounds: [],
    bounds: [],
    names: NAMES,
  });
  expect(statistics(empty)).toMatchObject({ rows: 0, columns: 0, density: 0, ranges: {}, warnings: [] });
});
