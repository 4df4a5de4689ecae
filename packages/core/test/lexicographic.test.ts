/**
 * Objectives in order of rank: closed forms on three plants, then random programs in which every stage is stated again
 * by hand, with the caps as constraints of the model, and multipliers are bracketed by finite differences in the limits.
 */
import { fc, test as property } from '@fast-check/vitest';
import {
  type LexicographicModel,
  type LexicographicOptimum,
  type LexicographicResult,
  lexicographic,
  type ModelKind,
  model,
  OptimalResult,
  type Parameter,
  type RankedAim,
  range,
  type Slack,
  set,
  weighted,
} from '@marginal/core';
import { highs } from '@marginal/highs';
import { type Backend, checkOptimal, type Session, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type plant, plants } from './plants.ts';
import { BACKENDS, expectFault, faultsOf, optimum } from './support.ts';

async function solved<N extends string, K extends ModelKind>(
  ranked: LexicographicModel<N, K>,
  backend: Backend,
): Promise<LexicographicOptimum<N, K>> {
  const result = await ranked.solve(backend);
  return result.status === 'optimal' ? result : result.optimal();
}

describe.each(BACKENDS)('three plants, $name', ({ backend, name }) => {
  const three = () => {
    const market = plants();
    const { m, energy, carbon, local } = market;
    const ranked = lexicographic(m, [
      { name: 'energy', minimize: energy, slack: { relative: 0.1 } },
      { name: 'carbon', minimize: carbon, slack: { absolute: 3 } },
      { name: 'local', maximize: local },
    ]);
    return { ...market, ranked };
  };

  test('each stage: point, amounts of all objectives, caps and price', async () => {
    const { ranked, run, clear } = three();
    expect(ranked.order).toEqual(['energy', 'carbon', 'local']);
    const result = await solved(ranked, backend());
    const [energy, carbon, local] = result.stages;

    expect([...energy.value(run).values]).toEqual([100, 20, 0].map((v) => expect.closeTo(v, 6)));
    expect(energy.amounts).toEqual({
      energy: expect.closeTo(1400, 6),
      carbon: expect.closeTo(84, 6),
      local: expect.closeTo(100, 6),
    });
    expect(energy.caps).toEqual([]);
    expect(energy.tradeOffs()).toEqual([]);

    // 14 MWh move from a to b at 10 $ and 0.6 kg each: all of the 140 $ of slack.
    expect([...carbon.value(run).values]).toEqual([86, 34, 0].map((v) => expect.closeTo(v, 6)));
    expect([carbon.objective, carbon.sense]).toEqual([expect.closeTo(75.6, 6), 'minimize']);
    expect(carbon.caps).toEqual([
      {
        of: 'energy',
        optimum: expect.closeTo(1400, 6),
        limit: expect.closeTo(1540, 6),
        slack: { asked: expect.closeTo(140, 6), effective: expect.closeTo(140, 6) },
      },
    ]);

    expect([...local.value(run).values]).toEqual([92, 25, 3].map((v) => expect.closeTo(v, 6)));
    expect([local.objective, local.sense]).toEqual([expect.closeTo(92, 6), 'maximize']);
    expect(local.amounts).toEqual({
      energy: expect.closeTo(1540, 5),
      carbon: expect.closeTo(78.6, 6),
      local: expect.closeTo(92, 6),
    });
    expect(local.caps.map(({ of, limit }) => [of, limit])).toEqual([
      ['energy', expect.closeTo(1540, 6)],
      ['carbon', expect.closeTo(78.6, 6)],
    ]);
    expect(result.final).toBe(local);
    expect(result.value(run).at('c')).toBeCloseTo(3, 6);
    expect(result.stage('carbon')).toBe(carbon);

    const prices = result.prices(clear);
    expect([prices.energy.at(), prices.energy.unit]).toEqual([expect.closeTo(20, 6), '$/MWh']);
    expect([prices.carbon.at(), prices.carbon.unit]).toEqual([expect.closeTo(1.4, 6), 'kg/MWh']);
    // Maximised: one more unit of demand takes 0.8 MWh from a.
    expect([prices.local.at(), prices.local.unit]).toEqual([expect.closeTo(0.8, 6), '1']);
    expect(local.dual(clear).at()).toBeCloseTo(-0.8, 6);
    expect(result.price(clear).at()).toBe(prices.local.at());
    for (const stage of result.stages) {
      const { version } = stage.result.solver;
      expect(prices[stage.name].provenance).toEqual({
        kind: 'stage',
        stage: stage.name,
        solver: name,
        version,
      });
      expect(Math.max(...Object.values(stage.result.residuals))).toBeLessThan(1e-7);
    }
    expect([energy.unit(), local.unit(), local.unit('carbon')]).toEqual(['$', 'MWh', 'kg']);
  });

  test('what each stage pays for the caps before it', async () => {
    const result = await solved(three().ranked, backend());
    expect(result.stage('carbon').tradeOff('energy')).toEqual({
      of: 'energy',
      multiplier: expect.closeTo(-0.06, 9),
      rate: expect.closeTo(0.06, 9),
      unit: 'kg/$',
      sentence: expect.stringMatching(/^giving up 1 \$ on 'energy' gains 0\.0[56]\d* kg on 'carbon'$/),
    });
    expect(
      result
        .stage('local')
        .tradeOffs()
        .map(({ of, multiplier, rate, unit }) => [of, multiplier, rate, unit]),
    ).toEqual([
      ['energy', expect.closeTo(0.02, 8), expect.closeTo(0.02, 8), 'MWh/$'],
      ['carbon', expect.closeTo(2, 7), expect.closeTo(2, 7), 'MWh/kg'],
    ]);
    expect(result.stage('carbon').weights()).toEqual({
      energy: expect.closeTo(0.06, 9),
      carbon: 1,
      local: 0,
    });
  });

  test('marginals of parameters see the caps, their limits held', async () => {
    const { ranked, m } = three();
    const result = await solved(ranked, backend());
    const [cost, intensity] = m.parameters as unknown as Parameter<readonly [typeof plant]>[];
    // a = 860 / (20 - cost of a) and 0.6 kg per MWh of it: 0.6 * 860 / 10^2 kg per $/MWh.
    const { result: carbon } = result.stage('carbon');
    expect(carbon.marginal(cost).at('a')).toBeCloseTo(5.16, 6);
    expect(carbon.marginal(intensity).at('a')).toBeCloseTo(86, 6);
    expect(result.stage('energy').result.marginal(cost).at('a')).toBeCloseTo(100, 6);
    expect(result.final.result.marginal(intensity).at('a')).toBeCloseTo(-2 * 92, 5);
  });

  test('the weights of a stage give the weighted objective the same prices', async () => {
    const { m, energy, carbon, local, clear, ranked } = three();
    const last = (await solved(ranked, backend())).final;
    const weights = last.weights();
    const rate = (name: 'energy' | 'carbon', unit: string) => m.parameter(name, [], { unit }, weights[name]);
    const sum = weighted(m, [
      { name: 'energy', minimize: energy, weight: rate('energy', 'MWh/$') },
      { name: 'carbon', minimize: carbon, weight: rate('carbon', 'MWh/kg') },
      { name: 'local', maximize: local, weight: 1 },
    ]);
    const result = (await sum.solve(backend())).optimal();
    expect(result.objective).toBeCloseTo(
      weights.energy * last.amounts.energy + weights.carbon * last.amounts.carbon - last.amounts.local,
      6,
    );
    expect(result.price(clear).at()).toBeCloseTo(last.price(clear).at(), 6);
  });

  test.each([
    { offset: 0, relative: 0.1, asked: 140 },
    { offset: 600, relative: 0.1, asked: 200 },
    { offset: -2000, relative: 0.1, asked: 60 },
    { offset: -1400, relative: 0.1, asked: 0 },
  ])('relative slack counts from the whole amount: constant $offset', async ({ offset, relative, asked }) => {
    const { m, energy, carbon } = plants();
    const result = await solved(
      lexicographic(m, [
        { name: 'energy', minimize: energy.plus(offset), slack: { relative } },
        { name: 'carbon', minimize: carbon.plus(7) },
      ]),
      backend(),
    );
    const [{ slack, limit, optimum: best }] = result.final.caps;
    expect(best).toBeCloseTo(1400 + offset, 6);
    expect(slack.asked).toBeCloseTo(asked, 6);
    expect(slack.effective).toBeGreaterThanOrEqual(slack.asked);
    expect(slack.effective).toBeLessThan(asked + 2e-6);
    expect(limit).toBeCloseTo(1400 + offset + asked, 5);
    expect(result.final.objective).toBeCloseTo(84 - 0.06 * asked + 7, 5);
  });

  test('a maximised objective is held from below', async () => {
    const { m, energy, local, clear } = plants();
    const result = await solved(
      lexicographic(m, [
        { name: 'local', maximize: local.plus(-300), slack: { relative: 0.05 } },
        { name: 'energy', minimize: energy.times(-1) },
      ]),
      backend(),
    );
    // z = 100 - 300, 5 % of its size is 10: a >= 90. Costs are to grow: c takes the other 30.
    const [cap] = result.final.caps;
    expect([cap.optimum, cap.limit]).toEqual([expect.closeTo(-200, 6), expect.closeTo(-210, 6)]);
    expect(result.final.objective).toBeCloseTo(-900 - 1200, 5);
    const { multiplier, rate } = result.final.tradeOff('local');
    expect([multiplier, rate]).toEqual([expect.closeTo(30, 6), expect.closeTo(30, 6)]);
    expect(result.price(clear).at()).toBeCloseTo(-40, 6);
  });

  test('no slack: the next stage finds a point, and the slack that was used is told', async () => {
    const { m, energy, carbon, run } = plants();
    const result = await solved(
      lexicographic(m, [
        { name: 'energy', minimize: energy },
        { name: 'carbon', minimize: carbon },
        { name: 'again', minimize: energy },
      ]),
      backend(),
    );
    expect([...result.value(run).values]).toEqual([100, 20, 0].map((v) => expect.closeTo(v, 5)));
    expect(result.final.caps.map((cap) => cap.slack)).toEqual([
      { asked: 0, effective: expect.closeTo(1.4e-6, 7) },
      { asked: 0, effective: expect.closeTo(8.5e-8, 9) },
    ]);
    expect(result.final.tradeOff('energy').rate).toBeGreaterThanOrEqual(0);
  });

  test('costs far from 1 are held as tightly as others', async () => {
    const { m, energy, carbon } = plants();
    for (const size of [1e-6, 1e7]) {
      const result = await solved(
        lexicographic(m, [
          { name: 'energy', minimize: energy.times(size), slack: { relative: 0.1 } },
          { name: 'carbon', minimize: carbon },
        ]),
        backend(),
      );
      expect(result.final.objective).toBeCloseTo(75.6, 4);
      expect(result.final.tradeOff('energy').rate * size).toBeCloseTo(0.06, 6);
    }
  });

  test('one objective is a plain solve', async () => {
    const { m, energy, clear } = plants();
    const result = await solved(lexicographic(m, [{ name: 'energy', minimize: energy }]), backend());
    expect(result.stages).toHaveLength(1);
    expect(result.price(clear).at()).toBeCloseTo(20, 6);
  });

  test('a constant is an objective, too', async () => {
    const { m, carbon } = plants();
    const result = await solved(
      lexicographic(m, [
        { name: 'nothing', maximize: 5 },
        { name: 'carbon', minimize: carbon },
      ]),
      backend(),
    );
    expect(result.final.amounts.nothing).toBe(5);
    expect(result.final.tradeOff('nothing').rate).toBe(0);
    expect(result.final.tradeOff('nothing').sentence).toBe("giving up 1 on 'nothing' gains 0 kg on 'carbon'");
  });

  describe('a stage without optimum', () => {
    test('the first is infeasible: it has the proof in the names of the model', async () => {
      const { m, energy, carbon } = plants(400);
      const result = await lexicographic(m, [
        { name: 'energy', minimize: energy },
        { name: 'carbon', minimize: carbon },
      ]).solve(backend());
      if (result.status === 'optimal') throw new Error(result.status);
      expect([result.status, result.stage, result.stages]).toEqual(['infeasible', 'energy', []]);
      expect(result.result.conflict().map((row) => row.name)).toEqual(['clear']);
      expectFault(() => result.optimal(), 'not-allowed', {
        code: 'core.not-optimal',
        place: `stage 'energy', solve with ${name}`,
        cause: 'the program is infeasible: its constraints contradict each other (verified)',
        remedy: 'look at result.status before reading values or prices',
      });
    });

    test('a later one is unbounded: what came before it stands', async () => {
      const { m, energy, carbon, clear } = plants();
      const free = m.variable('free', [], { lower: 0 });
      m.constraint('above', [], free, '>=', carbon.times(m.parameter('w', [], { unit: '1/kg' }, 1)));
      const result = await lexicographic(m, [
        { name: 'energy', minimize: energy },
        { name: 'free', maximize: free },
        { name: 'carbon', minimize: carbon },
      ]).solve(backend());
      if (result.status === 'optimal') throw new Error(result.status);
      expect([result.status, result.stage]).toEqual(['unbounded', 'free']);
      expect(result.stages.map((stage) => stage.name)).toEqual(['energy']);
      expect(result.stages[0].price(clear).at()).toBeCloseTo(20, 6);
      expect(result.result.conflict()).toEqual([]);
      expect(result.solver.name).toBe(name);
    });

    test('time runs out', async () => {
      const { m, energy } = plants();
      const ranked = lexicographic(m, [{ name: 'energy', minimize: energy }]);
      const result = await ranked.solve(backend(), { timeLimit: 0 });
      expect(result.status).toBe('limit');
      const aborted = await ranked.solve(backend(), { signal: AbortSignal.abort() });
      expect(aborted.status).toBe('limit');
    });
  });
});

