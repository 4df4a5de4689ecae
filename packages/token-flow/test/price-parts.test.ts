import { describe, expect, test } from 'vitest';
import { tokenFlow } from '../src/index.ts';
import { cleared, TWO } from './two-places.ts';

describe('pricePartsOf', () => {
  test('a full link: the price at home is that of the path plus its congestion', async () => {
    const { priceParts } = await cleared(tokenFlow(TWO).compile());
    expect(priceParts[0]).toMatchObject({ location: 'a', price: 5 });
    const { processing, transport, congestion, ...rest } = priceParts[0].parts;
    expect(processing + transport + congestion).toBeCloseTo(5, 12);
    expect(Object.values(rest)).toEqual([0, 0, 0]);
  });

  test('a latency limit: the dearer server in time, minus the cheapest of all', async () => {
    const chat = { ...TWO.workloads.chat, latencyMs: 1 };
    const [a, b] = (await cleared(tokenFlow({ ...TWO, workloads: { chat } }).compile())).priceParts;
    expect(a).toMatchObject({ price: 5, path: ['a', 'b'], pathInTime: ['a'] });
    expect(a.parts).toEqual({
      processing: 1,
      compute: 0,
      transport: 0.5,
      congestion: 0,
      latency: 3.5,
      belowCost: 0,
    });
    expect(b).toMatchObject({ price: 1, path: ['b'], pathInTime: ['b'] });
  });

  test('scarce GPUs are a part of their own', async () => {
    const nodes = { ...TWO.nodes, b: { ...TWO.nodes.b, capacity: 4 } };
    const { priceParts } = await cleared(tokenFlow({ ...TWO, nodes }).compile());
    expect(priceParts[1]).toMatchObject({
      location: 'b',
      price: 4.5,
      parts: { processing: 1, compute: 3.5 },
    });
  });
});
