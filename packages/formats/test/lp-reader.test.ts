import { describe, expect, test } from 'vitest';
import { readModel } from '../src/index.ts';
import { noted, plain, refused } from './support.ts';

function read(text: string): Record<string, unknown> {
  return plain(readModel(text, { format: 'lp' }).program);
}

/** A file with one row and whatever follows it. */
function withRow(row: string, rest = ''): string {
  return `Minimize\n obj: x + y\nSubject To\n ${row}\n${rest}End\n`;
}

describe('the objective', () => {
  test.each([
    ['Minimize\n obj: 3 x + 2 y - z\nEnd', [3, 2, -1], 0],
    ['MIN 3x+2y-z\nEND', [3, 2, -1], 0],
    ['minimize\n x + 5 + 2 x - 1.5\nend', [3], 3.5],
    ['Minimum obj:\nSubject To\nEnd', [], 0],
    ['min - - x + - 2e1 y\nend', [1, -20], 0],
    ['min 2 e1 + 2e1 x\nend', [2, 20], 0],
    ['min\n 0 x + y\n + 3\n z\nend', [0, 1, 3], 0],
    ['\\ what\nmin x \\ + y\nend', [1], 0],
  ])('%j', (text, cost, offset) => {
    expect(read(text)).toMatchObject({ cost, offset, sense: 'minimize' });
  });

  test.each(['Maximize', 'maximise', 'MAX', 'maximum'])('%s', (word) => {
    expect(read(`${word} x\nend`).sense).toBe('maximize');
  });

  test('adds terms of the same column, and says so', () => {
    const text = 'max 3 x + 2 x\nst\n x + y + x <= 4\nend';
    expect(read(text)).toMatchObject({ cost: [5, 0], values: [2, 1], rowUpper: [4] });
    expect(noted(text, 'lp')).toEqual(['formats.merged-cost 1', 'formats.merged-term 1']);
  });
});

describe('rows', () => {
  test.each([
    ['x + y <= 4', -Infinity, 4],
    ['x + y < 4', -Infinity, 4],
    ['x + y =< 4', -Infinity, 4],
    ['x + y >= 4', 4, Infinity],
    ['x + y > 4', 4, Infinity],
    ['x + y => 4', 4, Infinity],
    ['x + y = -4', -4, -4],
    ['4 >= x + y', -Infinity, 4],
    ['4 <= x + y', 4, Infinity],
    ['-2 <= x + y <= 4', -2, 4],
    ['4 >= x + y >= -2', -2, 4],
    ['r: -2 < x + y < 4', -2, 4],
    ['x\n + y\n <= 4', -Infinity, 4],
    ['x + y <=\n 4', -Infinity, 4],
    ['x + y >= -inf', -Infinity, Infinity],
    ['-Infinity <= x + y <= +INF', -Infinity, Infinity],
    ['x + y <= 1e30', -Infinity, 1e30],
    ['0 x <= 4', -Infinity, 4],
    ['0 >= -4', -4, Infinity],
    ['-4 <= 0 <= 4', -4, 4],
  ])('%j', (row, lower, upper) => {
    expect(read(withRow(row))).toMatchObject({ rowLower: [lower], rowUpper: [upper] });
  });

  test('without names are numbered, around the names that are taken', () => {
    const text = withRow('x >= 1\n c3: y >= 1\n x + y >= 1\n -x + y >= 1');
    expect(read(text).rowNames).toEqual(['c1', 'c3', 'c3_', 'c4']);
  });

  test('begin on a new line, with or without a sign', () => {
    expect(read(withRow('x <= 1\n y <= 2\n 3 x <= 3\n -y <= 4\n + x <= 5'))).toMatchObject({
      rowUpper: [1, 2, 3, 4, 5],
      values: [1, 3, 1, 1, -1],
    });
  });

  test('may be introduced in every way', () => {
    for (const words of ['Subject To', 'subject  to', 'such that', 'st', 'S.T.', 'st.', 'SUBJECT\tTO'])
      expect(read(`min x\n${words}\n r: x >= 1\nend`).rowNames).toEqual(['r']);
  });

  test('have names with brackets, and labels that are section words', () => {
    expect(read('min x[1,2] + 2 y(3)\nst\n bounds: x[1,2] >= 1\nend')).toMatchObject({
      columnNames: ['x[1,2]', 'y(3)'],
      rowNames: ['bounds'],
    });
  });
});

