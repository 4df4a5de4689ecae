import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { linkOutage, reserve, tokenFlow } from '../../src/index.ts';
import { randomMarket } from '../random-market.ts';
import { expectSame } from '../same-market.ts';
import { cleared, clearedIfAny, TWO } from '../two-places.ts';

describe('linkOutage', () => {
  property.prop([randomMarket], { seed: 12, numRuns: 60 })('no outage: the base', async (data) => {
    await expectSame(tokenFlow(data).compile(), tokenFlow(data).with(linkOutage({})).compile());
  });

  property.prop([randomMarket], { seed: 13, numRuns: 60 })(
    'an outage of nothing costs nothing: the base is its own correction',
    async (data) => {
      const base = await clearedIfAny(tokenFlow(data).compile());
      const secured = await clearedIfAny(
        tokenFlow(data)
          .with(linkOutage({ calm: { links: [] } }))
          .compile(),
      );
      expect(secured === undefined).toBe(base === undefined);
      if (base !== undefined) expect(secured?.costs.total).toBeCloseTo(base.costs.total, 9);
    },
  );

  property.prop([randomMarket, fc.nat()], { seed: 14, numRuns: 80 })(
    'security costs no less than the base; without limits on moving work it is feasible if the cut network is',
    async (data, pick) => {
      const names = Object.keys(data.links);
      if (names.length === 0) return;
      const link = names[pick % names.length];
      const base = await clearedIfAny(tokenFlow(data).compile());
      const tight = await clearedIfAny(
        tokenFlow(data)
          .with(linkOutage({ cut: { links: [link] } }))
          .compile(),
      );
      const loose = await clearedIfAny(
        tokenFlow(data)
          .with(linkOutage({ cut: { links: [link], redispatchShare: 1 } }))
          .compile(),
      );
      const links = Object.fromEntries(Object.entries(data.links).filter(([name]) => name !== link));
      const cut = await clearedIfAny(tokenFlow({ ...data, links }).compile());
      expect(loose !== undefined).toBe(cut !== undefined);
      if (base === undefined || loose === undefined) return;
      const margin = 1e-9 * (1 + Math.abs(base.costs.total));
      expect(loose.costs.total).toBeGreaterThanOrEqual(base.costs.total - margin);
      expect(loose.costs.total).toBeLessThanOrEqual(base.costs.total + margin);
      if (tight === undefined) return;
      expect(tight.costs.total).toBeGreaterThanOrEqual(loose.costs.total - margin);
      expect(tight.ledger.status).toBe('balanced');
    },
  );

  test('two places: only GPUs that can be taken on at once may be relied on', async () => {
    const cut = (redispatchShare: number) =>
      cleared(
        tokenFlow(TWO)
          .with(linkOutage({ cut: { links: ['a>b'], redispatchShare } }))
          .compile(),
      );
    const travels = async (share: number) =>
      (await cut(share)).served.filter((s) => s.path.length === 2).reduce((sum, s) => sum + s.amount, 0);
    expect(await travels(0)).toBe(0);
    expect(await travels(0.1)).toBeCloseTo(1, 9);
    expect(await travels(1)).toBe(3);
    const limit = (await cut(0.1)).limits.find((l) => l.name === 'redispatch after outage' && l.rent > 0);
    expect(limit).toMatchObject({ labels: { outage: 'cut', node: 'a' }, rent: 3.5, cap: 1 });
  });

  test('the way round carries what the short-term factor allows', async () => {
    const way = { bandwidth: 3, transportCost: 1, roundTripMs: 5 };
    const detour = {
      ...TWO,
      nodes: { ...TWO.nodes, c: { ...TWO.nodes.b, capacity: 0 } },
      links: {
        'a>b': { ...TWO.links['a>b'], bandwidth: 9 },
        'a>c': { ...way, from: 'a', to: 'c' },
        'c>b': { ...way, from: 'c', to: 'b' },
      },
    };
    const cut = (shortTermFactor: number) =>
      cleared(
        tokenFlow(detour)
          .with(linkOutage({ cut: { links: ['a>b'], shortTermFactor } }))
          .compile(),
      );
    for (const [factor, travels] of [
      [1, 3],
      [1.25, 3.75],
    ]) {
      const clearing = await cut(factor);
      expect(clearing.served.find((s) => s.path.join() === 'a,b')?.amount).toBeCloseTo(travels, 9);
      const limits = clearing.limits.filter((l) => l.name === 'link after outage' && l.labels.from !== 'b');
      expect(limits.find((l) => l.labels.to === 'c')).toMatchObject({ cap: 3 * factor, saturated: true });
      expect(clearing.settlement['securityRents cut']).toBeCloseTo(3.5 * travels, 9);
      expect(clearing.ledger.status).toBe('balanced');
    }
  });

  test('reserve stays reserve after an outage', async () => {
    const travels = async (gpus: number) => {
      const market = tokenFlow(TWO)
        .with(reserve(gpus))
        .with(linkOutage({ cut: { links: ['a>b'], redispatchShare: 1 } }));
      const { served, ledger } = await cleared(market.compile());
      expect(ledger.status).toBe('balanced');
      return served.filter((s) => s.path.length === 2).reduce((sum, s) => sum + s.amount, 0);
    };
    expect(await travels(11)).toBeCloseTo(3, 9);
    expect(await travels(12)).toBeCloseTo(2, 9);
    expect(await travels(14)).toBeCloseTo(0, 9);
  });
});
