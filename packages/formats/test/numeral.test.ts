import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { formatNumeral, formatNumeralWithin, parseNumeral } from '../src/numeral.ts';

describe('numerals', () => {
  test.each([
    ['12', 12],
    ['+12', 12],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['3.', 3],
    ['1e3', 1000],
    ['1.E-3', 0.001],
    ['1E+03', 1000],
    ['000', 0],
  ])('%s', (text, value) => expect(parseNumeral(text)).toBe(value));

  test('-0 is 0', () => {
    expect(parseNumeral('-0')).toBe(0);
  });

  test.each([
    '',
    '.',
    '-',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '0x10',
    '1_000',
    'Infinity',
    'NaN',
    ' 1',
    '1 ',
    '1d3',
    '--1',
  ])('%j is none', (text) => expect(parseNumeral(text)).toBeNaN());

  test.each(['1e400', '-1e400', '1e-400', '0.1e-330'])('%s is no double', (text) =>
    expect(parseNumeral(text)).toBeNaN(),
  );

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })], { seed: 1, numRuns: 2000 })(
    'survive writing',
    (value) => {
      expect(parseNumeral(formatNumeral(value))).toBe(value + 0);
    },
  );

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 3, max: 24 })], {
    seed: 2,
    numRuns: 2000,
  })('survive narrow writing, or are not written', (value, width) => {
    const text = formatNumeralWithin(value, width);
    if (text === undefined) return;
    expect(text.length).toBeLessThanOrEqual(width);
    expect(parseNumeral(text)).toBe(value + 0);
  });

  test.each([
    [-0.12345678901, '-.12345678901'],
    [1.2345678e-9, '1.2345678e-9'],
    [-1.2345678e-12, '-12345678e-19'],
    [1 / 3, undefined],
  ])('%s in 13 characters', (value, text) => expect(formatNumeralWithin(value, 13)).toBe(text));
});
