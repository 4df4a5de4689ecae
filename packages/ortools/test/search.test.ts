/** Integer columns: against trying everything, at the edges, in sessions, at limits. */
import { fc, test as prop } from '@fast-check/vitest';
import {
  checkFarkas,
  checkOptimal,
  checkRay,
  type MipSolution,
  type OptimalOutcome,
  type Outcome,
  type Program,
  type SolveOptions,
  solveProgram,
  TOLERANCES,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ortools } from '../src/index.ts';
import { truth } from './enumerate.ts';
import { dense, generator } from './support.ts';

const backend = ortools({ algorithm: 'scip' });
const SETTINGS = { seed: 20_261_102, numRuns: 250 };
type Interval = readonly [lower: number, upper: number];

function searched(outcome: Outcome): OptimalOutcome & { readonly solution: MipSolution } {
  if (outcome.status !== 'optimal') throw new Error(`not optimal: ${JSON.stringify(outcome)}`);
  const { solution, ...rest } = outcome;
  if (solution.kind !== 'mip') throw new Error('expected a solution without duals');
  for (const key of ['rowDual', 'reducedCost', 'basis']) expect(solution).not.toHaveProperty(key);
  return { ...rest, solution };
}

async function best(drawn: Program, options: SolveOptions = {}) {
  return searched(await solveProgram(drawn, backend, options));
}

/** The outcome is the truth, within the gap that was asked for, and carries what it must. */
function expectTruth(drawn: Program, outcome: Outcome, expected: Awaited<ReturnType<typeof truth>>): void {
  expect(outcome.status).toBe(expected.status);
  if (outcome.status === 'infeasible') {
    if (outcome.proof === 'farkas') expect(checkFarkas(drawn, outcome.farkas).verdict).toBe('verified');
    return;
  }
  const { objective, solution } = searched(outcome);
  const scale = 1 + Math.abs(expected.objective - drawn.offset);
  expect(Math.abs(objective - expected.objective)).toBeLessThanOrEqual(2e-6 * scale);
  const flip = drawn.sense === 'minimize' ? 1 : -1;
  // A bound is one: no point is better, the true optimum included.
  expect(flip * (expected.objective - solution.bound)).toBeGreaterThanOrEqual(-1e-6 * scale);
  expect(solution.gap).toBeLessThanOrEqual(1e-6 + 1e-9);
  expect(checkOptimal(drawn, { x: solution.x }, TOLERANCES.vertex).verdict).toBe('verified');
}

const whole = fc.integer({ min: -4, max: 4 });
const list = <Item>(of: fc.Arbitrary<Item>, length: number): fc.Arbitrary<Item[]> =>
  fc.array(of, { minLength: length, maxLength: length });

/** Equations, one-sided and ranged rows. */
const row = fc
  .tuple(fc.integer({ min: -8, max: 8 }), fc.nat(4), fc.nat(3))
  .map(([a, width, kind]): Interval => {
    if (kind === 0) return [a, a];
    if (kind === 1) return [a, Infinity];
    return kind === 2 ? [-Infinity, a] : [a, a + width];
  });
/** Bounds between whole numbers, too. */
const box = fc
  .tuple(fc.integer({ min: -6, max: 4 }), fc.nat(6))
  .map(([a, width]): Interval => [a / 2, (a + width) / 2]);

function programs(integer: fc.Arbitrary<number>): fc.Arbitrary<Program> {
  return fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
    fc
      .record({
        sense: fc.constantFrom('minimize' as const, 'maximize' as const),
        offset: whole,
        cost: list(whole, columns),
        rows: list(list(whole, columns), rows),
        between: list(row, rows),
        integer: list(integer, columns),
        columns: list(box, columns),
      })
      .map(dense)
      .filter((drawn) => drawn.integer?.some((flag) => flag !== 0) ?? false),
  );
}

describe('against trying everything', () => {
  prop.prop([programs(fc.constant(1))], SETTINGS)('all columns integer', async (drawn) => {
    expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
  });

  prop.prop([programs(fc.constantFrom(0, 1))], SETTINGS)(
    'some integer, changed within a session',
    async (drawn) => {
      const session = await backend.open(drawn);
      expectTruth(drawn, await session.solve(), await truth(drawn));
      const upper = drawn.columnUpper.map((bound) => Math.floor(bound) + 1.5);
      await session.update({
        cost: { index: Int32Array.of(0), value: Float64Array.of(-drawn.cost[0]) },
        columnBounds: { index: Int32Array.from(upper, (_, j) => j), lower: drawn.columnLower, upper },
      });
      expectTruth(session.program, await session.solve(), await truth(session.program));
      session.close();
    },
  );

  prop.prop([fc.nat(), fc.integer({ min: 3, max: 9 })], { seed: 7, numRuns: 60 })(
    'binary knapsacks',
    async (seed, size) => {
      const random = generator(seed);
      const draw = (most: number) => Array.from({ length: size }, () => 1 + Math.floor(most * random()));
      const weight = draw(20);
      const drawn = dense({
        sense: 'maximize',
        cost: draw(30),
        columns: weight.map((): Interval => [0, 1]),
        rows: [weight],
        between: [[-Infinity, Math.floor(weight.reduce((a, b) => a + b, 0) / 2)]],
        integer: weight.map(() => 1),
      });
      expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
    },
  );
});

