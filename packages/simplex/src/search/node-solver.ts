/**
 * Solves the linear programs of the tree, one after the other on one warm solver: from node to node only column bounds change. Every verdict
 * is certified against the bounds of the node; one that fails is tried once more from nothing, and then it is `unsettled`, never a guess.
 */
import {
  type Basis,
  type Claim,
  certify,
  type LpSolution,
  type OptimalOutcome,
  type Outcome,
  type Program,
} from '@marginal/program';
import { CAPABILITIES, IDENTITY } from '../identity.ts';
import { type SimplexOptions, solverFor } from '../options.ts';
import type { Solver } from '../solver.ts';
import type { SolveStatistics } from '../statistics.ts';
import { addStatistics } from './add-statistics.ts';

/** What became of one linear program. */
export type NodeResult =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      readonly bound: number;
      readonly solution: LpSolution;
    }
  | { readonly status: 'infeasible'; readonly farkas: Float64Array }
  | { readonly status: 'unbounded'; readonly ray: Float64Array }
  | { readonly status: 'unsettled' };

export class NodeSolver {
  /** The present linear program; its column bounds are those of the present node and are changed in place. */
  private readonly program: Program;
  private readonly options: SimplexOptions;
  private solver: Solver;
  private before = { pivots: 0, work: 0 };
  /** The basis at which the solver stands, as it was handed out. */
  private standing: Basis | undefined;
  statistics: SolveStatistics | undefined;

  /** `relaxed`: the relaxation, a minimisation. */
  constructor(relaxed: Program, options: SimplexOptions) {
    const columnLower = relaxed.columnLower.slice();
    const columnUpper = relaxed.columnUpper.slice();
    this.program = { ...relaxed, columnLower, columnUpper };
    this.options = options;
    this.solver = solverFor(this.program, options);
  }

  get pivots(): number {
    return this.before.pivots + this.solver.pivots;
  }

  get work(): number {
    return this.before.work + this.solver.work;
  }

  /** Changes the bounds of these columns to those in `lower` and `upper`, which are whole arrays. */
  setBounds(columns: Int32Array, lower: Float64Array, upper: Float64Array): void {
    const { columnLower, columnUpper } = this.program;
    const index = columns.filter((j) => columnLower[j] !== lower[j] || columnUpper[j] !== upper[j]);
    if (index.length === 0) return;
    for (const j of index) {
      columnLower[j] = lower[j];
      columnUpper[j] = upper[j];
    }
    const pick = (bounds: Float64Array): Float64Array => Float64Array.from(index, (j) => bounds[j]);
    this.solver.change({ columnBounds: { index, lower: pick(lower), upper: pick(upper) } }, this.program);
  }

  /** Solves with the present bounds from this basis; from where the solver stands when there is none. */
  *solve(basis: Basis | undefined): Generator<void, NodeResult> {
    if (basis !== undefined && basis !== this.standing) this.solver.load(basis);
    this.standing = undefined;
    const first = this.result(yield* this.claim());
    if (first.status !== 'unsettled') return first;
    this.before = { pivots: this.pivots, work: this.work };
    this.solver = solverFor(this.program, { ...this.options, presolve: false });
    return this.result(yield* this.claim());
  }

  private *claim(): Generator<void, Claim> {
    const claim = yield* this.solver.run();
    const { statistics } = this.solver;
    this.statistics = this.statistics === undefined ? statistics : addStatistics(this.statistics, statistics);
    return claim;
  }

  private result(claim: Claim): NodeResult {
    const record = { solver: IDENTITY, iterations: claim.iterations, seconds: 0 };
    // Whether a ray starts from a feasible point is looked at when it is claimed of the whole program.
    if (claim.status === 'unbounded')
      return claim.ray === undefined ? { status: 'unsettled' } : { status: 'unbounded', ray: claim.ray };
    const outcome: Outcome = certify(this.program, claim, CAPABILITIES, record);
    if (outcome.status === 'infeasible' && outcome.proof === 'farkas')
      return { status: 'infeasible', farkas: outcome.farkas };
    if (outcome.status === 'optimal') return this.optimal(outcome);
    return { status: 'unsettled' };
  }

  private optimal(outcome: OptimalOutcome): NodeResult {
    const { objective, residuals, solution } = outcome;
    if (solution.kind !== 'lp') return { status: 'unsettled' };
    this.standing = solution.basis;
    // The dual objective: what no point of this node can beat.
    const bound = objective - residuals.gap * (1 + Math.abs(objective - this.program.offset));
    return { status: 'optimal', objective, bound, solution };
  }
}
