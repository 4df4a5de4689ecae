import { describe, expect, test } from 'vitest';
import { readModel } from '../src/index.ts';
import { noted, plain, refused } from './support.ts';

/** A file with one row `r` and one column `x`; sections go in front of ENDATA, lines in front of ROWS. */
function file(parts: { head?: string; row?: string; column?: string; tail?: string }): string {
  const { head = '', row = 'L', column = ' x cost 1 r 1', tail = '' } = parts;
  return `NAME t\n${head}ROWS\n N cost\n ${row} r\nCOLUMNS\n${column}\n${tail}ENDATA\n`;
}

function read(text: string, format?: 'mps-fixed'): Record<string, unknown> {
  return plain(readModel(text, format === undefined ? {} : { format }).program);
}

describe('rows', () => {
  test.each([
    ['E', '3', [4, 7]],
    ['E', '-3', [1, 4]],
    ['E', '0', [4, 4]],
    ['L', '3', [1, 4]],
    ['L', '-3', [1, 4]],
    ['G', '3', [4, 7]],
    ['G', '-3', [4, 7]],
  ])('%s with right-hand side 4 and range %s', (row, range, [lower, upper]) => {
    expect(read(file({ row, tail: `RHS\n S r 4\nRANGES\n S r ${range}\n` }))).toMatchObject({
      rowLower: [lower],
      rowUpper: [upper],
    });
  });

  test('have a right-hand side of zero by default, and ranges may stand before it', () => {
    expect(read(file({ row: 'G' }))).toMatchObject({ rowLower: [0], rowUpper: [Infinity] });
    expect(read(file({ row: 'E', tail: 'RANGES\n S r 2\nRHS\n S r 5\n' }))).toMatchObject({
      rowLower: [5],
      rowUpper: [7],
    });
  });

  test('beyond the objective may be of type N: they are kept without bounds, and noted', () => {
    const text = file({ row: 'N', tail: 'RHS\n S r 5\n' });
    expect(read(text)).toMatchObject({
      rowNames: ['r'],
      rowLower: [-Infinity],
      rowUpper: [Infinity],
      values: [1],
    });
    expect(noted(text)).toEqual(['formats.free-row 1', 'formats.free-row-rhs 1']);
  });
});

describe('the objective', () => {
  test('has minus its right-hand side as constant', () => {
    expect(read(file({ tail: 'RHS\n S cost -7.113\n' })).offset).toBe(7.113);
  });

  test.each([
    'OBJSENSE\n    MAX\n',
    'OBJSENSE MAX\n',
    'OBJSENSE\nMAX\n',
    'OBJSEN\n MAXIMIZE\n',
    'OBJSENSE maximise\n',
  ])('is maximised by %j', (head) => expect(read(file({ head })).sense).toBe('maximize'));

  test('is minimised unless told otherwise', () => {
    expect(read(file({})).sense).toBe('minimize');
    expect(read(file({ head: 'OBJSENSE\n MIN\n' })).sense).toBe('minimize');
  });

  test('is the row that OBJNAME names', () => {
    const text = file({ head: 'OBJNAME\n r\n', row: 'N' });
    expect(read(text)).toMatchObject({ rowNames: ['cost'], cost: [1] });
    expect(noted(text)).toEqual(['formats.free-row 1']);
  });
});

