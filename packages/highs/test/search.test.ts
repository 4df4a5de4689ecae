/** Integer and semicontinuous columns: against trying everything, at the edges, in sessions, at limits. */
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
import { highs } from '../src/index.ts';
import { HighsModel } from '../src/model.ts';
import { acquireRuntime } from '../src/runtime.ts';
import { SEARCH_LOOKS } from '../src/settings.ts';
import { truth } from './enumerate.ts';
import { type Interval, program, seeded } from './programs.ts';
import { backend, expectStatus } from './solve.ts';

const SETTINGS = { seed: 20_261_101, numRuns: 250 };

function searched(outcome: Outcome): OptimalOutcome & { readonly solution: MipSolution } {
  const { solution, ...rest } = expectStatus(outcome, 'optimal');
  if (solution.kind !== 'mip') throw new Error('expected a solution without duals');
  expect(Object.keys(solution)).not.toContain('rowDual');
  expect(Object.keys(solution)).not.toContain('reducedCost');
  expect(Object.keys(solution)).not.toContain('basis');
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
const range = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, width]): Interval => [a / 2, (a + width) / 2]);

interface Kinds {
  readonly integer: fc.Arbitrary<number>;
  readonly semicontinuous: fc.Arbitrary<number>;
}

function programs({ integer, semicontinuous }: Kinds): fc.Arbitrary<Program> {
  return fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
    fc
      .record({
        sense: fc.constantFrom('minimize' as const, 'maximize' as const),
        offset: whole,
        cost: list(whole, columns),
        matrix: list(list(whole, columns), rows),
        rows: list(row, rows),
        integer: list(integer, columns),
        semicontinuous: list(semicontinuous, columns),
        boxes: list(box, columns),
        ranges: list(range, columns),
      })
      .map(({ boxes, ranges, ...rest }) =>
        program({ ...rest, columns: boxes.map((b, j) => (rest.semicontinuous[j] === 0 ? b : ranges[j])) }),
      )
      .filter(
        (drawn) => drawn.integer?.some((f) => f !== 0) || drawn.semicontinuous?.some((f) => f !== 0) || false,
      ),
  );
}

const yes = fc.constant(1);
const no = fc.constant(0);
const maybe = fc.constantFrom(0, 1);

describe('against trying everything', () => {
  prop.prop([programs({ integer: yes, semicontinuous: no })], SETTINGS)(
    'all columns integer',
    async (drawn) => {
      expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
    },
  );

  prop.prop([programs({ integer: maybe, semicontinuous: no })], SETTINGS)('some integer', async (drawn) => {
    expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
  });

  prop.prop([programs({ integer: no, semicontinuous: maybe })], SETTINGS)(
    'some semicontinuous',
    async (drawn) => {
      expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
    },
  );

  prop.prop([programs({ integer: maybe, semicontinuous: maybe })], SETTINGS)(
    'everything, changed within a session',
    async (drawn) => {
      const session = await backend.open(drawn);
      expectTruth(drawn, await session.solve(), await truth(drawn));
      const shifted = drawn.columnUpper.map((upper) => Math.floor(upper) + 1);
      await session.update({
        cost: { index: Int32Array.of(0), value: Float64Array.of(-drawn.cost[0]) },
        columnBounds: {
          index: Int32Array.from(shifted, (_, j) => j),
          lower: drawn.columnLower.map((lower, j) => (drawn.semicontinuous?.[j] === 1 ? 0 : lower)),
          upper: shifted,
        },
      });
      expectTruth(session.program, await session.solve(), await truth(session.program));
      session.close();
    },
  );

  prop.prop([fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.integer({ min: 3, max: 9 })], {
    seed: 7,
    numRuns: 60,
  })('binary knapsacks', async (seed, size) => {
    const random = seeded(seed);
    const draw = (most: number) => Array.from({ length: size }, () => 1 + Math.floor(most * random()));
    const weight = draw(20);
    const drawn = program({
      sense: 'maximize',
      cost: draw(30),
      columns: weight.map((): Interval => [0, 1]),
      matrix: [weight],
      rows: [[-Infinity, Math.floor(weight.reduce((a, b) => a + b, 0) / 2)]],
      integer: weight.map(() => 1),
    });
    expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
  });
});

/**
 * Found by the tests above: given bounds between whole numbers, HiGHS 1.15.1 calls the first of these infeasible and a
 * poorer point of the second optimal. It never is given any; where it answers well by itself this test will say so.
 */
