/**
 * One open program in HiGHS: keeps the program, loads it when it is needed, re-solves from where it stood. A claim is
 * checked here before it is made, because HiGHS with other settings often succeeds where its first run did not; what
 * is refuted to the end is still claimed, and refuted again by `defineBackend`.
 */
import {
  type Basis,
  type Claim,
  checkFarkas,
  checkOptimal,
  checkRay,
  type Delta,
  type EngineSession,
  hasSemicontinuous,
  isDiscrete,
  keepsMatrix,
  type PrimalDualPoint,
  type Program,
  type RunOptions,
  relaxation,
  TOLERANCES,
} from '@marginal/program';
import { grownBasis } from './basis.ts';
import { Deadline } from './deadline.ts';
import { TIGHT_TOLERANCE } from './limits.ts';
import { HighsModel, type Reading } from './model.ts';
import { findFarkas, findRay } from './proof.ts';
import { acquireRuntime, describeError } from './runtime.ts';
import { search } from './search.ts';
import { DUAL_SIMPLEX, FIRST_LOOK, type Look, PRIMAL_SIMPLEX } from './settings.ts';
import { variableTypes } from './variable-types.ts';

/** A claim, and whether there is any point in looking again. */
interface Answer {
  readonly claim: Claim;
  readonly settled: boolean;
}

/** Second looks, in this order: from the vertex reached, from nothing, from nothing by the other algorithm. */
const SECOND_LOOKS: readonly Look[] = [
  { ...FIRST_LOOK, presolve: 'off', tolerance: TIGHT_TOLERANCE, log: true },
  { ...FIRST_LOOK, presolve: 'off', tolerance: TIGHT_TOLERANCE, fresh: true, log: true },
  { ...FIRST_LOOK, presolve: 'off', strategy: PRIMAL_SIMPLEX, fresh: true, log: true },
];

/** Each index once, increasing, as HiGHS wants them. */
function distinct(indices: Int32Array): Int32Array {
  return Int32Array.from(new Set(indices)).sort();
}

export class HighsSession implements EngineSession {
  private program: Program;
  private model: HighsModel | undefined;
  /** Where the last solve ended, for a program that has to be loaded anew. */
  private lastBasis: Basis | undefined;
  /** Whether the last solve ended at a vertex and only costs have changed since. */
  private onlyCostsChanged = false;

  constructor(program: Program) {
    this.program = program;
  }

  async run(options: RunOptions): Promise<Claim> {
    const aborted: Claim = { status: 'limit', which: 'aborted', iterations: 0 };
    if (options.signal?.aborted) return aborted;
    try {
      const claim = await this.solve(options, new Deadline(options.timeLimit));
      return options.signal?.aborted ? { ...aborted, iterations: claim.iterations } : claim;
    } catch (error) {
      this.unload();
      return { status: 'failed', cause: describeError(error), iterations: 0 };
    }
  }

  async update(delta: Delta, next: Program): Promise<void> {
    this.program = next;
    const model = this.model;
    if (model === undefined) return;
    // With its bounds a semicontinuous column changes its kind: from zero on it is an ordinary one.
    const kindsChange = delta.columnBounds !== undefined && hasSemicontinuous(next);
    if (!keepsMatrix(delta) || kindsChange || !model.keeps(next) || model.runtime.broken !== undefined) {
      this.unload();
      return;
    }
    if (delta.columnBounds || delta.rowBounds) this.onlyCostsChanged = false;
    if (delta.cost) model.setCosts(next, distinct(delta.cost.index));
    if (delta.columnBounds) model.setColumnBounds(next, distinct(delta.columnBounds.index));
    if (delta.rowBounds) model.setRowBounds(next, distinct(delta.rowBounds.index));
  }

  close(): void {
    this.unload();
    this.lastBasis = undefined;
  }

  private unload(): void {
    this.model?.dispose();
    this.model = undefined;
    this.onlyCostsChanged = false;
  }

  private async loaded(): Promise<HighsModel> {
    // Another program may have broken the instance that this one lived in.
    if (this.model?.runtime.broken !== undefined) this.unload();
    if (this.model !== undefined) return this.model;
    const model = new HighsModel(await acquireRuntime(), this.program);
    if (this.lastBasis !== undefined) model.setBasis(grownBasis(this.lastBasis, this.program));
    this.model = model;
    return model;
  }

  private async solve(options: RunOptions, deadline: Deadline): Promise<Claim> {
    if (deadline.left() === 0) return { status: 'limit', which: 'time', iterations: 0 };
    if (variableTypes(this.program) === undefined) {
      const claim = await this.optimize(options, deadline);
      return isDiscrete(this.program) ? this.asSearch(claim) : claim;
    }
    // A basis is of no use to a search, and what it ends at is of none to the next solve.
    this.lastBasis = undefined;
    this.onlyCostsChanged = false;
    return await search(await this.loaded(), this.program, options, deadline);
  }

