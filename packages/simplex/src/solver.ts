/**
 * Solves one program from where its state stands: picks the algorithm by feasibility, lets dual and primal take over from each other, and
 * goes down the ladder when a verdict cannot be verified. A verdict is claimed only with its certificate; what nothing helps is `failed`.
 */
import { type Basis, type Claim, type Delta, keepsMatrix, type Program } from '@marginal/program';
import { dualSimplex } from './dual/dual.ts';
import { DualPivot } from './dual/iterate.ts';
import { feasibilityCosts, perturbCosts } from './dual/perturbation.ts';
import { raiseThreshold } from './dual/phase.ts';
import { RatioTest } from './dual/ratio-test.ts';
import { ExactSimplex, fitsExact } from './exact/exact-simplex.ts';
import { coefficientWarnings } from './form/coefficient-range.ts';
import { Form } from './form/form.ts';
import { presolve, type VertexPoint } from './presolve/presolve.ts';
import { LEAST_ROWS } from './presolve/tolerances.ts';
import { PrimalPivot } from './primal/iterate.ts';
import { primalSimplex } from './primal/primal.ts';
import { Certificates } from './result/certificates.ts';
import { contradicts, isVerified, measure, nearZero } from './result/measure.ts';
import { readBasis, readOptimum } from './result/optimum.ts';
import { Refinement } from './result/refine.ts';
import { loadBasis } from './state/load-basis.ts';
import { refactor } from './state/regular-basis.ts';
import { State } from './state/state.ts';
import type { SolveStatistics } from './statistics.ts';
import {
  DUAL_FEASIBILITY,
  GOOD_RESIDUAL,
  LARGER_PERTURBATION,
  NEAR_AMOUNT,
  NEAR_COUNT,
  PRIMAL_FEASIBILITY,
  SECOND_LOOK,
  TIGHT_FEASIBILITY,
  TIGHTER,
  TIGHTEST_FEASIBILITY,
} from './tolerances.ts';

type Verdict = 'optimal' | 'infeasible' | 'unbounded' | 'stuck';

/** Dual and primal may take over from each other this often from one start. */
const SWAPS = 12;
/** A vertex whose residuals do not pass is looked at this often, each time with tighter tolerances. */
const LOOKS = 4;
/** Any seed will do; the same one gives the same pivots. */
const SEED = 20_261_121;
/** From so few violations in so small a program, perturbing costs more than it saves. */
const FEW_VIOLATIONS = 30;

/** What a solve works with, for one matrix. */
interface Parts {
  readonly state: State;
  readonly test: RatioTest;
  readonly primalPivot: PrimalPivot;
  readonly refinement: Refinement;
  readonly certificates: Certificates;
}

export class Solver {
  program: Program;
  private readonly scaled: boolean;
  private readonly presolving: boolean;
  private readonly dualPivot = new DualPivot();
  /** Made when first needed: while a presolved program is being solved, only the solver of that takes room. */
  private made: Parts | undefined;
  /** Whether the state stands at a basis that an earlier solve or the caller left, not at the slack basis. */
  private warm = false;

  /** What was done in states that are gone, and before the present solve. */
  private earlierPivots = 0;
  private earlierWork = 0;
  /** At work for this solver meanwhile: on the presolved program, or further down the ladder. */
  private inner: { readonly pivots: number; readonly work: number } | undefined;
  private presolved = false;
  /** The last claim that its measurement refuted: made when nothing better is found, for the residuals that come with it. */
  private refuted: Claim | undefined;
  /** A claim that passed the checks, but by more than rounding explains: made when nothing cleaner is found. */
  private doubtful: Claim | undefined;
  /** What became of each try, for a solve that fails. */
  private readonly trail: string[] = [];
  /** Whether exact arithmetic has the last word: the program is small, and its coefficients are so far apart that tolerances blur. */
  private risky: boolean | undefined;
  /** How much costs are perturbed, relative to what is usual. */
  private perturbation = 1;
  private startPivots = 0;
  private startWork = 0;

  /** `program`: a minimisation without integers. `presolving`: whether a cold solve may be of a smaller program first. */
  constructor(program: Program, scaled = true, presolving = false) {
    this.program = program;
    this.scaled = scaled;
    this.presolving = presolving;
  }

  private get parts(): Parts {
    this.made ??= this.make(new Form(this.program, this.scaled));
    return this.made;
  }

  private make(form: Form): Parts {
    const state = new State(form, SEED);
    const refinement = new Refinement(state.m);
    const test = new RatioTest(state.total);
    const primalPivot = new PrimalPivot(state.total, test.pivot);
    this.dualPivot.refinement = refinement;
    primalPivot.refinement = refinement;
    const certificates = new Certificates(refinement);
    return { state, test, primalPivot, refinement, certificates };
  }