describe('no point', () => {
  test('the relaxation is infeasible already: multipliers prove it', async () => {
    const drawn = dense({
      cost: [1],
      columns: [[0, 3]],
      rows: [[2]],
      between: [[7, Infinity]],
      integer: [1],
    });
    const outcome = await solveProgram(drawn, backend);
    if (outcome.status !== 'infeasible' || outcome.proof !== 'farkas') throw new Error(outcome.status);
    expect(checkFarkas(drawn, outcome.farkas).verdict).toBe('verified');
  });

  test.each<[string, Program]>([
    [
      'an even sum that must be odd',
      dense({
        cost: [1, 1],
        columns: [
          [0, 9],
          [0, 9],
        ],
        rows: [[2, 2]],
        between: [[5, 5]],
        integer: [1, 1],
      }),
    ],
    [
      'no whole number between the bounds',
      dense({ cost: [1], columns: [[0.2, 0.8]], rows: [[1]], between: [[0, 9]], integer: [1] }),
    ],
  ])('%s: the word of the search, and it says so', async (_what, drawn) => {
    const outcome = await solveProgram(drawn, backend);
    expect(outcome).toMatchObject({ status: 'infeasible', proof: 'search' });
    expect(outcome).not.toHaveProperty('farkas');
  });

  test('with endless columns the search has no end of its own, but a limit', async () => {
    const drawn = dense({ cost: [1, 1], rows: [[2, -2]], between: [[1, 1]], integer: [1, 1] });
    for (const [which, options] of [
      ['nodes', { nodeLimit: 50 }],
      ['time', { timeLimit: 0.2 }],
    ] as const) {
      const outcome = await solveProgram(drawn, backend, options);
      if (outcome.status === 'infeasible') expect(outcome.proof).toBe('search');
      else expect(outcome).toMatchObject({ status: 'limit', which });
    }
  });
});

test.each(['minimize', 'maximize'] as const)('%s without end: a ray from a whole point', async (sense) => {
  const flip = sense === 'minimize' ? 1 : -1;
  const drawn = dense({ sense, cost: [-flip, -flip], rows: [[1, -1]], between: [[0.5, 2]], integer: [1, 1] });
  const outcome = await solveProgram(drawn, backend);
  if (outcome.status !== 'unbounded') throw new Error(outcome.status);
  expect(checkRay(drawn, outcome.ray).verdict).toBe('verified');
  expect(checkOptimal(drawn, { x: outcome.point }, TOLERANCES.vertex).verdict).toBe('verified');
});

test('a continuous column on a large coefficient of an integer one stands where it must', async () => {
  // y = 1e6 / 3 * x with x whole: rounding x after the last linear program would leave y off by 1e6 times the error.
  const drawn = dense({
    sense: 'maximize',
    cost: [0, 1],
    columns: [
      [0, 7.5],
      [0, Infinity],
    ],
    rows: [
      [1e6 / 3, -1],
      [3, 1e-6],
    ],
    between: [
      [0, 0],
      [-Infinity, 20],
    ],
    integer: [1, 0],
  });
  const { objective, solution } = await best(drawn);
  expect(solution.x[0]).toBe(6);
  expect(objective).toBeCloseTo(2e6, 5);
});

/** A knapsack with several rows that takes some hundred nodes. */
function hard(columns: number, seed: number): Program {
  const random = generator(seed);
  return dense({
    sense: 'maximize',
    offset: 3,
    cost: Array.from({ length: columns }, () => 20 + Math.floor(80 * random())),
    columns: Array.from({ length: columns }, (): Interval => [0, 1]),
    rows: Array.from({ length: 8 }, () =>
      Array.from({ length: columns }, () => 5 + Math.floor(60 * random())),
    ),
    between: Array.from({ length: 8 }, (): Interval => [-Infinity, 14 * columns]),
    integer: Array.from({ length: columns }, () => 1),
  });
}

describe('limits', () => {
  const drawn = hard(30, 5);

  test('a wider gap is kept and no narrower one is claimed', async () => {
    const { objective: optimum, solution: exact } = await best(drawn, { mipGap: 0 });
    expect(exact.gap).toBeLessThanOrEqual(1e-9);
    for (const options of [{ mipGap: 0.05 }, { mipGap: 0, mipAbsoluteGap: 40 }]) {
      const { objective, solution } = await best(drawn, options);
      expect(solution.bound).toBeGreaterThanOrEqual(optimum - 1e-6 * optimum);
      expect(objective).toBeLessThanOrEqual(optimum + 1e-6 * optimum);
      expect(solution.bound - objective).toBeLessThanOrEqual(
        'mipAbsoluteGap' in options ? 40 : 0.05 * (1 + objective),
      );
      expect(solution.nodes).toBeLessThan(exact.nodes ?? 0);
    }
  });

  test.each<[string, SolveOptions, Program]>([
    ['nodes', { nodeLimit: 200 }, hard(100, 6)],
    ['time', { timeLimit: 1 }, hard(100, 6)],
  ])('of %s: point and bound enclose the optimum', async (which, options, limited) => {
    const outcome = await solveProgram(limited, backend, options);
    if (outcome.status !== 'limit') throw new Error(outcome.status);
    expect(outcome.which).toBe(which);
    const { incumbent, bound } = outcome;
    if (incumbent === undefined || bound === undefined) throw new Error('neither point nor bound');
    expect(checkOptimal(limited, { x: incumbent.x }, TOLERANCES.vertex).verdict).toBe('verified');
    expect(bound).toBeGreaterThanOrEqual(incumbent.objective);
    expect(outcome.seconds).toBeLessThan(5);
  });
});

describe('threads', () => {
  test('a worker gives the same answer and can be stopped', async () => {
    const drawn = hard(25, 9);
    const worker = ortools({ algorithm: 'scip', thread: 'worker' });
    const here = await solveProgram(drawn, backend);
    expect({ ...(await solveProgram(drawn, worker)), seconds: 0 }).toEqual({ ...here, seconds: 0 });
    const stop = AbortSignal.timeout(500);
    expect(await solveProgram(hard(100, 6), worker, { signal: stop })).toMatchObject({
      status: 'limit',
      which: 'aborted',
    });
  });
});
