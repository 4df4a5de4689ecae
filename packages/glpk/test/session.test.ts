/** Sessions go on from their basis after every kind of change, and say the same as a cold solve. */
import {
  type Backend,
  type CscMatrix,
  type Delta,
  type Outcome,
  type Program,
  type Session,
  solveProgram,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { glpk } from '../src/index.ts';
import { boxed, dense, generator } from './support.ts';

const backend: Backend = glpk();

function objective(outcome: Outcome): number {
  if (outcome.status !== 'optimal') throw new Error(`${outcome.status}`);
  return outcome.objective;
}

async function opened(program: Program, work: (session: Session) => Promise<void>): Promise<void> {
  const session = await backend.open(program);
  try {
    await work(session);
  } finally {
    session.close();
  }
}

/** Applies the delta, re-solves, and compares with a cold solve of the same program. */
async function resolved(session: Session, delta: Delta): Promise<Outcome> {
  await session.update(delta);
  const warm = await session.solve();
  const cold = await solveProgram(session.program, backend);
  expect(warm.status).toBe(cold.status);
  if (cold.status === 'optimal') expect(objective(warm)).toBeCloseTo(cold.objective, 8);
  return warm;
}

const column = (rowCount: number, entries: readonly (readonly [number, number])[]): CscMatrix => ({
  rowCount,
  columnCount: 1,
  starts: Int32Array.of(0, entries.length),
  rows: Int32Array.from(entries, ([row]) => row),
  values: Float64Array.from(entries, ([, value]) => value),
});

describe('hot starts', () => {
  const program = boxed(60, 120, 5);

  test('an unchanged program is re-solved without an iteration', async () => {
    await opened(program, async (session) => {
      const first = await session.solve();
      const second = await session.solve();
      expect(first.iterations).toBeGreaterThan(0);
      expect(second.iterations).toBe(0);
      // The same vertex by other factors: all but the last digit or two.
      expect(Math.abs(objective(second) - objective(first))).toBeLessThan(1e-14 * objective(first));
    });
  });

  test('changes of costs and bounds take fewer iterations than a cold solve, and agree with it', async () => {
    const random = generator(7);
    await opened(program, async (session) => {
      const cold = (await session.solve()).iterations;
      for (let round = 0; round < 20; round++) {
        const j = Math.floor(random() * 120);
        const i = Math.floor(random() * 60);
        const cost = { index: Int32Array.of(j), value: Float64Array.of(1 + random()) };
        const rowBounds = {
          index: Int32Array.of(i),
          lower: Float64Array.of(0.9 * program.rowLower[i]),
          upper: Float64Array.of(Infinity),
        };
        const columnBounds = {
          index: Int32Array.of(j),
          lower: Float64Array.of(0),
          upper: Float64Array.of(9),
        };
        for (const delta of [{ cost }, { rowBounds }, { columnBounds }, { cost, rowBounds }]) {
          const warm = await resolved(session, delta);
          expect(warm.iterations).toBeLessThan(cold);
        }
      }
    });
  });

  test('the offset and the costs of a maximisation arrive with their own sign', async () => {
    const sale = dense({ sense: 'maximize', cost: [3, 2], rows: [[1, 1]], between: [[-Infinity, 4]] });
    await opened(sale, async (session) => {
      expect(objective(await session.solve())).toBe(12);
      const outcome = await resolved(session, {
        cost: { index: Int32Array.of(1), value: Float64Array.of(5) },
        offset: 1,
      });
      expect(objective(outcome)).toBe(21);
    });
  });
});

describe('changes of the matrix', () => {
  const program = dense({
    cost: [2, 3],
    rows: [
      [1, 1],
      [1, -1],
    ],
    between: [
      [4, Infinity],
      [-Infinity, 2],
    ],
  });

  test('coefficients, columns and rows, one after the other', async () => {
    await opened(program, async (session) => {
      expect(objective(await session.solve())).toBe(9);
      await resolved(session, {
        coefficients: { row: Int32Array.of(0), column: Int32Array.of(0), value: Float64Array.of(2) },
      });
      const cheaper = await resolved(session, {
        addColumns: {
          cost: Float64Array.of(0.5),
          lower: Float64Array.of(0),
          upper: Float64Array.of(1),
          matrix: column(2, [[0, 1]]),
        },
      });
      const dearer = await resolved(session, {
        addRows: {
          lower: Float64Array.of(3),
          upper: Float64Array.of(Infinity),
          matrix: {
            ...column(1, []),
            columnCount: 3,
            starts: Int32Array.of(0, 0, 1, 1),
            rows: Int32Array.of(0),
            values: Float64Array.of(1),
          },
        },
      });
      expect(objective(dearer)).toBeGreaterThan(objective(cheaper));
    });
  });
});

describe('between statuses', () => {
  test('optimal, infeasible, optimal, unbounded, optimal', async () => {
    const program = dense({
      cost: [1, 1],
      rows: [[1, 1]],
      between: [[2, Infinity]],
      columns: [
        [0, 3],
        [0, 3],
      ],
    });
    const row = (lower: number): Delta => ({
      rowBounds: { index: Int32Array.of(0), lower: Float64Array.of(lower), upper: Float64Array.of(Infinity) },
    });
    const bounds = (lower: number): Delta => ({
      columnBounds: { index: Int32Array.of(0), lower: Float64Array.of(lower), upper: Float64Array.of(3) },
    });
    const second = (upper: number, cost: number): Delta => ({
      columnBounds: { index: Int32Array.of(1), lower: Float64Array.of(0), upper: Float64Array.of(upper) },
      cost: { index: Int32Array.of(1), value: Float64Array.of(cost) },
    });
    await opened(program, async (session) => {
      expect(objective(await session.solve())).toBe(2);
      expect((await resolved(session, row(7))).status).toBe('infeasible');
      expect(objective(await resolved(session, row(5)))).toBe(5);
      expect((await resolved(session, bounds(-Infinity))).status).toBe('optimal');
      expect((await resolved(session, second(Infinity, -1))).status).toBe('unbounded');
      expect(objective(await resolved(session, second(4, 1)))).toBe(5);
    });
  });
});
