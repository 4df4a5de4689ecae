/**
 * Branch and bound over integer and semicontinuous columns: dives to a leaf, then goes on at the open node with the best bound, until
 *
 *   bound = min(open nodes, nodes cut off, nodes never settled, best point)   is as close to the best point as was asked for.
 *
 * A node is cut off when its bound is that close already. Every point is checked against the program itself before it counts, with its
 * integer columns exactly whole: a value that is whole up to a tolerance is none, since a large coefficient makes much of little. The bound
 * is the least over all that was not looked into further, so it is honest whenever the search stops.
 */
import {
  allowedDistance,
  type Basis,
  type Claim,
  checkOptimal,
  type Program,
  relaxation,
  type SearchLimits,
  TOLERANCES,
} from '@marginal/program';
import type { SimplexOptions } from '../options.ts';
import type { SolveStatistics } from '../statistics.ts';
import { DiscreteColumns, type Split } from './discrete-columns.ts';
import { NodeQueue, type TreeNode } from './node-queue.ts';
import { type NodeResult, NodeSolver } from './node-solver.ts';
import { objectiveStep, roundedUp } from './objective-step.ts';
import { PseudoCosts } from './pseudo-costs.ts';
import { ReducedCostFixing } from './reduced-cost-fixing.ts';
import { Rounding } from './rounding.ts';
import { NO_BETTER, SETTLED } from './tolerances.ts';

/** With a point in hand, so many nodes lie between two attempts to round one. */
const NODES_PER_ROUNDING = 50;

/** A linear program keeps its bounds up to a tolerance only; what is beyond them is meant to be on them. */
function within(x: number, lower: number, upper: number): number {
  return Math.min(Math.max(x, lower), upper);
}

interface Point {
  readonly x: Float64Array;
  readonly objective: number;
}

export class Search {
  /** The program as stated, without its constant: all objectives and bounds here are without it. */
  private readonly program: Program;
  private readonly offset: number;
  private readonly limits: SearchLimits;
  private readonly discrete: DiscreteColumns;
  private readonly solver: NodeSolver;
  private readonly rounding: Rounding;
  private readonly fixing: ReducedCostFixing;
  private readonly pseudoCosts: PseudoCosts;
  private readonly step: number;
  private readonly queue = new NodeQueue();
  private readonly startBasis: Basis | undefined;
  /** Length columnCount: bounds of the present linear program. */
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private best: Point | undefined;
  private current: TreeNode | undefined;
  private nodes = 0;
  private made = 0;
  /** Least bounds of what was cut off, and of what no linear program settled. */
  private cut = Infinity;
  private unsettled = Infinity;

  /** `program`: a minimisation with whole bounds on integer columns. */
  constructor(program: Program, options: SimplexOptions, limits: SearchLimits, startBasis?: Basis) {
    this.program = { ...program, offset: 0 };
    this.offset = program.offset;
    this.limits = limits;
    const relaxed = relaxation(this.program);
    this.discrete = new DiscreteColumns(program);
    this.solver = new NodeSolver(relaxed, options);
    this.rounding = new Rounding(program, this.discrete);
    this.fixing = new ReducedCostFixing(relaxed.columnLower, relaxed.columnUpper, this.discrete);
    this.pseudoCosts = new PseudoCosts(program.matrix.columnCount);
    this.step = objectiveStep(program);
    this.lower = relaxed.columnLower.slice();
    this.upper = relaxed.columnUpper.slice();
    this.startBasis = startBasis;
  }

  get pivots(): number {
    return this.solver.pivots;
  }

  get work(): number {
    return this.solver.work;
  }

  /** All linear programs of the search together; undefined before the first one has ended. */
  get statistics(): SolveStatistics | undefined {
    return this.solver.statistics;
  }

  /** What a search that is left here has to show: its best point, and the bound. */
  get reached(): { readonly x?: Float64Array; readonly bound?: number } {
    const bound = this.bound();
    return {
      ...(this.best === undefined ? {} : { x: this.best.x.slice() }),
      ...(Number.isFinite(bound) ? { bound: bound + this.offset } : {}),
    };
  }

