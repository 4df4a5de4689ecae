import { createProgram, type Program } from '@marginal/program';
import { expect, test } from 'vitest';
import { readModel, writeMps } from '../src/index.ts';
import { faultsOf, plain } from './support.ts';

/** Three rows without entries and one column of each kind. */
function sample(parts: Partial<Program> = {}): Program {
  return createProgram({
    sense: 'maximize',
    offset: 2.5,
    cost: Float64Array.of(1, -0.1, 0),
    columnLower: Float64Array.of(0, -Infinity, 0),
    columnUpper: Float64Array.of(Infinity, 4, 1),
    integer: Uint8Array.of(1, 0, 1),
    rowLower: Float64Array.of(-1, -Infinity, 3),
    rowUpper: Float64Array.of(1, Infinity, 3),
    matrix: {
      rowCount: 3,
      columnCount: 3,
      starts: Int32Array.of(0, 2, 3, 3),
      rows: Int32Array.of(0, 1, 2),
      values: Float64Array.of(1, 2, 3),
    },
    names: { row: (i) => `r${i}`, column: (j) => `c${j}` },
    ...parts,
  });
}

test('free MPS, line by line', () => {
  expect(writeMps(sample()).text.split('\n')).toEqual([
    'NAME          MARGINAL',
    'OBJSENSE',
    '    MAX',
    'ROWS',
    ' N COST',
    ' L r0',
    ' N r1',
    ' E r2',
    'COLUMNS',
    " M0 'MARKER' 'INTORG'",
    ' c0 COST 1 r0 1',
    ' c0 r1 2',
    " M1 'MARKER' 'INTEND'",
    ' c1 COST -0.1 r2 3',
    " M2 'MARKER' 'INTORG'",
    ' c2 COST 0',
    " M3 'MARKER' 'INTEND'",
    'RHS',
    ' RHS COST -2.5',
    ' RHS r0 1',
    ' RHS r2 3',
    'RANGES',
    ' RNG r0 2',
    'BOUNDS',
    ' PL BND c0',
    ' MI BND c1',
    ' UP BND c1 4',
    ' BV BND c2',
    'ENDATA',
    '',
  ]);
});

test('fixed MPS keeps its columns', () => {
  const { text } = writeMps(sample(), { layout: 'fixed' });
  expect(text).toContain('\n    c0        COST      1              r0        1\n');
  expect(text).toContain("\n    M0        'MARKER'                 'INTORG'\n");
  expect(plain(readModel(text, { format: 'mps-fixed' }).program)).toEqual(plain(sample()));
});

test('fixed MPS refuses what it would have to round', () => {
  const third = sample({ cost: Float64Array.of(1 / 3, 1, 1) });
  expect(faultsOf(() => writeMps(third, { layout: 'fixed' }))).toEqual([
    'formats.number-too-wide 0.3333333333333333 of c0',
  ]);
  expect(readModel(writeMps(third).text).program.cost[0]).toBe(1 / 3);
});

test('names that the format cannot hold are changed, told, and never collide', () => {
  const names = { row: () => 'RHS', column: (j: number) => ['a b', 'a_b', '$'][j] };
  const written = writeMps(sample({ names }));
  expect(written.renamedRows).toEqual([
    { index: 0, from: 'RHS', to: '_RHS' },
    { index: 1, from: 'RHS', to: '_RHS~2' },
    { index: 2, from: 'RHS', to: '_RHS~3' },
  ]);
  expect(written.renamedColumns).toEqual([
    { index: 0, from: 'a b', to: 'a_b~2' },
    { index: 2, from: '$', to: '_' },
  ]);
});

test('the objective gets a name that no row has', () => {
  const { text } = writeMps(
    sample({ names: { row: (i) => ['COST', 'COST~2', 'x'][i], column: (j) => `c${j}` } }),
  );
  expect(text).toContain('\n N COST~3\n');
});

test('a range whose distance overflows is refused', () => {
  const wide = sample({
    rowLower: Float64Array.of(-1.5e308, 0, 3),
    rowUpper: Float64Array.of(1.5e308, 1, 3),
  });
  expect(faultsOf(() => writeMps(wide))).toEqual(['formats.range-overflow row r0']);
});

test('a range that no double states is noted', () => {
  const odd = sample({ rowUpper: Float64Array.of(1 + 2 ** -52, Infinity, 3) });
  const { notes } = writeMps(odd);
  expect(notes.map((note) => [note.code, note.count, note.first])).toEqual([
    ['formats.rounded-range', 1, 'row r0'],
  ]);
});
