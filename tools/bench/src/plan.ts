/** Which cells are run: sizes and peers per problem, in a small plan for CI and a large one for the published page. */
import { SOLVERS, type SolverName } from './experiments/solvers.ts';
import type { Job } from './measures.ts';
import { PEERS, type PeerName } from './registry.ts';

/** Cells of one table. */
export interface Table {
  readonly experiment: Job['experiment'];
  readonly problem: string;
  readonly size: string;
  readonly peers: readonly (PeerName | SolverName)[];
  /** Compare optimal objectives as well. */
  readonly solve: boolean;
  /** Seconds, where the plan's are not enough. */
  readonly timeout?: number;
}

export interface Plan {
  readonly tables: readonly Table[];
  readonly repeats: number;
  /** Seconds after which a cell is ended, and has no number. */
  readonly timeout: number;
  /** Seconds after which a cell is not repeated any more. */
  readonly enough: number;
}

const OURS: readonly PeerName[] = ['floor', 'marginal', 'marginal-rows'];
const IN_PROCESS = PEERS.filter((peer) => peer !== 'pulp' && peer !== 'mathprog');

function build(problem: string, size: string, peers: readonly PeerName[] = PEERS): Table {
  return { experiment: 'build', problem, size, peers, solve: false };
}

/** Small enough to solve with everything: is it one and the same model? */
const CHECKS: readonly Table[] = [
  { experiment: 'build', problem: 'basic', size: '8', peers: PEERS, solve: true },
  { experiment: 'build', problem: 'knapsack', size: '40', peers: PEERS, solve: true },
  { experiment: 'build', problem: 'facility', size: '12', peers: PEERS, solve: true },
  { experiment: 'build', problem: 'ijklm', size: '200', peers: PEERS, solve: true },
  { experiment: 'build', problem: 'nodal', size: '8x6x3+0', peers: PEERS, solve: true },
  { experiment: 'build', problem: 'nodal', size: '20x6x5+15', peers: PEERS, solve: true },
];

function handOff(size: string): Table {
  return { experiment: 'handoff', problem: 'basic', size, peers: ['floor', 'marginal'], solve: false };
}

function update(size: string, peers: readonly PeerName[]): Table {
  return { experiment: 'update', problem: 'nodal', size, peers, solve: true };
}

/** Seconds that a solver has for a whole market of the full plan. */
const MARKET_TIMEOUT = 600;

/** Whole markets, `nodes x links x workloads x hours`, on every solver. */
function market(size: string, timeout: number): Table {
  const peers = Object.keys(SOLVERS) as SolverName[];
  return { experiment: 'market', problem: 'token-flow', size, peers, solve: true, timeout };
}

/** A minute or so. */
export const QUICK: Plan = {
  tables: [
    ...CHECKS,
    build('basic', '100'),
    build('knapsack', '20000'),
    build('facility', '80'),
    build('ijklm', '5000'),
    build('nodal', '100x24x5+0'),
    build('nodal', '100x24x5+20', OURS),
    handOff('200'),
    update('20x12x4+0', ['floor', 'marginal', 'marginal-rows', 'lp-model', 'glpk.js']),
    market('20x80x5x4', 60),
  ],
  repeats: 1,
  timeout: 30,
  enough: 10,
};

/** Sizes of the budgets. */
export const NODAL = '2000x168x5+0';
export const NODAL_SKEWED = '2000x168x5+20';
export const IJKLM_SMALL = '100000';
export const IJKLM_LARGE = '1000000';
export const HAND_OFF = '1000';
export const UPDATE = '60x24x4+0';

/** A quarter of an hour. */
export const FULL: Plan = {
  tables: [
    ...CHECKS,
    build('basic', '500'),
    build('basic', '1000', [...OURS, 'glpk.js', 'yalps']),
    build('knapsack', '1000000'),
    build('facility', '600'),
    build('ijklm', IJKLM_SMALL),
    build('ijklm', IJKLM_LARGE, [...OURS, 'glpk.js', 'yalps']),
    build('nodal', '200x48x5+0'),
    build('nodal', NODAL, [...OURS, 'glpk.js', 'yalps']),
    build('nodal', NODAL_SKEWED, OURS),
    handOff(HAND_OFF),
    update(UPDATE, IN_PROCESS),
    market('100x400x5x24', MARKET_TIMEOUT),
  ],
  repeats: 5,
  timeout: 60,
  enough: 15,
};

/** The part of a plan that is asked for; a size that is not in it is run for the problem named. */
export function narrowed(
  plan: Plan,
  want: {
    readonly problem?: string;
    readonly peer?: string;
    readonly size?: string;
    readonly repeats?: number;
  },
): Plan {
  const { problem, peer, size, repeats = plan.repeats } = want;
  const matches = plan.tables.filter(
    (table) =>
      (problem === undefined || table.problem === problem) && (size === undefined || table.size === size),
  );
  const tables =
    matches.length === 0 && problem !== undefined && size !== undefined
      ? [problem === 'token-flow' ? market(size, MARKET_TIMEOUT) : build(problem, size)]
      : matches;
  const chosen = tables.map((table) => ({
    ...table,
    peers: table.peers.filter((name) => peer === undefined || name === peer || name === 'floor'),
  }));
  return { ...plan, repeats, tables: chosen.filter((table) => table.peers.length > 0) };
}
