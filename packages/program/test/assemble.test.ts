/** Matrices from terms against sums kept in Maps, and what is not taken on trust. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { assembleMatrix } from '../src/assemble.ts';
import { exactSum } from '../src/exact-sum.ts';
import { type CscMatrix, isCanonical } from '../src/matrix.ts';
import { createProgram, ORDINAL_NAMES } from '../src/program.ts';
import { F, I } from './support.ts';

const SEEDED = { seed: 20261121, numRuns: 300 };

interface Term {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

const ROWS = 5;
const COLUMNS = 4;
/** Tenths, so that the order of additions would show; few values, so that zeros and cancellation occur. */
const term = fc.record({
  row: fc.nat(ROWS - 1),
  column: fc.nat(COLUMNS - 1),
  value: fc.constantFrom(0, 0.1, 0.2, -0.3, 0.7, 1e16, -1e16, -0.1),
});

function byColumn(terms: readonly Term[]): { starts: Int32Array; rows: Int32Array; values: Float64Array } {
  const sorted = [...terms].sort((a, b) => a.column - b.column);
  const starts = new Int32Array(COLUMNS + 1);
  for (let j = 0; j < COLUMNS; j++) starts[j + 1] = sorted.filter(({ column }) => column <= j).length;
  return {
    starts,
    rows: Int32Array.from(sorted, ({ row }) => row),
    values: Float64Array.from(sorted, ({ value }) => value),
  };
}

function assembled(terms: readonly Term[]) {
  const result = assembleMatrix(byColumn(terms), ROWS);
  if (result.status !== 'assembled') throw new Error('the terms are finite');
  return result;
}

/** `row,column` to what its terms come to. */
function entries({ starts, rows, values }: CscMatrix): Map<string, number> {
  const found = new Map<string, number>();
  for (let j = 0; j + 1 < starts.length; j++)
    for (let k = starts[j]; k < starts[j + 1]; k++) found.set(`${rows[k]},${j}`, values[k]);
  return found;
}

describe('a matrix', () => {
  test.prop([fc.array(term, { maxLength: 40 })], SEEDED)('holds the exact sum of every position', (terms) => {
    const { matrix, merged, zeros } = assembled(terms);
    const lists = new Map<string, number[]>();
    for (const { row, column, value } of terms) {
      const key = `${row},${column}`;
      lists.set(key, [...(lists.get(key) ?? []), value]);
    }
    const sums = [...lists].map(([key, list]) => [key, exactSum(F(...list), 0, list.length)] as const);
    const expected = new Map(sums.filter(([, value]) => value !== 0));
    expect(entries(matrix)).toEqual(expected);
    expect(merged).toBe(terms.length - lists.size);
    expect(zeros).toBe(lists.size - expected.size);
    expect(isCanonical(matrix)).toBe(true);
  });

  test.prop([fc.array(term, { maxLength: 30 }), fc.infiniteStream(fc.nat())], SEEDED)(
    'does not depend on the order of its terms',
    (terms, draws) => {
      const keyed = terms.map((one) => ({ one, key: draws.next().value }));
      const other = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
      expect(assembled(other).matrix).toEqual(assembled(terms).matrix);
    },
  );

  test('of one long column out of order', () => {
    const count = 300;
    const rows = Int32Array.from({ length: count }, (_, k) => (k * 7) % count);
    const values = Float64Array.from(rows, (row) => row + 1);
    const result = assembleMatrix({ starts: I(0, count), rows, values }, count);
    if (result.status !== 'assembled') throw new Error('the terms are finite');
    expect([...result.matrix.rows]).toEqual([...rows.keys()]);
    expect([...result.matrix.values]).toEqual([...rows.keys()].map((row) => row + 1));
  });
});

describe('what is not a matrix', () => {
  test.each([
    ['a row beyond, alone', I(0, 1), I(2), F(1)],
    ['a row below, alone', I(0, 1), I(-1), F(1)],
    ['a row beyond, of two', I(0, 2), I(0, 2), F(1, 1)],
    ['a row below, of two', I(0, 2), I(-1, 0), F(1, 1)],
    ['a row beyond, of three', I(0, 3), I(0, 2, 1), F(1, 1, 1)],
    ['a row below, of three', I(0, 3), I(1, 0, -1), F(1, 1, 1)],
    ['starts that decrease', I(0, 2, 1, 2), I(0, 1), F(1, 1)],
    ['starts that begin late', I(1, 2), I(0, 1), F(1, 1)],
    ['starts that end early', I(0, 1), I(0, 1), F(1, 1)],
    ['fewer values than rows', I(0, 2), I(0, 1), F(1)],
  ])('%s', (_, starts, rows, values) => {
    expect(() => assembleMatrix({ starts, rows, values }, 2)).toThrow(
      expect.objectContaining({ code: 'program.terms' }),
    );
  });

  test.each([NaN, Infinity, -Infinity])('%s among one, two or three terms, even one that cancels', (bad) => {
    for (const values of [F(bad), F(1, bad), F(bad, 0 - bad), F(1, bad, 1), F(bad, 1, 0 - bad)]) {
      const terms = { starts: I(0, values.length), rows: new Int32Array(values.length), values };
      expect(assembleMatrix(terms, 2).status).toBe('infinite');
    }
  });

  test('a sum that overflows is left to createProgram', () => {
    const result = assembleMatrix({ starts: I(0, 2), rows: I(0, 0), values: F(1e308, 1e308) }, 1);
    if (result.status !== 'assembled') throw new Error('the terms are finite');
    expect(() => programOf(result.matrix)).toThrow(expect.objectContaining({ code: 'program.coefficient' }));
  });
});

function programOf(matrix: CscMatrix) {
  return createProgram({
    sense: 'minimize',
    offset: 0,
    cost: new Float64Array(matrix.columnCount),
    columnLower: new Float64Array(matrix.columnCount),
    columnUpper: new Float64Array(matrix.columnCount),
    rowLower: new Float64Array(matrix.rowCount),
    rowUpper: new Float64Array(matrix.rowCount),
    matrix,
    names: ORDINAL_NAMES,
  });
}

test('createProgram takes its word once, and then looks itself', () => {
  const { matrix } = assembled([{ row: 0, column: 0, value: 1 }]);
  expect(programOf(matrix).matrix).toBe(matrix);
  matrix.values[0] = NaN;
  expect(() => programOf(matrix)).toThrow(expect.objectContaining({ code: 'program.coefficient' }));
});
