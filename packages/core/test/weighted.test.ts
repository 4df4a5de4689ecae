/** Weighted objectives: closed forms, parts by name, units of weights, and random programs against one sum by hand. */
import { fc, test as property } from '@fast-check/vitest';
import { model, range, set, type WeightedAim, weighted } from '@marginal/core';
import { describe, expect, test } from 'vitest';
import { plants } from './plants.ts';
import { BACKENDS, expectFault, faultsOf, optimum } from './support.ts';

describe.each(BACKENDS)('$name', ({ backend }) => {
  test('at a price of carbon, plants change places', async () => {
    const { m, energy, carbon, run, clear } = plants();
    const fee = m.parameter('fee', [], { unit: '$/kg' }, 20);
    // a costs 10 + 16 = 26, b 20 + 4 = 24, c 40.
    const sum = weighted(m, [
      { name: 'energy', minimize: energy.plus(5), weight: 1 },
      { name: 'carbon', minimize: carbon, weight: fee },
    ]);
    const result = (await sum.solve(backend())).optimal();
    expect([...result.value(run).values]).toEqual([20, 100, 0].map((v) => expect.closeTo(v, 6)));
    const price = result.price(clear);
    expect([price.at(), price.unit]).toEqual([expect.closeTo(26, 6), '$/MWh']);
    const parts = sum.parts(result);
    expect(parts).toEqual([
      {
        name: 'energy',
        amount: expect.closeTo(2205, 6),
        unit: '$',
        weight: 1,
        contribution: expect.closeTo(2205, 6),
      },
      {
        name: 'carbon',
        amount: expect.closeTo(36, 6),
        unit: 'kg',
        weight: 20,
        contribution: expect.closeTo(720, 6),
      },
    ]);
    expect(result.objective).toBeCloseTo(2925, 6);
    // The weight is a parameter like any other: one more $/kg costs 36 kg of it.
    const worth = result.marginal(fee);
    expect([worth.at(), worth.unit]).toEqual([expect.closeTo(36, 6), 'kg']);
  });

  test('what is to grow counts against what is to shrink; all to grow is a maximum', async () => {
    const { m, energy, local, clear } = plants();
    const worth = m.parameter('worth', [], { unit: '$/MWh' }, 35);
    const mixed = weighted(m, [
      { name: 'local', maximize: local, weight: worth },
      { name: 'energy', minimize: energy, weight: 1 },
    ]);
    expect(mixed.compiled.program.sense).toBe('minimize');
    const result = (await mixed.solve(backend())).optimal();
    expect(result.objective).toBeCloseTo(1400 - 3500, 6);
    expect(mixed.parts(result).map((part) => part.contribution)).toEqual([
      expect.closeTo(-3500, 6),
      expect.closeTo(1400, 6),
    ]);
    expect(result.price(clear).at()).toBeCloseTo(20, 6);

    const grown = weighted(m, [
      { name: 'local', maximize: local, weight: worth },
      { name: 'saved', maximize: energy.times(-1), weight: 1 },
    ]);
    expect(grown.compiled.program.sense).toBe('maximize');
    const most = (await grown.solve(backend())).optimal();
    expect(most.objective).toBeCloseTo(2100, 6);
    expect(most.price(clear).at()).toBeCloseTo(20, 6);
  });

  const item = set('item', range(3));
  const aims = fc.array(
    fc.record({
      cost: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 3 }),
      offset: fc.integer({ min: -9, max: 9 }),
      grows: fc.boolean(),
      weight: fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8),
    }),
    { minLength: 1, maxLength: 4 },
  );
  property.prop([aims.filter((list) => list.some((aim) => aim.weight > 0))], { numRuns: 60, seed: 11 })(
    'random sums: the best corner of a box, and parts that add up',
    async (list) => {
      const m = model();
      const x = m.variable('x', [item], { lower: -1, upper: 2 });
      m.constraint('near', [], x.sum(), '<=', 100);
      const sum = weighted(
        m,
        list.map(({ cost, offset, grows, weight }, k): WeightedAim => {
          const target = x
            .times(m.parameter(`cost ${k}`, [item], {}, Float64Array.from(cost)))
            .sum()
            .plus(offset);
          const name = `f${k}`;
          return grows ? { name, maximize: target, weight } : { name, minimize: target, weight };
        }),
      );
      const result = await optimum(sum.compiled, backend());
      const parts = sum.parts(result);
      const total = parts.reduce((all, part) => all + part.contribution, 0);
      expect(total).toBeCloseTo(result.objective, 9);
      // By hand: as a minimum, each column goes to the bound that its summed cost points at.
      const sign = (grows: boolean) => (grows ? -1 : 1);
      let best = 0;
      for (let j = 0; j < 3; j++) {
        const c = list.reduce((all, aim) => all + sign(aim.grows) * aim.weight * aim.cost[j], 0);
        best += Math.min(-c, 2 * c);
      }
      best += list.reduce((all, aim) => all + sign(aim.grows) * aim.weight * aim.offset, 0);
      const flip = list.every((aim) => aim.grows) ? -1 : 1;
      expect(flip * result.objective).toBeCloseTo(best, 9);
      list.forEach((aim, k) => {
        const direct = [...result.value(x).values].reduce((all, v, j) => all + v * aim.cost[j], aim.offset);
        expect(parts[k].amount).toBeCloseTo(direct, 9);
      });
    },
  );
});