  /** A verified optimum of a program that turned out to be linear is its own bound; its duals are nobody's business. */
  private asSearch(claim: Claim): Claim {
    if (claim.status !== 'optimal') return claim;
    const { x, iterations, rowDual, reducedCost } = claim;
    if (rowDual === undefined || reducedCost === undefined) return { status: 'optimal', x, iterations };
    const point = { x, rowDual, reducedCost };
    const { verdict, objective } = checkOptimal(relaxation(this.program), point, TOLERANCES.vertex);
    return { status: 'optimal', x, ...(verdict === 'verified' ? { bound: objective } : {}), iterations };
  }

  private async optimize(options: RunOptions, deadline: Deadline): Promise<Claim> {
    const model = await this.loaded();
    const hot = this.onlyCostsChanged && options.startBasis === undefined;
    if (options.startBasis !== undefined) model.setBasis(options.startBasis);
    this.onlyCostsChanged = false;
    this.lastBasis = undefined;
    const first: Look = { ...FIRST_LOOK, strategy: hot ? PRIMAL_SIMPLEX : DUAL_SIMPLEX };
    let iterations = 0;
    let best: Claim = { status: 'limit', which: 'aborted', iterations: 0 };
    let searched = false;
    for (const look of [first, ...SECOND_LOOKS]) {
      if (options.signal?.aborted) break;
      const reading = model.run(look, deadline.left());
      const { claim, settled } = this.answer(model, reading);
      iterations += reading.iterations;
      this.lastBasis = reading.basis;
      this.onlyCostsChanged = claim.status === 'optimal';
      if (settled) return { ...claim, iterations };
      if (best.status === 'limit' || best.status === 'failed') best = claim;
      if (searched || (claim.status !== 'infeasible' && claim.status !== 'unbounded')) continue;
      searched = true;
      const proof = await this.prove(claim, deadline);
      iterations += proof.iterations;
      if (proof.status !== 'failed') return { ...proof, iterations };
    }
    if (best.status === 'failed' && !searched) {
      // HiGHS came to no result: perhaps there is a certificate nevertheless (H2).
      for (const status of ['infeasible', 'unbounded'] as const) {
        const proof = await this.prove({ status, iterations: 0 }, deadline);
        iterations += proof.iterations;
        if (proof.status !== 'failed') return { ...proof, iterations };
      }
    }
    return { ...best, iterations };
  }

  /** What a run claims, and whether that is the end of it. */
  private answer(model: HighsModel, reading: Reading): Answer {
    const { meaning, iterations, cause, x, rowDual, reducedCost, basis } = reading;
    switch (meaning) {
      case 'optimal': {
        if (x === undefined) {
          const vague = `${cause}, without a point it holds to be feasible`;
          return { claim: { status: 'failed', cause: vague, iterations }, settled: false };
        }
        const duals = rowDual === undefined || reducedCost === undefined ? {} : { rowDual, reducedCost };
        const vertex = basis === undefined ? {} : { basis };
        const settled = rowDual !== undefined && this.isOptimal({ x, ...duals });
        return { claim: { status: 'optimal', x, ...duals, ...vertex, iterations }, settled };
      }
      case 'infeasible': {
        const farkas = model.farkas();
        if (farkas === undefined || checkFarkas(this.program, farkas).verdict === 'refuted')
          return { claim: { status: 'infeasible', iterations }, settled: false };
        return { claim: { status: 'infeasible', farkas, iterations }, settled: true };
      }
      case 'unbounded': {
        const point = x === undefined || !this.isFeasible(x) ? {} : { point: x };
        const ray = model.ray();
        if (ray === undefined || checkRay(this.program, ray).verdict === 'refuted')
          return { claim: { status: 'unbounded', ...point, iterations }, settled: false };
        return { claim: { status: 'unbounded', ray, ...point, iterations }, settled: true };
      }
      case 'infeasibleOrUnbounded':
        return { claim: { status: 'infeasibleOrUnbounded', iterations }, settled: false };
      case 'time':
      case 'iterations':
      case 'nodes':
      case 'aborted': {
        const point = x === undefined ? {} : { x };
        return { claim: { status: 'limit', which: meaning, ...point, iterations }, settled: true };
      }
      case 'unsettled':
      case 'refused':
        return { claim: { status: 'failed', cause, iterations }, settled: meaning === 'refused' };
    }
  }

  /** The same claim with its proof, `limit` when the time ended first, `failed` when none was found. */
  private async prove(
    claim: Claim & { status: 'infeasible' | 'unbounded' },
    deadline: Deadline,
  ): Promise<Claim> {
    const infeasible = claim.status === 'infeasible';
    const find = infeasible ? findFarkas : findRay;
    const { vector, iterations } = await find(relaxation(this.program), deadline);
    if (vector !== undefined)
      return { ...claim, ...(infeasible ? { farkas: vector } : { ray: vector }), iterations };
    if (deadline.left() === 0) return { status: 'limit', which: 'time', iterations };
    return { status: 'failed', cause: 'no certificate was found', iterations };
  }

  private isFeasible(x: Float64Array): boolean {
    return checkOptimal(this.program, { x }, TOLERANCES.vertex).verdict === 'verified';
  }

  private isOptimal(point: PrimalDualPoint): boolean {
    return checkOptimal(this.program, point, TOLERANCES.vertex).verdict === 'verified';
  }
}
