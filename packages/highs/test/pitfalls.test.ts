/** The pitfalls of HiGHS that touch this path, by their numbers in the solver notes. H9 and H10 stand in session.test.ts. */
import {
  applyDelta,
  checkFarkas,
  checkRay,
  Deadline,
  InvalidInputError,
  type Program,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { fromHighsBasis } from '../src/basis.ts';
import { HighsModel } from '../src/model.ts';
import { findFarkas, findRay } from '../src/proof.ts';
import { acquireRuntime, describeError, HighsRefusal } from '../src/runtime.ts';
import { FIRST_LOOK, PRIMAL_SIMPLEX } from '../src/settings.ts';
import { INFEASIBLE, type Interval, program, randomProgram, TEXTBOOK, UNBOUNDED } from './programs.ts';
import { backend, expectStatus, optimum } from './solve.ts';

async function withModel<Result>(loaded: Program, work: (model: HighsModel) => Result): Promise<Result> {
  const model = new HighsModel(await acquireRuntime(), loaded);
  try {
    return work(model);
  } finally {
    model.dispose();
  }
}

test('H1: a maximisation has the duals of its negated minimisation, negated', async () => {
  const down = randomProgram(40, 80, 5, 11);
  const up: Program = { ...down, sense: 'maximize', cost: down.cost.map((c) => -c) };
  const [low, high] = [await optimum(down), await optimum(up)];
  expect(high.objective).toBe(-low.objective);
  expect(high.rowDual).toEqual(low.rowDual.map((y) => -y + 0));
  expect(high.reducedCost).toEqual(low.reducedCost.map((r) => -r + 0));
});

describe('H2: proofs where the first run leaves none', () => {
  test('Farkas multipliers after primal simplex', async () => {
    const asked = await withModel(INFEASIBLE, (model) => {
      const reading = model.run({ ...FIRST_LOOK, strategy: PRIMAL_SIMPLEX, presolve: 'off' }, Infinity);
      expect(reading.meaning).toBe('infeasible');
      return model.farkas();
    });
    expect(asked).toBeUndefined();
    const { vector } = await findFarkas(INFEASIBLE, new Deadline(undefined));
    expect(checkFarkas(INFEASIBLE, vector ?? new Float64Array(2)).verdict).toBe('verified');
  });

  test('a primal ray', async () => {
    const { vector } = await findRay(UNBOUNDED, new Deadline(undefined));
    expect(checkRay(UNBOUNDED, vector ?? new Float64Array(2)).verdict).toBe('verified');
  });

  test('no proof is made up for a program that has an optimum', async () => {
    const down: Program = { ...TEXTBOOK, sense: 'minimize', cost: TEXTBOOK.cost.map((c) => -c) };
    expect((await findFarkas(down, new Deadline(undefined))).vector).toBeUndefined();
    expect((await findRay(down, new Deadline(undefined))).vector).toBeUndefined();
  });

  test('the search ends with its time', async () => {
    expect(await findFarkas(INFEASIBLE, new Deadline(0))).toEqual({ iterations: 0 });
  });
});

test('H3: programs without a coefficient have their certificates too', async () => {
  const bare = (cost: number, row: Interval): Program =>
    program({ cost: [cost], matrix: [[0]], rows: [row] });
  expectStatus(await solveProgram(bare(1, [1, 2]), backend), 'infeasible');
  expectStatus(await solveProgram(bare(-1, [-1, 2]), backend), 'unbounded');
  expect((await optimum(bare(1, [-1, 2]))).objective).toBe(0);
});

test.each([
  { what: 'infeasible', stuck: INFEASIBLE, row: 1, bounds: [-Infinity, 8] as const, objective: 5 },
  { what: 'unbounded', stuck: UNBOUNDED, row: 0, bounds: [-3, -3] as const, objective: -Infinity },
])(
  'H4: asking for the proof of an $what program leaves the session whole',
  async ({ what, stuck, row, bounds, objective }) => {
    const session = await backend.open(stuck);
    expect((await session.solve()).status).toBe(what);
    expect((await session.solve()).status).toBe(what);
    const change = {
      index: Int32Array.of(row),
      lower: Float64Array.of(bounds[0]),
      upper: Float64Array.of(bounds[1]),
    };
    await session.update({ rowBounds: change });
    const mended = await session.solve();
    if (Number.isFinite(objective)) expect(expectStatus(mended, 'optimal').objective).toBe(objective);
    else expectStatus(mended, 'unbounded');
    session.close();
  },
);

test('H5: an answer outlives the changes made after it', async () => {
  const session = await backend.open(TEXTBOOK);
  const first = expectStatus(await session.solve(), 'optimal');
  const kept = structuredClone(first);
  await session.update({ cost: { index: Int32Array.of(0, 1), value: Float64Array.of(-1, 9) } });
  await session.update({
    columnBounds: { index: Int32Array.of(0), lower: Float64Array.of(1), upper: Float64Array.of(2) },
  });
  expect(expectStatus(await session.solve(), 'optimal').objective).toBe(26);
  session.close();
  expect(first).toEqual(kept);
});

test('H6: a program that HiGHS refuses is refused with the reason out of its log', async () => {
  const { matrix } = TEXTBOOK;
  const twice: Program = { ...TEXTBOOK, matrix: { ...matrix, rows: Int32Array.of(0, 0, 0, 1) } };
  const runtime = await acquireRuntime();
  expect(() => new HighsModel(runtime, twice)).toThrow(HighsRefusal);
  expect(() => new HighsModel(runtime, twice)).toThrow(/duplicate index 0/);
  expect(runtime.open).toBe(true);
});

describe('H7: numbers are kept as they are or refused beforehand', () => {
  const { smallestCoefficient, largestCoefficient, infinity } = backend.capabilities.numericRange;
  const serve = (coefficient: number, demand: number, cost = 1): Program =>
    program({ cost: [cost], matrix: [[coefficient]], rows: [[demand, Infinity]] });

  test.each([smallestCoefficient, 1e-10, 1e-9, 1e15, largestCoefficient])(
    'coefficient %d',
    async (coefficient) => {
      const { x, rowDual } = await optimum(serve(coefficient, coefficient, coefficient));
      expect(x[0]).toBeCloseTo(1, 12);
      expect(rowDual[0]).toBeCloseTo(1, 12);
    },
  );

  test.each([1e20, 1e30, infinity / 8])('bound and cost %d', async (large) => {
    expect((await optimum(serve(1, large))).x[0]).toBe(large);
    expect((await optimum(serve(1, 3, large))).rowDual[0]).toBe(large);
    const boxed = program({
      cost: [-1],
      columns: [[0, large]],
      matrix: [[1]],
      rows: [[-Infinity, Infinity]],
    });
    expect((await optimum(boxed)).x[0]).toBe(large);
    const dear = program({
      cost: [large, 3 * large],
      columns: [
        [0, 2],
        [0, 9],
      ],
      matrix: [[1, 1]],
      rows: [[3, Infinity]],
    });
    expect((await optimum(dear)).rowDual[0]).toBe(3 * large);
  });

  test.each([
    ['a coefficient HiGHS would drop', serve(1e-12, 1)],
    ['a coefficient HiGHS would refuse', serve(largestCoefficient * 2, 1)],
    ['a bound it would read as infinite', serve(1, infinity)],
    ['a cost it would read as infinite', serve(1, 1, infinity)],
  ])('%s is refused', async (_what, outside) => {
    await expect(backend.open(outside)).rejects.toThrow(InvalidInputError);
  });

  test('a change that needs a wider range than the program had is taken', async () => {
    const session = await backend.open(serve(1, 3));
    await session.solve();
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(1e25) } });
    await session.update({
      rowBounds: { index: Int32Array.of(0), lower: Float64Array.of(1e22), upper: Float64Array.of(Infinity) },
    });
    const outcome = expectStatus(await session.solve(), 'optimal');
    expect(outcome.objective).toBe(1e47);
    session.close();
  });
});

