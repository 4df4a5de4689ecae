import { describe, expect, test } from 'vitest';
import { demandAt, hoursOf, serviceHours } from '../src/hours.ts';
import { marketOf, type TokenFlowData } from '../src/index.ts';
import { expectSame } from './same-market.ts';
import { cleared, TWO } from './two-places.ts';

const SHAPED: TokenFlowData = {
  ...TWO,
  nodes: {
    a: { ...TWO.nodes.a, demandShape: [1, 0.5] },
    b: { ...TWO.nodes.b, electricityPrice: 1, electricityPriceShape: [1, 3] },
  },
  workloads: { chat: { ...TWO.workloads.chat, energy: 1, demandShape: [1, 2] } },
  demandScale: 2,
  hours: 2,
};

describe('hours', () => {
  test('shapes multiply, demandScale too', () => {
    expect(hoursOf(SHAPED)).toEqual([0, 1]);
    expect([0, 1].map((t) => demandAt(SHAPED, 'a', 'chat', t))).toEqual([8, 8]);
    expect([0, 1].map((t) => demandAt(SHAPED, 'b', 'chat', t))).toEqual([4, 8]);
    expect(hoursOf(TWO)).toEqual([undefined]);
    expect(hoursOf({ ...TWO, hours: null })).toEqual([undefined]);
  });

  test('work may wait as far as the last hour', () => {
    const chat = { ...TWO.workloads.chat, deferHours: 2 };
    const data = { ...TWO, hours: 4, workloads: { chat } };
    expect([0, 1, 2, 3].map((t) => serviceHours(data, 'chat', t))).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3],
      [3],
    ]);
  });

  test('without hours no label has one; with one hour the clearing is the same', async () => {
    const without = await cleared(marketOf(TWO));
    expect(without.limits.every(({ labels }) => !('hour' in labels))).toBe(true);
    expect(without.prices.every((price) => !('hour' in price))).toBe(true);
    const one = await cleared(marketOf({ ...TWO, hours: 1 }));
    expect(one.prices.map(({ value, hour }) => [value, hour])).toEqual(
      without.prices.map((p) => [p.value, 0]),
    );
    expect(one.limits.map((l) => l.rent)).toEqual(without.limits.map((l) => l.rent));
  });

  test('uncoupled hours are so many markets', async () => {
    const whole = await cleared(marketOf(SHAPED));
    const alone = await Promise.all(
      [0, 1].map((t) =>
        cleared(
          marketOf({
            ...TWO,
            nodes: { a: TWO.nodes.a, b: { ...TWO.nodes.b, electricityPrice: [1, 3][t] } },
            workloads: { chat: { ...TWO.workloads.chat, energy: 1 } },
            demand: { a: { chat: [8, 8][t] }, b: { chat: [4, 8][t] } },
          }),
        ),
      ),
    );
    expect(whole.costs.total).toBeCloseTo(alone[0].costs.total + alone[1].costs.total, 9);
    for (const { location, hour, value } of whole.prices) {
      const same = alone[hour ?? 0].prices.find((p) => p.location === location);
      expect(value).toBeCloseTo(same?.value ?? Number.NaN, 9);
    }
  });

  test('hours that are null are none', async () => {
    await expectSame(marketOf(TWO), marketOf({ ...TWO, hours: null }));
  });
});