  *run(): Generator<void, Claim> {
    let next: TreeNode | undefined = {
      parent: undefined,
      column: -1,
      lower: 0,
      upper: 0,
      bound: -Infinity,
      age: this.made++,
      basis: this.startBasis,
      direction: 1,
      distance: 0,
    };
    for (;;) {
      const dived: boolean = next !== undefined;
      const node: TreeNode | undefined = next ?? this.queue.pop();
      next = undefined;
      if (node === undefined) return this.end();
      this.current = node;
      if (node.bound >= this.cutoff()) {
        this.cut = Math.min(this.cut, node.bound);
        continue;
      }
      if (this.nodes >= this.limits.nodeLimit)
        return { status: 'limit', which: 'nodes', ...this.reached, iterations: this.pivots };
      yield;
      this.nodes++;
      if (!this.enter(node)) continue;
      const result: NodeResult = yield* this.solver.solve(node.basis);
      if (node.parent === undefined) {
        if (result.status === 'infeasible')
          return { status: 'infeasible', farkas: result.farkas, iterations: this.pivots };
        if (result.status === 'unbounded')
          return { status: 'unbounded', ray: result.ray, iterations: this.pivots };
        if (result.status === 'optimal') this.fixing.setRoot(result.bound, result.solution.reducedCost);
      }
      if (result.status === 'infeasible') continue;
      if (result.status === 'optimal') next = yield* this.explore(node, result, !dived);
      else this.unsettled = Math.min(this.unsettled, node.bound);
    }
  }

  /** Nothing that costs this much or more is of use. */
  private cutoff(): number {
    if (this.best === undefined) return Infinity;
    const { objective } = this.best;
    const rounding = NO_BETTER * (1 + Math.abs(objective));
    return objective - Math.max(rounding, allowedDistance(this.limits, objective));
  }

  private bound(): number {
    const best = this.best?.objective ?? Infinity;
    return Math.min(best, this.queue.bound, this.current?.bound ?? Infinity, this.cut, this.unsettled);
  }

  private end(): Claim {
    this.current = undefined;
    const { best, nodes } = this;
    const iterations = this.pivots;
    if (best !== undefined)
      return { status: 'optimal', x: best.x.slice(), bound: this.bound() + this.offset, nodes, iterations };
    if (this.unsettled === Infinity) return { status: 'infeasible', search: true, iterations };
    const cause = 'no linear program of some nodes came to a verdict that could be verified';
    return { status: 'failed', cause, iterations };
  }

  /** Gives the solver the bounds of this node. False when they cross: nothing there is better than the best point. */
  private enter(node: TreeNode): boolean {
    const { lower, upper, fixing, discrete } = this;
    lower.set(fixing.lower);
    upper.set(fixing.upper);
    for (let part: TreeNode | undefined = node; part?.parent !== undefined; part = part.parent) {
      lower[part.column] = Math.max(lower[part.column], part.lower);
      upper[part.column] = Math.min(upper[part.column], part.upper);
    }
    for (const j of discrete.columns) if (lower[j] > upper[j]) return false;
    this.solver.setBounds(discrete.columns, lower, upper);
    return true;
  }

  /** What to do with a node whose linear program is solved. Returns the child to go on with, if it has children. */
  private *explore(
    node: TreeNode,
    result: NodeResult & { status: 'optimal' },
    arrived: boolean,
  ): Generator<void, TreeNode | undefined> {
    const { x, basis } = result.solution;
    const bound = Math.max(node.bound, roundedUp(result.bound, this.step));
    if (node.parent !== undefined && node.distance > SETTLED)
      this.pseudoCosts.note(node.column, node.direction, node.distance, bound - node.bound);
    this.current = { ...node, bound };
    if (bound < this.cutoff()) {
      const lower = this.lower.slice();
      const upper = this.upper.slice();
      const due =
        node.parent === undefined ||
        (this.best === undefined ? arrived : this.nodes % NODES_PER_ROUNDING === 0);
      let split = this.choose(x, SETTLED, lower, upper);
      if (split === undefined) {
        const settled = yield* this.settle(this.rounding.nearest(x));
        split = this.choose(x, 0, lower, upper) ?? (settled ? undefined : this.apart(x, lower, upper));
      } else if (due) yield* this.settle(this.rounding.unlocked(x));
      if (bound < this.cutoff()) {
        if (split !== undefined) return this.branch(node, bound, split, x, basis, lower, upper);
        this.unsettled = Math.min(this.unsettled, bound);
        return undefined;
      }
    }
    this.cut = Math.min(this.cut, bound);
    return undefined;
  }

