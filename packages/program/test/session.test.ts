/** The life of a session: updates, limits, closing, and what happens when these meet. */
import { describe, expect, test } from 'vitest';
import type { Claim, Session } from '../src/backend.ts';
import { defineBackend } from '../src/define-backend.ts';
import type { Delta } from '../src/delta.ts';
import { InvalidInputError, NotAllowedError } from '../src/errors.ts';
import { type Answer, bruteForce, type FakeOptions, fake } from './engines.ts';
import { F, I, lp, type Sketch, sparse } from './support.ts';

const MARKET: Sketch = {
  sense: 'maximize',
  offset: 1,
  cost: [3, 2],
  rows: [
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
};

async function opened(answer: Answer = bruteForce, options: FakeOptions = {}, sketch = MARKET) {
  const engine = fake(answer, options);
  return { engine, session: await defineBackend(engine).open(lp(sketch)) };
}

async function objective(session: Session): Promise<number | string> {
  const outcome = await session.solve();
  return outcome.status === 'optimal' ? outcome.objective : outcome.status;
}

describe('update', () => {
  const CAPACITY: Delta = { rowBounds: { index: I(0), lower: F(-Infinity), upper: F(6) } };

  test('before the first solve, between solves, and many times', async () => {
    const { engine, session } = await opened();
    await session.update(CAPACITY);
    expect(engine.log.opened).toHaveLength(0);
    expect(await objective(session)).toBe(17);
    await session.update({ cost: { index: I(1), value: F(-2) } });
    expect(await objective(session)).toBe(9);
    await session.update({ offset: 0 });
    expect(await objective(session)).toBe(8);
    expect(session.program).toMatchObject({ sense: 'maximize', offset: 0, cost: F(3, -2) });
    expect(engine.log.opened).toHaveLength(1);
  });

  test('of a maximisation hands over everything as a minimisation', async () => {
    const { engine, session } = await opened();
    await session.solve();
    const column = { cost: F(9), lower: F(0), upper: F(1), matrix: sparse([[1], [0]]) };
    await session.update({ cost: { index: I(0), value: F(4) }, offset: 5, addColumns: column });
    const [{ delta, next }] = engine.log.updates;
    expect(delta).toMatchObject({
      cost: { index: I(0), value: F(-4) },
      offset: -5,
      addColumns: { cost: F(-9), matrix: column.matrix },
    });
    expect(next).toMatchObject({ sense: 'minimize', cost: F(-4, -2, -9), offset: -5 });
    expect(column.cost).toEqual(F(9));
    expect(await objective(session)).toBe(25);
  });

  test('of a minimisation hands over what it was given', async () => {
    const { engine, session } = await opened(
      bruteForce,
      {},
      { ...MARKET, sense: 'minimize', cost: [-3, -2] },
    );
    await session.solve();
    const delta: Delta = { cost: { index: I(0), value: F(-4) }, offset: 5 };
    await session.update(delta);
    expect(engine.log.updates[0].delta).toBe(delta);
  });

  test('that is unusable throws and leaves the session as it was', async () => {
    const { engine, session } = await opened();
    await session.solve();
    const before = session.program;
    for (const delta of [
      { cost: { index: I(7), value: F(1) } },
      { cost: { index: I(0), value: F(NaN) } },
      { rowBounds: { index: I(0), lower: F(9), upper: F(1) } },
      { coefficients: { row: I(0), column: I(5), value: F(1) } },
      { cost: { index: I(0), value: F(1e25) } },
    ]) {
      await expect(session.update(delta)).rejects.toBeInstanceOf(InvalidInputError);
      expect(session.program).toBe(before);
    }
    expect(engine.log.updates).toHaveLength(0);
    expect(await objective(session)).toBe(12);
    expect(engine.log.opened).toHaveLength(1);
  });

  test('that the engine rejects is taken up by a fresh instance', async () => {
    const { engine, session } = await opened(bruteForce, {
      update: () => {
        throw new Error('cannot');
      },
    });
    await session.solve();
    await session.update(CAPACITY);
    expect(engine.log).toMatchObject({ closed: 1 });
    expect(await objective(session)).toBe(17);
    expect(engine.log.opened).toHaveLength(2);
  });

  test('to an empty matrix and back', async () => {
    const { engine, session } = await opened(
      bruteForce,
      {},
      { cost: [1], rows: [[1]], rowBounds: [[2, Infinity]] },
    );
    expect(await objective(session)).toBe(2);
    const change = (value: number): Delta => ({ coefficients: { row: I(0), column: I(0), value: F(value) } });
    await session.update(change(0));
    expect(engine.log.closed).toBe(1);
    expect(await objective(session)).toBe('infeasible');
    await session.update(change(2));
    expect(await objective(session)).toBe(1);
    expect(engine.log.opened).toHaveLength(2);
  });

  test('a stale engine that ignores it is caught', async () => {
    const answers: Answer = (_program, _options, run) =>
      bruteForce(run === 1 ? lp({ ...MARKET, sense: 'minimize', cost: [-3, -2] }) : stale);
    const stale = lp({ ...MARKET, sense: 'minimize', cost: [-3, -2] });
    const { session } = await opened(answers);
    expect(await objective(session)).toBe(12);
    await session.update(CAPACITY);
    expect(await objective(session)).toBe('imprecise');
  });

  test('optimal, infeasible, unbounded and back, with no trace of what was', async () => {
    const { session } = await opened();
    const row = (lower: number, upper: number): Delta => ({
      rowBounds: { index: I(0), lower: F(lower), upper: F(upper) },
    });
    expect(await objective(session)).toBe(12);
    await session.update(row(-9, -8));
    expect(await objective(session)).toBe('infeasible');
    await session.update(row(-Infinity, Infinity));
    expect(await objective(session)).toBe('unbounded');
    await session.update(row(-Infinity, 4));
    expect(await objective(session)).toBe(12);
  });
});

describe('limits', () => {
  test('a signal that is already aborted: nothing is started, not even for a trivial program', async () => {
    const { engine, session } = await opened();
    expect(await session.solve({ signal: AbortSignal.abort() })).toMatchObject({
      status: 'limit',
      which: 'aborted',
    });
    expect(engine.log.opened).toHaveLength(0);
    const trivial = await opened(bruteForce, {}, { cost: [1] });
    expect((await trivial.session.solve({ signal: AbortSignal.abort() })).status).toBe('limit');
    expect(await objective(session)).toBe(12);
  });

  test('a signal that is aborted while the engine opens: it does not run', async () => {
    const controller = new AbortController();
    const { engine, session } = await opened(bruteForce, { open: () => controller.abort() });
    expect(await session.solve({ signal: controller.signal })).toMatchObject({
      status: 'limit',
      which: 'aborted',
    });
    expect(engine.log.runs).toHaveLength(0);
    expect(await objective(session)).toBe(12);
    expect(engine.log.opened).toHaveLength(1);
  });

  test('a signal that is aborted during the first of two looks: no second one', async () => {
    const controller = new AbortController();
    const { engine, session } = await opened(() => {
      controller.abort();
      return { status: 'infeasibleOrUnbounded', iterations: 1 };
    });
    expect(await session.solve({ signal: controller.signal })).toMatchObject({
      status: 'limit',
      which: 'aborted',
      iterations: 1,
    });
    expect(engine.log.opened).toHaveLength(1);
  });

  test('signal, listener and basis reach the engine; the time limit is what is left of it', async () => {
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
    const { engine, session } = await opened(() => ({ status: 'infeasibleOrUnbounded', iterations: 1 }), {
      open: pause,
    });
    const given = {
      timeLimit: 10,
      signal: new AbortController().signal,
      onProgress: () => {},
      startBasis: { columns: Int8Array.of(0, 0), rows: Int8Array.of(1, 1) },
    };
    await session.solve(given);
    const [first, second] = engine.log.runs;
    expect(first).toMatchObject({
      signal: given.signal,
      onProgress: given.onProgress,
      startBasis: given.startBasis,
    });
    expect(first.timeLimit).toBeLessThan(9.99);
    expect(second.timeLimit).toBeLessThan((first.timeLimit ?? 0) - 0.01);
    expect(second.timeLimit).toBeGreaterThan(5);
  });

  test('a limit of zero stays zero; without one there is none', async () => {
    const { engine, session } = await opened();
    await session.solve({ timeLimit: 0 });
    await session.solve();
    expect(engine.log.runs.map((run) => run.timeLimit)).toEqual([0, undefined]);
  });

  test('a limit that is no number is refused, and the session stays usable', async () => {
    const { session } = await opened();
    for (const timeLimit of [-1, NaN])
      await expect(session.solve({ timeLimit })).rejects.toMatchObject({ code: 'program.time-limit' });
    expect(await objective(session)).toBe(12);
  });

  test('a second call while one is under way is refused, the first is not disturbed', async () => {
    let finish: (claim: Claim) => void = () => {};
    const { session } = await opened(() => new Promise((resolve) => (finish = resolve)));
    const first = session.solve();
    await expect(session.solve()).rejects.toMatchObject({ code: 'program.session-busy' });
    await expect(session.update({ offset: 2 })).rejects.toBeInstanceOf(NotAllowedError);
    await new Promise((resolve) => setTimeout(resolve, 0));
    finish(bruteForce(lp({ ...MARKET, sense: 'minimize', cost: [-3, -2] })));
    expect((await first).status).toBe('optimal');
    expect(session.program.offset).toBe(1);
  });
});

describe('close', () => {
  test('frees the engine once; afterwards nothing is allowed', async () => {
    const { engine, session } = await opened();
    await session.solve();
    session.close();
    session.close();
    expect(engine.log.closed).toBe(1);
    await expect(session.solve()).rejects.toMatchObject({ code: 'program.session-closed' });
    await expect(session.update({})).rejects.toBeInstanceOf(NotAllowedError);
  });

  test('before anything was opened', async () => {
    const { engine, session } = await opened();
    session.close();
    expect(engine.log).toMatchObject({ opened: [], closed: 0 });
  });

  test('while the engine opens: what it opened is freed and not run', async () => {
    let finish = (): void => {};
    const { engine, session } = await opened(bruteForce, {
      open: () => new Promise<void>((resolve) => (finish = resolve)),
    });
    const pending = session.solve();
    await Promise.resolve();
    session.close();
    finish();
    expect(await pending).toMatchObject({ status: 'limit', which: 'aborted' });
    expect(engine.log).toMatchObject({ closed: 1, runs: [] });
  });

  test('during a run: the solve ends as aborted when the engine gives up', async () => {
    let giveUp: (error: Error) => void = () => {};
    const { session } = await opened(() => new Promise((_resolve, reject) => (giveUp = reject)), {
      close: () => giveUp(new Error('closed')),
    });
    const pending = session.solve();
    await new Promise((resolve) => setTimeout(resolve, 0));
    session.close();
    expect(await pending).toMatchObject({ status: 'limit', which: 'aborted' });
  });

  test('during the second look: its instance is freed, too', async () => {
    let giveUp: (error: Error) => void = () => {};
    const answer: Answer = (_program, _options, run) =>
      run === 1
        ? { status: 'infeasibleOrUnbounded', iterations: 1 }
        : new Promise((_resolve, reject) => (giveUp = reject));
    const { engine, session } = await opened(answer, { close: () => giveUp(new Error('closed')) });
    const pending = session.solve();
    await new Promise((resolve) => setTimeout(resolve, 5));
    session.close();
    expect(await pending).toMatchObject({ status: 'limit', which: 'aborted' });
    expect(engine.log.closed).toBe(2);
  });
});
