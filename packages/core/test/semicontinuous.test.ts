/**
 * Semicontinuous variables: off, or between their bounds. Answers against enumeration of what is on, everything that
 * reads a model sees them, and what cannot have them says so.
 */
import {
  absoluteValue,
  diffModels,
  dualize,
  fingerprint,
  model,
  priceIntegers,
  printDiff,
  printLatex,
  printLatexBlocks,
  printText,
  set,
  statistics,
} from '@marginal/core';
import { glpk } from '@marginal/glpk';
import { highs } from '@marginal/highs';
import { describe, expect, test } from 'vitest';
import { expectFault, faultsOf, optimum, rejection } from './support.ts';

const PLANTS = {
  coal: { least: 40, most: 100, cost: 3 },
  gas: { least: 20, most: 60, cost: 5 },
  oil: { least: 5, most: 30, cost: 9 },
} as const;
const names = Object.keys(PLANTS) as (keyof typeof PLANTS)[];
const plant = set('plant', names);

function fleet(demand: number, semicontinuous = true) {
  const m = model({ integers: true });
  const least = m.parameter('least', [plant], { unit: 'MW' }, (p) => PLANTS[p].least);
  const most = m.parameter('most', [plant], { unit: 'MW' }, (p) => PLANTS[p].most);
  const cost = m.parameter('cost', [plant], { unit: '$/MW' }, (p) => PLANTS[p].cost);
  const need = m.parameter('need', [], { unit: 'MW' }, demand);
  const run = m.variable('run', [plant], { unit: 'MW', semicontinuous, lower: least, upper: most });
  const clear = m.balance('clear', [], { supply: run.sum(), demand: need });
  return { m, run, need, clear, most, compiled: m.minimize(run.times(cost).sum()).compile() };
}

/** Cheapest cost over everything that may be on, in steps of a half; Infinity when nothing fits. */
function truth(demand: number): number {
  const amounts = ({ least, most }: (typeof PLANTS)['coal' | 'gas' | 'oil']): number[] => [
    0,
    ...Array.from({ length: (most - least) * 2 + 1 }, (_, k) => least + k / 2),
  ];
  let best = Infinity;
  for (const coal of amounts(PLANTS.coal)) {
    for (const gas of amounts(PLANTS.gas)) {
      const oil = demand - coal - gas;
      if (oil !== 0 && (oil < PLANTS.oil.least || oil > PLANTS.oil.most)) continue;
      best = Math.min(best, 3 * coal + 5 * gas + 9 * oil);
    }
  }
  return best;
}

describe('on HiGHS', () => {
  test.each([0, 4, 12, 22, 35, 41, 64, 110, 188])('%d MW against enumeration', async (demand) => {
    const { compiled, run } = fleet(demand);
    const result = await compiled.solve(highs());
    if (truth(demand) === Infinity) {
      expect(result.status).toBe('infeasible');
      return;
    }
    const best = result.optimal();
    expect(best.objective).toBeCloseTo(truth(demand), 6);
    for (const [[name], amount] of best.value(run)) {
      const off = Math.abs(amount) < 1e-6;
      expect(off || (amount > PLANTS[name].least - 1e-6 && amount < PLANTS[name].most + 1e-6)).toBe(true);
    }
  });

  test('bounds follow parameters in an open model', async () => {
    const { compiled, need, most } = fleet(35);
    const live = await compiled.open(highs());
    expect((await live.solve()).optimal().objective).toBeCloseTo(truth(35), 6);
    live.set(need, 64);
    expect((await live.solve()).optimal().objective).toBeCloseTo(truth(64), 6);
    live.setAt(most, ['coal'], 50);
    expect((await live.solve()).optimal().objective).toBeCloseTo(3 * 44 + 5 * 20, 6);
    live.close();
  });

  test('prices come from named runs', async () => {
    const { compiled, clear, run } = fleet(64);
    const relaxed = (await priceIntegers(compiled, highs(), { run: 'relaxation' })).optimal();
    expect(relaxed.price(clear).at()).toBeCloseTo(3, 6);
    expect(relaxed.price(clear).provenance.kind).toBe('relaxation');
    expect(relaxed.integer.value(run).provenance.kind).toBe('mip');
  });
});

test('a backend without them is refused with what to do instead', async () => {
  expectFault(await rejection(fleet(35).compiled.solve(glpk())), 'unsupported', {
    code: 'program.semicontinuous-unsupported',
    place: /./,
    cause: 'the program has semicontinuous columns and this backend has none',
    remedy: /integer column on between 0 and 1/,
  });
});

describe('what reads a model', () => {
  test('the program has one flag per column', () => {
    expect([...(fleet(1).compiled.program.semicontinuous ?? [])]).toEqual([1, 1, 1]);
    expect(fleet(1, false).compiled.program.semicontinuous).toBeUndefined();
  });

  test('prints, counts, fingerprints and differences', () => {
    const [on, off] = [fleet(1).compiled, fleet(1, false).compiled];
    expect(printText(on)).toContain('40 <= run[coal] <= 100 or 0');
    expect(printText(off)).not.toContain('or 0');
    expect(printLatex(on)).toContain('\\text{ or } 40 \\le');
    expect(printLatexBlocks(on)).toContain('= 0 \\text{ or } \\text{least}');
    expect(statistics(on).semicontinuous).toBe(3);
    expect(statistics(off).semicontinuous).toBe(0);
    expect(fingerprint(on)).toBe(fingerprint(fleet(1).compiled));
    expect(fingerprint(on)).not.toBe(fingerprint(off));
    expect(diffModels(on, off).same).toBe(false);
    expect(printDiff(diffModels(on, off))).toContain('semicontinuity');
  });

  test('ranges of functions reach down to zero', async () => {
    const m = model({ integers: true });
    const x = m.variable('x', [], { semicontinuous: true, lower: 2, upper: 5 });
    m.constraint('small', [], x, '<=', 1);
    const off = absoluteValue(m, 'off', [], x.minus(1), { use: 'exact' });
    expect(off.formulation).toBe('binaries');
    const result = await optimum(m.minimize(off.value).compile(), highs());
    expect(result.value(off.value).at()).toBeCloseTo(1, 6);
    expect(result.value(x).at()).toBeCloseTo(0, 6);
  });

  test('dualize refuses', () => {
    expect(faultsOf(() => dualize(fleet(1).compiled)).map(({ code }) => code)).toEqual([
      'core.dual-of-integers',
    ]);
  });
});

describe('what is refused', () => {
  test('bounds that no solver agrees on, by name', () => {
    const m = model({ integers: true });
    m.variable('down', [], { semicontinuous: true, lower: -1, upper: 5 });
    m.variable('endless', [plant], { semicontinuous: true, lower: 1 });
    expect(faultsOf(() => m.minimize(0).compile()).map(({ code, place }) => [code, place])).toEqual([
      ['program.semicontinuous-lower', expect.stringContaining('down')],
      ...names.map((name) => ['program.semicontinuous-upper', expect.stringContaining(`endless[${name}]`)]),
    ]);
  });

  test('a linear model, when the compiler did not look', () => {
    const options = { semicontinuous: true as boolean as false, lower: 1, upper: 2 };
    expectFault(() => model().variable('x', [], options), 'not-allowed', {
      code: 'core.integers-not-said',
      place: "variable 'x'",
      cause: 'it is semicontinuous, and the model was made without integers',
      remedy: 'make it with model({ integers: true }); its results have no duals, priceIntegers has prices',
    });
  });
});