describe('bounds', () => {
  const bounded = (lines: string): string => file({ tail: `BOUNDS\n${lines}\n` });

  test.each([
    [' UP B x 4', [0, 4, 0]],
    [' UP x 4', [0, 4, 0]],
    [' LO B x -4', [-4, Infinity, 0]],
    [' FX B x 2.5', [2.5, 2.5, 0]],
    [' FR B x', [-Infinity, Infinity, 0]],
    [' FR x', [-Infinity, Infinity, 0]],
    [' MI B x', [-Infinity, Infinity, 0]],
    [' MI B x 0\n UP B x 3', [-Infinity, 3, 0]],
    [' PL B x', [0, Infinity, 0]],
    [' BV B x', [0, 1, 1]],
    [' LI B x 2\n UI B x 8', [2, 8, 1]],
    [' UP B x inf', [0, Infinity, 0]],
    [' LO B x -Infinity', [-Infinity, Infinity, 0]],
    [' UP B x 4\n UP B x 4', [0, 4, 0]],
    [' UP B x 0', [0, 0, 0]],
  ])('%j', (lines, [lower, upper, integer]) => {
    expect(read(bounded(lines))).toMatchObject({
      columnLower: [lower],
      columnUpper: [upper],
      integer: [integer],
    });
    expect(noted(bounded(lines))).toEqual([]);
  });

  test('above, negative and alone, open the lower side, and say so', () => {
    expect(read(bounded(' UP B x -3'))).toMatchObject({ columnLower: [-Infinity], columnUpper: [-3] });
    expect(noted(bounded(' UP B x -3'))).toEqual(['formats.negative-upper 1']);
    expect(read(bounded(' UP B x -3\n LO B x -5'))).toMatchObject({ columnLower: [-5], columnUpper: [-3] });
    expect(refused(bounded(' LO B x 0\n UP B x -3'))).toEqual(['formats.crossed-bounds f:9:2']);
  });

  test('of 1e20 and more stay numbers, and are noted', () => {
    expect(read(bounded(' UP B x 1e30')).columnUpper).toEqual([1e30]);
    expect(noted(bounded(' UP B x 1e30'))).toEqual(['formats.huge-bound 1']);
  });

  test.each([
    [' SC B x 4', 0, 4, 0],
    [' LO B x 2\n SC B x 4', 2, 4, 0],
    [' SI B x 4\n LO B x 2', 2, 4, 1],
  ])('%j is semicontinuous', (lines, lower, upper, integer) => {
    expect(read(bounded(lines))).toMatchObject({
      columnLower: [lower],
      columnUpper: [upper],
      semicontinuous: [1],
      integer: [integer],
    });
  });

  test('of integers between markers are [0, 1] unless stated', () => {
    const column = " M1 'MARKER' 'INTORG'\n x cost 1\n y r 1\n M2 'MARKER' 'INTEND'\n z r 1";
    const text = file({ column, tail: 'BOUNDS\n LO B y 3\n' });
    expect(read(text)).toMatchObject({
      integer: [1, 1, 0],
      columnLower: [0, 3, 0],
      columnUpper: [1, Infinity, Infinity],
    });
    expect(noted(text)).toEqual(['formats.integer-default 1']);
  });
});

test('of several sets the first counts, and what stands in the others is counted', () => {
  const text = file({
    tail: 'RHS\n A r 4 cost 1\n B r 5 cost 2\nRANGES\n A r 1\n B r 2\nBOUNDS\n UP A x 3\n UP B x 9\n',
  });
  expect(read(text)).toMatchObject({ rowLower: [3], rowUpper: [4], offset: -1, columnUpper: [3] });
  expect(noted(text)).toEqual(['formats.other-set 4']);
});

test('sets may have no name, comments and blank lines are skipped, lines may end in CR LF', () => {
  const text = file({ tail: '* nothing\n\nRHS\n r 4 $ five\nBOUNDS\n UP x 3\n' });
  expect(read(text)).toMatchObject({ rowUpper: [4], columnUpper: [3] });
  expect(read(text.replaceAll('\n', '\r\n'))).toEqual(read(text));
});

test('explicit zeros are left out of the matrix, and counted', () => {
  const text = file({ column: ' x cost 0 r 0' });
  expect(read(text)).toMatchObject({ cost: [0], values: [] });
  expect(noted(text)).toEqual(['formats.zero-coefficient 1']);
});

describe('fixed columns', () => {
  const fixed = [
    'NAME          BLANKS',
    'ROWS',
    ' N  THE COST',
    ' L  ROW 1',
    'COLUMNS',
    '    COL 1     THE COST             1.0   ROW 1                2.0',
    'RHS',
    '              ROW 1               10.0',
    'BOUNDS',
    ' UP           COL 1                4.0',
    'ENDATA',
    '',
  ].join('\n');

  test('let names have blanks, and are found out', () => {
    expect(readModel(fixed).format).toBe('mps-fixed');
    expect(read(fixed)).toMatchObject({
      columnNames: ['COL 1'],
      rowNames: ['ROW 1'],
      cost: [1],
      values: [2],
      rowUpper: [10],
      columnUpper: [4],
    });
  });

  test('can be demanded, and then words in between are refused, not dropped', () => {
    const odd = fixed.replace('    COL 1     THE', ' XX COL 1     THE');
    expect(refused(odd, 'mps-fixed')[0]).toBe('formats.unknown-column f:10:15');
    expect(refused(fixed, 'mps-free')[0]).toBe('formats.card f:3:2');
  });

  test('faults are those of the layout that gets further', () => {
    expect(refused(fixed.replace(' UP           COL 1', ' UP           COL 2'))).toEqual([
      'formats.unknown-column f:10:15',
    ]);
  });
});

