import { describe, expect, test } from 'vitest';
import { admit } from '../src/admit.ts';
import { InvalidInputError, UnsupportedError } from '../src/errors.ts';
import { CAPABILITIES, caught, lp, type Sketch } from './support.ts';

const GOOD: Sketch = { cost: [1], rows: [[2]], rowBounds: [[1, Infinity]] };

function places(sketch: Sketch): string[] {
  try {
    admit('fake', CAPABILITIES, lp(sketch));
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults.map((fault) => fault.place);
    throw error;
  }
  return [];
}

describe('admit', () => {
  test('lets through what the solver keeps, infinite bounds and empty programs too', () => {
    expect(places(GOOD)).toEqual([]);
    expect(places({ ...GOOD, bounds: [[-Infinity, Infinity]] })).toEqual([]);
    expect(places({ ...GOOD, rows: [[1e-9]] })).toEqual([]);
    expect(places({ ...GOOD, rows: [[-1e15]] })).toEqual([]);
    expect(places({ cost: [] })).toEqual([]);
  });

  test('refuses a program without integers where only searches are made, and lets one with integers through', () => {
    const search = { ...CAPABILITIES, lp: false, mip: true };
    const refused = caught(() => admit('fake', search, lp(GOOD)));
    expect(refused).toBeInstanceOf(UnsupportedError);
    expect(refused).toMatchObject({ code: 'program.linear-unsupported' });
    expect(() => admit('fake', search, lp({ ...GOOD, integer: [1] }))).not.toThrow();
  });

  test.each<[string, Sketch, string]>([
    ['a coefficient that would be dropped', { ...GOOD, rows: [[9e-10]] }, 'coefficient of c0 in r0'],
    ['a negative one that would be dropped', { ...GOOD, rows: [[-9e-10]] }, 'coefficient of c0 in r0'],
    ['a coefficient that would be refused', { ...GOOD, rows: [[-2e15]] }, 'coefficient of c0 in r0'],
    ['a cost read as infinite', { ...GOOD, cost: [-1e20] }, 'cost of c0'],
    ['a lower bound read as infinite', { ...GOOD, bounds: [[-1e20, 0]] }, 'bound of c0'],
    ['an upper bound read as infinite', { ...GOOD, bounds: [[0, 1e21]] }, 'bound of c0'],
    ['a row bound read as infinite', { ...GOOD, rowBounds: [[1, 1e20]] }, 'bound of r0'],
    ['a lower row bound read as infinite', { ...GOOD, rowBounds: [[-1e20, 1]] }, 'bound of r0'],
  ])('refuses %s, and says where', (_what, sketch, place) => {
    expect(places(sketch)).toEqual([place]);
  });

  test('reports every number in one go, twenty listed and the rest counted', () => {
    const n = 30;
    const all = places({
      cost: new Array<number>(n).fill(1e20),
      rows: [new Array<number>(n).fill(1e-12)],
      rowBounds: [[0, 1]],
    });
    expect(all).toHaveLength(21);
    expect(all.slice(0, 2)).toEqual(['coefficient of c0 in r0', 'cost of c0']);
    expect(all[20]).toBe('program');
  });

  test('integers need a backend that branches', () => {
    const program = lp({ ...GOOD, integer: [1] });
    expect(() => admit('fake', CAPABILITIES, program)).toThrow(UnsupportedError);
    expect(() => admit('fake', CAPABILITIES, program)).toThrow(/integer columns/);
    expect(() => admit('fake', { ...CAPABILITIES, mip: true }, program)).not.toThrow();
    expect(() => admit('fake', CAPABILITIES, lp({ ...GOOD, integer: [0] }))).not.toThrow();
  });

  test('semicontinuous columns need a backend that has them, and one that keeps their upper bound', () => {
    const program = lp({ ...GOOD, bounds: [[1, 200]], semicontinuous: [1] });
    const able = { ...CAPABILITIES, semicontinuous: true };
    expect(() => admit('fake', { ...CAPABILITIES, mip: true }, program)).toThrow(UnsupportedError);
    expect(() => admit('fake', CAPABILITIES, program)).toThrow(/semicontinuous/);
    expect(() => admit('fake', able, program)).not.toThrow();
    const numericRange = { ...CAPABILITIES.numericRange, semicontinuousUpper: 100 };
    expect(() => admit('fake', { ...able, numericRange }, program)).toThrow(/200 is outside/);
    const continuous = lp({ ...GOOD, bounds: [[1, 200]], semicontinuous: [0] });
    expect(() => admit('fake', { ...CAPABILITIES, numericRange }, continuous)).not.toThrow();
  });
});
