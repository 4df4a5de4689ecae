/**
 * A whole token-flow market on each solver: states and compiles it, then clears it with a verified optimum. Memory is the
 * peak of the process, solver and verification included; WebAssembly memory is part of it.
 */
import { identity, peakMemory, presentMemory } from '../cell.ts';
import type { Job, Measures } from '../measures.ts';
import { programArrays } from '../peers/marginal.ts';
import { syntheticMarket } from './market-data.ts';
import { SOLVERS, type SolverName } from './solvers.ts';

export async function measureMarket(job: Job): Promise<Measures> {
  const load = SOLVERS[job.peer as SolverName];
  if (load === undefined) throw new Error(`no solver '${job.peer}'`);
  const data = syntheticMarket(job.size);
  const t0 = performance.now();
  const { marketOf } = await import('@marginal/token-flow');
  const backend = await load();
  const t1 = performance.now();
  const base = presentMemory();
  const t2 = performance.now();
  const { compiled } = marketOf(data);
  const t3 = performance.now();
  const result = await compiled.solve(backend);
  const t4 = performance.now();
  const peak = peakMemory();
  if (result.status !== 'optimal') throw new Error(`the market is ${result.status}`);
  const arrays = programArrays(compiled);
  return {
    phases: { import: t1 - t0, build: t3 - t2, solve: t4 - t3 },
    memory: { base, peak },
    ...(await identity({ arrays: () => arrays, solve: () => Promise.reject(new Error('solved already')) })),
    objective: result.objective,
  };
}
