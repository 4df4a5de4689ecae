/**
 * One outer approximation under way: rounds of linear programs in one session, tangents in one pool, the best point and
 * the best bound so far. Invariant: `proof` is a bound that its own duals prove about its own program, and `point`
 * satisfies the model; what the solver does in between can cost rounds, and never truth.
 */
import {
  applyDelta,
  type Backend,
  checkOptimal,
  type Delta,
  type OptimalOutcome,
  type Outcome,
  type Program,
  type Session,
  type SolveOptions,
  TOLERANCES,
} from '@marginal/program';
import type { Range } from './affine-rows.ts';
import type { CompiledModel } from './compiled-model.ts';
import type { ConvexAtom } from './convex-atom.ts';
import { CutPool } from './cut-pool.ts';
import { requireFunctions } from './function-check.ts';
import { impliedBox } from './implied-box.ts';
import type { ModelKind } from './kind.ts';
import type { Bracket, OuterApproximationOptions, OuterApproximationResult } from './outer-result.ts';
import { provedBound } from './proved-bound.ts';
import { OptimalResult } from './result.ts';
import {
  CLOSE_SPREAD,
  FRESH_STARTS,
  FUNCTION_VALUE,
  OUTER_GAP,
  OUTER_PATIENCE,
  OUTER_ROUNDS,
  PATIENCE_FACTOR,
  PATIENCE_SECONDS,
  WORTH_A_CUT,
} from './tolerances.ts';

/** Tangents that need no finer resolution than solvers have. */
export const COARSEST = 1;

/** A point that satisfies the model. */
interface Point {
  /** Length: columns of the model. */
  readonly x: Float64Array;
  readonly objective: number;
  /** What its violations are worth at the duals: its objective may be that much too good. */
  readonly excused: number;
}

/** A bound, and the duals that prove it. */
interface Proof {
  readonly bound: number;
  /** Length: rows at the time. */
  readonly rowDual: Float64Array;
  /** The program that they are duals of, but for rows added later. */
  readonly program: Program;
  readonly outcome: OptimalOutcome;
  readonly kind: Bracket['proof'];
}

/** A session on the model with the tangents of the pool. */
export async function openWith(backend: Backend, model: Program, pool: CutPool): Promise<Session> {
  const tangents = pool.take(model.matrix.columnCount);
  return backend.open(tangents === undefined ? model : applyDelta(model, tangents));
}

/** One solve. */
export class OuterRun {
  private readonly compiled: CompiledModel<ModelKind>;
  private readonly model: Program;
  private readonly atoms: readonly ConvexAtom[];
  private readonly backend: Backend;
  private pool: CutPool;
  private session: Session;
  private readonly options: OuterApproximationOptions;
  private readonly flip: number;
  private readonly start = performance.now();
  private rounds = 0;
  private slowest = 0;
  private starts = 0;
  /** Where the last linear program ended. */
  private last: Float64Array | undefined;
  private iterations = 0;
  private box: Range | undefined;
  private point: Point | undefined;
  private proof: Proof | undefined;

  constructor(
    compiled: CompiledModel<ModelKind>,
    model: Program,
    atoms: readonly ConvexAtom[],
    { backend, pool, session }: { backend: Backend; pool: CutPool; session: Session },
    options: OuterApproximationOptions,
  ) {
    this.backend = backend;
    this.compiled = compiled;
    this.model = model;
    this.atoms = atoms;
    this.pool = pool;
    this.session = session;
    this.options = options;
    this.flip = model.sense === 'minimize' ? 1 : -1;
  }

  close(): void {
    this.session.close();
  }