describe('what is refused', () => {
  const codes = (call: () => unknown) => faultsOf(call).map(({ code, place }) => [code, place]);

  test('lists and weights', () => {
    const { m, energy, carbon } = plants();
    expect(codes(() => weighted(m, []))).toEqual([['core.no-objectives', 'weighted']]);
    expect(
      codes(() =>
        weighted(m, [
          { name: 'a', minimize: energy, weight: 1 },
          { name: 'a', minimize: energy, weight: 1 },
        ]),
      ),
    ).toEqual([['core.duplicate-name', 'weighted, objective 2']]);
    expect(
      codes(() =>
        weighted(m, [
          { name: 'a', minimize: energy, weight: -1 },
          { name: 'b', minimize: energy, weight: Number.NaN },
          { name: 'c', minimize: energy, weight: Infinity },
          { name: 'd', minimize: carbon, weight: 1 },
        ]),
      ),
    ).toEqual(['a', 'b', 'c'].map((name) => ['core.objective-weight', `objective '${name}', weight`]));
    expect(codes(() => weighted(m, [{ name: 'a', minimize: energy, weight: 0 }]))).toEqual([
      ['core.objective-weight', 'weighted'],
    ]);
    expect(
      codes(() => weighted(m, [{ name: 'a', minimize: energy, weight: energy } as unknown as WeightedAim])),
    ).toEqual([['core.not-data', "objective 'a', weight"]]);
  });

  test('units that do not agree, with the unit that would', () => {
    const { m, energy, carbon } = plants();
    const list: readonly WeightedAim[] = [
      { name: 'energy', minimize: energy, weight: 1 },
      { name: 'carbon', minimize: carbon, weight: 0.05 },
    ];
    expectFault(() => weighted(m, list), 'invalid-input', {
      code: 'core.unit-mismatch',
      place: "objective 'carbon'",
      cause: 'comes to kg with its weight, others to $',
      remedy: 'give the weight as a parameter in $/kg',
    });
  });

  test('handles of another model, as objective or weight', () => {
    const { m, energy } = plants();
    const other = plants();
    const foreign = other.m.parameter('w', [], {}, 1);
    expect(codes(() => weighted(m, [{ name: 'a', minimize: other.energy, weight: 1 }]))).toEqual([
      ['core.foreign-handle', "objective 'a'"],
    ]);
    expect(codes(() => weighted(m, [{ name: 'a', minimize: energy, weight: foreign }]))).toEqual([
      ['core.foreign-handle', "objective 'a', weight"],
    ]);
  });
});

/** Lines that must not compile; not run. */
export function types(): void {
  const { m, run, energy } = plants();
  // @ts-expect-error 'plant' is not summed
  weighted(m, [{ name: 'one', minimize: run, weight: 1 }]);
  // @ts-expect-error a weight without variables
  weighted(m, [{ name: 'one', minimize: energy, weight: energy }]);
  // @ts-expect-error a weight is a single number
  weighted(m, [{ name: 'one', minimize: energy, weight: m.parameter('w', [run.index[0]], {}, 1) }]);
  // @ts-expect-error no weight
  weighted(m, [{ name: 'one', minimize: energy }]);
}
