/** Which problems and peers there are, each loaded only by the process that measures it. */
import type { Measures } from './measures.ts';
import type { Problem } from './problem.ts';
import type { Statement } from './statement.ts';

/** Its data type is its own affair: a problem and its statements meet only here. */
interface Files<D> {
  readonly problem: () => Promise<{ readonly problem: Problem<D> }>;
  readonly floor: () => Promise<{ readonly floor: Statement<D> }>;
  readonly marginal: () => Promise<{ readonly blocks: Statement<D>; readonly rows: Statement<D> }>;
}

type Work<R> = <D>(files: Files<D>) => R;

const withFiles =
  <D>(files: Files<D>) =>
  <R>(work: Work<R>): R =>
    work(files);

const PROBLEMS = {
  basic: withFiles({
    problem: () => import('./problems/basic/problem.ts'),
    floor: () => import('./problems/basic/floor.ts'),
    marginal: () => import('./problems/basic/marginal.ts'),
  }),
  knapsack: withFiles({
    problem: () => import('./problems/knapsack/problem.ts'),
    floor: () => import('./problems/knapsack/floor.ts'),
    marginal: () => import('./problems/knapsack/marginal.ts'),
  }),
  facility: withFiles({
    problem: () => import('./problems/facility/problem.ts'),
    floor: () => import('./problems/facility/floor.ts'),
    marginal: () => import('./problems/facility/marginal.ts'),
  }),
  ijklm: withFiles({
    problem: () => import('./problems/ijklm/problem.ts'),
    floor: () => import('./problems/ijklm/floor.ts'),
    marginal: () => import('./problems/ijklm/marginal.ts'),
  }),
  nodal: withFiles({
    problem: () => import('./problems/nodal/problem.ts'),
    floor: () => import('./problems/nodal/floor.ts'),
    marginal: () => import('./problems/nodal/marginal.ts'),
  }),
};

export type ProblemName = keyof typeof PROBLEMS;

export const PROBLEM_NAMES = Object.keys(PROBLEMS) as readonly ProblemName[];

/** Peers in the order of the tables. */
export const PEERS = [
  'floor',
  'marginal',
  'marginal-rows',
  'glpk.js',
  'yalps',
  'javascript-lp-solver',
  'lp-model',
  'pulp',
  'mathprog',
] as const;

export type PeerName = (typeof PEERS)[number];

/** A peer that runs in this process: its statement of a problem. */
type Loader = <D>(files: Files<D>, problem: Problem<D>) => Promise<Statement<D>>;

const IN_PROCESS: Readonly<Partial<Record<PeerName, Loader>>> = {
  floor: async (files) => (await files.floor()).floor,
  marginal: async (files) => (await files.marginal()).blocks,
  'marginal-rows': async (files) => (await files.marginal()).rows,
  'glpk.js': async (_, problem) => (await import('./peers/glpk-js.ts')).state(problem),
  yalps: async (_, problem) => (await import('./peers/yalps.ts')).state(problem),
  'javascript-lp-solver': async (_, problem) =>
    (await import('./peers/javascript-lp-solver.ts')).state(problem),
  'lp-model': async (_, problem) => (await import('./peers/lp-model.ts')).state(problem),
};

/** Measures a problem with an in-process peer, or hands it to an external one. */
export interface Measurer {
  inProcess<D>(problem: Problem<D>, load: () => Promise<Statement<D>>): Promise<Measures>;
  external<D>(problem: Problem<D>, peer: 'pulp' | 'mathprog'): Promise<Measures>;
}

function isProblem(name: string): name is ProblemName {
  return name in PROBLEMS;
}

/** Looks both up and lets `measurer` do the rest. Throws for names that are not known. */
export async function dispatch(problemName: string, peer: string, measurer: Measurer): Promise<Measures> {
  if (!isProblem(problemName)) throw new Error(`no problem '${problemName}'`);
  return PROBLEMS[problemName](async (files) => {
    const { problem } = await files.problem();
    if (peer === 'pulp' || peer === 'mathprog') return measurer.external(problem, peer);
    const loader = IN_PROCESS[peer as PeerName];
    if (loader === undefined) throw new Error(`no peer '${peer}'`);
    return measurer.inProcess(problem, () => loader(files, problem));
  });
}
