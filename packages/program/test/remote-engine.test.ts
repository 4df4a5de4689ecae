import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { Claim, Engine, EngineSession } from '../src/backend.ts';
import { defineBackend } from '../src/define-backend.ts';
import { type EnginePort, type EngineThread, remoteEngine, serveEngine } from '../src/remote-engine.ts';
import { type Answer, bruteForce, type FakeOptions, fake } from './engines.ts';
import { CAPABILITIES, F, I, lp, type Sketch } from './support.ts';

const MARKET: Sketch = {
  cost: [-3, -2],
  rows: [
    [1, 1],
    [1, -1],
  ],
  rowBounds: [
    [-Infinity, 4],
    [-Infinity, 2],
  ],
};
const IDENTITY = { name: 'fake', version: '2', capabilities: CAPABILITIES };

/** A thread that is none: `serve` runs here, over a real message channel, so that everything is cloned. */
class Thread implements EngineThread {
  readonly channel = new MessageChannel();
  terminated = 0;
  private die: (cause: string) => void = () => {};

  constructor(serve: (port: EnginePort) => void) {
    const { port2 } = this.channel;
    serve({
      post: (message) => port2.postMessage(message),
      listen: (receive) => {
        port2.on('message', receive);
      },
    });
  }

  post(message: unknown): void {
    this.channel.port1.postMessage(message);
  }

  listen(receive: (message: unknown) => void): void {
    this.channel.port1.on('message', receive);
  }

  onDeath(report: (cause: string) => void): void {
    this.die = report;
  }

  kill(cause: string): void {
    this.channel.port1.close();
    this.die(cause);
  }

  terminate(): void {
    this.terminated++;
    this.channel.port1.close();
  }
}

/** A remote engine over `answer`, with its threads and what its far end saw. */
function remote(answer: Answer = bruteForce, options: FakeOptions = {}) {
  const threads: Thread[] = [];
  const far = fake(answer, options);
  const engine = remoteEngine(IDENTITY, async () => {
    const thread = new Thread((port) => serveEngine(() => far, port));
    threads.push(thread);
    return thread;
  });
  return { threads, far, engine };
}

async function inSession<T>(engine: Engine, use: (session: EngineSession) => Promise<T>): Promise<T> {
  const session = await engine.open(lp(MARKET));
  try {
    return await use(session);
  } finally {
    session.close();
  }
}

const SETTLE = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const never = (): Promise<Claim> => new Promise(() => {});

