import { fc, test } from '@fast-check/vitest';
import { formatUnit, parseUnit } from '@marginal/core';
import { describe, expect } from 'vitest';
import { agree, DIMENSIONLESS, divideUnits, multiplyUnits } from '../src/unit.ts';
import { expectFault, faultsOf } from './support.ts';

describe('reading and writing', () => {
  test.each([
    ['$/Mtok', '$/Mtok'],
    ['$ / (Mtok h)', '$/(Mtok h)'],
    ['GPU*h', 'GPU h'],
    ['GPU·h', 'GPU h'],
    ['kg CO2/h', 'CO2 kg/h'],
    ['m^2/s^2', 'm^2/s^2'],
    ['h^-1', '1/h'],
    ['1/h', '1/h'],
    ['1', '1'],
    ['h h', 'h^2'],
    ['Mtok/Mtok', '1'],
    ['h^0', '1'],
    ['(Mtok h)', 'Mtok h'],
  ])('%s reads as %s', (text, canonical) => {
    expect(formatUnit(parseUnit(text))).toBe(canonical);
  });

  test('a missing unit is unknown and prints so', () => {
    expect(parseUnit(undefined)).toBeUndefined();
    expect(formatUnit(undefined)).toBe('unknown unit');
  });

  const symbol = fc.constantFrom('$', 'Mtok', 'h', 'GPU', 'CO2');
  const unit = fc.uniqueArray(
    fc.tuple(
      symbol,
      fc.integer({ min: -3, max: 3 }).filter((p) => p !== 0),
    ),
    {
      selector: ([name]) => name,
    },
  );
  test.prop([unit, unit], { seed: 3 })(
    'what is written reads back, and division undoes multiplication',
    (a, b) => {
      const [x, y] = [new Map(a), new Map(b)];
      expect(agree(parseUnit(formatUnit(x)), x)).toBe(true);
      expect(agree(divideUnits(multiplyUnits(x, y), y), x)).toBe(true);
      expect(formatUnit(divideUnits(x, x))).toBe('1');
    },
  );
});

describe('agreement', () => {
  test('is of symbols and powers, without conversion', () => {
    expect(agree(parseUnit('GPU h'), parseUnit('h GPU'))).toBe(true);
    expect(agree(parseUnit('Mtok'), parseUnit('tok'))).toBe(false);
    expect(agree(parseUnit('h'), parseUnit('h^2'))).toBe(false);
    expect(agree(DIMENSIONLESS, parseUnit('h'))).toBe(false);
  });

  test('an unknown unit goes with everything and makes products unknown', () => {
    expect(agree(undefined, parseUnit('h'))).toBe(true);
    expect(multiplyUnits(undefined, parseUnit('h'))).toBeUndefined();
    expect(divideUnits(parseUnit('h'), undefined)).toBeUndefined();
  });
});

describe('what is refused', () => {
  test('more than one line', () => {
    expectFault(() => parseUnit('$/Mtok/h'), 'invalid-input', {
      code: 'core.unit-syntax',
      place: "unit '$/Mtok/h'",
      cause: 'has more than one /',
      remedy: "write symbols joined by * or spaces, at most one /, powers as h^2: '$/Mtok', 'kg CO2/h'",
    });
  });

  test.each([
    ['', 'has nothing above the line'],
    ['/h', 'has nothing above the line'],
    ['$/', 'has nothing below the line'],
    ['h^x', "'h^x' is not a symbol with a whole power"],
    ['h^2.5', "'h^2.5' is not a symbol with a whole power"],
    ['h^2^3', "'h^2^3' is not a symbol with a whole power"],
    ['^2', "'^2' is not a symbol with a whole power"],
    ['1000 tok', "'1000' is not a symbol with a whole power"],
    ['2h', "'2h' is not a symbol with a whole power"],
    ['kg*(m/s)', "'(m' is not a symbol with a whole power"],
  ])("'%s': %s", (text, cause) => {
    expect(faultsOf(() => parseUnit(text))[0]).toMatchObject({ code: 'core.unit-syntax', cause });
  });
});
