import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../src/backend.ts';
import { defineBackend, solveProgram } from '../src/define-backend.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Program } from '../src/program.ts';
import { type Answer, bruteForce, type FakeOptions, fake } from './engines.ts';
import { CAPABILITIES, draws, F, lp, type Sketch } from './support.ts';

const MARKET: Sketch = {
  cost: [-3, -2],
  rows: [
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
};
const INFEASIBLE: Sketch = { cost: [1], rows: [[1]], rowBounds: [[2, 3]], bounds: [[0, 1]] };
const UNBOUNDED: Sketch = { cost: [-1, 0], rows: [[1, -1]], rowBounds: [[-1, 1]] };

function solve(answer: Answer, sketch: Sketch, options: FakeOptions = {}): Promise<Outcome> {
  return solveProgram(lp(sketch), defineBackend(fake(answer, options)));
}

/** An honest claim, damaged. */
function lie(change: (claim: Claim & { status: 'optimal' }) => Claim): Answer {
  return (program) => {
    const claim = bruteForce(program);
    return claim.status === 'optimal' ? change(claim) : claim;
  };
}

describe('an honest engine', () => {
  test('is believed, whatever the answer', async () => {
    expect(await solve(bruteForce, MARKET)).toMatchObject({
      status: 'optimal',
      objective: -11,
      iterations: 1,
      solver: { name: 'fake', version: '1.2.3' },
      solution: { x: F(3, 1), rowDual: F(-2.5, -0.5) },
    });
    expect(await solve(bruteForce, INFEASIBLE)).toMatchObject({ status: 'infeasible', farkas: F(1) });
    expect(await solve(bruteForce, UNBOUNDED)).toMatchObject({ status: 'unbounded', ray: F(1, 1) });
  });

  prop.prop([fc.integer({ min: 0, max: 2 ** 31 })], { numRuns: 150 })(
    'max f is min -f with everything turned, and neither is ever refuted',
    async (seed) => {
      const draw = draws(seed);
      const interval = (): [number, number] => {
        const lower = draw(-3, 3);
        return draw(0, 2) === 0 ? [lower, Infinity] : [lower, lower + draw(0, 4)];
      };
      const sketch: Sketch = {
        offset: draw(-5, 5),
        cost: [draw(-3, 3), draw(-3, 3)],
        rows: Array.from({ length: 2 }, () => [draw(-2, 2), draw(1, 2)]),
        rowBounds: [interval(), interval()],
        bounds: [interval(), interval()],
      };
      const min = await solve(bruteForce, sketch);
      const max = await solve(bruteForce, {
        ...sketch,
        sense: 'maximize',
        offset: -(sketch.offset ?? 0),
        cost: sketch.cost.map((c) => -c),
      });
      expect(['optimal', 'infeasible', 'unbounded']).toContain(min.status);
      expect(max.status).toBe(min.status);
      if (
        min.status === 'optimal' &&
        max.status === 'optimal' &&
        min.solution.kind === 'lp' &&
        max.solution.kind === 'lp'
      ) {
        expect(max.objective).toBe(-min.objective + 0);
        expect(max.solution.x).toEqual(min.solution.x);
        expect(max.solution.rowDual).toEqual(min.solution.rowDual.map((v) => -v + 0));
        expect(max.solution.reducedCost).toEqual(min.solution.reducedCost.map((v) => -v + 0));
      }
    },
  );

  test('duals are finite differences of the objective, in both senses', async () => {
    for (const sense of ['minimize', 'maximize'] as const) {
      const flip = sense === 'minimize' ? 1 : -1;
      const at = async (first: number, second: number): Promise<Outcome> =>
        await solve(bruteForce, {
          ...MARKET,
          sense,
          offset: 7,
          cost: [-3 * flip, -2 * flip],
          rowBounds: [
            [-Infinity, first],
            [-Infinity, second],
          ],
        });
      const [base, one, two] = [await at(4, 2), await at(4.5, 2), await at(4, 2.5)];
      if (
        base.status !== 'optimal' ||
        one.status !== 'optimal' ||
        two.status !== 'optimal' ||
        base.solution.kind !== 'lp'
      )
        throw new Error('not optimal');
      expect(base.solution.rowDual).toEqual(
        F((one.objective - base.objective) / 0.5, (two.objective - base.objective) / 0.5),
      );
    }
  });

  test('is always handed a minimisation', async () => {
    const engine = fake(bruteForce);
    const program = lp({ ...MARKET, sense: 'maximize', cost: [3, 2], offset: 7 });
    expect(await solveProgram(program, defineBackend(engine))).toMatchObject({
      objective: 18,
      solution: { rowDual: F(2.5, 0.5) },
    });
    expect(engine.log.opened[0]).toMatchObject({ sense: 'minimize', cost: F(-3, -2), offset: -7 });
  });
});

describe('an engine that lies is never believed', () => {
  const LIES: [string, Answer][] = [
    ['negated duals', lie((c) => ({ ...c, rowDual: F(2.5, 0.5) }))],
    ['negated duals and reduced costs', lie((c) => ({ ...c, rowDual: F(2.5, 0.5), reducedCost: F(-6, -4) }))],
    ['duals in the wrong order', lie((c) => ({ ...c, rowDual: F(-0.5, -2.5) }))],
    ['duals of zero', lie((c) => ({ ...c, rowDual: F(0, 0), reducedCost: F(0, 0) }))],
    [
      'a suboptimal vertex with its own multipliers',
      lie((c) => ({ ...c, x: F(0, 4), rowDual: F(-2, 0), reducedCost: F(-1, 0) })),
    ],
    ['the origin', lie((c) => ({ ...c, x: F(0, 0) }))],
    ['a point outside', lie((c) => ({ ...c, x: F(4, 1) }))],
    [
      'the optimum of a program that lacks a bound',
      (program) => bruteForce({ ...program, rowUpper: F(4, Infinity) }),
    ],
    [
      'the optimum of the mirrored program',
      (program) => bruteForce({ ...program, cost: program.cost.map((v) => -v) }),
    ],
    ['duals of yesterday', lie((c) => ({ ...c, rowDual: F(-3, 0), reducedCost: F(0, 1) }))],
    ['no duals', lie(({ rowDual: _rowDual, ...c }) => c)],
    ['vectors of the wrong length', lie((c) => ({ ...c, x: F(3, 1, 0) }))],
    ['NaN', lie((c) => ({ ...c, x: F(NaN, 1) }))],
    ['infeasible, with a made-up proof', () => ({ status: 'infeasible', farkas: F(1, -1), iterations: 0 })],
    ['infeasible, without proof', () => ({ status: 'infeasible', iterations: 0 })],
    [
      'unbounded, with a made-up ray',
      () => ({ status: 'unbounded', ray: F(1, 1), point: F(0, 0), iterations: 0 }),
    ],
    ['unbounded, without ray', () => ({ status: 'unbounded', point: F(0, 0), iterations: 0 })],
    ['unbounded, without anything', () => ({ status: 'unbounded', iterations: 0 })],
  ];

  test.each(LIES)('%s', async (_what, answer) => {
    const outcome = await solve(answer, MARKET);
    expect(outcome.status).toBe('imprecise');
    if (outcome.status === 'imprecise') expect(outcome.failures.length).toBeGreaterThan(0);
  });

  test('optimal, of an infeasible and of an unbounded program', async () => {
    const optimal: Answer = (program) => ({
      status: 'optimal',
      x: program.columnLower.slice(),
      rowDual: program.rowLower.map(() => 0),
      iterations: 0,
    });
    expect(await solve(optimal, INFEASIBLE)).toMatchObject({ status: 'imprecise', claimed: 'optimal' });
    expect(await solve(optimal, UNBOUNDED)).toMatchObject({ status: 'imprecise', claimed: 'optimal' });
  });
});

describe('an engine that breaks', () => {
  const boom = (): never => {
    throw new RangeError('boom');
  };

  test('in open or run: failed, with the cause', async () => {
    expect(await solve(bruteForce, MARKET, { open: boom })).toMatchObject({
      status: 'failed',
      cause: 'RangeError: boom',
    });
    expect(await solve(boom, MARKET)).toMatchObject({ status: 'failed', cause: 'RangeError: boom' });
    expect(await solve(() => Promise.reject('a string'), MARKET)).toMatchObject({
      status: 'failed',
      cause: 'a string',
    });
  });

  test('the next solve starts on a fresh instance', async () => {
    const failing: Answer = (program, _options, run) =>
      run === 1 ? { status: 'failed', cause: 'abort()', iterations: 4 } : bruteForce(program);
    const engine = fake(failing);
    const session = await defineBackend(engine).open(lp(MARKET));
    expect(await session.solve()).toMatchObject({ status: 'failed', cause: 'abort()', iterations: 4 });
    expect(engine.log).toMatchObject({ closed: 1, opened: [{}] });
    expect((await session.solve()).status).toBe('optimal');
    expect((await session.solve()).status).toBe('optimal');
    expect(engine.log.opened).toHaveLength(2);
    session.close();
    expect(engine.log.closed).toBe(2);
  });

  test('in close: nobody hears of it', async () => {
    expect((await solve(bruteForce, MARKET, { close: boom })).status).toBe('optimal');
    const vague: Answer = (_program, _options, run) =>
      run === 1
        ? { status: 'infeasibleOrUnbounded', iterations: 0 }
        : { status: 'infeasible', farkas: F(1), iterations: 0 };
    expect((await solve(vague, INFEASIBLE, { close: boom })).status).toBe('infeasible');
  });
});

describe('the second look', () => {
  /** Says "infeasible or unbounded" of anything with a cost that is not optimal. */
  const vague: Answer = (program) => {
    const claim = bruteForce(program);
    return claim.status === 'optimal' || program.cost.every((c) => c === 0)
      ? claim
      : { status: 'infeasibleOrUnbounded', iterations: 5 };
  };

  test('settles infeasible, with iterations of both runs', async () => {
    expect(await solve(vague, INFEASIBLE)).toMatchObject({ status: 'infeasible', iterations: 6 });
  });

  test('finds the point for a ray, on an instance of its own that is freed', async () => {
    const rayOnly: Answer = (program) => {
      const claim = bruteForce(program);
      return claim.status === 'unbounded' && claim.ray
        ? { status: 'unbounded', ray: claim.ray, iterations: 2 }
        : claim;
    };
    const engine = fake(rayOnly);
    const session = await defineBackend(engine).open(lp({ ...UNBOUNDED, sense: 'maximize', cost: [1, 0] }));
    expect(await session.solve()).toMatchObject({ status: 'unbounded', ray: F(1, 1), iterations: 3 });
    expect(engine.log.opened.map((program) => [...program.cost])).toEqual([
      [-1, 0],
      [0, 0],
    ]);
    expect(engine.log.closed).toBe(1);
    session.close();
    expect(engine.log.closed).toBe(2);
  });

  test('exposes a ray of an infeasible program', async () => {
    const rayOnly: Answer = (program) =>
      program.cost.every((c) => c === 0)
        ? bruteForce(program)
        : { status: 'unbounded', ray: F(1, 1, 0), iterations: 0 };
    const sketch: Sketch = {
      cost: [-1, 0, 0],
      rows: [
        [1, -1, 0],
        [0, 0, 1],
      ],
      rowBounds: [
        [0, 0],
        [5, 6],
      ],
      bounds: [
        [0, Infinity],
        [0, Infinity],
        [0, 1],
      ],
    };
    expect((await solve(rayOnly, sketch)).status).toBe('infeasible');
  });

  test('without a ray unbounded stays unproved, and no answer stays none', async () => {
    expect(await solve(vague, UNBOUNDED)).toMatchObject({ status: 'imprecise', claimed: 'unbounded' });
    expect((await solve(() => ({ status: 'infeasibleOrUnbounded', iterations: 1 }), MARKET)).status).toBe(
      'infeasibleOrUnbounded',
    );
  });

  test('a limit on the way gives a feasible point but no bound: its objective was another', async () => {
    const answer: Answer = (_program, _options, run) =>
      run === 1
        ? { status: 'infeasibleOrUnbounded', iterations: 1 }
        : { status: 'limit', which: 'time', x: F(1, 0), bound: 0, iterations: 1 };
    const outcome = await solve(answer, MARKET);
    expect(outcome).toMatchObject({
      status: 'limit',
      which: 'time',
      incumbent: { x: F(1, 0), objective: -3 },
    });
    expect(outcome).not.toHaveProperty('bound');
  });
});

describe('trivial programs never reach the engine', () => {
  test.each<[string, Sketch, string]>([
    ['no columns', { cost: [], rows: [[]], rowBounds: [[-1, 1]] }, 'optimal'],
    ['no rows', { cost: [1] }, 'optimal'],
    ['nothing', { cost: [] }, 'optimal'],
    ['no coefficients, unbounded', { cost: [-1], rows: [[0]], rowBounds: [[0, 0]] }, 'unbounded'],
    ['no coefficients, infeasible', { cost: [-1], rows: [[0]], rowBounds: [[1, 2]] }, 'infeasible'],
  ])('%s', async (_what, sketch, status) => {
    const engine = fake(() => ({ status: 'failed', cause: 'called', iterations: 0 }));
    for (const sense of ['minimize', 'maximize'] as const) {
      const cost = sketch.cost.map((c) => (sense === 'minimize' ? c : -c));
      expect((await solveProgram(lp({ ...sketch, sense, cost }), defineBackend(engine))).status).toBe(status);
    }
    expect(engine.log.opened).toHaveLength(0);
  });
});

test('a backend carries the identity of its engine, and refuses what it cannot be handed', async () => {
  const engine = fake(bruteForce);
  const backend = defineBackend(engine);
  expect(backend).toMatchObject({ name: 'fake', version: '1.2.3', capabilities: CAPABILITIES });
  await expect(backend.open(lp({ ...MARKET, integer: [1, 0] }))).rejects.toMatchObject({
    code: 'program.integers-unsupported',
  });
  await expect(backend.open(lp({ ...MARKET, cost: [1e30, 0] }))).rejects.toMatchObject({
    code: 'program.numeric-range',
  });
  expect(engine.log.opened).toHaveLength(0);
});

test('infeasible rows in a program of any sense keep their Farkas multipliers as they are', async () => {
  const program: Program = lp({ ...INFEASIBLE, sense: 'maximize' });
  expect(await solveProgram(program, defineBackend(fake(bruteForce)))).toMatchObject({
    status: 'infeasible',
    farkas: F(1),
  });
});
