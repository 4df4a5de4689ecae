/**
 * Solves one program from where its state stands: picks the algorithm by feasibility, lets dual and primal take over from each other, and
 * goes down the ladder when a verdict cannot be verified. A verdict is claimed only with its certificate; what nothing helps is `failed`.
 */
import {
  type Basis,
  type Claim,
  checkOptimal,
  type Delta,
  keepsMatrix,
  type Program,
  TOLERANCES,
} from '@marginal/program';
import { dualSimplex } from './dual/dual.ts';
import { DualPivot } from './dual/iterate.ts';
import { feasibilityCosts, perturbCosts } from './dual/perturbation.ts';
import { raiseThreshold } from './dual/phase.ts';
import { RatioTest } from './dual/ratio-test.ts';
import { Form } from './form/form.ts';
import { presolve, type VertexPoint } from './presolve/presolve.ts';
import { PrimalPivot } from './primal/iterate.ts';
import { primalSimplex } from './primal/primal.ts';
import { Certificates } from './result/certificates.ts';
import { type Optimum, readBasis, readOptimum } from './result/optimum.ts';
import { Refinement } from './result/refine.ts';
import { loadBasis } from './state/load-basis.ts';
import { State } from './state/state.ts';
import type { SolveStatistics } from './statistics.ts';
import {
  DUAL_FEASIBILITY,
  GOOD_RESIDUAL,
  NEAR_AMOUNT,
  NEAR_COUNT,
  PRIMAL_FEASIBILITY,
  TIGHT_FEASIBILITY,
} from './tolerances.ts';

type Verdict = 'optimal' | 'infeasible' | 'unbounded' | 'stuck';

/** Dual and primal may take over from each other this often from one start. */
const SWAPS = 12;
/** Any seed will do; the same one gives the same pivots. */
const SEED = 20_261_121;
/** From so few violations in so small a program, perturbing costs more than it saves. */
const FEW_VIOLATIONS = 30;

export class Solver {
  program: Program;
  state: State;
  private readonly scaled: boolean;
  private readonly presolving: boolean;
  private test: RatioTest;
  private readonly dualPivot = new DualPivot();
  private primalPivot: PrimalPivot;
  private refinement: Refinement;
  private certificates: Certificates;
  /** Whether the state stands at a basis that an earlier solve or the caller left, not at the slack basis. */
  private warm = false;

  /** What was done in states that are gone, and before the present solve. */
  private earlierPivots = 0;
  private earlierWork = 0;
  /** Solves the presolved program meanwhile. */
  private inner: Solver | undefined;
  private presolved = false;
  /** The last optimum that its measurement refuted: claimed when nothing better is found, for the residuals that come with it. */
  private refuted: Claim | undefined;
  private startPivots = 0;
  private startWork = 0;

  /** `program`: a minimisation without integers. `presolving`: whether a cold solve may be of a smaller program first. */
  constructor(program: Program, scaled = true, presolving = false) {
    this.program = program;
    this.scaled = scaled;
    this.presolving = presolving;
    this.state = new State(new Form(program, scaled), SEED);
    this.test = new RatioTest(this.state.total);
    this.primalPivot = new PrimalPivot(this.state.total);
    this.refinement = new Refinement(this.state.m);
    this.certificates = new Certificates(this.refinement);
  }

  /** Pivots and work since this solver was made. */
  get pivots(): number {
    return this.earlierPivots + this.state.pivots + (this.inner?.pivots ?? 0);
  }

  get work(): number {
    return this.earlierWork + this.state.work + this.state.factor.ticks + (this.inner?.work ?? 0);
  }

  /** How the last solve went. */
  get statistics(): SolveStatistics {
    const { factorisations, perturbations, ...fallbacks } = this.state.counters;
    return {
      pivots: this.pivots - this.startPivots,
      work: this.work - this.startWork,
      factorisations,
      perturbations,
      presolved: this.presolved,
      fallbacks,
    };
  }

  /** Starts the next solve from this basis. */
  load(basis: Basis): void {
    loadBasis(this.state, basis);
    this.warm = true;
  }

