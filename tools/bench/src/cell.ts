/**
 * One cell: one implementation of one problem at one size, in this process. The order matters: what is timed comes
 * first, memory is read before anything else is done, and only then are the numbers looked at.
 */
import type { Job, Measures } from './measures.ts';
import type { Problem } from './problem.ts';
import { dispatch } from './registry.ts';
import type { Lowered, Statement } from './statement.ts';

/** Kilobytes, resident, the most so far. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS;
}

/** Kilobytes, resident, now. */
export function presentMemory(): number {
  return Math.round(process.memoryUsage.rss() / 1024);
}

/** What the numbers of a lowered model come to; never timed. */
export async function identity(
  lowered: Lowered,
): Promise<Pick<Measures, 'rows' | 'columns' | 'nonzeros' | 'fingerprint'>> {
  const { modelFingerprint } = await import('./fingerprint.ts');
  const arrays = lowered.arrays();
  return {
    rows: arrays.rowLower.length,
    columns: arrays.cost.length,
    nonzeros: arrays.matrix.index.length,
    fingerprint: modelFingerprint(arrays),
  };
}

async function measureBuild<D>(
  job: Job,
  problem: Problem<D>,
  load: () => Promise<Statement<D>>,
): Promise<Measures> {
  const data = problem.data(job.size);
  const t0 = performance.now();
  const statement = await load();
  const t1 = performance.now();
  const base = presentMemory();
  const t2 = performance.now();
  const built = statement.build(data);
  const t3 = performance.now();
  const lowered = built.lower();
  const t4 = performance.now();
  const peak = peakMemory();
  statement.build(data).lower();
  const warm = performance.now() - t4;
  const objective = job.solve ? (await lowered.solve()).objective : undefined;
  return {
    phases: { import: t1 - t0, build: t3 - t2, lower: t4 - t3, warm },
    memory: { base, peak },
    ...(await identity(lowered)),
    ...(objective === undefined ? {} : { objective }),
  };
}

/** Throws when the cell has no number, for a reason that the message gives. */
export async function measure(job: Job): Promise<Measures> {
  if (job.experiment === 'handoff') {
    const { measureHandOff } = await import('./experiments/hand-off.ts');
    return measureHandOff(job);
  }
  if (job.experiment === 'update') {
    const { measureUpdate } = await import('./experiments/update.ts');
    return measureUpdate(job);
  }
  if (job.experiment === 'market') {
    const { measureMarket } = await import('./experiments/market.ts');
    return measureMarket(job);
  }
  return dispatch(job.problem, job.peer, {
    inProcess: (problem, load) => measureBuild(job, problem, load),
    external: async (problem, peer) => {
      if (peer === 'pulp') {
        const { measurePulp } = await import('./peers/pulp.ts');
        return measurePulp(problem, job.size, job.solve);
      }
      const { measureMathprog } = await import('./peers/mathprog.ts');
      return measureMathprog(problem, job.size, job.solve);
    },
  });
}