describe('faults, with line and column', () => {
  test.each([
    ['unknown row', file({ column: ' x cost 1 q 1' }), ['formats.unknown-row f:6:11']],
    ['right-hand side of no row', file({ tail: 'RHS\n S q 1\n' }), ['formats.unknown-row f:8:4']],
    ['bound of no column', file({ tail: 'BOUNDS\n UP B q 1\n' }), ['formats.unknown-column f:8:7']],
    ['no number', file({ column: ' x cost 1 r 1,5' }), ['formats.number f:6:13']],
    ['hexadecimal', file({ column: ' x cost 1 r 0x10' }), ['formats.number f:6:13']],
    ['too large for a double', file({ column: ' x cost 1 r 1e400' }), ['formats.number f:6:13']],
    ['too small for a double', file({ column: ' x cost 1 r 1e-400' }), ['formats.number f:6:13']],
    ['second entry', file({ column: ' x r 1 r 2' }), ['formats.duplicate-entry f:6:8']],
    ['second cost', file({ column: ' x cost 1\n x cost 1' }), ['formats.duplicate-entry f:7:4']],
    ['column comes back', file({ column: ' x r 1\n y r 1\n x cost 1' }), ['formats.split-column f:8:2']],
    ['second right-hand side', file({ tail: 'RHS\n S r 1\n S r 1\n' }), ['formats.duplicate-entry f:9:4']],
    ['second constant', file({ tail: 'RHS\n S cost 1 cost 1\n' }), ['formats.duplicate-entry f:8:11']],
    ['second range', file({ tail: 'RANGES\n S r 1 r 2\n' }), ['formats.duplicate-entry f:8:8']],
    ['range of the objective', file({ tail: 'RANGES\n S cost 1\n' }), ['formats.range-of-free-row f:8:4']],
    ['contradiction', file({ tail: 'BOUNDS\n UP B x 1\n UP B x 2\n' }), ['formats.repeated-bound f:9:9']],
    ['bound type', file({ tail: 'BOUNDS\n XX B x 1\n' }), ['formats.bound-type f:8:2']],
    ['row type', file({ row: 'X' }), ['formats.row-type f:4:2', 'formats.unknown-row f:6:11']],
    ['row twice', file({ row: 'L r\n E' }), ['formats.duplicate-row f:5:4']],
    ['card', file({ column: ' x cost' }), ['formats.card f:6:2']],
    ['marker', file({ column: " M 'MARKER' 'X'" }), ['formats.marker f:6:13']],
    ['sense', file({ head: 'OBJSENSE\n UP\n' }), ['formats.objective-sense f:3:2']],
    ['no sense', file({ head: 'OBJSENSE\n' }), ['formats.objective-sense f:3:1']],
    ['section', file({ tail: 'WHAT\n' }), ['formats.section f:7:1']],
    ['section twice', file({ tail: 'RHS\nRHS\n' }), ['formats.repeated-section f:8:1']],
    ['order', 'NAME\nROWS\n N c\nRHS\nCOLUMNS\n x c 1\nENDATA\n', ['formats.section-order f:4:1']],
    [
      'range without end',
      file({ row: 'G', tail: 'RHS\n S r 1e308\nRANGES\n S r 1e308\n' }),
      ['formats.number f:10:6'],
    ],
    [
      'OBJNAME too late',
      'NAME\nROWS\n N c\nOBJNAME\n c\nCOLUMNS\n x c 1\nENDATA\n',
      ['formats.section-order f:4:1'],
    ],
    ['no objective', 'NAME\nROWS\nCOLUMNS\nENDATA\n', ['formats.no-objective f:4:1']],
    ['OBJNAME of no row', file({ head: 'OBJNAME z\n' }), ['formats.no-objective f:8:1']],
    ['cut short', file({}).replace('ENDATA\n', ''), ['formats.no-end f:7:1']],
    [
      'semicontinuous from below',
      file({ tail: 'BOUNDS\n LO B x -1\n SC B x 4\n' }),
      ['formats.crossed-bounds f:9:2'],
    ],
    ['semicontinuous without end', file({ tail: 'BOUNDS\n SC B x inf\n' }), ['formats.crossed-bounds f:8:2']],
    ['quadratic', file({ tail: 'QUADOBJ\n x x 1\n' }), ['formats.unsupported f:7:1']],
    ['ordered set', file({ column: " M 'MARKER' 'SOSORG'" }), ['formats.unsupported f:6:13']],
  ])('%s', (_, text, expected) => expect(refused(text, 'mps')).toEqual(expected));

  test('are all told at once, up to twenty', () => {
    const column = Array.from({ length: 30 }, (_, k) => ` x${k} q 1`).join('\n');
    const faults = refused(file({ column }));
    expect(faults).toHaveLength(21);
    expect(faults[19]).toBe('formats.unknown-row f:25:6');
    expect(faults[20]).toBe('formats.more-faults f');
  });
});