describe('one session', () => {
  /** A backend whose sessions are watched, and whose first answer may be changed. */
  function watched(change: (session: Session) => Session): Backend {
    const inner = highs();
    return { ...inner, open: async (program) => change(await inner.open(program)) };
  }

  test('is opened once, told costs and bounds only, and closed', async () => {
    const { m, energy, carbon, local } = plants();
    const log: string[] = [];
    const backend = watched((session) => {
      log.push('open');
      return {
        program: session.program,
        solve: async (options) => {
          log.push('solve');
          return session.solve(options);
        },
        update: async (delta) => {
          log.push(Object.keys(delta).sort().join(' '));
          await session.update(delta);
        },
        close: () => {
          log.push('close');
          session.close();
        },
      };
    });
    await lexicographic(m, [
      { name: 'energy', minimize: energy },
      { name: 'local', maximize: local },
      { name: 'carbon', minimize: carbon },
    ]).solve(backend);
    const change = 'cost offset rowBounds';
    expect(log).toEqual(['open', 'solve', change, 'solve', change, 'solve', 'close']);
  });

  test('a cap in a proof of infeasibility goes by the name of its objective', async () => {
    const { m, energy, carbon } = plants();
    let first = true;
    const backend = watched((session) => ({
      program: session.program,
      update: (delta) => session.update(delta),
      close: () => session.close(),
      // A first stage that claims to cost nothing.
      solve: async (options) => {
        const outcome = await session.solve(options);
        if (!first || outcome.status !== 'optimal') return outcome;
        first = false;
        return { ...outcome, solution: { ...outcome.solution, x: new Float64Array(3) } };
      },
    }));
    const result = await lexicographic(m, [
      { name: 'energy', minimize: energy },
      { name: 'carbon', minimize: carbon },
    ]).solve(backend);
    if (result.status === 'optimal') throw new Error(result.status);
    expect([result.status, result.stage]).toEqual(['infeasible', 'carbon']);
    const names = result.result.conflict().map(({ name, side }) => [name, side]);
    expect(names).toContainEqual(["objective 'energy'", 'upper']);
    expect(names).toContainEqual(['clear', 'lower']);
  });
});

