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
  Deadline,
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
import type { RangingResult } from 'highs';
import type { Plan } from './algorithms.ts';
import { grownBasis } from './basis.ts';
import { HighsModel, type Reading } from './model.ts';
import { Watch } from './progress.ts';
import { findFarkas, findRay } from './proof.ts';
import { claimedRanging } from './ranging.ts';
import { acquireRuntime, describeError } from './runtime.ts';
import { search } from './search.ts';
import { FIRST_LOOK, type Look, PRIMAL_SIMPLEX, RANGING_LOOK } from './settings.ts';
import { variableTypes } from './variable-types.ts';

/** A claim, and whether there is any point in looking again. */
interface Answer {
  readonly claim: Claim;
  readonly settled: boolean;
}

/** Each index once, increasing, as HiGHS wants them. */
function distinct(indices: Int32Array): Int32Array {
  return Int32Array.from(new Set(indices)).sort();
}

export class HighsSession implements EngineSession {
  private readonly plan: Plan;
  private program: Program;
  private model: HighsModel | undefined;
  /** Where the last solve ended, for a program that has to be loaded anew. */
  private lastBasis: Basis | undefined;
  /** Whether the last solve ended at a vertex and only costs have changed since. */
  private onlyCostsChanged = false;

  constructor(program: Program, plan: Plan) {
    this.program = program;
    this.plan = plan;
  }

