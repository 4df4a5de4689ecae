import { quantity, quantityOrNull } from '@marginal/figures';
import { describe, expect, test } from 'vitest';
import { tokenFlowSchema } from '../src/data.ts';

function messageOf(schema: ReturnType<typeof quantity>, input: unknown): string | undefined {
  return schema.safeParse(input).error?.issues[0]?.message;
}

describe('quantity', () => {
  const latency = quantity('ms', { min: 0 });

  test('takes a plain number, or the value of a figure in the same unit', () => {
    expect(latency.parse(30)).toBe(30);
    expect(latency.parse({ value: 30, unit: 'ms', source: 'azure-rtt', note: 'median' })).toBe(30);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '30', '1,5', '', null, true])(
    'refuses %s, plain and in a figure',
    (value) => {
      expect(messageOf(latency, value)).toMatch(/is not a finite number$/);
      expect(messageOf(latency, { value, unit: 'ms', source: 's' })).toMatch(/is not a finite number$/);
    },
  );

  test('refuses another unit in a sentence, and never converts', () => {
    expect(messageOf(latency, { value: 0.03, unit: 's', source: 'x' })).toBe(
      'is given in "s", but this field is in "ms"',
    );
  });

  test('refuses what is out of range', () => {
    expect(messageOf(latency, -1)).toBe('-1 is below 0');
    expect(messageOf(quantity('kWh', { above: 0 }), 0)).toBe('0 is not above 0');
  });

  test.each([1e15, -1e15, 1e300, -Number.MAX_VALUE])('refuses %d: solvers keep about 15 digits', (value) => {
    const schema = quantity('$/kWh');
    expect(messageOf(schema, value)).toMatch(/or more in size/);
    expect(messageOf(schema, { value, unit: '$/kWh', source: 's' })).toMatch(/or more in size/);
    expect(schema.parse(Math.sign(value) * 999_999_999_999_999)).toBe(Math.sign(value) * 999_999_999_999_999);
  });

  test('refuses a figure without source or with keys of its own', () => {
    expect(messageOf(latency, { value: 1, unit: 'ms' })).toMatch(/^is not a figure: source: /);
    expect(messageOf(latency, { value: 1, unit: 'ms', source: 's', unti: 'ms' })).toMatch(/unti/);
    expect(messageOf(latency, [1])).toMatch(/^is not a figure/);
    expect(messageOf(latency, undefined)).toBe('is missing');
  });

  test('quantityOrNull takes null, plain and in a figure, for no limit', () => {
    const limit = quantityOrNull('ms', { min: 0 });
    expect(limit.parse(null)).toBeNull();
    expect(limit.parse({ value: null, unit: 'ms', source: 'synthetic' })).toBeNull();
    expect(limit.parse(15)).toBe(15);
    expect(limit.safeParse(undefined).success).toBe(false);
    expect(limit.safeParse({ value: null, unit: 's', source: 'synthetic' }).success).toBe(false);
  });
});

describe('tokenFlowSchema', () => {
  test('turns figures into numbers and defaults demandScale to 1', () => {
    const data = tokenFlowSchema.parse({
      nodes: {
        a: {
          title: 'A',
          capacity: { value: 8, unit: 'GPU', source: 's' },
          electricityPrice: -0.01,
          pue: 1.1,
          carbonIntensity: 0,
          gpuCost: 2,
        },
      },
      links: {},
      workloads: { w: { title: 'W', latencyMs: null, gpuHours: 0.5, energy: 0.1 } },
      demand: { a: { w: 3 } },
    });
    expect(data.nodes.a.capacity).toBe(8);
    expect(data.nodes.a.electricityPrice).toBe(-0.01);
    expect(data.demandScale).toBe(1);
  });

  test('drops nothing: __proto__ is refused, what objects inherit is a name', () => {
    const read = (name: string) =>
      tokenFlowSchema.safeParse({ nodes: {}, links: {}, workloads: {}, demand: { [name]: { [name]: 1 } } });
    expect(read('__proto__').error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'demand.__proto__',
      'demand.__proto__.__proto__',
    ]);
    for (const name of ['constructor', 'toString', 'length', 'value'])
      expect(Object.entries(read(name).data?.demand ?? {})).toEqual([[name, { [name]: 1 }]]);
  });
});
