import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { highs } from '../src/index.ts';
import { INFEASIBLE, randomProgram, TEXTBOOK, UNBOUNDED } from './programs.ts';
import { backend, expectStatus, flat } from './solve.ts';

const worker = highs({ thread: 'worker' });
/** Takes HiGHS well over ten seconds. */
const LONG = randomProgram(6000, 12_000, 6, 7);

describe('in a worker thread', () => {
  test('says that it can be interrupted, and in this thread that it cannot', () => {
    expect(worker.capabilities).toEqual({ ...backend.capabilities, interrupt: true });
    expect(backend.capabilities.interrupt).toBe(false);
  });

  test('gives the answers of this thread', async () => {
    const there = flat(await solveProgram(TEXTBOOK, worker));
    const here = flat(await solveProgram(TEXTBOOK, backend));
    expect(there).toEqual(here);
    expectStatus(await solveProgram(INFEASIBLE, worker), 'infeasible');
    expectStatus(await solveProgram(UNBOUNDED, worker), 'unbounded');
  });

  test('an AbortSignal stops a long solve, and the session solves again afterwards', async () => {
    const session = await worker.open(LONG);
    try {
      const started = performance.now();
      const outcome = await session.solve({ signal: AbortSignal.timeout(1000) });
      expect(expectStatus(outcome, 'limit').which).toBe('aborted');
      expect(performance.now() - started).toBeLessThan(6000);
      const { columnCount } = LONG.matrix;
      const index = Int32Array.from({ length: columnCount }, (_, j) => j);
      // With all columns at zero cost any feasible point will do, which is quick.
      await session.update({ cost: { index, value: new Float64Array(columnCount) } });
      expect(flat(await session.solve()).objective).toBe(0);
    } finally {
      session.close();
    }
  });

  test('H15: programs are solved in parallel by threads, not by options', async () => {
    const programs = [1, 2].map((seed) => randomProgram(200, 400, 6, seed));
    const outcomes = await Promise.all(programs.map((program) => solveProgram(program, worker)));
    for (const [k, outcome] of outcomes.entries()) {
      expect(flat(outcome).objective).toBe(flat(await solveProgram(programs[k], backend)).objective);
    }
  });

  test('a time limit stops it', async () => {
    const outcome = await solveProgram(LONG, worker, { timeLimit: 1 });
    expect(expectStatus(outcome, 'limit').which).toBe('time');
  });
});

describe('in this thread', () => {
  test('a time limit stops it', async () => {
    const outcome = await solveProgram(LONG, backend, { timeLimit: 1 });
    expect(expectStatus(outcome, 'limit').which).toBe('time');
  });

  test('a signal that is raised already stops it before it starts', async () => {
    const outcome = await solveProgram(LONG, backend, { signal: AbortSignal.abort() });
    expect(expectStatus(outcome, 'limit').which).toBe('aborted');
    expect(outcome.iterations).toBe(0);
  });
});
