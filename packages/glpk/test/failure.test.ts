/** What breaks GLPK for good breaks one solve only: real errors and real lack of memory, then real solves. */
import { defineBackend, ORDINAL_NAMES, type Program, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../src/engine.ts';
import { glpk } from '../src/index.ts';
import { GlpkError, loadRuntime, RuntimePool } from '../src/runtime.ts';
import { boxed, dense } from './support.ts';

const GOOD = dense({ cost: [1, 2], rows: [[1, 1]], between: [[3, Infinity]] });

/** Two entries in one place. `createProgram` refuses it, so it is made behind its back: GLPK stops with an error. */
const DUPLICATE: Program = {
  ...GOOD,
  matrix: {
    rowCount: 1,
    columnCount: 2,
    starts: Int32Array.of(0, 2, 3),
    rows: Int32Array.of(0, 0, 0),
    values: Float64Array.of(1, 1, 1),
  },
  names: ORDINAL_NAMES,
};

describe('an error inside GLPK', () => {
  test('is a failed outcome that says what GLPK said, and the next solve works', async () => {
    const backend = glpk();
    for (let round = 0; round < 3; round++) {
      const broken = await solveProgram(DUPLICATE, backend);
      expect(broken).toMatchObject({
        status: 'failed',
        cause: expect.stringMatching(/glp_load_mat.*duplicate/),
      });
      expect(await solveProgram(GOOD, backend)).toMatchObject({ status: 'optimal', objective: 3 });
    }
  });

  test('leaves other sessions, open and warm, as they were', async () => {
    const backend = glpk();
    const neighbour = await backend.open(GOOD);
    expect(await neighbour.solve()).toMatchObject({ status: 'optimal', objective: 3 });
    expect((await solveProgram(DUPLICATE, backend)).status).toBe('failed');
    await neighbour.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(5) } });
    expect(await neighbour.solve()).toMatchObject({ status: 'optimal', objective: 6 });
    neighbour.close();
  });

  test('loses the instance: it is never called again', async () => {
    const runtime = await loadRuntime();
    expect(() => runtime.call((api) => api._glp_add_cols(api._glp_create_prob(), -5))).toThrow(GlpkError);
    expect(runtime.lost).toBe(true);
    let called = false;
    expect(() =>
      runtime.call(() => {
        called = true;
      }),
    ).toThrow(/lost/);
    expect(called).toBe(false);
  });
});

describe('out of memory', () => {
  test('is a failed outcome, and the next program that fits is solved', async () => {
    const backend = defineBackend(createEngine(new RuntimePool(1)));
    const large = boxed(20_000, 4000, 3);
    for (let round = 0; round < 2; round++) {
      const starved = await solveProgram(large, backend);
      expect(starved).toMatchObject({ status: 'failed', cause: expect.stringMatching(/memory/i) });
      expect(await solveProgram(GOOD, backend)).toMatchObject({ status: 'optimal', objective: 3 });
    }
  });

  test('in the middle of a session fails that solve and not the session', async () => {
    const backend = defineBackend(createEngine(new RuntimePool(1)));
    const session = await backend.open(GOOD);
    expect((await session.solve()).status).toBe('optimal');
    const count = 30_000;
    await session.update({
      addRows: {
        lower: new Float64Array(count),
        upper: new Float64Array(count).fill(Infinity),
        matrix: {
          rowCount: count,
          columnCount: 2,
          starts: Int32Array.of(0, count, count),
          rows: Int32Array.from({ length: count }, (_, i) => i),
          values: new Float64Array(count).fill(1),
        },
      },
    });
    expect((await session.solve()).status).toBe('failed');
    expect((await session.solve()).status).toBe('failed');
    session.close();
    expect((await solveProgram(GOOD, backend)).status).toBe('optimal');
  });
});

describe('instances', () => {
  test('1,000 sessions opened, solved and closed leave the heap as it was', async () => {
    const pool = new RuntimePool();
    const backend = defineBackend(createEngine(pool));
    const program = boxed(30, 60, 4);
    const round = async (times: number): Promise<number> => {
      for (let k = 0; k < times; k++) expect((await solveProgram(program, backend)).status).toBe('optimal');
      const runtime = await pool.acquire();
      const bytes = runtime.heapBytes;
      pool.release(runtime);
      return bytes;
    };
    const warm = await round(20);
    expect(await round(1000)).toBe(warm);
  });

  test('a thousand infeasible and unbounded programs leak nothing either', async () => {
    const pool = new RuntimePool();
    const backend = defineBackend(createEngine(pool));
    const infeasible = dense({
      cost: [1],
      rows: [[1], [1]],
      between: [
        [2, Infinity],
        [-Infinity, 1],
      ],
    });
    const unbounded = dense({ cost: [-1], rows: [[1]], between: [[1, Infinity]] });
    for (let k = 0; k < 500; k++) {
      expect((await solveProgram(infeasible, backend)).status).toBe('infeasible');
      expect((await solveProgram(unbounded, backend)).status).toBe('unbounded');
    }
    const runtime = await pool.acquire();
    expect(runtime.users).toBe(1);
    expect(runtime.heapBytes).toBeLessThanOrEqual(2 ** 24);
    pool.release(runtime);
  });

  test('sessions share an instance; one that has grown large goes with its last session', async () => {
    const pool = new RuntimePool();
    const [first, second] = await Promise.all([pool.acquire(), pool.acquire()]);
    expect(first).toBe(second);
    const session = await createEngine(pool).open(boxed(200_000, 200_000, 3));
    expect(first.heapBytes).toBeGreaterThan(2 ** 26);
    session.close();
    pool.release(first);
    pool.release(second);
    const third = await pool.acquire();
    expect(third).not.toBe(first);
    pool.release(third);
  });
});