describe.each(BACKENDS.filter(({ backend }) => backend().capabilities.mip))(
  'integers, $name',
  ({ backend }) => {
    test('stages have points and no multipliers', async () => {
      const m = model({ integers: true });
      const x = m.variable('x', [], { integer: true, lower: 0, upper: 10 });
      const y = m.variable('y', [], { integer: true, lower: 0, upper: 10 });
      m.constraint('need', [], x.times(2).plus(y.times(3)), '>=', 12.5);
      const clear = m.balance('clear', [], { supply: x.minus(y), demand: m.variable('z', []) });
      const result = await solved(
        lexicographic(m, [
          { name: 'sum', minimize: x.plus(y) },
          { name: 'x', maximize: x },
        ]),
        backend(),
      );
      expect(result.stages.map((stage) => Math.round(stage.objective))).toEqual([5, 2]);
      for (const read of [
        // @ts-expect-error no multipliers
        () => result.final.tradeOff('sum'),
        // @ts-expect-error no prices
        () => result.price(clear),
      ])
        expect(faultsOf(read).map((fault) => fault.code)).toEqual(['core.no-duals']);
    });
  },
);

describe('what is refused', () => {
  const codes = (call: () => unknown) => faultsOf(call).map(({ code, place }) => [code, place]);
  const aims = (list: readonly unknown[]) =>
    list as readonly { readonly name: string; readonly minimize: 1 }[];

  test('lists', () => {
    const { m, energy } = plants();
    expect(codes(() => lexicographic(m, []))).toEqual([['core.no-objectives', 'lexicographic']]);
    expect(
      codes(() =>
        lexicographic(m, [
          { name: 'one', minimize: energy },
          { name: 'one', maximize: energy },
          { name: '', minimize: 1 },
        ]),
      ),
    ).toEqual([
      ['core.duplicate-name', 'lexicographic, objective 2'],
      ['core.empty-name', 'lexicographic, objective 3'],
    ]);
    expect(
      codes(() => lexicographic(m, aims([{ name: 'none' }, { name: 'both', minimize: 1, maximize: 2 }]))),
    ).toEqual([
      ['core.objective-sense', 'lexicographic, objective 1'],
      ['core.objective-sense', 'lexicographic, objective 2'],
    ]);
  });

  test.each([
    [{ absolute: -1 }],
    [{ relative: -0.1 }],
    [{ absolute: Number.NaN }],
    [{ relative: Infinity }],
    [{}],
    [{ absolute: 1, relative: 1 }],
  ])('slack %o', (slack) => {
    const { m } = plants();
    expect(codes(() => lexicographic(m, aims([{ name: 'one', minimize: 1, slack }])))).toEqual([
      ['core.slack', "objective 'one', slack"],
    ]);
  });

  test('numbers, handles and dimensions', () => {
    const { m, run, energy } = plants();
    expect(codes(() => lexicographic(m, [{ name: 'one', minimize: Number.NaN }]))).toEqual([
      ['core.cost', "objective 'one'"],
    ]);
    expect(codes(() => lexicographic(m, [{ name: 'one', minimize: energy.times(Infinity) }]))).toEqual([
      ['core.cost', "objective 'one'"],
    ]);
    expectFault(() => lexicographic(m, [{ name: 'one', minimize: plants().energy }]), 'not-allowed', {
      code: 'core.foreign-handle',
      place: "objective 'one'",
      cause: /^(parameter 'cost'|variable 'run') belongs to another model$/,
      remedy: 'declare it in this model',
    });
    expect(codes(() => lexicographic(m, aims([{ name: 'one', minimize: run }])))).toEqual([
      ['core.dimension-not-summed', "objective 'one'"],
    ]);
  });

  test('names that are not there', async () => {
    const { m, energy, carbon } = plants();
    const result = await solved(
      lexicographic(m, [
        { name: 'energy', minimize: energy },
        { name: 'carbon', minimize: carbon },
      ]),
      highs(),
    );
    expectFault(() => result.stage('energi' as 'energy'), 'invalid-input', {
      code: 'core.unknown-objective',
      place: 'stages',
      cause: "there is no 'energi'",
      remedy: "use one of 'energy', 'carbon'",
    });
    expectFault(() => result.stage('energy').tradeOff('carbon'), 'invalid-input', {
      code: 'core.unknown-objective',
      place: "caps of stage 'energy'",
      cause: "there is no 'carbon'",
      remedy: 'there are none here',
    });
  });
});