test('bounds between whole numbers, which HiGHS answers wrongly', async () => {
  const feasible = program({
    cost: [0, 0, 0],
    columns: [
      [0.5, 1.5],
      [1, 1],
      [-1, -1],
    ],
    matrix: [
      [3, 0, 1],
      [0, 1, 1],
      [3, 0, 0],
    ],
    rows: [
      [2, 2],
      [0, 0],
      [0, 3],
    ],
    integer: [1, 1, 1],
  });
  const dearer = program({
    cost: [1, 1, -1, 0, 0],
    columns: [
      [-0.5, 0],
      [0, 0],
      [-1.5, -1],
      [0, 0],
      [0, 0.5],
    ],
    matrix: [[1, 0, -2, 0, -2]],
    rows: [[1, Infinity]],
    integer: [0, 0, 0, 0, 1],
  });
  for (const drawn of [feasible, dearer])
    expectTruth(drawn, await solveProgram(drawn, backend), await truth(drawn));
  const asked = { mipGap: 1e-6, mipAbsoluteGap: 0, nodeLimit: Infinity };
  const byItself = async (drawn: Program) => {
    const model = new HighsModel(await acquireRuntime(), drawn);
    const { meaning, bound } = model.search(SEARCH_LOOKS[0], asked, Infinity);
    model.dispose();
    return { meaning, bound };
  };
  expect(await byItself(feasible)).toMatchObject({ meaning: 'infeasible' });
  expect((await byItself(dearer)).bound).toBeGreaterThan((await truth(dearer)).objective + 0.1);
});

describe('no point', () => {
  test('the relaxation is infeasible already: multipliers prove it', async () => {
    const drawn = program({
      cost: [1],
      columns: [[0, 3]],
      matrix: [[2]],
      rows: [[7, Infinity]],
      integer: [1],
    });
    const outcome = expectStatus(await solveProgram(drawn, backend), 'infeasible');
    if (outcome.proof !== 'farkas') throw new Error(outcome.proof);
    expect(checkFarkas(drawn, outcome.farkas).verdict).toBe('verified');
  });

  test.each<[string, Program]>([
    [
      'an even sum that must be odd',
      program({
        cost: [1, 1],
        columns: [
          [0, 9],
          [0, 9],
        ],
        matrix: [[2, 2]],
        rows: [[5, 5]],
        integer: [1, 1],
      }),
    ],
    [
      'no whole number between the bounds',
      program({ cost: [1], columns: [[0.2, 0.8]], matrix: [[1]], rows: [[0, 9]], integer: [1] }),
    ],
    [
      'between zero and the lower bound',
      program({ cost: [1], columns: [[2, 5]], matrix: [[1]], rows: [[1, 1.5]], semicontinuous: [1] }),
    ],
  ])('%s: the word of the search, and it says so', async (_what, drawn) => {
    const outcome = await solveProgram(drawn, backend);
    expect(outcome).toMatchObject({ status: 'infeasible', proof: 'search' });
    expect(outcome).not.toHaveProperty('farkas');
  });
});

describe('no end', () => {
  test.each(['minimize', 'maximize'] as const)(
    '%s: a ray of the relaxation from a whole point',
    async (sense) => {
      const flip = sense === 'minimize' ? 1 : -1;
      const drawn = program({
        sense,
        cost: [-flip, -flip],
        matrix: [[1, -1]],
        rows: [[0.5, 2]],
        integer: [1, 1],
      });
      const { ray, point } = expectStatus(await solveProgram(drawn, backend), 'unbounded');
      expect(checkRay(drawn, ray).verdict).toBe('verified');
      expect(checkOptimal(drawn, { x: point }, TOLERANCES.vertex).verdict).toBe('verified');
      expect(point.map(Math.round)).toEqual(point);
    },
  );

  test('a ray without a whole point is infeasible', async () => {
    const drawn = program({ cost: [-1, -1], matrix: [[2, -2]], rows: [[1, 1]], integer: [1, 1] });
    expect(await solveProgram(drawn, backend)).toMatchObject({ status: 'infeasible', proof: 'search' });
  });
});

describe('semicontinuous columns', () => {
  /** A plant that makes nothing or 4 to 10 at 2 a unit, and imports at 5. */
  const plant = (demand: number): Program =>
    program({
      cost: [2, 5],
      columns: [
        [4, 10],
        [0, Infinity],
      ],
      matrix: [[1, 1]],
      rows: [[demand, demand]],
      semicontinuous: [1, 0],
    });

  test('are off or in their range', async () => {
    for (const [demand, objective] of [
      [3, 15],
      [4, 8],
      [12, 30],
    ]) {
      expect((await best(plant(demand))).objective).toBeCloseTo(objective, 5);
    }
  });

  test('a session moves the lower bound to zero and back; without it there is nothing to search, and still no dual', async () => {
    const session = await backend.open(plant(3));
    const bounds = (lower: number) => ({
      columnBounds: { index: Int32Array.of(0), lower: Float64Array.of(lower), upper: Float64Array.of(10) },
    });
    for (const [lower, objective] of [
      [4, 15],
      [0, 6],
      [2, 6],
      [4, 15],
    ]) {
      await session.update(bounds(lower));
      const { solution, ...outcome } = searched(await session.solve());
      expect(outcome.objective).toBeCloseTo(objective, 5);
      expect(solution.bound).toBeCloseTo(objective, 5);
    }
    session.close();
  });

  test('above 1e5 HiGHS would lower the bound, so it is refused', async () => {
    const drawn = program({
      cost: [1],
      columns: [[2, 1e5]],
      matrix: [[1]],
      rows: [[5e4, Infinity]],
      semicontinuous: [1],
    });
    expect((await best(drawn)).objective).toBeCloseTo(5e4, 6);
    await expect(backend.open({ ...drawn, columnUpper: Float64Array.of(100001) })).rejects.toMatchObject({
      code: 'program.numeric-range',
    });
  });
});

