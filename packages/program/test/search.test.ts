/** Programs with integers through a backend: what the engine is handed, how its claims are settled, which options count. */
import { describe, expect, test } from 'vitest';
import type { Claim } from '../src/backend.ts';
import { defineBackend, solveProgram } from '../src/define-backend.ts';
import type { Delta } from '../src/delta.ts';
import { InvalidInputError } from '../src/errors.ts';
import { type Answer, bruteForce, fake } from './engines.ts';
import { F, I, lp, type Sketch, sparse } from './support.ts';

const CAPABLE = { capabilities: { mip: true, semicontinuous: true } };
const KNAPSACK: Sketch = {
  sense: 'maximize',
  offset: 1,
  cost: [3, 2],
  rows: [[2, 2]],
  rowBounds: [[-Infinity, 3]],
  bounds: [
    [-0.5, 1.5],
    [0, 1],
  ],
  integer: [1, 1],
};
const FOUND: Claim = { status: 'optimal', x: F(1, 0), bound: -4, nodes: 1, iterations: 2 };

async function opened(answer: Answer, sketch = KNAPSACK) {
  const engine = fake(answer, CAPABLE);
  return { engine, session: await defineBackend(engine).open(lp(sketch)) };
}

describe('an engine', () => {
  test('is handed whole bounds, when opened and when updated; the session keeps its own', async () => {
    const { engine, session } = await opened(() => FOUND);
    await session.solve();
    expect(engine.log.opened[0]).toMatchObject({
      columnLower: F(0, 0),
      columnUpper: F(1, 1),
      cost: F(-3, -2),
    });
    const delta: Delta = {
      columnBounds: { index: I(1, 0), lower: F(-0.2, 0.5), upper: F(0.7, 1.2) },
      addColumns: {
        cost: F(1),
        lower: F(0.1),
        upper: F(2.5),
        integer: Uint8Array.of(1),
        matrix: sparse([[4]]),
      },
    };
    await session.update(delta);
    const [update] = engine.log.updates;
    expect(update.next).toMatchObject({ columnLower: F(1, 0, 1), columnUpper: F(1, 0, 2) });
    expect(update.delta).toMatchObject({
      columnBounds: { index: I(1, 0), lower: F(0, 1), upper: F(0, 1) },
      addColumns: { cost: F(-1), lower: F(1), upper: F(2), integer: Uint8Array.of(1) },
    });
    expect(session.program).toMatchObject({ columnLower: F(0.5, -0.2, 0.1), columnUpper: F(1.2, 0.7, 2.5) });
    session.close();
  });

  test('never sees a column without a whole number, and is opened anew after it', async () => {
    const { engine, session } = await opened(() => FOUND);
    await session.solve();
    const between = (lower: number, upper: number): Delta => ({
      columnBounds: { index: I(1), lower: F(lower), upper: F(upper) },
    });
    await session.update(between(0.2, 0.8));
    expect(await session.solve()).toMatchObject({ status: 'infeasible', proof: 'search', iterations: 0 });
    await session.update(between(0, 1));
    expect((await session.solve()).status).toBe('optimal');
    expect(engine.log).toMatchObject({ closed: 1, updates: [] });
    expect(engine.log.opened).toHaveLength(2);
    session.close();
  });

  test('gets the limits of the search; those that make no sense are refused together', async () => {
    const { engine, session } = await opened(() => FOUND);
    await session.solve({ mipGap: 0.5, mipAbsoluteGap: 2, nodeLimit: 9 });
    expect(engine.log.runs[0]).toEqual({ mipGap: 0.5, mipAbsoluteGap: 2, nodeLimit: 9 });
    const nonsense = session.solve({ mipGap: NaN, mipAbsoluteGap: -1, nodeLimit: 0.5, timeLimit: -1 });
    await expect(nonsense).rejects.toThrow(InvalidInputError);
    await expect(nonsense).rejects.toMatchObject({
      faults: ['mip-gap', 'mip-gap', 'node-limit', 'time-limit'].map((code) => ({ code: `program.${code}` })),
    });
    session.close();
  });
});

test('the gap of an outcome is the one that was asked for', async () => {
  const { session } = await opened(() => ({ ...FOUND, bound: -4.5 }));
  expect((await session.solve()).status).toBe('imprecise');
  expect((await session.solve({ mipGap: 0.13 })).status).toBe('optimal');
  expect((await session.solve({ mipGap: 0.12 })).status).toBe('imprecise');
  expect((await session.solve({ mipAbsoluteGap: 0.5 })).status).toBe('optimal');
  session.close();
});

describe('a vague claim gets a second look without costs, but with integers', () => {
  const UNBOUNDED: Sketch = { cost: [-1, 0], rows: [[1, -1]], rowBounds: [[-1, 1]], integer: [1, 1] };
  const answers =
    (second: Claim): Answer =>
    (program) =>
      program.cost.every((c) => c === 0) ? second : { status: 'unbounded', ray: F(1, 1), iterations: 1 };

  test.each<[string, Claim, object]>([
    [
      'a whole point makes it unbounded',
      { status: 'optimal', x: F(0, 1), bound: 0, iterations: 2 },
      { status: 'unbounded', ray: F(1, 1), point: F(0, 1), iterations: 3 },
    ],
    [
      'a point between whole ones does not',
      { status: 'optimal', x: F(0, 0.5), bound: 0, iterations: 2 },
      { status: 'imprecise', claimed: 'unbounded' },
    ],
    [
      'none makes it infeasible',
      { status: 'infeasible', search: true, iterations: 2 },
      { status: 'infeasible', proof: 'search' },
    ],
    [
      'no end leaves it open',
      { status: 'limit', which: 'nodes', iterations: 2 },
      { status: 'limit', which: 'nodes' },
    ],
  ])('%s', async (_what, second, expected) => {
    const { engine, session } = await opened(answers(second), UNBOUNDED);
    expect(await session.solve()).toMatchObject(expected);
    expect(engine.log.opened[1]).toMatchObject({ cost: F(0, 0), integer: Uint8Array.of(1, 1) });
    session.close();
  });
});

test('an update may bring the first integer column, and is refused where there are none', async () => {
  const { integer: _integer, ...linear } = KNAPSACK;
  const column = { cost: F(1), lower: F(0), upper: F(2), matrix: sparse([[1]]) };
  for (const flags of [{ integer: Uint8Array.of(1) }, { semicontinuous: Uint8Array.of(1) }]) {
    const plain = await defineBackend(fake(bruteForce)).open(lp(linear));
    await expect(plain.update({ addColumns: { ...column, ...flags } })).rejects.toMatchObject({
      family: 'unsupported',
    });
    expect((await plain.solve()).status).toBe('optimal');
    const { session } = await opened(() => ({ ...FOUND, x: F(1, 0, 0) }), linear);
    await session.update({ addColumns: { ...column, ...flags } });
    expect(await session.solve()).toMatchObject({ status: 'optimal', solution: { kind: 'mip' } });
    await expect(
      session.update({ addColumns: { ...column, matrix: sparse([[1]]), integer: Uint8Array.of(1, 1) } }),
    ).rejects.toMatchObject({ code: 'program.delta-length' });
    session.close();
  }
});

test('solveProgram takes the options of a search', async () => {
  const engine = fake(() => ({ ...FOUND, bound: -5 }), CAPABLE);
  const outcome = await solveProgram(lp(KNAPSACK), defineBackend(engine), { mipGap: 0.25 });
  expect(outcome).toMatchObject({ status: 'optimal', solution: { gap: 0.25, bound: 5 } });
});