test('H12, H13: names are never asked for, so no name can do harm', async () => {
  const refuse = (): string => {
    throw new Error('a name was asked for');
  };
  const nameless: Program = { ...TEXTBOOK, names: { row: refuse, column: refuse } };
  expect((await optimum(nameless)).objective).toBe(11);
  const awkward: Program = { ...TEXTBOOK, names: { row: () => '__proto__', column: () => 'a b' } };
  expect((await optimum(awkward)).x).toEqual(Float64Array.of(3, 1));
});

test('H14: a basis that says "nonbasic somewhere" is none', async () => {
  const runtime = await acquireRuntime();
  const codes = runtime.call((module) => {
    const {
      cost: colCost,
      columnLower: colLower,
      columnUpper: colUpper,
      rowLower,
      rowUpper,
      matrix,
    } = INFEASIBLE;
    const shape = { numRows: 2, numCols: 2 };
    const csc = {
      format: 'csc' as const,
      ...shape,
      starts: matrix.starts,
      indices: matrix.rows,
      values: matrix.values,
    };
    const data = {
      ...shape,
      colCost,
      colLower,
      colUpper,
      rowLower: rowLower.map(() => 2),
      rowUpper,
      matrix: csc,
    };
    return module.withModel(data, (model) => {
      model.options.set({ output_flag: false, solver: 'ipm', run_crossover: 'off', presolve: 'off' });
      model.run();
      return model.getBasis();
    });
  });
  expect([...codes.colStatus]).toContain(4);
  expect(fromHighsBasis(codes)).toBeUndefined();
  expect(fromHighsBasis({ colStatus: Int32Array.of(0, 1), rowStatus: Int32Array.of(2, 3) })).toEqual({
    columns: Int8Array.of(0, 1),
    rows: Int8Array.of(2, 3),
  });
});

test('H16: causes are short and never hold the source of the module', async () => {
  const runtime = await acquireRuntime();
  let thrown: unknown;
  try {
    runtime.call((module) => module.createModel().getColName(0));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(HighsRefusal);
  expect(describeError(thrown)).not.toContain('async function Module');
  expect(describeError(new Error('long '.repeat(1000))).length).toBeLessThan(600);
});

test('a delta with unsorted and repeated indices means what applyDelta says', async () => {
  const session = await backend.open(TEXTBOOK);
  await session.solve();
  const delta = { cost: { index: Int32Array.of(1, 0, 1), value: Float64Array.of(8, 1, 5) } };
  await session.update(delta);
  const hot = expectStatus(await session.solve(), 'optimal');
  expect(hot.objective).toBe((await optimum(applyDelta(TEXTBOOK, delta))).objective);
  session.close();
});