describe('bounds', () => {
  test.each([
    ['x <= 4', 0, 4],
    ['x >= -1', -1, Infinity],
    ['-1 <= x', -1, Infinity],
    ['4 >= x', 0, 4],
    ['-1 <= x <= 4', -1, 4],
    ['4 >= x >= -1', -1, 4],
    ['x = 2.5', 2.5, 2.5],
    ['2.5 = x', 2.5, 2.5],
    ['x free', -Infinity, Infinity],
    ['x FREE', -Infinity, Infinity],
    ['-inf <= x <= -4', -Infinity, -4],
    ['x >= -infinity', -Infinity, Infinity],
    ['x <= + Infinity', 0, Infinity],
    ['x >= - 1\n x <= 4', -1, 4],
  ])('%j', (bound, lower, upper) => {
    const program = read(withRow('x + y >= 1', `Bounds\n ${bound}\n`));
    expect(program).toMatchObject({ columnLower: [lower, 0], columnUpper: [upper, Infinity] });
  });

  test('stated again replace the earlier one, and say so', () => {
    const text = withRow('x + y >= 1', 'Bounds\n x <= 4\n x <= 5\n x <= 5\n');
    expect(read(text).columnUpper).toEqual([5, Infinity]);
    expect(noted(text, 'lp')).toEqual(['formats.repeated-bound 1']);
  });

  test('of 1e20 and more stay numbers, and are noted', () => {
    const text = withRow('x + y >= 1', 'Bounds\n -1e30 <= x <= 1e20\n');
    expect(read(text)).toMatchObject({ columnLower: [-1e30, 0], columnUpper: [1e20, Infinity] });
    expect(noted(text, 'lp')).toEqual(['formats.huge-bound 2']);
  });

  test('make columns that stand nowhere else, and say so', () => {
    const text = withRow('x + y >= 1', 'Bounds\n z <= 4\nGeneral\n z w\n');
    expect(read(text)).toMatchObject({ columnNames: ['x', 'y', 'z', 'w'], integer: [0, 0, 1, 1] });
    expect(noted(text, 'lp')).toEqual(['formats.unused-column 2']);
  });

  test('below zero without a lower bound are refused, because codes disagree', () => {
    expect(refused(withRow('x + y >= 1', 'Bounds\n x <= -4\n'), 'lp')).toEqual([
      'formats.crossed-bounds f:6:2',
    ]);
  });
});

test('generals and binaries, in any order with the bounds', () => {
  const text = 'min x + y + z + w\nst\nBinaries\n x z\nBounds\n x = 1\n y <= 9\n z free\nIntegers\n y\nEnd';
  expect(read(text)).toMatchObject({
    integer: [1, 1, 1, 0],
    columnLower: [1, 0, 0, 0],
    columnUpper: [1, 9, 1, Infinity],
  });
});

test.each(['Semi-Continuous', 'semis', 'SEMI'])('semicontinuous columns, below %s', (word) => {
  const text = withRow('x + y >= 1', `Bounds\n 2 <= x <= 4\n y <= 3\nGeneral\n y\n${word}\n x y\n`);
  expect(read(text)).toMatchObject({
    semicontinuous: [1, 1],
    integer: [0, 1],
    columnLower: [2, 0],
    columnUpper: [4, 3],
  });
  expect(refused(withRow('x + y >= 1', `${word}\n x\n`), 'lp')).toEqual(['formats.crossed-bounds f:2:7']);
});

describe('what a Program cannot hold is refused with its place', () => {
  test.each([
    ['min [ x^2 ] / 2\nend', 'f:1:5'],
    ['min x + [ 2 x * y ] / 2\nend', 'f:1:9'],
    ['min x^2\nend', 'f:1:6'],
    [withRow('x + [ y^2 ] <= 4'), 'f:4:6'],
    [withRow('x = 1 -> y <= 4'), 'f:4:8'],
    [withRow('x >= 1', 'SOS\n s: S1:: x:1 y:2\n'), 'f:5:1'],
    [withRow('x >= 1', 'Lazy Constraints\n x >= 2\n'), 'f:5:1'],
    [withRow('x >= 1', 'General Constraints\n x = MAX(y)\n'), 'f:5:1'],
  ])('%j', (text, place) => {
    expect(refused(text, 'lp')).toEqual([`formats.unsupported ${place}`]);
  });
});