  async result(): Promise<OuterApproximationResult> {
    const { rounds = OUTER_ROUNDS, gap: wanted = OUTER_GAP } = this.options;
    let best = Infinity;
    let patience = OUTER_PATIENCE;
    while (this.rounds < rounds) {
      const outcome = await this.session.solve(this.limits());
      this.rounds++;
      this.iterations += outcome.iterations;
      if (outcome.status === 'unbounded') {
        if (await this.cutRay(outcome.point, outcome.ray)) continue;
        if (this.isRayOfModel(outcome.point, outcome.ray)) return this.otherwise(outcome);
        return this.stalled(
          'the linear programs stay unbounded, and tangents flat enough to say more are not allowed',
        );
      }
      if (outcome.status !== 'optimal') {
        if (this.isLost(outcome) && (await this.startAfresh())) continue;
        return this.otherwise(outcome);
      }
      this.slowest = Math.max(this.slowest, outcome.seconds);
      const cuts = await this.round(outcome);
      const { gap } = this.bracket();
      if (gap <= wanted) return this.closed();
      if (gap < best) patience = OUTER_PATIENCE;
      else patience--;
      best = Math.min(best, gap);
      if (cuts > 0 && patience > 0) continue;
      // Perhaps what is left escapes the solver's tolerances: once more with tangents around the best point only.
      if (await this.startCloser()) patience = OUTER_PATIENCE;
      else if (cuts > 0) return this.stalled(`${OUTER_PATIENCE} rounds have not brought the ends closer`);
      else return this.stalled('no tangent is left that would make a difference');
    }
    return this.stalled(`${rounds} linear programs were not enough`);
  }