  /** `next` is the whole program after `delta`, of which only the indices are read. Basis and weights are kept, the factor too while the matrix is the same. */
  change(delta: Delta, next: Program): void {
    const { state } = this;
    const { form } = state;
    this.program = next;
    if (keepsMatrix(delta)) {
      for (const j of delta.cost?.index ?? []) form.setCost(j, next.cost[j]);
      for (const j of delta.columnBounds?.index ?? [])
        form.setColumnBounds(j, next.columnLower[j], next.columnUpper[j]);
      for (const i of delta.rowBounds?.index ?? []) form.setRowBounds(i, next.rowLower[i], next.rowUpper[i]);
      return;
    }
    const basis = this.warm ? readBasis(state) : undefined;
    this.earlierPivots = this.pivots;
    this.earlierWork = this.work;
    const sameShape = delta.addColumns === undefined && delta.addRows === undefined;
    this.state = new State(new Form(next, this.scaled, sameShape ? form.scale : undefined), SEED);
    this.test = new RatioTest(this.state.total);
    this.primalPivot = new PrimalPivot(this.state.total);
    this.refinement = new Refinement(this.state.m);
    this.certificates = new Certificates(this.refinement);
    if (basis !== undefined) this.load(basis);
  }

  /**
   * Runs until a verdict; yields every few pivots, where it may be left. `checked: false` leaves it to the caller to measure an optimum,
   * and to run again if it is not good: for programs so small that measuring twice is a large part of the work.
   */
  *run(checked = true): Generator<void, Claim> {
    const { state } = this;
    this.dismissInner();
    this.startPivots = this.pivots;
    this.startWork = this.work;
    this.certificates.program = this.program;
    state.counters.reset();
    state.primalTolerance = PRIMAL_FEASIBILITY;
    state.dualTolerance = DUAL_FEASIBILITY;
    this.presolved = false;
    this.refuted = undefined;
    let claim: Claim | undefined;
    if (this.presolving && !this.warm) claim = yield* this.runPresolved();
    claim ??= yield* this.attempt(checked);
    if (claim === undefined) {
      raiseThreshold(state);
      state.loadSlackBasis();
      state.counters.restarts++;
      this.warm = false;
      claim = yield* this.attempt(true);
    }
    if (claim === undefined) {
      state.counters.rescaled++;
      this.inner = new Solver(this.program, !this.scaled);
      this.inner.certificates.program = this.program;
      claim = yield* this.inner.attempt(true);
      this.dismissInner();
      if (claim?.status === 'optimal' && claim.basis !== undefined) this.load(claim.basis);
    }
    this.warm = true;
    const cause = 'no basis led to a verdict that could be verified';
    return {
      ...(claim ?? this.refuted ?? { status: 'failed', cause }),
      iterations: this.pivots - this.startPivots,
    };
  }

  /** Lets go of the solver that was at work for this one, but for its counts. */
  private dismissInner(): void {
    if (this.inner === undefined) return;
    this.earlierPivots += this.inner.pivots;
    this.earlierWork += this.inner.work;
    this.inner = undefined;
  }

  /**
   * Solves the presolved program and goes back. Of its verdicts only an optimum is used, and that only when it is one of the program
   * itself; anything else starts here from the slack basis, or from the basis that came back.
   */
  private *runPresolved(): Generator<void, Claim | undefined> {
    const presolved = presolve(this.program);
    if (presolved.status !== 'reduced' && presolved.status !== 'solved') return undefined;
    let point: VertexPoint;
    if (presolved.status === 'solved') point = presolved.point;
    else {
      const inner = new Solver(presolved.program, this.scaled);
      this.inner = inner;
      const claim = yield* inner.run(false);
      this.dismissInner();
      this.state.counters.take(inner.state.counters);
      if (claim.status !== 'optimal') return undefined;
      const { x, rowDual, reducedCost, basis } = claim;
      if (rowDual === undefined || reducedCost === undefined || basis === undefined) return undefined;
      point = presolved.postsolve({ x, rowDual, reducedCost, basis });
    }
    this.presolved = true;
    this.load(point.basis);
    return this.worstOf(point) <= GOOD_RESIDUAL ? { status: 'optimal', ...point, iterations: 0 } : undefined;
  }

