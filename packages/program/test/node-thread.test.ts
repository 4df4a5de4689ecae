import { describe, expect, test } from 'vitest';
import type { Progress } from '../src/backend.ts';
import { defineBackend, solveProgram } from '../src/define-backend.ts';
import { nodeThread, parentPort } from '../src/node-thread.ts';
import { type EngineThread, remoteEngine } from '../src/remote-engine.ts';
import { MOODS } from './moods.ts';
import { CAPABILITIES, F, I, lp } from './support.ts';

const ENTRY = new URL('./worker-entry.ts', import.meta.url);
const IDENTITY = { name: 'fake', version: '2', capabilities: CAPABILITIES };

function market(offset = 0) {
  const sketch = {
    offset,
    cost: [-3, -2],
    rows: [
      [1, 1],
      [1, -1],
    ],
  };
  return lp({
    ...sketch,
    rowBounds: [
      [-Infinity, 4],
      [-Infinity, 2],
    ],
  });
}

/** A backend in worker threads, and the threads it has started. */
function backend() {
  const threads: EngineThread[] = [];
  const engine = remoteEngine(IDENTITY, async () => {
    const thread = await nodeThread(ENTRY);
    threads.push(thread);
    return thread;
  });
  return { threads, backend: defineBackend(engine) };
}

describe('an engine in a worker thread', () => {
  test('solves, updates and solves again, with progress, in one thread', async () => {
    const { threads, backend: remote } = backend();
    const session = await remote.open(market());
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): void => void seen.push(progress);
    expect(await session.solve({ onProgress })).toMatchObject({
      status: 'optimal',
      objective: -11,
      solution: { rowDual: F(-2.5, -0.5) },
    });
    expect(seen.map((progress) => progress.iterations)).toEqual([1, 2, 3]);
    await session.update({ rowBounds: { index: I(0), lower: F(-Infinity), upper: F(6) } });
    expect(await session.solve()).toMatchObject({ objective: -16 });
    expect(threads).toHaveLength(1);
    session.close();
  });

  test('an abort ends a thread that never looks up, and the next solve works', async () => {
    const { threads, backend: remote } = backend();
    const session = await remote.open(market());
    await session.solve();
    await session.update({ offset: MOODS.spin });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    expect(await session.solve({ signal: controller.signal })).toMatchObject({
      status: 'limit',
      which: 'aborted',
    });
    await session.update({ offset: 5 });
    expect(await session.solve()).toMatchObject({ status: 'optimal', objective: -6 });
    expect(threads).toHaveLength(2);
    session.close();
  });

  test('so does an overrun time limit', async () => {
    const { backend: remote } = backend();
    const session = await remote.open(market(MOODS.spin));
    const outcome = await session.solve({ timeLimit: 0 });
    expect(outcome).toMatchObject({ status: 'limit', which: 'time' });
    expect(outcome.seconds).toBeLessThan(10);
    await session.update({ offset: 0 });
    expect(await session.solve()).toMatchObject({ objective: -11 });
    session.close();
  });

  test.each([
    ['exits', MOODS.exit, 'the thread ended with code 3'],
    ['dies of an error', MOODS.throwLater, 'RangeError: out of memory'],
    ['rejects', MOODS.reject, 'Error: no answer'],
  ])('that %s: failed with the cause, and the next solve works', async (_what, mood, cause) => {
    const { threads, backend: remote } = backend();
    const session = await remote.open(market(mood));
    expect(await session.solve()).toMatchObject({ status: 'failed', cause });
    await session.update({ offset: 0 });
    expect(await session.solve()).toMatchObject({ objective: -11 });
    expect(threads).toHaveLength(2);
    session.close();
  });

  test('that does not exist: failed', async () => {
    const engine = remoteEngine(IDENTITY, () => nodeThread(new URL('./nowhere.ts', import.meta.url)));
    expect(await solveProgram(market(), defineBackend(engine))).toMatchObject({
      status: 'failed',
      cause: expect.stringContaining('nowhere'),
    });
  });

  test('closed during a solve: aborted, at once', async () => {
    const { backend: remote } = backend();
    const session = await remote.open(market(MOODS.spin));
    const pending = session.solve();
    setTimeout(() => session.close(), 50);
    expect(await pending).toMatchObject({ status: 'limit', which: 'aborted' });
  });
});

test('the death of a thread is told once, with its first cause', async () => {
  const thread = await nodeThread(new URL('./nowhere.ts', import.meta.url));
  const causes: string[] = [];
  thread.onDeath((cause) => causes.push(cause));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(causes).toHaveLength(1);
  expect(causes[0]).toContain('nowhere');
});

test('parentPort outside a worker is a mistake of the caller', async () => {
  const { isMainThread } = await import('node:worker_threads');
  if (isMainThread) expect(() => parentPort()).toThrow(/worker thread/);
});
