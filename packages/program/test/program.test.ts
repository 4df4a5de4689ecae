import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../src/errors.ts';
import type { CscMatrix } from '../src/matrix.ts';
import {
  createProgram,
  hasIntegers,
  hasSemicontinuous,
  isDiscrete,
  ORDINAL_NAMES,
  type Program,
} from '../src/program.ts';
import { caught, F, faultCodes, I, parts } from './support.ts';

/** Two columns, two rows, nothing wrong with it. */
const GOOD = parts({
  cost: [1, 2],
  rows: [
    [1, 1],
    [3, -1],
  ],
  rowBounds: [
    [1, Infinity],
    [-Infinity, 4],
  ],
});

function broken(change: Partial<Program>): string[] {
  return faultCodes(() => createProgram({ ...GOOD, ...change }));
}

function matrix(change: Partial<CscMatrix>): Partial<Program> {
  return { matrix: { ...GOOD.matrix, ...change } };
}

describe('createProgram', () => {
  test('returns the arrays it was given, frozen', () => {
    const program = createProgram(GOOD);
    expect(program).toEqual(GOOD);
    expect(program.cost).toBe(GOOD.cost);
    expect(Object.isFrozen(program)).toBe(true);
  });

  test('takes programs without rows, without columns and without anything', () => {
    expect(faultCodes(() => createProgram(parts({ cost: [1] })))).toEqual([]);
    expect(faultCodes(() => createProgram(parts({ cost: [], rows: [[]], rowBounds: [[0, 1]] })))).toEqual([]);
    expect(faultCodes(() => createProgram(parts({ cost: [] })))).toEqual([]);
  });

  test.each<[string, Partial<Program>, string[]]>([
    ['a cost too few', { cost: F(1) }, ['program.length']],
    ['a column bound too many', { columnLower: F(0, 0, 0) }, ['program.length']],
    ['an upper bound too few', { columnUpper: F(0) }, ['program.length']],
    ['an integer flag too few', { integer: Uint8Array.of(1) }, ['program.length']],
    ['a semicontinuous flag too many', { semicontinuous: Uint8Array.of(0, 0, 1) }, ['program.length']],
    [
      'a semicontinuous column without an upper bound',
      { semicontinuous: Uint8Array.of(0, 1) },
      ['program.semicontinuous-upper'],
    ],
    [
      'a semicontinuous column below zero, and without any bound',
      { semicontinuous: Uint8Array.of(1, 1), columnLower: F(-1, -Infinity), columnUpper: F(3, Infinity) },
      ['program.semicontinuous-lower', 'program.semicontinuous-lower', 'program.semicontinuous-upper'],
    ],
    ['row bounds too few', { rowLower: F(), rowUpper: F() }, ['program.length', 'program.length']],
    ['starts too short', matrix({ starts: I(0, 2) }), ['program.length', 'program.length', 'program.length']],
    ['starts that begin with 1', matrix({ starts: I(1, 2, 4) }), ['program.starts']],
    ['starts that decrease', matrix({ starts: I(0, 5, 4) }), ['program.starts']],
    ['starts that reach far beyond', matrix({ starts: I(0, 2 ** 31 - 1, 4) }), ['program.starts']],
    ['a row index below', matrix({ rows: I(-1, 1, 0, 1) }), ['program.row-index']],
    ['a row index beyond', matrix({ rows: I(0, 2, 0, 1) }), ['program.row-index']],
    ['an entry twice', matrix({ rows: I(0, 0, 0, 1) }), ['program.duplicate']],
    ['entries out of order', matrix({ rows: I(1, 0, 0, 1) }), ['program.duplicate']],
    ['a zero coefficient', matrix({ values: F(1, 0, 1, 1) }), ['program.coefficient']],
    ['a minus zero coefficient', matrix({ values: F(1, -0, 1, 1) }), ['program.coefficient']],
    ['a NaN coefficient', matrix({ values: F(1, NaN, 1, 1) }), ['program.coefficient']],
    ['an infinite coefficient', matrix({ values: F(1, 1, -Infinity, 1) }), ['program.coefficient']],
    ['a NaN cost', { cost: F(1, NaN) }, ['program.cost']],
    ['an infinite cost', { cost: F(-Infinity, 1) }, ['program.cost']],
    ['a NaN offset', { offset: NaN }, ['program.nan']],
    ['an infinite offset', { offset: Infinity }, ['program.nan']],
    ['a NaN column bound', { columnLower: F(NaN, 0) }, ['program.nan']],
    ['a NaN row bound', { rowUpper: F(Infinity, NaN) }, ['program.nan']],
    ['crossed column bounds', { columnUpper: F(-1, 1) }, ['program.crossed-bounds']],
    ['crossed row bounds', { rowUpper: F(0.5, 4) }, ['program.crossed-bounds']],
    ['a lower bound of +inf', { columnLower: F(0, Infinity) }, ['program.infinite-bound']],
    ['a row upper bound of -inf', { rowUpper: F(Infinity, -Infinity) }, ['program.infinite-bound']],
  ])('refuses %s', (_what, change, codes) => {
    expect(broken(change)).toEqual(codes);
  });

  test('reports all faults in one go, in the order of the input, with names and remedies', () => {
    const names = { row: (i: number) => `clear[${i}]`, column: (j: number) => `serve[${j}]` };
    const bad = {
      ...GOOD,
      names,
      offset: NaN,
      cost: F(1, Infinity),
      columnLower: F(2, 0),
      columnUpper: F(1, NaN),
      rowLower: F(Infinity, -Infinity),
      ...matrix({ rows: I(0, 0, 0, 7), values: F(1, 1, 0, 1) }),
    };
    const error = caught(() => createProgram(bad));
    expect(error).toBeInstanceOf(InvalidInputError);
    if (!(error instanceof InvalidInputError)) return;
    expect(error.faults.map((fault) => [fault.code, fault.place])).toEqual([
      ['program.nan', 'offset'],
      ['program.crossed-bounds', 'bounds of serve[0]'],
      ['program.cost', 'cost of serve[1]'],
      ['program.nan', 'bounds of serve[1]'],
      ['program.infinite-bound', 'row clear[0]'],
      ['program.duplicate', 'coefficient of serve[0] in clear[0]'],
      ['program.coefficient', 'coefficient of serve[1] in clear[0]'],
      ['program.row-index', 'matrix.rows[3]'],
    ]);
    for (const fault of error.faults) {
      expect(fault.cause).not.toBe('');
      expect(fault.remedy).not.toBe('');
      expect(error.message).toContain(fault.place);
    }
    expect(error.code).toBe('program.nan');
  });

  test('lists twenty faults and counts the rest', () => {
    const cost = new Array<number>(50).fill(Number.NaN);
    const error = caught(() => createProgram(parts({ cost })));
    if (!(error instanceof InvalidInputError)) throw new Error('not refused');
    expect(error.faults).toHaveLength(21);
    expect(error.faults[20]).toMatchObject({
      code: 'program.more-faults',
      cause: '30 more faults like these',
    });
  });
});

test('semicontinuous columns: flags count, bounds of the others are free', () => {
  const program = { ...GOOD, semicontinuous: Uint8Array.of(1, 0), columnUpper: F(3, Infinity) };
  expect(faultCodes(() => createProgram(program))).toEqual([]);
  expect([hasSemicontinuous(program), hasIntegers(program), isDiscrete(program)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(isDiscrete({ ...GOOD, semicontinuous: Uint8Array.of(0, 0), integer: Uint8Array.of(0, 0) })).toBe(
    false,
  );
  expect(isDiscrete({ ...GOOD, integer: Uint8Array.of(0, 1) })).toBe(true);
});

test('hasIntegers looks at the flags, not at whether there are any', () => {
  expect(hasIntegers(GOOD)).toBe(false);
  expect(hasIntegers({ ...GOOD, integer: Uint8Array.of(0, 0) })).toBe(false);
  expect(hasIntegers({ ...GOOD, integer: Uint8Array.of(0, 1) })).toBe(true);
});

test('ordinal names', () => {
  expect(ORDINAL_NAMES.row(3)).toBe('r3');
  expect(ORDINAL_NAMES.column(0)).toBe('c0');
});
