/**
 * One parameter of a market changes: its whole demand vector, by up to one per cent each. Everybody rebuilds and solves;
 * Marginal, and the bare package as the floor, also change the open model and solve again from where it stands. All
 * optima must agree.
 */
import { highs } from '@marginal/highs';
import { identity, peakMemory, presentMemory } from '../cell.ts';
import type { Job, Measures } from '../measures.ts';
import { loadHighs, passArrays, runToEnd } from '../peers/highs-arrays.ts';
import type { Problem } from '../problem.ts';
import { floor } from '../problems/nodal/floor.ts';
import { market } from '../problems/nodal/marginal.ts';
import type { NodalData, problem as nodal } from '../problems/nodal/problem.ts';
import { random } from '../random.ts';
import { dispatch } from '../registry.ts';
import type { Statement } from '../statement.ts';
import { median } from '../statistics.ts';

/** In one process, as in a sweep; their median is taken. */
const ROUNDS = 15;
/** A peer that needs longer for one round is asked once only. */
const PATIENCE = 5000;
const SPREAD = 0.01;
/** Relative: vertices differ, optimal values do not. */
const AGREEMENT = 1e-7;

function changed(data: NodalData, round: number): NodalData {
  const draw = random(100 + round);
  return { ...data, demand: data.demand.map((d) => d * (1 + SPREAD * (2 * draw() - 1))) };
}

/** Changes the demand, solves again; gives the optimal value. */
interface Live {
  change(data: NodalData): Promise<number>;
  close(): void;
}

async function liveMarginal(data: NodalData): Promise<Live> {
  const { problem, demand } = market(data);
  const live = await problem.compile().open(highs());
  await live.solve();
  return {
    change: async (next) => {
      live.set(demand, next.demand);
      return (await live.solve()).optimal().objective;
    },
    close: () => live.close(),
  };
}

/** The balances are the first rows, in the order of the demand. */
async function liveFloor(data: NodalData): Promise<Live> {
  const native = passArrays(await loadHighs(), floor.build(data).lower().arrays());
  runToEnd(native);
  const indices = Int32Array.from(data.demand, (_, row) => row);
  return {
    change: async ({ demand }) => {
      native.changeRowsBounds({ kind: 'set', indices }, demand, demand);
      return runToEnd(native);
    },
    close: () => native.dispose(),
  };
}

const LIVE: Readonly<Record<string, (data: NodalData) => Promise<Live>>> = {
  marginal: liveMarginal,
  floor: liveFloor,
};

async function timed<R>(
  work: () => Promise<R>,
): Promise<{ readonly result: R; readonly milliseconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - start };
}

async function rebuilds(
  statement: Statement<NodalData>,
  data: NodalData,
): Promise<{
  readonly times: number[];
  readonly objectives: number[];
  readonly extract: number | undefined;
}> {
  const times: number[] = [];
  const objectives: number[] = [];
  let extract: number | undefined;
  for (let round = 0; round < ROUNDS && (times[0] ?? 0) < PATIENCE; round++) {
    const next = changed(data, round);
    const { result, milliseconds } = await timed(() => statement.build(next).lower().solve());
    times.push(milliseconds);
    objectives.push(result.objective);
    const start = performance.now();
    if (result.extract !== undefined && Number.isFinite(result.extract()))
      extract = performance.now() - start;
  }
  return { times, objectives, extract };
}

async function updates(
  open: (data: NodalData) => Promise<Live>,
  data: NodalData,
  objectives: readonly number[],
) {
  const live = await open(data);
  const times: number[] = [];
  for (const [round, expected] of objectives.entries()) {
    const next = changed(data, round);
    const { result, milliseconds } = await timed(() => live.change(next));
    if (!(Math.abs(result - expected) <= AGREEMENT * Math.abs(expected)))
      throw new Error(`round ${round}: ${result} after the update, ${expected} after building anew`);
    times.push(milliseconds);
  }
  live.close();
  return median(times);
}

export async function measureUpdate(job: Job): Promise<Measures> {
  const run = async (
    problem: Problem<NodalData>,
    load: () => Promise<Statement<NodalData>>,
  ): Promise<Measures> => {
    const data = problem.data(job.size);
    const statement = await load();
    const base = presentMemory();
    const { times, objectives, extract } = await rebuilds(statement, data);
    const open = LIVE[job.peer];
    const update = open === undefined ? undefined : await updates(open, data, objectives);
    return {
      phases: {
        rebuild: median(times),
        ...(update === undefined ? {} : { update }),
        ...(extract === undefined ? {} : { extract }),
      },
      memory: { base, peak: peakMemory() },
      ...(await identity(statement.build(data).lower())),
      objective: objectives[0],
    };
  };
  return dispatch('nodal', job.peer, {
    // The name says which data these are; the registry cannot know.
    inProcess: (problem, load) =>
      run(problem as unknown as typeof nodal, load as unknown as () => Promise<Statement<NodalData>>),
    external: () => Promise.reject(new Error('not run: it solves through files')),
  });
}