  private limits(): SolveOptions {
    const { signal } = this.options;
    const patience = PATIENCE_FACTOR * this.slowest + PATIENCE_SECONDS;
    const guarded = this.last !== undefined && this.backend.capabilities.timeLimit ? patience : Infinity;
    const timeLimit = Math.min(this.secondsLeft(), guarded);
    return {
      ...(timeLimit === Infinity ? {} : { timeLimit }),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  private secondsLeft(): number {
    const { timeLimit = Infinity } = this.options;
    return Math.max(0, timeLimit - (performance.now() - this.start) / 1000);
  }

  /** Whether the solver lost its way, so that other rows may help. */
  private isLost(outcome: Outcome): boolean {
    const tookLong = outcome.status === 'limit' && outcome.which === 'time' && this.secondsLeft() > 0;
    return tookLong || outcome.status === 'imprecise' || outcome.status === 'failed';
  }

  /** A new session with the closest tangents only, written smaller; false when there have been enough. */
  private async startAfresh(): Promise<boolean> {
    const { last } = this;
    if (last === undefined || this.starts === FRESH_STARTS) return false;
    await this.reopen(this.pool.thinned(last));
    return true;
  }

  /**
   * A new session with tangents around the best point only. Any duals of it prove a bound that misses the
   * optimum by the square of their spread only, whether or not the solver sees that far.
   */
  private async startCloser(): Promise<boolean> {
    const { point } = this;
    if (point === undefined || this.starts === FRESH_STARTS) return false;
    const pool = new CutPool(this.model.matrix.rowCount, this.model.names);
    const spread = CLOSE_SPREAD * 2 ** -this.starts;
    for (const atom of this.atoms)
      for (let k = 0; k < atom.value.size; k++) {
        const parameter = atom.function.parameter(atom.pointAt(point.x, k));
        for (const steps of [0, 1, 30, 900])
          for (const share of [1 - steps * spread, 1 + steps * spread])
            pool.add(atom, k, share * parameter, COARSEST);
      }
    await this.reopen(pool);
    return true;
  }

  private async reopen(pool: CutPool): Promise<void> {
    this.starts++;
    this.session.close();
    this.pool = pool;
    this.session = await openWith(this.backend, this.model, pool);
  }

  /** Takes everything from one optimum; returns how many tangents are new. */
  private async round(outcome: OptimalOutcome): Promise<number> {
    const { solution } = outcome;
    if (solution.kind !== 'lp') return 0;
    const { x, rowDual } = solution;
    const before = this.pool.size;
    this.last = x;
    this.takePoint(x, rowDual, solution.reducedCost);
    this.cutPoint(x);
    const combined = this.pool.combine(rowDual);
    await this.grow();
    this.takeProof(outcome, [combined, rowDual]);
    return this.pool.size - before;
  }

  private async grow(): Promise<void> {
    const delta: Delta | undefined = this.pool.take(this.session.program.matrix.columnCount);
    if (delta !== undefined) await this.session.update(delta);
  }

  /** Tangents where the linear program's point lies below a function. */
  private cutPoint(x: Float64Array): void {
    for (const atom of this.atoms) {
      for (let k = 0; k < atom.value.size; k++) {
        const at = atom.pointAt(x, k);
        const truth = atom.function.value(at);
        const below = truth - x[atom.value.start + k];
        // Where the function is infinite, such as x^2 / y at y = 0, the point is infinitely far below it.
        if (truth < Infinity && below <= WORTH_A_CUT * (1 + Math.abs(truth))) continue;
        this.cutAt(atom, k, at, below);
      }
    }
  }

  private cutAt(atom: ConvexAtom, member: number, at: readonly number[], resolution: number): void {
    const reach = this.pool.reach(atom, member);
    this.pool.add(atom, member, Math.min(Math.max(atom.function.parameter(at), -reach), reach), resolution);
  }

  /** Tangents farther and farther along a ray; false when no atom changes along it or none is left to add. */
  private async cutRay(point: Float64Array, ray: Float64Array): Promise<boolean> {
    const before = this.pool.size;
    for (const atom of this.atoms) {
      for (let k = 0; k < atom.value.size; k++) {
        const direction = atom.pointAt(ray, k);
        if (direction.every((step) => step === 0)) continue;
        const from = atom.pointAt(point, k);
        // In steps of the point's own size, so that no distance takes more than a few rounds.
        const stride = Math.max(1, ...from.map(Math.abs)) / Math.max(...direction.map(Math.abs));
        for (const steps of [0, 1, 16, 256]) {
          const at = from.map((u, a) => u + steps * stride * direction[a]);
          this.cutAt(atom, k, at, COARSEST);
        }
      }
    }
    await this.grow();
    return this.pool.size > before;
  }

  /** Whether the model itself is unbounded: from a feasible point, along a ray on which no function changes. */
  private isRayOfModel(point: Float64Array, ray: Float64Array): boolean {
    const none = new Float64Array(this.model.rowLower.length);
    this.takePoint(point, none, new Float64Array(point.length));
    const moves = this.atoms.some((atom) =>
      atom.arguments.some(({ start, size }) => ray.subarray(start, start + size).some((step) => step !== 0)),
    );
    return this.point !== undefined && !moves;
  }

  /** Keeps the point, values put at their functions, if it satisfies the model and is the best so far. */
  private takePoint(x: Float64Array, rowDual: Float64Array, reducedCost: Float64Array): void {
    const consider = (candidate: Float64Array): void => {
      if (!candidate.every(Number.isFinite)) return;
      const report = checkOptimal(this.model, { x: candidate }, TOLERANCES.vertex);
      if (report.verdict === 'refuted') return;
      const excused = this.excused(candidate, report.rowActivity, rowDual, reducedCost);
      const score = this.flip * report.objective + excused;
      if (this.point === undefined || score < this.flip * this.point.objective + this.point.excused)
        this.point = { x: candidate, objective: report.objective, excused };
    };
    const exact = this.settled(x);
    consider(exact);
    // Where the model needs a value above its function, the linear program's own is the only feasible one.
    const loose = x.slice();
    for (const { value } of this.atoms)
      for (let j = value.start; j < value.start + value.size; j++) loose[j] = Math.max(exact[j], x[j]);
    consider(loose);
  }

  /** The point with the arguments and values of all atoms where its other columns put them. */
  private settled(x: Float64Array): Float64Array {
    const point = x.slice();
    for (const atom of this.atoms) atom.settle(point, this.compiled.values);
    return point;
  }

  /** What the violations of a point within tolerance are worth at these duals. */
  private excused(
    x: Float64Array,
    activity: Float64Array,
    rowDual: Float64Array,
    reducedCost: Float64Array,
  ): number {
    const { rowLower, rowUpper, columnLower, columnUpper } = this.model;
    const outside = (value: number, lower: number, upper: number): number =>
      Math.max(0, lower - value, value - upper);
    let worth = 0;
    activity.forEach((value, i) => {
      worth += Math.abs(rowDual[i]) * outside(value, rowLower[i], rowUpper[i]);
    });
    x.forEach((value, j) => {
      worth += Math.abs(reducedCost[j]) * outside(value, columnLower[j], columnUpper[j]);
    });
    return worth;
  }

  private takeProof(outcome: OptimalOutcome, duals: readonly Float64Array[]): void {
    const { program } = this.session;
    const cutoff = this.point?.objective ?? this.flip * Infinity;
    this.box = impliedBox(program, cutoff, this.box);
    const padded = duals.map((some) => {
      const rowDual = new Float64Array(program.rowLower.length);
      rowDual.set(some);
      return rowDual;
    });
    for (const rowDual of padded) {
      const value = provedBound(program, rowDual, this.box);
      // Outside the box there is nothing better than the point itself.
      const bound = this.flip * Math.min(this.flip * value, this.flip * cutoff);
      this.keepProof({ bound, rowDual, program, outcome, kind: 'weakDuality' });
    }
    const byTolerance = {
      bound: outcome.objective,
      rowDual: padded[1],
      program,
      outcome,
      kind: 'tolerance' as const,
    };
    if (this.proof === undefined || !Number.isFinite(this.proof.bound)) this.proof = byTolerance;
    else if (this.proof.kind === 'tolerance') this.keepProof(byTolerance);
  }

  private keepProof(proof: Proof): void {
    const old = this.proof;
    const better = old === undefined || this.flip * proof.bound > this.flip * old.bound;
    const firmer = old?.kind === 'tolerance' && proof.kind === 'weakDuality' && Number.isFinite(proof.bound);
    if (better || firmer) this.proof = proof;
  }

  private bracket(): Bracket {
    const attained = this.point?.objective ?? this.flip * Infinity;
    const proved = this.proof?.bound ?? -this.flip * Infinity;
    const scale = 1 + Math.abs(attained - this.model.offset);
    const width = Math.abs(attained - proved) + (this.point?.excused ?? 0);
    return {
      lower: this.flip > 0 ? proved : attained,
      upper: this.flip > 0 ? attained : proved,
      gap: Number.isFinite(width) ? width / scale : Infinity,
      proof: this.proof?.kind ?? 'weakDuality',
      rounds: this.rounds,
      iterations: this.iterations,
      cuts: this.pool.size,
      program: this.proof?.program ?? this.session.program,
    };
  }

  /** The best point with the duals of the best bound, residuals of both together. */
  private joined(): OptimalResult | undefined {
    const { point, proof } = this;
    if (point === undefined || proof === undefined) return undefined;
    const { program, rowDual } = proof;
    const report = checkOptimal(program, { x: point.x, rowDual }, TOLERANCES.vertex);
    const { objective, rowActivity, reducedCost, residuals } = report;
    const solution = { kind: 'lp' as const, x: point.x, rowActivity, rowDual, reducedCost };
    const outcome = { ...proof.outcome, objective, solution, residuals, iterations: this.iterations };
    const run = { kind: 'tangents', gap: this.bracket().gap } as const;
    const { objectiveUnit, objective: stated } = this.compiled;
    // The tangents hold no parameter, so that the envelope theorem needs the model's own rows only.
    return new OptimalResult(this.compiled.variant(program, objectiveUnit, stated), outcome, run);
  }

  private closed(): OuterApproximationResult {
    const result = this.joined();
    if (result === undefined) return this.stalled('there is no point');
    const { functions } = this.compiled;
    if (functions.length > 0) requireFunctions(this.compiled.variant(this.model), result, functions);
    const above = this.above();
    if (above === undefined) return { ...this.bracket(), status: 'optimal', result };
    const cause = `the model wants ${above} above its function`;
    return { ...this.bracket(), status: 'loose', cause, result };
  }

  /** A value of the best point that is not its function's. */
  private above(): string | undefined {
    const { x } = this.point ?? { x: new Float64Array() };
    const exact = this.settled(x);
    const off = exact.findIndex(
      (value, j) => Math.abs(value - x[j]) > FUNCTION_VALUE * (1 + Math.abs(value)),
    );
    return off < 0 ? undefined : this.model.names.column(off);
  }

  private stalled(cause: string): OuterApproximationResult {
    const result = this.joined();
    return { ...this.bracket(), status: 'stalled', cause, ...(result === undefined ? {} : { result }) };
  }

  private otherwise(outcome: Exclude<Outcome, OptimalOutcome>): OuterApproximationResult {
    const result = this.joined();
    return {
      ...this.bracket(),
      status: outcome.status,
      outcome,
      ...(result === undefined ? {} : { result }),
    };
  }
}