  async run(options: RunOptions): Promise<Claim> {
    const aborted: Claim = { status: 'limit', which: 'aborted', iterations: 0 };
    if (options.signal?.aborted) return aborted;
    const watch = Watch.of(options, this.plan.reports);
    try {
      const claim = await this.solve(options, new Deadline(options.timeLimit), watch);
      watch?.rethrow();
      return options.signal?.aborted ? { ...aborted, iterations: claim.iterations } : claim;
    } catch (error) {
      watch?.rethrow();
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

  private async solve(options: RunOptions, deadline: Deadline, watch: Watch | undefined): Promise<Claim> {
    if (deadline.left() === 0) return { status: 'limit', which: 'time', iterations: 0 };
    if (variableTypes(this.program) === undefined) {
      const claim = await this.optimize(options, deadline, watch);
      return isDiscrete(this.program) ? this.asSearch(claim) : claim;
    }
    // A basis is of no use to a search, and what it ends at is of none to the next solve.
    this.lastBasis = undefined;
    this.onlyCostsChanged = false;
    return await search(await this.loaded(), this.program, options, deadline, watch);
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

  private async optimize(options: RunOptions, deadline: Deadline, watch: Watch | undefined): Promise<Claim> {
    const model = await this.loaded();
    const { plan } = this;
    const given = plan.vertex ? options.startBasis : undefined;
    const onlyCostsChanged = this.onlyCostsChanged && given === undefined;
    // Where there is a vertex to start from, simplex does: an interior point cannot.
    const placed = given !== undefined || this.lastBasis !== undefined;
    if (given !== undefined) model.setBasis(given);
    this.onlyCostsChanged = false;
    this.lastBasis = undefined;
    const first = placed ? FIRST_LOOK : plan.first(this.program);
    const looks: readonly Look[] = [
      onlyCostsChanged ? { ...first, strategy: PRIMAL_SIMPLEX } : first,
      ...plan.second,
    ];
    let iterations = 0;
    let best: Claim = { status: 'limit', which: 'aborted', iterations: 0 };
    let searched = false;
    for (const look of looks) {
      if (options.signal?.aborted || watch?.stopped) break;
      const reading = model.run(look, deadline.left(), watch);
      const { claim, settled } = this.answer(model, look, reading);
      iterations += reading.iterations;
      this.lastBasis = reading.basis;
      this.onlyCostsChanged = claim.status === 'optimal' && plan.vertex;
      if (settled)
        return options.ranging
          ? this.ranged(model, { ...claim, iterations }, deadline, watch)
          : { ...claim, iterations };
      if (best.status === 'limit' || best.status === 'failed') best = claim;
      if (searched || (claim.status !== 'infeasible' && claim.status !== 'unbounded')) continue;
      searched = true;
      const proof = await this.prove(claim, deadline, watch);
      iterations += proof.iterations;
      if (proof.status !== 'failed') return { ...proof, iterations };
    }
    const open = best.status === 'failed' || best.status === 'infeasibleOrUnbounded' || this.endless(best);
    if (open && !searched) {
      // HiGHS came to no result: perhaps there is a certificate nevertheless (H2).
      for (const status of ['infeasible', 'unbounded'] as const) {
        const proof = await this.prove({ status, iterations: 0 }, deadline, watch);
        iterations += proof.iterations;
        if (proof.status !== 'failed') return { ...proof, iterations };
      }
    }
    // Interior point takes slow progress for a status now and then: what it cannot prove is no claim.
    if (!plan.vertex && (best.status === 'infeasible' || best.status === 'unbounded'))
      return { status: 'failed', cause: `HiGHS claimed '${best.status}', and nothing proves it`, iterations };
    return { ...best, iterations };
  }

  /**
   * The optimum that the model has just come to, with its ranges if HiGHS gives any. Right after a crossover it refuses them
   * more often than not: then simplex confirms the basis, and is asked.
   */
  private ranged(model: HighsModel, claim: Claim, deadline: Deadline, watch: Watch | undefined): Claim {
    if (claim.status !== 'optimal' || claim.basis === undefined) return claim;
    const ranging = model.ranging();
    if (ranging !== undefined) return this.withRanges(claim, claim.basis, ranging);
    if (deadline.left() === 0 || watch?.stopped) return claim;
    model.setBasis(claim.basis);
    const reading = model.run(RANGING_LOOK, deadline.left(), watch);
    const again = this.answer(model, RANGING_LOOK, reading);
    if (!again.settled || again.claim.status !== 'optimal' || again.claim.basis === undefined) return claim;
    const confirmed = { ...again.claim, iterations: claim.iterations + reading.iterations };
    this.lastBasis = again.claim.basis;
    const asked = model.ranging();
    return asked === undefined ? confirmed : this.withRanges(confirmed, again.claim.basis, asked);
  }

  private withRanges(
    claim: Claim & { readonly status: 'optimal' },
    basis: Basis,
    ranging: RangingResult,
  ): Claim {
    const { rowActivity } = checkOptimal(this.program, { x: claim.x }, this.plan.tolerances);
    return { ...claim, ranging: claimedRanging(this.program, basis, rowActivity, ranging) };
  }

  /** What a run claims, and whether that is the end of it. */
  private answer(model: HighsModel, look: Look, reading: Reading): Answer {
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
        const farkas = look.solver === 'simplex' ? model.farkas() : undefined;
        if (farkas === undefined || checkFarkas(this.program, farkas).verdict === 'refuted')
          return { claim: { status: 'infeasible', iterations }, settled: false };
        return { claim: { status: 'infeasible', farkas, iterations }, settled: true };
      }
      case 'unbounded': {
        const point = x === undefined || !this.isFeasible(x) ? {} : { point: x };
        const ray = look.solver === 'simplex' ? model.ray() : undefined;
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
        const claim: Claim = { status: 'limit', which: meaning, ...point, iterations };
        return { claim, settled: !this.endless(claim) };
      }
      case 'unsettled':
        // A first-order method may stop short of its own tolerance and yet within that of its class.
        if (!this.plan.vertex && x !== undefined && rowDual !== undefined && reducedCost !== undefined) {
          const point = { x, rowDual, reducedCost };
          if (this.isOptimal(point))
            return { claim: { status: 'optimal', ...point, iterations }, settled: true };
        }
        return { claim: { status: 'failed', cause, iterations }, settled: false };
      case 'refused':
        return { claim: { status: 'failed', cause, iterations }, settled: true };
    }
  }

  /** The same claim with its proof, `limit` when the time ended first, `failed` when none was found. */
  private async prove(
    claim: Claim & { status: 'infeasible' | 'unbounded' },
    deadline: Deadline,
    watch: Watch | undefined,
  ): Promise<Claim> {
    const infeasible = claim.status === 'infeasible';
    const find = infeasible ? findFarkas : findRay;
    const { vector, iterations } = await find(relaxation(this.program), deadline, watch);
    if (vector !== undefined)
      return { ...claim, ...(infeasible ? { farkas: vector } : { ray: vector }), iterations };
    if (watch?.stopped) return { status: 'limit', which: 'aborted', iterations };
    if (deadline.left() === 0) return { status: 'limit', which: 'time', iterations };
    return { status: 'failed', cause: 'no certificate was found', iterations };
  }

  private isFeasible(x: Float64Array): boolean {
    return checkOptimal(this.program, { x }, this.plan.tolerances).verdict === 'verified';
  }

  private isOptimal(point: PrimalDualPoint): boolean {
    return checkOptimal(this.program, point, this.plan.tolerances).verdict === 'verified';
  }

  /** Whether a first-order method ran into its own limit: nobody asked for one, so there may be no optimum. */
  private endless(claim: Claim): boolean {
    return !this.plan.vertex && claim.status === 'limit' && claim.which === 'iterations';
  }
}
