/** Time limits and signals, on the calling thread and in a worker. Times are only told apart by orders of magnitude. */
import { type Outcome, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type OrtoolsOptions, ortools } from '../src/index.ts';
import { boxed, dense } from './support.ts';

const SMALL = dense({ cost: [1, 2], rows: [[1, 1]], between: [[3, Infinity]] });
/** Takes GLOP many seconds. */
const LONG = boxed(3000, 6000, 6);

function expectLimit(outcome: Outcome, which: 'time' | 'aborted'): void {
  expect(outcome).toMatchObject({ status: 'limit', which });
}

describe('capabilities', () => {
  test('only the worker can be interrupted; what an algorithm denies is refused', async () => {
    const whole = { ...SMALL, integer: Uint8Array.of(1, 0) };
    for (const algorithm of ['glop', 'pdlp', 'scip', 'cp-sat'] as const) {
      const [main, worker] = [ortools({ algorithm }), ortools({ algorithm, thread: 'worker' })];
      expect(main.capabilities.interrupt).toBe(false);
      expect(worker.capabilities).toEqual({ ...main.capabilities, interrupt: true });
      for (const backend of [main, worker]) {
        const { lp, mip } = backend.capabilities;
        if (!lp)
          await expect(backend.open(SMALL)).rejects.toMatchObject({ code: 'program.linear-unsupported' });
        if (!mip)
          await expect(backend.open(whole)).rejects.toMatchObject({ code: 'program.integers-unsupported' });
        const bounded = { ...SMALL, columnUpper: Float64Array.of(9, 9) };
        await expect(backend.open({ ...bounded, semicontinuous: Uint8Array.of(1, 0) })).rejects.toMatchObject(
          { family: 'unsupported' },
        );
      }
    }
  });

  test('the numeric range is real: numbers at its ends are solved, beyond it they are refused', async () => {
    const backend = ortools();
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

  test('and so is that of the searches', async () => {
    for (const algorithm of ['scip', 'cp-sat'] as const) {
      const backend = ortools({ algorithm });
      const { smallestCoefficient, largestCoefficient, infinity } = backend.capabilities.numericRange;
      for (const size of [smallestCoefficient, largestCoefficient]) {
        const scaled = dense({
          sense: 'maximize',
          cost: [1, 2],
          rows: [[size, size]],
          between: [[-Infinity, algorithm === 'scip' ? 2.5 * size : 2 * size]],
          columns: [
            [0, 9],
            [0, 1],
          ],
          integer: [1, 1],
        });
        const outcome = await solveProgram(scaled, backend).catch((error: unknown) => error);
        // What is whole but too large for a bound is refused, by code.
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'program.numeric-range' });
        else expect(outcome).toMatchObject({ status: 'optimal', objective: 3 });
      }
      const largest = Math.floor(infinity / 2);
      const far = dense({
        cost: [-1],
        rows: [[1]],
        between: [[0, largest]],
        columns: [[0, largest]],
        integer: [1],
      });
      const outcome = await solveProgram(far, backend);
      // SCIP may overstep a bound by 1e-12 of its size, which at 5e14 is 500: within the tolerance of the house.
      if (outcome.status !== 'optimal') throw new Error(outcome.status);
      expect(outcome.objective / -largest).toBeCloseTo(1, 9);
    }
  });
});

describe('on the calling thread', () => {
  test('a time limit stops a long solve; the session can be solved on', async () => {
    const outcome = await solveProgram(LONG, ortools(), { timeLimit: 0.3 });
    expectLimit(outcome, 'time');
    expect(outcome.seconds).toBeLessThan(5);
    expectLimit(await solveProgram(SMALL, ortools(), { timeLimit: 0 }), 'time');
    expect((await solveProgram(SMALL, ortools(), { timeLimit: 1e12 })).status).toBe('optimal');
  });

  test('a session that hit its limit goes on when it gets more time', async () => {
    const session = await ortools().open(boxed(60, 120, 5));
    expectLimit(await session.solve({ timeLimit: 0 }), 'time');
    expect((await session.solve()).status).toBe('optimal');
    session.close();
  });

  test('a signal is looked at before the solve', async () => {
    expectLimit(await solveProgram(SMALL, ortools(), { signal: AbortSignal.abort() }), 'aborted');
  });
});

describe('in a worker', () => {
  const backend = ortools({ thread: 'worker' });

  test('without an optimum it is proved there, too', async () => {
    const infeasible = dense({
      cost: [1],
      rows: [[1], [1]],
      between: [
        [2, Infinity],
        [-Infinity, 1],
      ],
    });
    expect(await solveProgram(infeasible, backend)).toMatchObject({ status: 'infeasible', proof: 'farkas' });
    const unbounded = dense({ cost: [-1], rows: [[1]], between: [[1, Infinity]] });
    expect(await solveProgram(unbounded, backend)).toMatchObject({ status: 'unbounded' });
  });

  test('answers are those of the calling thread', async () => {
    for (const program of [SMALL, boxed(60, 120, 5)]) {
      const here = await solveProgram(program, ortools());
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
});

test('a thread that there is none of is refused, types or none', () => {
  expect(() => ortools({ thread: 'x' } as unknown as OrtoolsOptions)).toThrow("there is no thread 'x'");
});