describe('the same contract over messages', () => {
  test('open, run, update, run', async () => {
    const { engine, far, threads } = remote();
    expect(engine).toMatchObject(IDENTITY);
    await inSession(engine, async (session) => {
      expect(await session.run({})).toMatchObject({ status: 'optimal', x: F(3, 1) });
      const delta = { cost: { index: I(0), value: F(-1) }, names: { row: () => 'r', column: () => 'c' } };
      await session.update(delta, lp({ ...MARKET, cost: [-1, -2] }));
      expect(await session.run({})).toMatchObject({ x: F(0, 4) });
    });
    expect(far.log.updates[0].delta).toEqual({ cost: { index: I(0), value: F(-1) } });
    expect(far.log.opened[0].names.column(4)).toBe('c4');
    expect(threads.map((thread) => thread.terminated)).toEqual([1]);
  });

  test('another engine than the one asked for does not answer in its name', async () => {
    const start = async (): Promise<Thread> =>
      new Thread((port) => serveEngine(() => fake(bruteForce), port));
    const engine = remoteEngine({ ...IDENTITY, name: 'another' }, start);
    await expect(engine.open(lp(MARKET))).rejects.toThrow(/serves 'fake', not 'another'/);
  });

  test('options that can be copied are, progress comes back, the signal stays', async () => {
    const startBasis = { columns: Int8Array.of(1, 0), rows: Int8Array.of(2, 1) };
    const seen: number[] = [];
    const { engine, far } = remote((program, options) => {
      options.onProgress?.({ iterations: 1, seconds: 0 });
      options.onProgress?.({ iterations: 2, seconds: 0.1, objective: -3 });
      return bruteForce(program);
    });
    const signal = new AbortController().signal;
    await inSession(engine, (session) =>
      session.run({
        timeLimit: 9,
        startBasis,
        signal,
        onProgress: (progress) => seen.push(progress.iterations),
      }),
    );
    expect(far.log.runs[0]).toMatchObject({ timeLimit: 9, startBasis });
    expect(far.log.runs[0].signal).toBeUndefined();
    expect(seen).toEqual([1, 2]);
  });

  test('every kind of claim crosses unchanged', async () => {
    const claims: Claim[] = [
      {
        status: 'optimal',
        x: F(1, 2),
        basis: { columns: Int8Array.of(0, 1), rows: Int8Array.of(1, 0) },
        iterations: 1,
      },
      { status: 'infeasible', farkas: F(1, -1), iterations: 2 },
      { status: 'unbounded', ray: F(1, 0), point: F(0, 0), iterations: 3 },
      { status: 'infeasibleOrUnbounded', iterations: 4 },
      { status: 'limit', which: 'iterations', x: F(0, 0), bound: 3, iterations: 5 },
      { status: 'failed', cause: 'boom', iterations: 6 },
    ];
    const { engine } = remote((_program, _options, run) => claims[run - 1]);
    await inSession(engine, async (session) => {
      for (const claim of claims) expect(await session.run({})).toEqual(claim);
    });
  });

  test('the far end answers a run before open, and a program it cannot open, with an error', async () => {
    const replies: unknown[] = [];
    const thread = new Thread((port) => serveEngine(() => fake(bruteForce), port));
    thread.listen((message) => replies.push(message));
    thread.post({ call: 'run', options: {} });
    await SETTLE();
    expect(replies).toEqual([{ error: 'internal error: run before open' }]);
    thread.terminate();
    const { engine, threads } = remote(bruteForce, { open: () => Promise.reject(new RangeError('too big')) });
    await expect(engine.open(lp(MARKET))).rejects.toThrow('RangeError: too big');
    expect(threads[0].terminated).toBe(1);
  });

  test('an error of the far engine is a failed run, or a rejected update', async () => {
    const boom = (): never => {
      throw new RangeError('boom');
    };
    const { engine } = remote(boom, { update: boom });
    await inSession(engine, async (session) => {
      expect(await session.run({})).toEqual({ status: 'failed', cause: 'RangeError: boom', iterations: 0 });
      await expect(session.update({}, lp(MARKET))).rejects.toThrow('boom');
    });
  });
});