  /** The largest residual of an optimum in user space, Infinity when it is none. */
  private worstOf(optimum: Optimum): number {
    const { residuals, verdict } = checkOptimal(this.program, optimum, TOLERANCES.vertex);
    if (verdict === 'refuted') return Infinity;
    return Math.max(residuals.primal, residuals.dual, residuals.complementarity, residuals.gap);
  }

  /** One way down: a claim with its certificate, or undefined. `run` counts its iterations. */
  private *attempt(checked: boolean): Generator<void, Claim | undefined> {
    const { state, certificates } = this;
    const iterations = 0;
    let best: { optimum: Optimum; worst: number } | undefined;
    for (let look = 0; look < 2; look++) {
      const verdict = yield* this.alternate();
      if (verdict === 'infeasible' && certificates.farkas !== undefined)
        return { status: 'infeasible', farkas: certificates.farkas, iterations };
      if (verdict === 'unbounded' && certificates.ray !== undefined) {
        const { ray, point } = certificates;
        return { status: 'unbounded', ray, ...(point === undefined ? {} : { point }), iterations };
      }
      if (verdict !== 'optimal') break;
      const optimum = readOptimum(state, this.refinement, this.program, look + 1);
      if (!checked) return { status: 'optimal', ...optimum, iterations };
      const worst = this.worstOf(optimum);
      if (best === undefined || worst < best.worst) best = { optimum, worst };
      if (worst <= GOOD_RESIDUAL) break;
      state.primalTolerance = TIGHT_FEASIBILITY;
      state.dualTolerance = TIGHT_FEASIBILITY;
      state.counters.tightened++;
      this.warm = true;
    }
    if (best === undefined) return undefined;
    if (best.worst === Infinity) {
      this.refuted = { status: 'optimal', ...best.optimum, iterations };
      return undefined;
    }
    return { status: 'optimal', ...best.optimum, iterations };
  }

  /** Dual and primal in turn, from the present basis, until one of them comes to an end. */
  private *alternate(): Generator<void, Verdict> {
    const { state } = this;
    state.restoreBounds();
    state.restoreCosts();
    state.placeNonbasics();
    this.recompute();
    const violated = state.computeViolations();
    const open = state.countDualViolations();
    if (violated === 0 && open === 0) return 'optimal';
    let primalNext = this.warm && violated === 0;
    if (!primalNext && !this.nearOptimum(violated, open)) perturbCosts(state, 1);
    for (let swap = 0; swap < SWAPS; swap++) {
      if (swap > 0) state.counters.swaps++;
      if (primalNext) {
        primalNext = false;
        state.restoreCosts();
        const end = yield* primalSimplex(state, this.primalPivot, (s, p) =>
          this.certificates.proveUnbounded(s, p),
        );
        if (end === 'optimal' || end === 'unbounded') return end;
        continue;
      }
      const end = yield* this.dual();
      if (end === 'infeasible') return end;
      if (end === 'optimal') {
        state.restoreCosts();
        state.computeDual();
        if (state.countDualViolations() === 0) return 'optimal';
      } else if (end === 'dualInfeasible') {
        feasibilityCosts(state);
        const feasible = yield* this.dual();
        if (feasible === 'infeasible') return feasible;
      }
      primalNext = true;
    }
    return 'stuck';
  }

  private dual(): Generator<void, 'optimal' | 'infeasible' | 'dualInfeasible' | 'stuck'> {
    const { dualPivot } = this;
    return dualSimplex(this.state, this.test, dualPivot, (s, delta) =>
      this.certificates.proveInfeasible(s, dualPivot.row, delta),
    );
  }

  private recompute(): void {
    const { state } = this;
    if (!state.factored || state.factor.updates > 0) {
      state.factorise();
      state.counters.factorisations++;
    }
    state.computeDual();
    state.computePrimal();
    state.gatherBasicBounds();
  }

  /** Whether a few pivots will do, so that perturbation and its clean-up would cost more. */
  private nearOptimum(violated: number, open: number): boolean {
    if (open > 0 || violated >= NEAR_COUNT) return false;
    if (this.warm && violated <= FEW_VIOLATIONS) return true;
    return this.state.violation.every((v) => v <= NEAR_AMOUNT * NEAR_AMOUNT);
  }
}