  /** The column to branch on, among those that are further than `tolerance` from what they may be within these bounds. */
  private choose(
    x: Float64Array,
    tolerance: number,
    lower: Float64Array,
    upper: Float64Array,
  ): Split | undefined {
    let chosen: Split | undefined;
    let most = -1;
    for (const j of this.discrete.columns) {
      const split = this.discrete.split(j, within(x[j], lower[j], upper[j]));
      if (Math.min(split.down, split.up) <= tolerance) continue;
      const score = this.pseudoCosts.score(split);
      if (score <= most) continue;
      most = score;
      chosen = split;
    }
    return chosen;
  }

  /** For a point that is whole but misses a bound of its node by enough to matter: a column that may still be something else. */
  private apart(x: Float64Array, lower: Float64Array, upper: Float64Array): Split | undefined {
    for (const j of this.discrete.columns) {
      const split = this.discrete.apart(j, within(x[j], lower[j], upper[j]), lower[j], upper[j]);
      if (split !== undefined) return split;
    }
    return undefined;
  }

  /** Two children; the nearer one is returned, the other one waits. */
  private branch(
    node: TreeNode,
    bound: number,
    split: Split,
    x: Float64Array,
    basis: Basis | undefined,
    lower: Float64Array,
    upper: Float64Array,
  ): TreeNode {
    const { column, below, above, down, up } = split;
    const nearerDown = down <= up;
    const child = (direction: 1 | -1): TreeNode => ({
      parent: node,
      column,
      lower: direction > 0 ? above : lower[column],
      upper: direction > 0 ? upper[column] : below,
      bound,
      age: this.made++,
      basis,
      direction,
      distance: direction > 0 ? above - x[column] : x[column] - below,
    });
    this.queue.push(child(nearerDown ? 1 : -1));
    return child(nearerDown ? -1 : 1);
  }

  /**
   * Looks for a point in which the discrete columns are exactly these: the point itself, or the best one for the columns
   * that remain. Leaves the solver with other bounds. Returns whether there is such a point.
   */
  private *settle(point: Float64Array): Generator<void, boolean> {
    if (this.accept(point)) return true;
    const { discrete, lower, upper, program } = this;
    if (program.integer?.every((whole) => whole !== 0)) return false;
    for (const j of discrete.columns) {
      if (point[j] > program.columnUpper[j] || (point[j] !== 0 && point[j] < program.columnLower[j]))
        return false;
      const part = discrete.part(j, point[j], program.columnUpper[j]);
      lower[j] = part.lower;
      upper[j] = part.upper;
    }
    this.solver.setBounds(discrete.columns, lower, upper);
    const result = yield* this.solver.solve(undefined);
    if (result.status !== 'optimal') return false;
    const x = result.solution.x.slice();
    for (const j of discrete.columns) x[j] = within(x[j], lower[j], upper[j]);
    return this.accept(x);
  }

  /** Keeps the point if it satisfies the program and is the best so far. Returns whether it satisfies the program. */
  private accept(x: Float64Array): boolean {
    const { verdict, objective } = checkOptimal(this.program, { x }, TOLERANCES.vertex);
    if (verdict !== 'verified') return false;
    if (this.best === undefined || objective < this.best.objective) {
      this.best = { x: x.slice(), objective };
      this.fixing.tighten(objective);
    }
    return true;
  }
}
