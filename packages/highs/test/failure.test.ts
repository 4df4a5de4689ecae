/** When the WASM instance dies: the solve fails with a cause, the instance is never used again, everything else goes on. */
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { HighsModel } from '../src/model.ts';
import { acquireRuntime, HighsRefusal, InstanceLost, type Runtime } from '../src/runtime.ts';
import { FIRST_LOOK } from '../src/settings.ts';
import { fullProgram, randomProgram, TEXTBOOK } from './programs.ts';
import { backend, expectStatus, flat, optimum } from './solve.ts';

/** Makes HiGHS throw inside WASM, which aborts the instance: its LP reader does so on a ranged row. */
function abort(runtime: Runtime): void {
  const data = 'minimize\n obj: x + y\nsubject to\n c: -2 <= x + y <= 4\nend\n';
  expect(() => runtime.call((module) => module.createModel({ format: 'lp', data }))).toThrow(InstanceLost);
}

describe('an abort', () => {
  test('marks the instance, which then takes no more calls and is replaced', async () => {
    const runtime = await acquireRuntime();
    abort(runtime);
    expect(runtime.open).toBe(false);
    expect(runtime.broken).toMatch(/RuntimeError/);
    expect(() => runtime.call((module) => module.createModel())).toThrow(InstanceLost);
    const fresh = await acquireRuntime();
    expect(fresh).not.toBe(runtime);
    expect(await acquireRuntime()).toBe(fresh);
  });

  test('of a neighbour: an open session goes on in a fresh instance, changes included', async () => {
    const session = await backend.open(TEXTBOOK);
    expect(flat(await session.solve()).objective).toBe(11);
    abort(await acquireRuntime());
    await session.update({ cost: { index: Int32Array.of(0), value: Float64Array.of(4) } });
    expect(flat(await session.solve()).objective).toBe(14);
    session.close();
  });

  test('many aborts do not add up', async () => {
    for (let k = 0; k < 20; k++) {
      abort(await acquireRuntime());
      expect((await optimum(TEXTBOOK)).objective).toBe(11);
    }
  });

  test('models of a dead instance can be closed', async () => {
    const runtime = await acquireRuntime();
    const model = new HighsModel(runtime, TEXTBOOK);
    abort(runtime);
    model.dispose();
    model.dispose();
    expect(() => model.run(FIRST_LOOK, Infinity)).toThrow(InstanceLost);
  });
});

test('a refusal by HiGHS is no abort: the instance goes on', async () => {
  const runtime = await acquireRuntime();
  expect(() => runtime.call((module) => module.createModel().getBasisInverseRow(7))).toThrow(HighsRefusal);
  expect(await acquireRuntime()).toBe(runtime);
});

test('out of memory: the solve fails with that cause, and neighbours and the same session solve again', async () => {
  const neighbour = await backend.open(randomProgram(20, 40, 4, 1));
  const before = flat(await neighbour.solve()).objective;
  // Ten million nonzeros load, but solving them takes more than the 2 GiB a WASM instance can have.
  const session = await backend.open(fullProgram(1000, 10_000));
  const { cause } = expectStatus(await session.solve(), 'failed');
  expect(cause).toMatch(/gave up/);
  expect(cause.length).toBeLessThan(700);
  await neighbour.update({ offset: 1 });
  expect(flat(await neighbour.solve()).objective).toBeCloseTo(before + 1, 9);
  neighbour.close();
  // The same session, once more on a fresh instance: no time left, so it stops before it runs out of memory.
  expect((await session.solve({ timeLimit: 0 })).status).toBe('limit');
  session.close();
  expectStatus(await solveProgram(TEXTBOOK, backend), 'optimal');
}, 120_000);
