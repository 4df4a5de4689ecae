import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { marketOf } from '../src/index.ts';
import { randomMarket } from './random-market.ts';
import { cleared, clearedIfAny, TWO } from './two-places.ts';

describe('meritOrderOf', () => {
  test('two places: the cheap one first, the dear one marginal', async () => {
    const { meritOrder } = await cleared(
      marketOf({ ...TWO, nodes: { ...TWO.nodes, b: { ...TWO.nodes.b, capacity: 4 } } }),
    );
    expect(
      meritOrder.map(({ node, rank, processing, processed, marginal }) => ({
        node,
        rank,
        processing,
        processed,
        marginal,
      })),
    ).toEqual([
      { node: 'b', rank: 1, processing: 1, processed: 4, marginal: false },
      { node: 'a', rank: 2, processing: 5, processed: 2, marginal: true },
    ]);
    expect(meritOrder[0].computeRent).toBeCloseTo(3.5, 12);
  });

  property.prop([randomMarket], { seed: 20, numRuns: 200 })(
    'with free links everywhere, no node works while a cheaper one has room',
    async (data) => {
      const names = Object.keys(data.nodes);
      const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));
      const free = {
        ...data,
        links: Object.fromEntries(
          pairs.map((ends) => [
            `${ends.from}>${ends.to}`,
            { ...ends, bandwidth: 1e6, transportCost: 0, roundTripMs: 0 },
          ]),
        ),
      };
      const clearing = await clearedIfAny(marketOf(free));
      if (clearing === undefined) return;
      for (const step of clearing.meritOrder) {
        if (step.processed <= 1e-6) continue;
        for (const other of clearing.meritOrder) {
          if (other.workload !== step.workload || other.processing >= step.processing - 1e-9) continue;
          expect(other.capacity - other.gpusInUse).toBeLessThanOrEqual(1e-6 * (1 + other.capacity));
        }
      }
    },
  );
});