describe('faults, with line and column', () => {
  test.each([
    ['variable on the right', withRow('x <= 4 y'), ['formats.variable-on-right f:4:9']],
    ['variables on both sides', withRow('r: x >= y'), ['formats.variable-on-right f:4:10']],
    ['constant on the left', withRow('x + 3 <= 4'), ['formats.constant-on-left f:4:6']],
    ['constant beside a reversed row', withRow('4 <= x + 1'), ['formats.constant-on-left f:4:11']],
    ['no comparison', withRow('x + y'), ['formats.row f:5:1']],
    ['no number', withRow('x <= '), ['formats.row f:5:1']],
    ['crossed', withRow('4 <= x <= 2'), ['formats.crossed-bounds f:4:12']],
    ['two ways', withRow('4 <= x >= 2'), ['formats.row f:4:9']],
    ['two equalities', withRow('4 = x = 4'), ['formats.row f:4:8']],
    ['infinite the wrong way', withRow('x <= -inf'), ['formats.row f:4:7']],
    ['two names', withRow('x y <= 4'), ['formats.expression f:4:4']],
    ['two numbers', withRow('2 3 x <= 4'), ['formats.expression f:4:4']],
    ['number behind a name', withRow('x 3 <= 4'), ['formats.expression f:4:4']],
    ['product', withRow('2 * x <= 4'), ['formats.expression f:4:4']],
    ['infinite coefficient', withRow('inf x <= 4'), ['formats.expression f:4:6']],
    ['overflow', withRow('1e400 x <= 4'), ['formats.expression f:4:2']],
    ['dangling sign', withRow('x + <= 4'), ['formats.expression f:4:6']],
    ['row twice', withRow('r: x <= 4\n r: y <= 4'), ['formats.duplicate-row f:5:2']],
    ['infinite constant', 'min x + inf\nend', ['formats.number f:1:9']],
    ['bound of two columns', withRow('x >= 1', 'Bounds\n x <= y\n'), ['formats.bound f:6:7']],
    ['bound with a factor', withRow('x >= 1', 'Bounds\n 2 x <= 4\n'), ['formats.bound f:6:4']],
    ['bound of nothing', withRow('x >= 1', 'Bounds\n 2 <= 4\n'), ['formats.bound f:6:7']],
    ['bound both ways', withRow('x >= 1', 'Bounds\n 1 <= x >= 4\n'), ['formats.bound f:6:7']],
    ['crossed bounds', withRow('x >= 1', 'Bounds\n 5 <= x <= 4\n'), ['formats.crossed-bounds f:6:7']],
    ['no column', withRow('x >= 1', 'General\n x 3\n'), ['formats.section f:6:4']],
    ['no objective', 'st\n x >= 1\nend', ['formats.no-objective f:1:1']],
    ['two objectives', 'min x\nmax y\nend', ['formats.repeated-section f:2:1', 'formats.section f:2:5']],
    ['rows twice', withRow('x >= 1', 'st\n y >= 1\n'), ['formats.repeated-section f:5:1']],
    ['cut short', 'min x\nst\n x >= 1\n', ['formats.no-end f:4:1']],
    ['empty', '', ['formats.no-objective f:1:1']],
  ])('%s', (_, text, expected) => {
    expect(refused(text, 'lp')).toEqual(expected);
  });

  test('are all told at once', () => {
    const text = withRow(
      'r: x <= 4 y\n s: x + 3 >= 2\n t: x >= 1\n u: y x >= 1',
      'Bounds\n x <= y\n y >= z\n x <= 3\n',
    );
    expect(refused(text, 'lp')).toEqual([
      'formats.variable-on-right f:4:12',
      'formats.constant-on-left f:5:9',
      'formats.expression f:7:7',
      'formats.bound f:9:7',
      'formats.bound f:10:7',
    ]);
  });
});

test('a long file of one kind of character takes linear time', () => {
  for (const text of [
    '+'.repeat(300_000),
    'x'.repeat(300_000),
    '\\'.repeat(300_000),
    ':'.repeat(300_000),
    '1 '.repeat(150_000),
  ])
    expect(refused(`min x\nst\n${text}`, 'lp').length).toBeGreaterThan(0);
});
