import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { MAGNITUDE_LIMIT, named, quantity, quantityOrNull, series } from '../src/index.ts';

function problems(schema: z.ZodType<unknown>, input: unknown): unknown[] {
  const { error } = schema.safeParse(input, { reportInput: true });
  return (error?.issues ?? []).map((issue) => (issue.code === 'custom' ? issue.params?.problem : issue.code));
}

describe('a quantity', () => {
  const schema = quantity('ms', { min: 0 });

  test('is a plain number or a figure in its unit', () => {
    expect(schema.parse(3)).toBe(3);
    expect(schema.parse({ value: 3, unit: 'ms', source: 'page', note: 'median' })).toBe(3);
  });

  test.each([
    [undefined, 'missing'],
    [null, 'not-a-number'],
    ['3', 'not-a-number'],
    [Number.NaN, 'not-a-number'],
    [Infinity, 'not-a-number'],
    [-1, 'out-of-range'],
    [MAGNITUDE_LIMIT, 'out-of-range'],
    [[3], 'wrong-shape'],
    [{ value: 3, unit: 's', source: 'page' }, 'wrong-unit'],
    [{ value: 3, unit: 'ms' }, 'wrong-shape'],
  ])('%j is refused as %s', (input, problem) => {
    expect(problems(schema, input)).toEqual([problem]);
  });

  test('above is strict; null is for quantities that may have no limit', () => {
    expect(problems(quantity('1', { above: 0 }), 0)).toEqual(['out-of-range']);
    expect(quantityOrNull('1').parse(null)).toBeNull();
    expect(problems(quantityOrNull('1'), 'x')).toEqual(['not-a-number']);
  });
});

describe('a series', () => {
  const schema = series('$/kWh', 3, { min: 0 });

  test('is a list, a figure of one, or one number for all', () => {
    expect(schema.parse([1, 2, 3])).toEqual([1, 2, 3]);
    expect(schema.parse({ value: [1, 2, 3], unit: '$/kWh', source: 'iso' })).toEqual([1, 2, 3]);
    expect(schema.parse(4)).toEqual([4, 4, 4]);
  });

  test.each([
    [[1, 2], 'wrong-shape'],
    [[1, 2, -3], 'out-of-range'],
    [[1, Number.NaN, 3], 'not-a-number'],
    [[1, undefined, 3], 'not-a-number'],
    [-1, 'out-of-range'],
    [{ value: [1, 2, 3], unit: '$/MWh', source: 'iso' }, 'wrong-unit'],
  ])('%j is refused as %s', (input, problem) => {
    expect(problems(schema, input)).toEqual([problem]);
  });
});

describe('a named set', () => {
  test('keeps every entry and judges its name', () => {
    const schema = named(quantity('1'));
    expect(schema.parse({ a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
    expect(problems(schema, JSON.parse('{"__proto__": 1}'))).toEqual(['reserved-name']);
    expect(problems(schema, { ' ': 1 })).toEqual(['empty-name']);
    expect(schema.safeParse([1]).success).toBe(false);
    expect(schema.safeParse(null).success).toBe(false);
  });
});
