/** What the tests of the formats share: faults as one line each, programs as plain values, random programs. */
import { fc } from '@fast-check/vitest';
import { createProgram, MarginalError, type Program } from '@marginal/program';
import { expect } from 'vitest';
import { type ModelFormat, readModel } from '../src/index.ts';

/** `code place` of every fault a call raises; fails when it raises none of ours. */
export function faultsOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (!(error instanceof MarginalError)) throw error;
    for (const fault of error.faults) {
      expect(fault.cause).not.toBe('');
      expect(fault.remedy).not.toBe('');
    }
    return error.faults.map((fault) => `${fault.code} ${fault.place}`);
  }
  throw new Error('nothing was refused');
}

/** `code place` of every fault in a text. */
export function refused(text: string, format?: ModelFormat): string[] {
  return faultsOf(() => readModel(text, { name: 'f', ...(format === undefined ? {} : { format }) }));
}

/** `code count` of every note on a text. */
export function noted(text: string, format?: ModelFormat): string[] {
  const { notes } = readModel(text, format === undefined ? {} : { format });
  return notes.map((note) => `${note.code} ${note.count}`);
}

/** A program as plain values: what must not change when it is written and read. */
export function plain(program: Program): Record<string, unknown> {
  const { matrix, names } = program;
  return {
    sense: program.sense,
    offset: program.offset,
    cost: Array.from(program.cost),
    columnLower: Array.from(program.columnLower),
    columnUpper: Array.from(program.columnUpper),
    integer: Array.from(program.cost, (_, j) => program.integer?.[j] ?? 0),
    semicontinuous: Array.from(program.cost, (_, j) => program.semicontinuous?.[j] ?? 0),
    rowLower: Array.from(program.rowLower),
    rowUpper: Array.from(program.rowUpper),
    starts: Array.from(matrix.starts),
    rows: Array.from(matrix.rows),
    values: Array.from(matrix.values),
    rowNames: Array.from(program.rowLower, (_, i) => names.row(i)),
    columnNames: Array.from(program.cost, (_, j) => names.column(j)),
  };
}

const withoutMinusZero = (value: number): number => (value === 0 ? 0 : value);

/** Whole numbers and decimals that every code keeps. */
export const tameNumbers: fc.Arbitrary<number> = fc
  .oneof(
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: -9999, max: 9999 }).map((v) => v / 100),
    fc.constantFrom(1 / 3, 0.1 + 0.2, 123456.789e3),
  )
  .map(withoutMinusZero);

/** Doubles of every size. */
const allNumbers = fc
  .oneof(
    tameNumbers,
    fc.double({ noNaN: true, min: -1e200, max: 1e200 }),
    fc.constantFrom(1e-300, 5e-324, 1e20, -1e30),
  )
  .map(withoutMinusZero);

function intervals(number: fc.Arbitrary<number>): fc.Arbitrary<readonly [number, number]> {
  return fc.oneof(
    fc.constantFrom([0, Infinity] as const, [-Infinity, Infinity] as const, [0, 1] as const, [0, 0] as const),
    number.map((a) => [a, Infinity] as const),
    number.map((a) => [-Infinity, a] as const),
    number.map((a) => [a, a] as const),
    fc.tuple(number, number).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  );
}

/** Names for `count` rows or columns. */
type NameSource = (count: number) => fc.Arbitrary<readonly string[]>;

/** Names that every format can hold. */
export const plainNames: NameSource = (count) =>
  fc
    .uniqueArray(fc.nat(9999), { minLength: count, maxLength: count })
    .map((numbers) => numbers.map((value) => `${'abc_'[value % 4]}${value}.x`));

/** Anything: blanks, controls, keywords, duplicates, numbers, nothing at all. */
export const wildNames: NameSource = (count) =>
  fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '',
        ' ',
        'free',
        'INF',
        'st',
        'End',
        'RHS',
        "'MARKER'",
        '$x',
        '*x',
        '3x',
        'e5',
        'x[1,2]',
      ),
      fc.constantFrom('cost', 'COST', 'a b', 'a_b', 'x'.repeat(300), '__proto__', '-', 'x:y', '\\', '[', '"'),
    ),
    { minLength: count, maxLength: count },
  );

/** Random programs with up to six rows and columns, none included. */
export function programs(names: NameSource, number = allNumbers): fc.Arbitrary<Program> {
  const size = fc.nat(6);
  const interval = intervals(number);
  const coefficient = number.map((value) => (value === 0 ? 1 : value));
  return fc.tuple(size, size).chain(([m, n]) =>
    fc
      .record({
        sense: fc.constantFrom('minimize' as const, 'maximize' as const),
        offset: number,
        cost: fc.array(number, { minLength: n, maxLength: n }),
        columns: fc.array(interval, { minLength: n, maxLength: n }),
        whole: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
        semi: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
        rows: fc.array(interval, { minLength: m, maxLength: m }),
        entries: fc.array(fc.option(coefficient), { minLength: m * n, maxLength: m * n }),
        rowNames: names(m),
        columnNames: names(n),
      })
      .map((part) => {
        const semi = part.semi.map(
          (flag, j) => flag && part.columns[j][0] >= 0 && part.columns[j][1] < Infinity,
        );
        const starts = [0];
        const rows: number[] = [];
        const values: number[] = [];
        for (let j = 0; j < n; j++) {
          for (let i = 0; i < m; i++) {
            const value = part.entries[j * m + i];
            if (value === null) continue;
            rows.push(i);
            values.push(value);
          }
          starts.push(rows.length);
        }
        return createProgram({
          sense: part.sense,
          offset: part.offset,
          cost: Float64Array.from(part.cost),
          columnLower: Float64Array.from(part.columns, ([lower]) => lower),
          columnUpper: Float64Array.from(part.columns, ([, upper]) => upper),
          ...(part.whole.includes(true) ? { integer: Uint8Array.from(part.whole, Number) } : {}),
          ...(semi.includes(true) ? { semicontinuous: Uint8Array.from(semi, Number) } : {}),
          rowLower: Float64Array.from(part.rows, ([lower]) => lower),
          rowUpper: Float64Array.from(part.rows, ([, upper]) => upper),
          matrix: {
            rowCount: m,
            columnCount: n,
            starts: Int32Array.from(starts),
            rows: Int32Array.from(rows),
            values: Float64Array.from(values),
          },
          names: { row: (i) => part.rowNames[i], column: (j) => part.columnNames[j] },
        });
      }),
  );
}
