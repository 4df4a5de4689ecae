/** CP-SAT solves programs in whole numbers and nothing else: every other one it would change in silence. */
import { fc, test as prop } from '@fast-check/vitest';
import { type Program, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { ortools } from '../src/index.ts';
import { encodeRequest } from '../src/request.ts';
import { decodeResponse } from '../src/response.ts';
import { RuntimePool } from '../src/runtime.ts';
import { truth } from './enumerate.ts';
import { type Dense, dense } from './support.ts';

const backend = ortools({ algorithm: 'cp-sat' });

/** max x + y, 3y <= 1, x + y <= 4.2, x whole: 4.2 at (4, 0.2), or 4 when y must be whole as well. */
const MIXED: Dense = {
  sense: 'maximize',
  cost: [1, 1],
  rows: [
    [0, 3],
    [1, 1],
  ],
  between: [
    [-Infinity, 1],
    [-Infinity, 4.2],
  ],
  columns: [
    [0, 9],
    [0, 9],
  ],
  integer: [1, 0],
};

/** What makes it a program in whole numbers: max x + y, 2x + 2y <= 7. */
const WHOLE: Partial<Dense> = { rows: [[2, 2]], between: [[-Infinity, 7]], integer: [1, 1] };

describe('refusals', () => {
  test('asked directly, CP-SAT makes a continuous column whole and calls that optimal', async () => {
    expect(await solveProgram(dense(MIXED), ortools({ algorithm: 'scip' }))).toMatchObject({
      status: 'optimal',
      objective: expect.closeTo(4.2, 9),
    });
    const program = { ...dense(MIXED), sense: 'minimize' as const, cost: Float64Array.of(-1, -1) };
    const terms = {
      solver: 'cpSat',
      presolve: true,
      relativeGap: 0,
      absoluteGap: 0,
      nodeLimit: Infinity,
      tolerance: 1e-9,
    } as const;
    const bytes = await new RuntimePool().call('mathopt', () => encodeRequest(program, terms, Infinity));
    const { reason, x } = decodeResponse(bytes, program.matrix);
    expect(reason).toBe(1);
    expect(x?.reduce((sum, value) => sum + value, 0)).toBe(4);
  });

  test.each<[string, Partial<Dense>, string]>([
    ['a continuous column', {}, 'ortools.continuous-column'],
    ['no integer column', { integer: [0, 0] }, 'program.linear-unsupported'],
    ['a fraction in a row', { ...WHOLE, rows: [[2.5, 2]] }, 'ortools.fraction'],
    ['a fraction as a cost', { ...WHOLE, cost: [1.5, 1] }, 'ortools.fraction'],
    ['a fraction as a row bound', { ...WHOLE, between: [[-Infinity, 6.5]] }, 'ortools.fraction'],
    [
      'an endless column',
      {
        ...WHOLE,
        columns: [
          [0, 9],
          [0, Infinity],
        ],
      },
      'ortools.unbounded-column',
    ],
  ])('%s is refused, with a remedy', async (_what, change, code) => {
    await expect(backend.open(dense({ ...MIXED, ...change }))).rejects.toMatchObject({
      family: 'unsupported',
      code,
      faults: [{ remedy: expect.stringMatching(/use|multiply|give/) }],
    });
  });

  test('numbers that 64 bits could not add up are refused', async () => {
    const huge = dense({ ...MIXED, ...WHOLE, rows: [[2e9, 2]] });
    await expect(backend.open(huge)).rejects.toMatchObject({ code: 'program.numeric-range' });
  });

  test('a limit on nodes is refused: it counts none', async () => {
    const session = await backend.open(dense({ ...MIXED, ...WHOLE }));
    await expect(session.solve({ nodeLimit: 1 })).rejects.toMatchObject({
      family: 'unsupported',
      code: 'ortools.node-limit',
    });
    await expect(session.solve({ nodeLimit: -1 })).rejects.toMatchObject({ code: 'program.node-limit' });
    expect(await session.solve({ nodeLimit: Infinity })).toMatchObject({ status: 'optimal', objective: 3 });
    session.close();
  });

  test('a session that becomes continuous fails, and says why', async () => {
    const session = await backend.open(dense({ ...MIXED, ...WHOLE }));
    expect(await session.solve()).toMatchObject({ status: 'optimal', objective: 3 });
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(0.5) } });
    expect(await session.solve()).toMatchObject({
      status: 'failed',
      cause: expect.stringMatching(/not whole/),
    });
    session.close();
  });
});

const whole = fc.integer({ min: -4, max: 4 });
const list = <Item>(of: fc.Arbitrary<Item>, length: number): fc.Arbitrary<Item[]> =>
  fc.array(of, { minLength: length, maxLength: length });
const interval = fc.tuple(whole, fc.nat(4)).map(([a, width]) => [a, a + width] as const);
const programs: fc.Arbitrary<Program> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) =>
    fc
      .record({
        sense: fc.constantFrom('minimize' as const, 'maximize' as const),
        offset: whole,
        cost: list(whole, columns),
        rows: list(list(whole, columns), rows),
        between: list(interval, rows),
        columns: list(interval, columns),
      })
      .map((parts) => dense({ ...parts, integer: parts.cost.map(() => 1) })),
  );

prop.prop([programs], { seed: 20_261_121, numRuns: 80 })('in whole numbers it is right', async (drawn) => {
  const [outcome, expected] = [await solveProgram(drawn, backend), await truth(drawn)];
  expect(outcome.status).toBe(expected.status);
  if (outcome.status === 'optimal') expect(outcome.objective).toBeCloseTo(expected.objective, 9);
});
