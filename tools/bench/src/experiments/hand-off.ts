/**
 * From a compiled program into HiGHS. Both sides pass the same arrays, compiled by Marginal; `floor` is the bare package's
 * `passModel`, `marginal` everything that `@marginal/highs` does until HiGHS has the model: the checks of `open`, and the
 * load. The backend loads at the first solve, so the load is called by itself, from the source: nothing is solved.
 */

import { highs } from '@marginal/highs';
import { HighsModel } from '../../../../packages/highs/src/model.ts';
import { acquireRuntime } from '../../../../packages/highs/src/runtime.ts';
import { identity, peakMemory, presentMemory } from '../cell.ts';
import type { Job, Measures } from '../measures.ts';
import { loadHighs, passArrays } from '../peers/highs-arrays.ts';
import { programArrays } from '../peers/marginal.ts';
import { basic } from '../problems/basic/marginal.ts';
import { problem } from '../problems/basic/problem.ts';

export async function measureHandOff(job: Job): Promise<Measures> {
  const model = basic(problem.data(job.size)).problem.compile();
  const { program } = model;
  const arrays = programArrays(model);
  const t0 = performance.now();
  const runtime = job.peer === 'marginal' ? await acquireRuntime() : undefined;
  const bare = runtime === undefined ? await loadHighs() : runtime.module;
  const t1 = performance.now();
  const base = presentMemory();
  const t2 = performance.now();
  if (runtime === undefined) passArrays(bare, arrays);
  else {
    await highs().open(program);
    new HighsModel(runtime, program);
  }
  const t3 = performance.now();
  return {
    phases: { import: t1 - t0, handOff: t3 - t2 },
    memory: { base, peak: peakMemory() },
    wasm: Math.round(bare.memoryBytes / 1024),
    ...(await identity({ arrays: () => arrays, solve: () => Promise.reject(new Error('not solved')) })),
  };
}
