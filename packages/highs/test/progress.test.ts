import { type Progress, solveProgram } from '@marginal/program';
import { expect, test } from 'vitest';
import { highs } from '../src/index.ts';
import { INFEASIBLE, randomProgram, TEXTBOOK, UNBOUNDED } from './programs.ts';
import { expectStatus, flat } from './solve.ts';

const LONG = randomProgram(300, 500, 5, 3);

test.each(['simplex', 'ipm', 'ipm-no-crossover'] as const)(
  '%s reports iterations that grow and never pass the number it ends with',
  async (algorithm) => {
    const heard: Progress[] = [];
    const backend = highs({ algorithm });
    const outcome = await solveProgram(LONG, backend, { onProgress: (progress) => heard.push(progress) });
    expect(heard.length).toBeGreaterThan(0);
    for (const [k, { iterations, seconds }] of heard.entries()) {
      expect(iterations).toBeGreaterThan(k === 0 ? -1 : heard[k - 1].iterations);
      expect(seconds).toBeGreaterThanOrEqual(k === 0 ? 0 : heard[k - 1].seconds);
    }
    expect(heard[heard.length - 1].iterations).toBeLessThanOrEqual(outcome.iterations);
    const alone = flat(await solveProgram(LONG, backend));
    expect(flat(outcome).objective).toBe(alone.objective);
  },
);

test('a signal that a listener fires ends the solve there, and the session goes on', async () => {
  const backend = highs();
  const whole = await solveProgram(LONG, backend);
  const session = await backend.open(LONG);
  const controller = new AbortController();
  const cut = await session.solve({ signal: controller.signal, onProgress: () => controller.abort() });
  expectStatus(cut, 'limit');
  expect(cut.status === 'limit' && cut.which).toBe('aborted');
  expect(cut.iterations).toBeLessThan(whole.iterations);
  expect(flat(await session.solve()).objective).toBeCloseTo(flat(whole).objective, 6);
  session.close();
});

test('what a listener throws ends the solve in failure with that cause, and the next one is well', async () => {
  const heard: number[] = [];
  const outcome = await solveProgram(LONG, highs(), {
    onProgress: ({ iterations }) => {
      heard.push(iterations);
      throw new Error('the listener gives up');
    },
  });
  expectStatus(outcome, 'failed');
  expect(outcome.status === 'failed' && outcome.cause).toContain('the listener gives up');
  expect(heard).toHaveLength(1);
  expectStatus(await solveProgram(TEXTBOOK, highs()), 'optimal');
});

test('a thread reports too', async () => {
  const heard: Progress[] = [];
  await solveProgram(LONG, highs({ thread: 'worker' }), { onProgress: (progress) => heard.push(progress) });
  expect(heard.length).toBeGreaterThan(0);
});

test('first order says that it reports nothing, and does not', async () => {
  const heard: Progress[] = [];
  const backend = highs({ algorithm: 'pdlp' });
  expect(backend.capabilities.progress).toBe(false);
  for (const stated of [TEXTBOOK, INFEASIBLE, UNBOUNDED])
    await solveProgram(stated, backend, { onProgress: (progress) => heard.push(progress) });
  expect(heard).toEqual([]);
});