/** Lines that must not compile; not run. */
export function types(result: LexicographicResult<'energy' | 'carbon'>): void {
  const { m, run, energy } = plants();
  // @ts-expect-error 'plant' is not summed
  lexicographic(m, [{ name: 'one', minimize: run }]);
  lexicographic(m, [
    { name: 'zero', minimize: energy },
    // @ts-expect-error 'plant' is not summed
    { name: 'one', maximize: run },
  ]);
  // @ts-expect-error minimize and maximize
  lexicographic(m, [{ name: 'one', minimize: energy, maximize: energy }]);
  // @ts-expect-error slack is absolute or relative
  lexicographic(m, [{ name: 'one', minimize: energy, slack: { absolute: 1, relative: 1 } }]);
  // @ts-expect-error no stages to name before the status has been looked at
  result.stage('energy');
  if (result.status !== 'optimal') return;
  result.stage('energy');
  // @ts-expect-error no such objective
  result.stage('water');
}

const item = set('item', range(4));
const STEP = 1 / 64;

/** Four columns between bounds, one balance, three objectives of any sense. */
const drawn = fc.record({
  upper: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 4, maxLength: 4 }),
  share: fc.integer({ min: 1, max: 9 }),
  aims: fc.array(
    fc.record({
      cost: fc.array(fc.integer({ min: -40, max: 60 }), { minLength: 4, maxLength: 4 }),
      offset: fc.integer({ min: -50, max: 50 }),
      sense: fc.constantFrom('minimize', 'maximize'),
      slack: fc.oneof<fc.Arbitrary<Slack>[]>(
        fc.record({ absolute: fc.integer({ min: 1, max: 40 }) }),
        fc.record({ relative: fc.integer({ min: 1, max: 30 }).map((percent) => percent / 100) }),
      ),
    }),
    { minLength: 3, maxLength: 3 },
  ),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The program of one stage stated by hand, and the objectives again in it. */