/** A knapsack with several rows that takes some hundred nodes. */
function hard(columns: number, seed: number): Program {
  const random = seeded(seed);
  return program({
    sense: 'maximize',
    offset: 3,
    cost: Array.from({ length: columns }, () => 20 + Math.floor(80 * random())),
    columns: Array.from({ length: columns }, (): Interval => [0, 1]),
    matrix: Array.from({ length: 8 }, () =>
      Array.from({ length: columns }, () => 5 + Math.floor(60 * random())),
    ),
    rows: Array.from({ length: 8 }, (): Interval => [-Infinity, 14 * columns]),
    integer: Array.from({ length: columns }, () => 1),
  });
}

describe('limits', () => {
  const drawn = hard(40, 5);

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
    }
  });

  test.each<[string, SolveOptions, Program]>([
    ['nodes', { nodeLimit: 1 }, drawn],
    ['time', { timeLimit: 1 }, hard(120, 6)],
  ])('of %s: point and bound enclose the optimum', async (which, options, limited) => {
    const outcome = expectStatus(await solveProgram(limited, backend, options), 'limit');
    expect(outcome.which).toBe(which);
    const { incumbent, bound } = outcome;
    if (incumbent === undefined || bound === undefined) throw new Error('neither point nor bound');
    expect(checkOptimal(limited, { x: incumbent.x }, TOLERANCES.vertex).verdict).toBe('verified');
    expect(bound).toBeGreaterThanOrEqual(incumbent.objective);
    expect(outcome.seconds).toBeLessThan(10);
  });

  test('nonsense is refused', async () => {
    for (const options of [{ mipGap: -1 }, { mipGap: NaN }, { mipAbsoluteGap: Infinity }, { nodeLimit: 1.5 }])
      await expect(solveProgram(drawn, backend, options)).rejects.toThrow(/give/);
  });
});

describe('sessions', () => {
  const LP = program({
    sense: 'maximize',
    cost: [3, 2],
    matrix: [[2, 1]],
    rows: [[-Infinity, 7]],
    columns: [
      [0, 3],
      [0, 4],
    ],
  });

  test('a linear program that gains an integer column loses its duals, others on the instance keep theirs', async () => {
    const linear = await backend.open(LP);
    const mixed = await backend.open(LP);
    const dual = async () => {
      const { solution } = expectStatus(await linear.solve(), 'optimal');
      if (solution.kind !== 'lp') throw new Error('no duals');
      return solution.rowDual;
    };
    expect(await dual()).toEqual(Float64Array.of(1.5));
    expect(expectStatus(await mixed.solve(), 'optimal').solution.kind).toBe('lp');
    await mixed.update({
      addColumns: {
        cost: Float64Array.of(5),
        lower: Float64Array.of(0),
        upper: Float64Array.of(2),
        integer: Uint8Array.of(1),
        matrix: {
          rowCount: 1,
          columnCount: 1,
          starts: Int32Array.of(0, 1),
          rows: Int32Array.of(0),
          values: Float64Array.of(3),
        },
      },
    });
    expect(mixed.program.integer).toEqual(Uint8Array.of(0, 0, 1));
    for (const [cost, objective] of [
      [5, 13],
      [-1, 12.5],
      [5, 13],
    ]) {
      await mixed.update({ cost: { index: Int32Array.of(2), value: Float64Array.of(cost) } });
      expect(searched(await mixed.solve()).objective).toBeCloseTo(objective, 9);
      expect(await dual()).toEqual(Float64Array.of(1.5));
    }
    linear.close();
    mixed.close();
  });

  test('what was solved before changes nothing', async () => {
    const drawn = hard(30, 9);
    const session = await backend.open(drawn);
    const first = await session.solve();
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(1) } });
    await session.solve({ startBasis: { columns: new Int8Array(30), rows: new Int8Array(8).fill(1) } });
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(drawn.cost[0]) } });
    expect({ ...(await session.solve()), seconds: 0 }).toEqual({ ...first, seconds: 0 });
    session.close();
  });

  test('a worker gives the same answer and can be stopped', async () => {
    const drawn = hard(30, 9);
    const worker = highs({ thread: 'worker' });
    const here = await solveProgram(drawn, backend);
    expect({ ...(await solveProgram(drawn, worker)), seconds: 0 }).toEqual({ ...here, seconds: 0 });
    const stop = AbortSignal.timeout(500);
    expect(await solveProgram(hard(120, 6), worker, { signal: stop })).toMatchObject({
      status: 'limit',
      which: 'aborted',
    });
  });
});
