/** Memory: closed sessions leave nothing behind (H11), and forgotten ones are freed with their owner. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { acquireRuntime } from '../src/runtime.ts';
import { randomProgram } from './programs.ts';
import { backend, optimum } from './solve.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const SOLVED = randomProgram(60, 120, 5, 9);

async function settle(): Promise<void> {
  for (let k = 0; k < 5; k++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('H11: a thousand sessions, opened, solved and closed, leave memory where it was', async () => {
  await optimum(SOLVED);
  const { module } = await acquireRuntime();
  await settle();
  const [wasm, heap] = [module.memoryBytes, process.memoryUsage().heapUsed];
  for (let k = 0; k < 1000; k++) {
    const session = await backend.open(SOLVED);
    await session.solve();
    session.close();
    session.close();
  }
  await settle();
  expect(module.memoryBytes).toBe(wasm);
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(5e6);
}, 120_000);

test('H11: sessions nobody closed are freed when they are collected', async () => {
  const { module } = await acquireRuntime();
  const forget = async (): Promise<void> => {
    const session = await backend.open(SOLVED);
    await session.solve();
  };
  const rounds = async (): Promise<void> => {
    for (let k = 0; k < 400; k++) {
      await forget();
      if (k % 50 === 0) await settle();
    }
  };
  await rounds();
  const level = module.memoryBytes;
  await rounds();
  expect(module.memoryBytes).toBe(level);
}, 120_000);
