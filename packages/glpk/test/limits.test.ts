/** Time limits and signals, on the calling thread and in a worker. Times are only told apart by orders of magnitude. */
import { type Outcome, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { glpk } from '../src/index.ts';
import { millisecondsLeft } from '../src/simplex.ts';
import { boxed, dense } from './support.ts';

const SMALL = dense({ cost: [1, 2], rows: [[1, 1]], between: [[3, Infinity]] });
/** Takes GLPK many seconds. */
const LONG = boxed(3000, 6000, 6);

function expectLimit(outcome: Outcome, which: 'time' | 'aborted'): void {
  expect(outcome).toMatchObject({ status: 'limit', which });
}

describe('capabilities', () => {
  test('only the worker can be interrupted; both take integers and refuse semicontinuous columns', async () => {
    expect(glpk().capabilities.interrupt).toBe(false);
    expect(glpk({ thread: 'worker' }).capabilities.interrupt).toBe(true);
    for (const backend of [glpk(), glpk({ thread: 'main' }), glpk({ thread: 'worker' })]) {
      expect(backend.capabilities).toMatchObject({ mip: true, semicontinuous: false });
      const whole = { ...SMALL, integer: Uint8Array.of(1, 0) };
      expect(await solveProgram(whole, backend)).toMatchObject({ solution: { kind: 'mip' } });
      const bounded = { ...SMALL, columnUpper: Float64Array.of(9, 9) };
      await expect(backend.open({ ...bounded, semicontinuous: Uint8Array.of(1, 0) })).rejects.toMatchObject({
        code: 'program.semicontinuous-unsupported',
      });
    }
  });

  test('the numeric range is real: numbers at its ends are solved, beyond it they are refused', async () => {
    const backend = glpk();
    const { smallestCoefficient, largestCoefficient, infinity } = backend.capabilities.numericRange;
    for (const size of [smallestCoefficient, largestCoefficient]) {
      const mixed = dense({
        cost: [1, 3],
        rows: [
          [size, 1],
          [1, 1],
        ],
        between: [
          [1, Infinity],
          [2, Infinity],
        ],
      });
      expect(await solveProgram(mixed, backend)).toMatchObject({ status: 'optimal' });
    }
    for (const beyond of [smallestCoefficient / 2, largestCoefficient * 2]) {
      const outside = dense({ cost: [1], rows: [[beyond]], between: [[1, Infinity]] });
      await expect(backend.open(outside)).rejects.toThrow(/outside/);
    }
    const largest = infinity / 2;
    const far = dense({ cost: [-1], rows: [[1]], between: [[-Infinity, largest]] });
    expect(await solveProgram(far, backend)).toMatchObject({ status: 'optimal', objective: -largest });
  });
});

describe('milliseconds', () => {
  test('round up, never below zero, never above what an int holds', () => {
    const now = performance.now();
    expect(millisecondsLeft(now - 5)).toBe(0);
    expect(millisecondsLeft(Infinity)).toBe(2 ** 31 - 1);
    expect(millisecondsLeft(performance.now() + 0.5)).toBeLessThanOrEqual(1);
  });
});

describe('on the calling thread', () => {
  test('a time limit stops a long solve; the session can be solved on', async () => {
    const outcome = await solveProgram(LONG, glpk(), { timeLimit: 0.3 });
    expectLimit(outcome, 'time');
    expect(outcome.seconds).toBeLessThan(5);
    expectLimit(await solveProgram(SMALL, glpk(), { timeLimit: 0 }), 'time');
    expect((await solveProgram(SMALL, glpk(), { timeLimit: 1e12 })).status).toBe('optimal');
  });

  test('a session that hit its limit goes on when it gets more time', async () => {
    const session = await glpk().open(boxed(60, 120, 5));
    expectLimit(await session.solve({ timeLimit: 0 }), 'time');
    expect((await session.solve()).status).toBe('optimal');
    session.close();
  });

  test('a signal is looked at before the solve', async () => {
    expectLimit(await solveProgram(SMALL, glpk(), { signal: AbortSignal.abort() }), 'aborted');
  });
});

describe('in a worker', () => {
  const backend = glpk({ thread: 'worker' });

  test('answers are those of the calling thread', async () => {
    for (const program of [SMALL, boxed(60, 120, 5)]) {
      const here = await solveProgram(program, glpk());
      const there = await solveProgram(program, backend);
      expect({ ...there, seconds: 0 }).toEqual({ ...here, seconds: 0 });
    }
  });

  test('a session keeps its basis there', async () => {
    const session = await backend.open(boxed(60, 120, 5));
    expect((await session.solve()).iterations).toBeGreaterThan(0);
    expect((await session.solve()).iterations).toBe(0);
    session.close();
  });

  test('a signal stops a running solve, and the session solves again afterwards', async () => {
    const controller = new AbortController();
    const session = await backend.open(LONG);
    let ticks = 0;
    const clock = setInterval(() => ticks++, 10);
    setTimeout(() => controller.abort(), 400);
    const outcome = await session.solve({ signal: controller.signal });
    clearInterval(clock);
    expectLimit(outcome, 'aborted');
    expect(ticks).toBeGreaterThan(5);
    expectLimit(await session.solve({ timeLimit: 0.3 }), 'time');
    session.close();
  });

  test('a time limit stops a running solve', async () => {
    expectLimit(await solveProgram(LONG, backend, { timeLimit: 0.3 }), 'time');
  });

  test('a failed solve leaves the next one a fresh thread', async () => {
    const broken = {
      ...SMALL,
      matrix: { ...SMALL.matrix, starts: Int32Array.of(0, 2, 2), rows: Int32Array.of(0, 0) },
    };
    expect(await solveProgram(broken, backend)).toMatchObject({
      status: 'failed',
      cause: expect.stringMatching(/duplicate/),
    });
    expect((await solveProgram(SMALL, backend)).status).toBe('optimal');
  });
});
