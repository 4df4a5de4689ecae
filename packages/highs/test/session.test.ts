/** Sessions: re-solving from where the last solve stood gives the answers of a fresh solve, with less work. */
import {
  AT_LOWER,
  applyDelta,
  BASIC,
  type Basis,
  type Delta,
  type Program,
  type Session,
} from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { HighsModel } from '../src/model.ts';
import { acquireRuntime } from '../src/runtime.ts';
import { FIRST_LOOK } from '../src/settings.ts';
import { program, randomProgram, seeded, TEXTBOOK } from './programs.ts';
import { backend, flat, optimum } from './solve.ts';

const SIZE = { rows: 150, columns: 300 };
const BASE = randomProgram(SIZE.rows, SIZE.columns, 5, 3);

async function withSession<Result>(
  opened: Program,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await backend.open(opened);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

/** Every `each`-th index below `count`. */
function some(count: number, each: number): Int32Array {
  return Int32Array.from({ length: Math.floor(count / each) }, (_, k) => k * each);
}

function nudged(values: Float64Array, index: Int32Array, seed: number): Float64Array {
  const random = seeded(seed);
  return Float64Array.from(index, (i) => values[i] + 0.02 * random() - 0.01);
}

const columns = some(SIZE.columns, 7);
const rows = some(SIZE.rows, 9);
const CHANGES: readonly (readonly [what: string, delta: Delta])[] = [
  ['costs', { cost: { index: columns, value: nudged(BASE.cost, columns, 1) } }],
  [
    'column bounds',
    {
      columnBounds: {
        index: columns,
        lower: new Float64Array(columns.length),
        upper: nudged(BASE.columnUpper, columns, 2),
      },
    },
  ],
  [
    'row bounds',
    {
      rowBounds: {
        index: rows,
        lower: nudged(BASE.rowLower, rows, 3),
        upper: new Float64Array(rows.length).fill(Infinity),
      },
    },
  ],
  [
    'costs and bounds',
    {
      cost: { index: columns, value: nudged(BASE.cost, columns, 4) },
      rowBounds: {
        index: rows,
        lower: nudged(BASE.rowLower, rows, 5),
        upper: new Float64Array(rows.length).fill(Infinity),
      },
    },
  ],
  [
    'coefficients',
    {
      coefficients: {
        row: Int32Array.of(3, 5),
        column: Int32Array.of(0, 9),
        value: Float64Array.of(0.25, -0.5),
      },
    },
  ],
  [
    'an added column',
    {
      addColumns: {
        cost: Float64Array.of(-0.2),
        lower: Float64Array.of(0),
        upper: Float64Array.of(1),
        matrix: {
          rowCount: SIZE.rows,
          columnCount: 1,
          starts: Int32Array.of(0, 2),
          rows: Int32Array.of(1, 8),
          values: Float64Array.of(1, 1),
        },
      },
    },
  ],
  [
    'an added row',
    {
      addRows: {
        lower: Float64Array.of(-Infinity),
        upper: Float64Array.of(2),
        matrix: {
          rowCount: 1,
          columnCount: SIZE.columns,
          starts: Int32Array.from({ length: SIZE.columns + 1 }, (_, j) => Math.min(j, 5)),
          rows: new Int32Array(5),
          values: new Float64Array(5).fill(1),
        },
      },
    },
  ],
];

describe('hot re-solves', () => {
  test.each(CHANGES)(
    'after a change of %s: the optimum of a fresh solve, in fewer iterations',
    async (_what, delta) => {
      const cold = await optimum(applyDelta(BASE, delta));
      const hot = await withSession(BASE, async (session) => {
        await session.solve();
        await session.update(delta);
        return flat(await session.solve());
      });
      expect(hot.objective).toBeCloseTo(cold.objective, 9);
      expect(hot.iterations).toBeLessThan(cold.iterations / 2);
    },
  );

  test('after a change of costs it is primal simplex that goes on, with less to do than dual simplex', async () => {
    const hard = randomProgram(700, 1400, 6, 5);
    const index = some(1400, 1);
    const changed = applyDelta(hard, { cost: { index, value: nudged(hard.cost, index, 7) } });
    const hot = await withSession(hard, async (session) => {
      await session.solve();
      await session.update({ cost: { index, value: changed.cost } });
      return flat(await session.solve());
    });
    const model = new HighsModel(await acquireRuntime(), hard);
    model.run(FIRST_LOOK, Infinity);
    model.setCosts(changed, index);
    const dual = model.run(FIRST_LOOK, Infinity);
    model.dispose();
    expect(dual.meaning).toBe('optimal');
    expect(hot.iterations).toBeGreaterThan(0);
    expect(hot.iterations).toBeLessThan(dual.iterations);
  });

  test('a changed constant costs nothing', async () => {
    await withSession(BASE, async (session) => {
      const before = flat(await session.solve());
      await session.update({ offset: 100 });
      const after = flat(await session.solve());
      expect(after.objective).toBeCloseTo(before.objective + 100, 9);
      expect(after.iterations).toBe(0);
    });
  });

  test('a long chain of changes of all kinds stays right', async () => {
    await withSession(BASE, async (session) => {
      for (const [, delta] of [...CHANGES.slice(0, 5), ...CHANGES.slice(0, 4)]) {
        await session.update(delta);
        const hot = flat(await session.solve());
        expect(hot.objective).toBeCloseTo((await optimum(session.program)).objective, 9);
      }
    });
  });

  test('maximising sessions patch costs with the right sign', async () => {
    const opened: Program = { ...BASE, sense: 'maximize' };
    const delta: Delta = { cost: { index: columns, value: nudged(BASE.cost, columns, 6) } };
    await withSession(opened, async (session) => {
      await session.solve();
      await session.update(delta);
      expect(flat(await session.solve()).objective).toBeCloseTo(
        (await optimum(applyDelta(opened, delta))).objective,
        9,
      );
    });
  });
});

describe('H9: the time limit counts from each solve', () => {
  test('a second solve has all of its time, whatever the first took', async () => {
    const hard = randomProgram(700, 1400, 6, 5);
    await withSession(hard, async (session) => {
      const { seconds } = await session.solve();
      const index = Int32Array.of(0);
      for (const value of [0.5, 0.4, 0.3]) {
        await session.update({ cost: { index, value: Float64Array.of(value) } });
        expect((await session.solve({ timeLimit: seconds })).status).toBe('optimal');
      }
    });
  });

  test('H8: a solve without a limit follows one with a limit', async () => {
    await withSession(randomProgram(700, 1400, 6, 5), async (session) => {
      expect((await session.solve({ timeLimit: 0 })).status).toBe('limit');
      expect((await session.solve({ timeLimit: 0.01 })).status).toBe('limit');
      expect((await session.solve()).status).toBe('optimal');
    });
  });
});

describe('H10: start bases', () => {
  const full = (length: number, code: number): Int8Array => new Int8Array(length).fill(code);
  const { rowCount, columnCount } = BASE.matrix;

  test('the optimal basis of a program starts it at its optimum', async () => {
    const { basis, objective } = await optimum(BASE);
    if (basis === undefined) throw new Error('a vertex has a basis');
    expect(basis.columns.length).toBe(columnCount);
    expect([...basis.columns, ...basis.rows].filter((code) => code === BASIC).length).toBe(rowCount);
    const again = await optimum(BASE, { startBasis: basis });
    expect(again.iterations).toBe(0);
    expect(again.objective).toBe(objective);
  });

  test.each<readonly [string, Basis]>([
    ['everything basic', { columns: full(columnCount, BASIC), rows: full(rowCount, BASIC) }],
    ['nothing basic', { columns: full(columnCount, AT_LOWER), rows: full(rowCount, AT_LOWER) }],
    ['of another size', { columns: full(3, BASIC), rows: full(3, AT_LOWER) }],
    ['with codes that mean nothing', { columns: full(columnCount, 9), rows: full(rowCount, BASIC) }],
  ])('%s: the answer is that of a fresh solve', async (_what, startBasis) => {
    expect((await optimum(BASE, { startBasis })).objective).toBeCloseTo((await optimum(BASE)).objective, 9);
  });

  test('a singular basis, of two equal columns, does no harm to the session', async () => {
    const twins = program({
      cost: [1, 2, 3],
      matrix: [
        [1, 1, 2],
        [2, 2, 1],
      ],
      rows: [
        [4, Infinity],
        [5, Infinity],
      ],
    });
    const startBasis: Basis = { columns: Int8Array.of(BASIC, BASIC, AT_LOWER), rows: full(2, AT_LOWER) };
    await withSession(twins, async (session) => {
      expect(flat(await session.solve({ startBasis })).objective).toBe(4);
      expect(flat(await session.solve()).objective).toBe(4);
    });
  });
});

test('many sessions share an instance without disturbing one another', async () => {
  const sessions = await Promise.all([TEXTBOOK, BASE, TEXTBOOK].map((opened) => backend.open(opened)));
  const [first, , third] = sessions;
  const objectives = await Promise.all(
    sessions.map(async (session) => flat(await session.solve()).objective),
  );
  expect(objectives[0]).toBe(objectives[2]);
  await first.update({
    rowBounds: { index: Int32Array.of(0), lower: Float64Array.of(-Infinity), upper: Float64Array.of(6) },
  });
  expect(flat(await first.solve()).objective).toBe(16);
  expect(flat(await third.solve()).objective).toBe(11);
  for (const session of sessions) session.close();
});
