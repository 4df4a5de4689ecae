import { afterEach, describe, expect, test, vi } from 'vitest';
import { remoteEngine, serveEngine } from '../src/remote-engine.ts';
import { webPort, webThread } from '../src/web-thread.ts';
import { bruteForce, fake } from './engines.ts';
import { CAPABILITIES, lp } from './support.ts';
import { channel } from './worker-channel.ts';

const IDENTITY = { name: 'fake', version: '2', capabilities: CAPABILITIES };
const PROGRAM = lp({ cost: [1], rows: [[1]], rowBounds: [[4, Infinity]] });

afterEach(() => {
  vi.useRealTimers();
});

describe('a web worker as a thread', () => {
  test('carries a solve to the engine that its settings ask for', async () => {
    const { page, inside } = channel();
    const asked: unknown[] = [];
    serveEngine((settings: { readonly louder: boolean }) => {
      asked.push(settings);
      return fake(bruteForce);
    }, webPort(inside));
    const engine = remoteEngine(IDENTITY, async () => webThread(page), { louder: true });
    const session = await engine.open(PROGRAM);
    expect(await session.run({})).toMatchObject({ status: 'optimal', x: Float64Array.of(4) });
    expect(asked).toEqual([{ louder: true }]);
    session.close();
    expect(page.terminated).toBe(true);
  });

  test.each([
    ['an error of its own', 'error', { message: 'Uncaught RangeError: out of memory' }, /out of memory/],
    ['a script that does not load', 'error', {}, /did not load.*Cross-Origin-Embedder-Policy/],
    ['a message that cannot be read', 'messageerror', {}, /could not be read/],
  ])('dies of %s, once', (_what, type, event, cause) => {
    const { page } = channel();
    const causes: string[] = [];
    webThread(page).onDeath((said) => causes.push(said));
    page.say(type, event);
    page.say('error', { message: 'again' });
    expect(causes).toEqual([expect.stringMatching(cause)]);
  });

  test('does not die of being ended', () => {
    const { page } = channel();
    const causes: string[] = [];
    const thread = webThread(page);
    thread.onDeath((said) => causes.push(said));
    thread.terminate();
    page.say('error', { message: 'too late' });
    expect(causes).toEqual([]);
  });

  test('a rejection that nobody handles inside becomes an error of the worker, as in Node', () => {
    vi.useFakeTimers();
    const { inside } = channel();
    webPort(inside);
    inside.say('unhandledrejection', { reason: new RangeError('no answer') });
    expect(() => vi.runAllTimers()).toThrow('no answer');
  });
});
