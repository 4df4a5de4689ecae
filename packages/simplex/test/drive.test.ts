/** Limits decide where a drive stops, never which way it goes; what there is to show is shown. */
import type { Claim } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { type Driven, drive, driveSync } from '../src/drive.ts';
import { Solver } from '../src/solver.ts';
import { feasibleProgram } from './support.ts';

/** Makes ten pivots of work 5 each step, and ends after `steps`. */
class Counting implements Driven {
  pivots = 30;
  work = 100;
  readonly reached = { bound: 7 };
  private readonly steps: number;

  constructor(steps: number) {
    this.steps = steps;
  }

  *run(): Generator<void, Claim> {
    for (let step = 0; step < this.steps; step++) {
      this.pivots += 10;
      this.work += 5;
      yield;
    }
    return { status: 'failed', cause: 'came to its end', iterations: this.pivots };
  }
}

describe('drive', () => {
  test('goes on to the end without limits', async () => {
    expect((await drive(new Counting(100), {})).status).toBe('failed');
  });

  test('stops at the work limit, counted from where it began, with what was reached', async () => {
    const claim = await drive(new Counting(100), { workLimit: 42 });
    expect(claim).toEqual({ status: 'limit', which: 'iterations', bound: 7, iterations: 90 });
  });

  test('a time limit of zero starts nothing', async () => {
    const counting = new Counting(100);
    expect(await drive(counting, { timeLimit: 0 })).toMatchObject({
      status: 'limit',
      which: 'time',
      iterations: 0,
    });
    expect(counting.pivots).toBe(30);
  });

  test('hears a signal between two steps', async () => {
    const controller = new AbortController();
    const seconds: number[] = [];
    const claim = await drive(new Counting(1000), {
      signal: controller.signal,
      onProgress: (progress) => {
        seconds.push(progress.iterations);
        controller.abort();
      },
    });
    expect(claim).toMatchObject({ status: 'limit', which: 'aborted' });
    expect(seconds).toEqual([260]);
  });

  test('a solve that is left goes on to the same optimum', () => {
    const program = feasibleProgram(3, 60, 120, false);
    const whole = new Solver(program);
    const expected = driveSync(whole, {}, true);
    const left = new Solver(program);
    expect(driveSync(left, { workLimit: whole.work / 3 }, true).status).toBe('limit');
    const resumed = driveSync(left, {}, true);
    if (expected.status !== 'optimal' || resumed.status !== 'optimal') throw new Error(resumed.status);
    const objective = (x: Float64Array): number => x.reduce((sum, xj, j) => sum + program.cost[j] * xj, 0);
    expect(objective(resumed.x)).toBeCloseTo(objective(expected.x), 6);
  });
});
