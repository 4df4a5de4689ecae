/**
 * One call of glp_intopt: parameters in, what the search came to out. Owns the callback, which keeps the best bound and
 * counts nodes, and ends the search at a gap, a number of nodes or a time: GLPK's own gap is measured against |objective|,
 * which means nothing at zero, its time limit starts anew in the presolver, and it has no limit on nodes.
 * Invariant: bounds and objectives are without the constant of the program, as in GLPK.
 */
import { allowedDistance, type SearchLimits } from '@marginal/program';
import type { GlpkApi, Pointer } from './api.ts';
import {
  OFF,
  ON,
  REASON_NODE,
  SEARCH_INTEGRALITY,
  SEARCH_OBJECTIVE,
  SEARCH_PARAMETER_BYTES,
  SEARCH_PARAMETER_DOUBLE,
  SEARCH_PARAMETER_INT,
} from './constants.ts';
import type { Problem } from './problem.ts';
import { withScratch } from './runtime.ts';
import { millisecondsLeft } from './simplex.ts';
import { AFTER_SEARCH, searchCode, statusName } from './status.ts';

export interface IntoptRun {
  readonly limits: SearchLimits;
  /** `performance.now()` at which to stop; Infinity for never. */
  readonly deadline: number;
  /** A bound that is known already, of the relaxation. */
  readonly bound: number;
  /** Without it the present basis must be optimal for the relaxation. */
  readonly presolve: boolean;
  /** Never with cover cuts: GLPK aborts on them when the presolver has left no column. */
  readonly cuts: boolean;
}

export interface IntoptResult {
  /** `optimal`: as good as was asked for, or as the search could tell. */
  readonly end: 'optimal' | 'infeasible' | 'time' | 'nodes' | { readonly unknown: string };
  /** Length columnCount, the best point found; integer columns are rounded. */
  readonly x?: Float64Array;
  /** No point is better. */
  readonly bound: number;
  /** Nodes worked on, the root included. */
  readonly nodes: number;
}

/** What one search is watched for. */
class Watch {
  nodes = 0;
  bound: number;
  stop: 'gap' | 'time' | 'nodes' | undefined;
  private readonly run: IntoptRun;

  constructor(run: IntoptRun) {
    this.run = run;
    this.bound = run.bound;
  }

  /** Called by GLPK, inside the search. Must not throw: that would lose the instance. */
  look(api: GlpkApi, tree: Pointer): void {
    if (api._glp_ios_reason(tree) !== REASON_NODE) return;
    const best = api._glp_ios_best_node(tree);
    // The bound of a root that has not been solved is the largest negative double.
    if (best !== 0) this.bound = Math.max(this.bound, api._glp_ios_node_bound(tree, best));
    this.stop = this.reason(api, tree);
    if (this.stop === undefined) this.nodes++;
    else api._glp_ios_terminate(tree);
  }

  private reason(api: GlpkApi, tree: Pointer): Watch['stop'] {
    const problem = api._glp_ios_get_prob(tree);
    if (statusName(api._glp_mip_status(problem)) === 'feasible') {
      const objective = api._glp_mip_obj_val(problem);
      if (objective - this.bound <= allowedDistance(this.run.limits, objective)) return 'gap';
    }
    if (performance.now() >= this.run.deadline) return 'time';
    return this.nodes >= this.run.limits.nodeLimit ? 'nodes' : undefined;
  }
}

/** What the callback of an instance reports to; one search runs at a time. One callback serves an instance for good. */
interface Desk {
  readonly callback: Pointer;
  watch: Watch | undefined;
}

const DESKS = new WeakMap<GlpkApi, Desk>();

function deskOf(api: GlpkApi): Desk {
  const known = DESKS.get(api);
  if (known !== undefined) return known;
  const desk: Desk = {
    callback: api.addFunction((tree) => desk.watch?.look(api, tree), 'vii'),
    watch: undefined,
  };
  DESKS.set(api, desk);
  return desk;
}

function setParameters(api: GlpkApi, parameters: Pointer, run: IntoptRun, callback: Pointer): void {
  api._glp_init_iocp(parameters);
  const ints = parameters / 4;
  const doubles = parameters / 8;
  api.HEAP32[ints + SEARCH_PARAMETER_INT.messages] = OFF;
  api.HEAP32[ints + SEARCH_PARAMETER_INT.timeLimit] = millisecondsLeft(run.deadline);
  api.HEAP32[ints + SEARCH_PARAMETER_INT.callback] = callback;
  api.HEAP32[ints + SEARCH_PARAMETER_INT.presolve] = run.presolve ? ON : OFF;
  for (const cuts of ['mirCuts', 'gomoryCuts', 'cliqueCuts'] as const)
    api.HEAP32[ints + SEARCH_PARAMETER_INT[cuts]] = run.cuts ? ON : OFF;
  api.HEAPF64[doubles + SEARCH_PARAMETER_DOUBLE.integrality] = SEARCH_INTEGRALITY;
  api.HEAPF64[doubles + SEARCH_PARAMETER_DOUBLE.objective] = SEARCH_OBJECTIVE;
}

function interpret({ api, address }: Problem, code: number, stop: Watch['stop']): IntoptResult['end'] {
  const name = searchCode(code);
  const after = name === undefined ? undefined : AFTER_SEARCH[name];
  switch (after) {
    case 'status': {
      const status = statusName(api._glp_mip_status(address));
      if (status === 'optimal' || status === 'infeasible') return status;
      return { unknown: `glp_mip_status is ${api._glp_mip_status(address)}` };
    }
    case 'infeasible':
      return 'infeasible';
    case 'timeLimit':
      return 'time';
    case 'stopped':
      return stop === 'gap' ? 'optimal' : (stop ?? { unknown: 'glp_intopt stopped for no reason' });
    case 'otherWay':
    case undefined:
      return { unknown: `glp_intopt returned ${code}${name === undefined ? '' : ` (${name})`}` };
  }
}

/** Searches once. The basis of the problem may be another one afterwards. */
export function intopt(problem: Problem, run: IntoptRun): IntoptResult {
  const { api, address, columnCount } = problem;
  if (millisecondsLeft(run.deadline) === 0) return { end: 'time', bound: run.bound, nodes: 0 };
  const desk = deskOf(api);
  const watch = new Watch(run);
  desk.watch = watch;
  const code = withScratch(api, SEARCH_PARAMETER_BYTES, (parameters) => {
    setParameters(api, parameters, run, desk.callback);
    return api._glp_intopt(address, parameters);
  });
  desk.watch = undefined;
  const end = interpret(problem, code, watch.stop);
  const { nodes } = watch;
  const status = statusName(api._glp_mip_status(address));
  // After a search that did not start the status is that of an earlier one.
  if (typeof end === 'object' || end === 'infeasible' || (status !== 'optimal' && status !== 'feasible'))
    return { end, bound: watch.bound, nodes };
  const x = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) x[j] = api._glp_mip_col_val(address, j + 1);
  // Nodes that were given up had bounds no better than this.
  const objective = api._glp_mip_obj_val(address);
  const givenUp = objective - SEARCH_OBJECTIVE * (1 + Math.abs(objective));
  const bound = end === 'optimal' && watch.stop === undefined ? givenUp : Math.min(watch.bound, givenUp);
  return { end, x, bound, nodes };
}