function restated({ upper, share, aims }: Drawn, limits: readonly number[]) {
  const m = model();
  const x = m.variable('x', [item], {
    lower: 0,
    upper: m.parameter('upper', [item], {}, Float64Array.from(upper)),
  });
  const total = (upper.reduce((sum, u) => sum + u, 0) * share) / 10;
  const clear = m.balance('clear', [], { supply: x.sum(), demand: total });
  const objectives = aims.map(({ cost, offset }, k) =>
    x
      .times(m.parameter(`cost ${k}`, [item], {}, Float64Array.from(cost)))
      .sum()
      .plus(offset),
  );
  limits.forEach((limit, k) => {
    m.constraint(`limit ${k}`, [], objectives[k], aims[k].sense === 'minimize' ? '<=' : '>=', limit);
  });
  return { m, clear, objectives };
}

describe.each(BACKENDS)('random programs, $name', ({ backend }) => {
  property.prop([drawn], { numRuns: 40, seed: 7 })('stages, multipliers and weights', async (draw) => {
    const { m, clear, objectives } = restated(draw, []);
    const { aims } = draw;
    const ranked = objectives.map(
      (objective, k): RankedAim =>
        aims[k].sense === 'minimize'
          ? { name: `f${k}`, minimize: objective, slack: aims[k].slack }
          : { name: `f${k}`, maximize: objective, slack: aims[k].slack },
    );
    const result = await solved(lexicographic(m, ranked), backend());
    for (const [s, stage] of result.stages.entries()) {
      const { solution } = stage.result.outcome;
      expect(solution.kind).toBe('lp');
      // The stage's answer proves itself in its own sense, caps included.
      expect(checkOptimal(stage.program, solution, TOLERANCES.vertex).failures).toEqual([]);
      expect(stage.program.sense).toBe(aims[s].sense);
      const limits = stage.caps.map((cap) => cap.limit);
      const best = async (changed: readonly number[]): Promise<number | undefined> => {
        const again = restated(draw, changed);
        const solution = await again.m[aims[s].sense](again.objectives[s]).compile().solve(backend());
        if (solution instanceof OptimalResult) return solution.objective;
        expect(solution.status).toBe('infeasible');
        return undefined;
      };
      const here = await best(limits);
      if (here === undefined) throw new Error('infeasible');
      expect(stage.objective).toBeCloseTo(here, 6);
      stage.caps.forEach((cap, k) => {
        const amount = stage.amounts[cap.of];
        const over = aims[k].sense === 'minimize' ? amount - cap.limit : cap.limit - amount;
        expect(over).toBeLessThan(1e-6);
        expect(cap.slack.effective).toBeGreaterThanOrEqual(cap.slack.asked);
      });
      for (const [k, trade] of stage.tradeOffs().entries()) {
        const moved = async (by: number) => best(limits.map((limit, i) => (i === k ? limit + by : limit)));
        const [down, up] = [await moved(-STEP), await moved(STEP)];
        // The optimum is convex in a limit when minimised, concave when maximised.
        const flip = aims[s].sense === 'minimize' ? 1 : -1;
        if (up !== undefined)
          expect(flip * trade.multiplier).toBeLessThanOrEqual((flip * (up - here)) / STEP + 1e-5);
        if (down !== undefined)
          expect(flip * trade.multiplier).toBeGreaterThanOrEqual((flip * (here - down)) / STEP - 1e-5);
      }
      const weights = stage.weights();
      const sum = weighted(m, ranked.map((aim) => ({ ...aim, weight: weights[aim.name] })) as never);
      const together = await optimum(sum.compiled, backend());
      const sense = sum.compiled.program.sense;
      const atStage = aims.reduce(
        (total, aim, k) => total + (aim.sense === sense ? 1 : -1) * weights[`f${k}`] * stage.amounts[`f${k}`],
        0,
      );
      expect(Math.abs(together.objective - atStage) / (1 + Math.abs(atStage))).toBeLessThan(1e-6);
      expect(Number.isFinite(stage.price(clear).at())).toBe(true);
    }
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe.each(BACKENDS)('no slack at all, $name', ({ backend }) => {
  property.prop([fc.integer({ min: 0, max: 1e6 })], { numRuns: 30, seed: 3 })(
    'every stage of a degenerate transport has a point, whatever the size of its costs',
    async (seed) => {
      const next = numbers(seed);
      const size = 3 + Math.floor(next() * 8);
      const from = set('from', range(size));
      const to = set('to', range(size + 1));
      const m = model();
      const x = m.variable('x', [from, to], { lower: 0 });
      const available = m.parameter('available', [from], {}, () => 3e4 * (1 + next()));
      m.constraint('supply', [from], x.sum(to), '<=', available);
      m.balance('clear', [to], {
        supply: x.sum(from),
        demand: m.parameter('demand', [to], {}, () => 10 ** (4 * next() - 1)),
      });
      const sizes = [10 ** Math.floor(13 * next() - 6), 1, 10 ** Math.floor(6 * next() - 3), 1];
      const costs = sizes.map((unit, k) =>
        // Whole numbers half of the time: ties, and many points of equal cost.
        m.parameter(
          `cost ${k}`,
          [from, to],
          {},
          () => (Math.floor(next() * 5) + (next() < 0.5 ? next() : 0)) * unit,
        ),
      );
      const [first, second, third, fourth] = costs.map((cost) => x.times(cost).sum());
      const result = await solved(
        lexicographic(m, [
          { name: 'first', minimize: first.plus(seed % 2 === 0 ? 0 : 1e5 * sizes[0]) },
          { name: 'second', maximize: second },
          { name: 'third', minimize: third },
          { name: 'fourth', maximize: fourth },
        ]),
        backend(),
      );
      for (const { of, optimum: best, slack } of result.final.caps) {
        const lost = Math.abs(result.final.amounts[of] - best) - slack.effective;
        // Caps are rows, and rows hold to 1e-7.
        expect(lost / (1 + Math.abs(best))).toBeLessThan(1e-6);
      }
    },
  );
});
