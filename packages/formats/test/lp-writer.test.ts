import { createProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { readModel, writeLp } from '../src/index.ts';
import { plain } from './support.ts';

test('an LP file, line by line', () => {
  const program = createProgram({
    sense: 'maximize',
    offset: -2.5,
    cost: Float64Array.of(1, -0.1, 0),
    columnLower: Float64Array.of(2, -Infinity, 0),
    columnUpper: Float64Array.of(Infinity, 4, 1),
    integer: Uint8Array.of(1, 0, 1),
    rowLower: Float64Array.of(-1, -Infinity, 3, -Infinity),
    rowUpper: Float64Array.of(1, Infinity, 3, 7),
    matrix: {
      rowCount: 4,
      columnCount: 3,
      starts: Int32Array.of(0, 2, 3, 3),
      rows: Int32Array.of(0, 1, 0),
      values: Float64Array.of(1, 2, -3),
    },
    names: { row: (i) => `r[${i}]`, column: (j) => ['x[a,1]', 'e5', 'free'][j] },
  });
  const written = writeLp(program);
  expect(written.text.split('\n')).toEqual([
    'Maximize',
    '   cost: + x(a,1) - 0.1 _e5 + 0 _free - 2.5',
    'Subject To',
    '   r(0): -1 <= + x(a,1) - 3 _e5 <= 1',
    '   r(1): + 2 x(a,1) >= -inf',
    '   r(2): 0 x(a,1) = 3',
    '   r(3): 0 x(a,1) <= 7',
    'Bounds',
    ' x(a,1) >= 2',
    ' -inf <= _e5 <= 4',
    'Generals',
    '   x(a,1)',
    'Binaries',
    '   _free',
    'End',
    '',
  ]);
  expect(written.renamedColumns).toEqual([
    { index: 0, from: 'x[a,1]', to: 'x(a,1)' },
    { index: 1, from: 'e5', to: '_e5' },
    { index: 2, from: 'free', to: '_free' },
  ]);
  expect(written.notes.map((note) => [note.code, note.count])).toEqual([['formats.double-sided-row', 1]]);
});

test('long rows are broken before 560 characters, the longest line that CPLEX reads', () => {
  const count = 200;
  const program = createProgram({
    sense: 'minimize',
    offset: 0,
    cost: new Float64Array(count).fill(1 / 3),
    columnLower: new Float64Array(count),
    columnUpper: new Float64Array(count).fill(Infinity),
    rowLower: new Float64Array(0),
    rowUpper: new Float64Array(0),
    matrix: {
      rowCount: 0,
      columnCount: count,
      starts: new Int32Array(count + 1),
      rows: new Int32Array(0),
      values: new Float64Array(0),
    },
    names: { row: () => '', column: (j) => `${'n'.repeat(250)}${j}` },
  });
  const { text } = writeLp(program);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(560);
  expect(plain(readModel(text).program)).toEqual(plain(program));
});