describe('stopping', () => {
  test('an abort ends the thread; the next run has a fresh one with the present program in it', async () => {
    const { engine, far, threads } = remote((program, _options, run) =>
      run === 1 ? never() : bruteForce(program),
    );
    await inSession(engine, async (session) => {
      const controller = new AbortController();
      const pending = session.run({ signal: controller.signal });
      await SETTLE();
      controller.abort();
      expect(await pending).toEqual({ status: 'limit', which: 'aborted', iterations: 0 });
      expect(threads[0].terminated).toBe(1);
      await session.update({ cost: { index: I(0), value: F(-1) } }, lp({ ...MARKET, cost: [-1, -2] }));
      expect(threads).toHaveLength(1);
      expect(await session.run({})).toMatchObject({ x: F(0, 4) });
    });
    expect(far.log.opened[1].cost).toEqual(F(-1, -2));
    expect(threads).toHaveLength(2);
  });

  test('a signal that is aborted before: the warm thread is kept, nothing is posted', async () => {
    const { engine, far, threads } = remote();
    await inSession(engine, async (session) => {
      expect(await session.run({ signal: AbortSignal.abort() })).toMatchObject({
        status: 'limit',
        which: 'aborted',
      });
      expect(await session.run({})).toMatchObject({ status: 'optimal' });
    });
    expect(far.log.runs).toHaveLength(1);
    expect(threads).toHaveLength(1);
  });

  test('a signal that is aborted afterwards does no harm', async () => {
    const { engine, threads } = remote();
    const controller = new AbortController();
    await inSession(engine, async (session) => {
      await session.run({ signal: controller.signal });
      controller.abort();
      expect(threads[0].terminated).toBe(0);
      expect(await session.run({})).toMatchObject({ status: 'optimal' });
    });
  });

  test('an abort while a fresh thread is starting: that thread is not used', async () => {
    let release = (): void => {};
    const threads: Thread[] = [];
    const far = fake((program, _options, run) => (run === 1 ? never() : bruteForce(program)));
    const engine = remoteEngine(IDENTITY, async () => {
      if (threads.length === 1) await new Promise<void>((resolve) => (release = resolve));
      const thread = new Thread((port) => serveEngine(() => far, port));
      threads.push(thread);
      return thread;
    });
    await inSession(engine, async (session) => {
      for (let k = 0; k < 2; k++) {
        const controller = new AbortController();
        const pending = session.run({ signal: controller.signal });
        await SETTLE();
        controller.abort();
        expect(await pending).toMatchObject({ which: 'aborted' });
      }
      release();
      await SETTLE();
      expect(threads.map((thread) => thread.terminated)).toEqual([1, 1]);
      expect(await session.run({})).toMatchObject({ status: 'optimal' });
      expect(threads).toHaveLength(3);
    });
  });

  test('a far away time limit does not end the run at once', async () => {
    for (const timeLimit of [Infinity, 1e9]) {
      const slow: Answer = async (program) => {
        await SETTLE();
        return bruteForce(program);
      };
      expect(await inSession(remote(slow).engine, (session) => session.run({ timeLimit }))).toMatchObject({
        status: 'optimal',
      });
    }
  });

  test('close during a run ends it', async () => {
    const { engine, threads } = remote(never);
    const session = await engine.open(lp(MARKET));
    const pending = session.run({});
    await SETTLE();
    session.close();
    expect(await pending).toMatchObject({ status: 'failed', cause: 'closed' });
    expect(threads[0].terminated).toBe(1);
  });
});

describe('death', () => {
  test('during a run or between two is a failed solve, and the next one works', async () => {
    const { engine, threads } = remote((program, _options, run) =>
      run === 1 ? never() : bruteForce(program),
    );
    const session = await defineBackend(engine).open(lp(MARKET));
    const pending = session.solve();
    await SETTLE();
    threads[0].kill('out of memory');
    expect(await pending).toMatchObject({ status: 'failed', cause: 'out of memory' });
    expect((await session.solve()).status).toBe('optimal');
    threads[1].kill('idle');
    expect(await session.solve()).toMatchObject({ status: 'failed', cause: expect.stringContaining('idle') });
    expect((await session.solve()).status).toBe('optimal');
    session.close();
  });

  test('before an update: the program moves on all the same', async () => {
    const { engine, threads } = remote();
    const session = await defineBackend(engine).open(lp(MARKET));
    await session.solve();
    threads[0].kill('idle');
    await session.update({ offset: 1 });
    expect(await session.solve()).toMatchObject({ status: 'optimal', objective: -10 });
    session.close();
  });

  test('by a listener that throws: the solve fails, the process does not', async () => {
    const { engine } = remote((program, options) => {
      options.onProgress?.({ iterations: 1, seconds: 0 });
      return bruteForce(program);
    });
    const session = await defineBackend(engine).open(lp(MARKET));
    const onProgress = (): never => {
      throw new TypeError('not my day');
    };
    expect(await session.solve({ onProgress })).toMatchObject({
      status: 'failed',
      cause: 'TypeError: not my day',
    });
    expect((await session.solve()).status).toBe('optimal');
    session.close();
  });

  test('a thread that cannot be started is a failed solve; so is a message that cannot be sent', async () => {
    let starts = 0;
    const far = fake(bruteForce);
    const engine = remoteEngine(IDENTITY, async () => {
      if (starts++ === 0) throw new Error('no threads left');
      return new Thread((port) => serveEngine(() => far, port));
    });
    const session = await defineBackend(engine).open(lp(MARKET));
    expect(await session.solve()).toMatchObject({
      status: 'failed',
      cause: expect.stringContaining('no threads left'),
    });
    expect((await session.solve()).status).toBe('optimal');
    session.close();
  });
});
