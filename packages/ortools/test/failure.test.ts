/** What breaks an instance breaks one solve only: real refusals and a real lack of memory, then real solves. */
import { defineBackend, ORDINAL_NAMES, type Program, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../src/engine.ts';
import { ortools } from '../src/index.ts';
import { encodeFirstOrder } from '../src/pdlp-format.ts';
import { InstanceLost, RuntimePool } from '../src/runtime.ts';
import { boxed, dense } from './support.ts';

const GOOD = dense({ cost: [1, 2], rows: [[1, 1]], between: [[3, Infinity]] });

/** Two entries in one place. `createProgram` refuses it, so it is made behind its back. */
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

test('a refusal is a failed outcome in the words of OR-Tools, and the next solve works', async () => {
  const backend = ortools();
  for (let round = 0; round < 3; round++) {
    expect(await solveProgram(DUPLICATE, backend)).toMatchObject({
      status: 'failed',
      cause: expect.stringMatching(/OrToolsRefusal.*matrix/),
    });
    expect(await solveProgram(GOOD, backend)).toMatchObject({ status: 'optimal', objective: 3 });
  }
});

describe('an instance that breaks', () => {
  test('is never called again: the next call and every open session get a fresh one', async () => {
    const pool = new RuntimePool();
    const backend = defineBackend(createEngine('glop', pool));
    const session = await backend.open(GOOD);
    expect(await session.solve()).toMatchObject({ status: 'optimal', objective: 3 });
    // More than a WASM instance can ever hold.
    await expect(pool.call('mathopt', () => new Uint8Array(2 ** 31))).rejects.toThrow(InstanceLost);
    expect(await pool.heapBytes('mathopt')).toBe(0);
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(5) } });
    expect(await session.solve()).toMatchObject({ status: 'optimal', objective: 6 });
    session.close();
  });

  test('so it is with PDLP, by bytes that are no program', async () => {
    const pool = new RuntimePool();
    const backend = defineBackend(createEngine('pdlp', pool));
    await expect(pool.call('pdlp', () => new Uint8Array(2 ** 31))).rejects.toThrow(InstanceLost);
    expect(await solveProgram(boxed(5, 9, 2), backend)).toMatchObject({ status: 'optimal' });
  });
});

test('solves that are asked for at once take turns and answer as they would alone', async () => {
  const programs = [1, 2, 3, 4, 5, 6].map((seed) => boxed(30, 60, 4, seed));
  const backend = ortools();
  const together = await Promise.all(programs.map((program) => solveProgram(program, backend)));
  for (const [k, outcome] of together.entries()) {
    const alone = await solveProgram(programs[k], backend);
    expect({ ...outcome, seconds: 0 }).toEqual({ ...alone, seconds: 0 });
  }
});

test('1,000 solves of every kind leave the heap as it was', async () => {
  const pool = new RuntimePool();
  const backend = defineBackend(createEngine('glop', pool));
  const infeasible = dense({
    cost: [1],
    rows: [[1], [1]],
    between: [
      [2, Infinity],
      [-Infinity, 1],
    ],
  });
  const unbounded = dense({ cost: [-1], rows: [[1]], between: [[1, Infinity]] });
  const optimal = boxed(30, 60, 4);
  const round = async (times: number): Promise<number> => {
    for (let k = 0; k < times; k++) {
      expect((await solveProgram(optimal, backend)).status).toBe('optimal');
      expect((await solveProgram(infeasible, backend)).status).toBe('infeasible');
      expect((await solveProgram(unbounded, backend)).status).toBe('unbounded');
    }
    return pool.heapBytes('mathopt');
  };
  const warm = await round(20);
  expect(await round(300)).toBe(warm);
});

test('PDLP bytes are as long as what they hold', () => {
  const { rowCount, columnCount, values } = GOOD.matrix;
  const terms = { iterationLimit: 1, tolerance: 1e-4 };
  const bare = encodeFirstOrder(GOOD, terms).length;
  const start = { x: new Float64Array(columnCount), rowDual: new Float64Array(rowCount) };
  expect(encodeFirstOrder(GOOD, { ...terms, start }).length).toBe(bare + 8 + 8 * (rowCount + columnCount));
  expect(bare).toBeGreaterThan(16 * values.length + 8 * (3 * columnCount + 2 * rowCount));
});