  get state(): State {
    return this.parts.state;
  }

  private get test(): RatioTest {
    return this.parts.test;
  }

  private get primalPivot(): PrimalPivot {
    return this.parts.primalPivot;
  }

  private get refinement(): Refinement {
    return this.parts.refinement;
  }

  private get certificates(): Certificates {
    return this.parts.certificates;
  }

  /** Pivots and work since this solver was made. */
  get pivots(): number {
    return this.earlierPivots + (this.made?.state.pivots ?? 0) + (this.inner?.pivots ?? 0);
  }

  get work(): number {
    const state = this.made?.state;
    const own = state === undefined ? 0 : state.work + state.factor.ticks;
    return this.earlierWork + own + (this.inner?.work ?? 0);
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
      form.take(next, delta.cost !== undefined && delta.cost.index.length > 0);
      return;
    }
    const basis = this.warm ? readBasis(state) : undefined;
    this.risky = undefined;
    this.earlierPivots = this.pivots;
    this.earlierWork = this.work;
    const sameShape = delta.addColumns === undefined && delta.addRows === undefined;
    this.made = this.make(new Form(next, this.scaled, sameShape ? form.scale : undefined));
    if (basis !== undefined) this.load(basis);
  }

  /**
   * Runs until a verdict; yields every few pivots, where it may be left. `checked: false` leaves it to the caller to measure an optimum,
   * and to run again if it is not good: for programs so small that measuring twice is a large part of the work.
   */
  *run(checked = true): Generator<void, Claim> {
    this.dismissInner();
    this.startPivots = this.pivots;
    this.startWork = this.work;
    this.made?.state.counters.reset();
    this.presolved = false;
    this.risky ??= fitsExact(this.program) && coefficientWarnings(this.program).length > 0;
    this.refuted = undefined;
    this.doubtful = undefined;
    this.trail.length = 0;
    let claim: Claim | undefined;
    if (this.presolving && !this.warm) claim = yield* this.runPresolved();
    const { state } = this;
    this.certificates.program = this.program;
    state.regular.forget();
    state.updateLimit = Infinity;
    state.primalTolerance = PRIMAL_FEASIBILITY;
    state.dualTolerance = DUAL_FEASIBILITY;
    claim ??= yield* this.attempt(checked, this.warm ? 'from the basis at hand' : 'from the slack basis');
    if (claim === undefined && this.doubtful === undefined) {
      raiseThreshold(state);
      state.loadSlackBasis();
      state.counters.restarts++;
      this.warm = false;
      claim = yield* this.attempt(true, 'from the slack basis, with stricter pivots');
      if (claim === undefined && this.doubtful === undefined) claim = yield* this.rescaled();
    }
    claim ??= yield* this.exactly();
    claim ??= yield* this.elsewhere();
    this.warm = true;
    const cause = `no basis led to a verdict that could be verified: ${this.trail.join('; ')}`;
    return {
      ...(claim ?? this.doubtful ?? this.refuted ?? { status: 'failed', cause }),
      iterations: this.pivots - this.startPivots,
    };
  }

  /** Once more with scaling toggled and costs perturbed more. */
  private *rescaled(): Generator<void, Claim | undefined> {
    this.state.counters.rescaled++;
    const inner = new Solver(this.program, !this.scaled);
    this.inner = inner;
    inner.certificates.program = this.program;
    inner.risky = this.risky;
    inner.perturbation = LARGER_PERTURBATION;
    const claim = yield* inner.attempt(true, `${this.scaled ? 'without' : 'with'} scaling`);
    this.trail.push(...inner.trail);
    this.doubtful ??= inner.doubtful;
    this.refuted ??= inner.refuted;
    this.dismissInner();
    if (claim?.status === 'optimal' && claim.basis !== undefined) this.load(claim.basis);
    return claim;
  }

  /**
   * The last rung, for small programs: exact arithmetic, from the present basis. (Another solver would be the one after it, but this
   * package depends on `@marginal/program` alone.) Its verdict is true; it counts when its rounded certificate passes the checks. When that
   * does not, a doubtful claim that it contradicts is none.
   */
  private *exactly(): Generator<void, Claim | undefined> {
    if (!fitsExact(this.program)) return undefined;
    this.state.counters.exact++;
    const exact = new ExactSimplex(this.program, readBasis(this.state));
    this.inner = exact;
    const claim = yield* exact.run();
    this.dismissInner();
    if (claim === undefined) {
      this.trail.push('exactly: too much work');
      return undefined;
    }
    if (claim.status === 'optimal' && claim.basis !== undefined) this.load(claim.basis);
    if (isVerified(this.program, claim)) return claim;
    const { doubtful } = this;
    if (claim.status === 'unbounded' && doubtful?.status === 'optimal') {
      const moved: Claim = { ...claim, point: doubtful.x };
      if (isVerified(this.program, moved)) return moved;
    }
    this.trail.push(`exactly: ${claim.status}, but doubles cannot hold the proof`);
    this.refuted = claim;
    if (doubtful !== undefined && contradicts(this.program, claim, doubtful)) this.doubtful = undefined;
    return undefined;
  }

  /** A ray whose point did not pass may start from any other. */
  private *elsewhere(): Generator<void, Claim | undefined> {
    const { refuted, program } = this;
    if (this.doubtful !== undefined || refuted?.status !== 'unbounded' || refuted.ray === undefined)
      return undefined;
    for (const held of [true, false]) {
      this.state.counters.points++;
      const inner = new Solver(nearZero(program, held), this.scaled);
      this.inner = inner;
      const claim = yield* inner.run();
      this.dismissInner();
      if (claim.status !== 'optimal') continue;
      const moved: Claim = { ...refuted, point: claim.x };
      if (isVerified(program, moved)) return moved;
    }
    return undefined;
  }

  /** Lets go of what was at work for this solver, but for its counts. */
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
    const presolved = presolve(this.program, { leastRows: LEAST_ROWS });
    yield;
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
    const { worst, passes } = measure(this.program, point);
    return passes && worst <= GOOD_RESIDUAL ? { status: 'optimal', ...point, iterations: 0 } : undefined;
  }

  /**
   * One way down: a claim with its certificate, or undefined. `run` counts its iterations. An optimum, or the point of a ray, with residuals
   * is looked at again with tightened tolerances. What is verified without being clean is left to the rungs below where there is the
   * last one, and is an answer otherwise.
   */
  private *attempt(checked: boolean, name: string): Generator<void, Claim | undefined> {
    const { state, certificates } = this;
    const iterations = 0;
    const before = state.pivots;
    state.pivotLimit = Infinity;
    let best: { claim: Claim; worst: number; passes: boolean; clean: boolean } | undefined;
    let verdict: Verdict = 'stuck';
    for (let look = 0; look < LOOKS; look++) {
      verdict = yield* this.alternate();
      let found: Claim;
      let measured = { worst: 0, passes: true };
      let clean = true;
      if (verdict === 'optimal') {
        // Few pivots away from the last optimum refinement is rounding; where it is not, the caller's measurement says so.
        const steps = checked || !this.warm ? look + 1 : 0;
        const optimum = readOptimum(state, this.refinement, this.program, steps);
        found = { status: 'optimal', ...optimum, iterations };
        if (!checked && this.risky !== true) return found;
        measured = measure(this.program, optimum);
      } else if (verdict === 'infeasible' && certificates.farkas !== undefined) {
        found = { status: 'infeasible', farkas: certificates.farkas, iterations };
        clean = certificates.clean;
      } else if (
        verdict === 'unbounded' &&
        certificates.ray !== undefined &&
        certificates.point !== undefined
      ) {
        const { ray, point } = certificates;
        found = { status: 'unbounded', ray, point, iterations };
        clean = certificates.clean;
        measured = measure(this.program, { x: point });
      } else break;
      const { worst, passes } = measured;
      const better = best === undefined || (passes && !best.passes) || worst < best.worst;
      if (better && (passes || best?.passes !== true)) best = { claim: found, worst, passes, clean };
      // What passes is looked at once more, what does not a few times: until tolerances are as tight as numbers allow.
      if ((passes && worst <= GOOD_RESIDUAL) || (best?.passes === true && look > 0)) break;
      const needed = Math.min(1, GOOD_RESIDUAL / worst) * TIGHTER;
      state.primalTolerance = Math.max(
        TIGHTEST_FEASIBILITY,
        Math.min(TIGHT_FEASIBILITY, state.primalTolerance * needed),
      );
      state.dualTolerance = state.primalTolerance;
      state.pivotLimit = state.pivots + Math.max(SECOND_LOOK, state.pivots - before);
      state.counters.tightened++;
      this.warm = true;
    }
    state.pivotLimit = Infinity;
    if (best === undefined) {
      this.trail.push(`${name}: ${verdict}`);
      return undefined;
    }
    const { claim, worst, passes, clean } = best;
    if (!passes) {
      this.trail.push(`${name}: ${claim.status}, refuted`);
      this.refuted = claim;
      return undefined;
    }
    if ((clean && worst <= GOOD_RESIDUAL && this.risky !== true) || !fitsExact(this.program)) return claim;
    this.trail.push(`${name}: ${claim.status}, doubtful`);
    this.doubtful ??= claim;
    return undefined;
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
    if (!primalNext && !this.nearOptimum(violated, open)) perturbCosts(state, this.perturbation);
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
    refactor(state);
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
