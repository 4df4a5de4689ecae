import { afterEach, expect, test, vi } from 'vitest';
import { enginePort, startThread } from '../src/engine-thread.ts';
import type { WebWorker } from '../src/web-thread.ts';
import { channel } from './worker-channel.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('outside Node, threads are web workers and their port is the global scope', async () => {
  const { page, inside } = channel();
  const node = (): URL => {
    throw new Error('this is not Node');
  };
  vi.stubGlobal('process', undefined);
  vi.stubGlobal('addEventListener', inside.addEventListener);
  vi.stubGlobal('postMessage', inside.postMessage);
  const thread = await startThread({ node, web: () => page as WebWorker });
  const heard = new Promise((resolve) => thread.listen(resolve));
  enginePort().post('here');
  expect(await heard).toBe('here');
});

test('in Node, threads are worker threads', async () => {
  const web = (): WebWorker => {
    throw new Error('this is not a browser');
  };
  const thread = await startThread({ node: () => new URL('./nowhere.ts', import.meta.url), web });
  const cause = await new Promise<string>((resolve) => thread.onDeath(resolve));
  expect(cause).toContain('nowhere');
});
