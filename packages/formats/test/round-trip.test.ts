/** Every program survives every format: same numbers to the last bit, same names or a reported mapping. */
import { test } from '@fast-check/vitest';
import type { Program } from '@marginal/program';
import { describe, expect } from 'vitest';
import { type ModelFormat, readModel, type WrittenModel, writeLp, writeMof, writeMps } from '../src/index.ts';
import { plain, plainNames, programs, wildNames } from './support.ts';

const FORMATS: readonly (readonly [ModelFormat, (program: Program) => WrittenModel])[] = [
  ['mps-free', (program) => writeMps(program)],
  ['lp', writeLp],
  ['mof', writeMof],
];

const codes = (written: WrittenModel): string[] => written.notes.map((note) => note.code);

/** The names a file must hold: the program's own, but for those that the writer says it changed. */
function expectedNames(program: Program, written: WrittenModel): Record<string, unknown> {
  const names = plain(program) as { rowNames: string[]; columnNames: string[] };
  for (const { index, from, to } of written.renamedRows) {
    expect(from).toBe(names.rowNames[index]);
    names.rowNames[index] = to;
  }
  for (const { index, from, to } of written.renamedColumns) {
    expect(from).toBe(names.columnNames[index]);
    names.columnNames[index] = to;
  }
  return names;
}

describe.each(FORMATS)('%s', (format, write) => {
  test.prop([programs(plainNames)], { seed: 11, numRuns: 300 })(
    'gives back the program exactly',
    (program) => {
      const written = write(program);
      expect([written.renamedRows, written.renamedColumns]).toEqual([[], []]);
      const read = readModel(written.text);
      expect(read.format).toBe(format);
      const expected = plain(program);
      const actual = plain(read.program);
      if (codes(written).includes('formats.rounded-range')) {
        // No double is the distance of the two bounds: the upper one may be off by its rounding, and says so.
        const [upper, lower] = [expected.rowUpper, expected.rowLower] as [number[], number[]];
        (actual.rowUpper as number[]).forEach((value, i) => {
          const size = Math.max(Math.abs(upper[i]), Math.abs(lower[i]));
          if (value !== upper[i]) expect(Math.abs(value - upper[i])).toBeLessThanOrEqual(2 ** -52 * size);
        });
        delete expected.rowUpper;
        delete actual.rowUpper;
      }
      expect(actual).toEqual(expected);
      expect(write(read.program).text).toBe(written.text);
    },
  );

  test.prop([programs(wildNames)], { seed: 12, numRuns: 300 })(
    'never lets two names collide, and says what it renamed',
    (program) => {
      const written = write(program);
      const { rowNames, columnNames } = plain(readModel(written.text, { format }).program) as {
        rowNames: string[];
        columnNames: string[];
      };
      const expected = expectedNames(program, written);
      expect([rowNames, columnNames]).toEqual([expected.rowNames, expected.columnNames]);
      expect(new Set(rowNames).size).toBe(rowNames.length);
      expect(new Set(columnNames).size).toBe(columnNames.length);
    },
  );
});

test.prop([programs(wildNames)], { seed: 13, numRuns: 200 })(
  'fixed MPS holds a program exactly or refuses it',
  (program) => {
    let written: WrittenModel;
    try {
      written = writeMps(program, { layout: 'fixed' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'formats.number-too-wide' });
      return;
    }
    const exact = !codes(written).includes('formats.rounded-range');
    for (const format of ['mps', 'mps-fixed'] as const) {
      const actual = plain(readModel(written.text, { format }).program);
      if (exact) expect(actual).toEqual(expectedNames(program, written));
    }
  },
);
