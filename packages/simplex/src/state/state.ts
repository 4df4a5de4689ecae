/**
 * Where a solve stands: the basis, its factor, the values that follow from it, and every workspace of an iteration. All arrays are made
 * here once, so that no pivot allocates. Conventions (docs/conventions.md, section 2; `Form`): `d = c - A'y` with `y = B^-T c_B`,
 * `move` +1 where a nonbasic variable may increase (stands on its lower bound), -1 where it may decrease, 0 when fixed, free or basic.
 * Vectors of length m live in row space: entry r belongs to `basic[r]`, whose pivot lies in row r.
 */
import { BasisFactor } from '../factor/basis-factor.ts';
import { grownInt32 } from '../factor/growth.ts';
import { SparseVector } from '../factor/sparse-vector.ts';
import type { Form } from '../form/form.ts';
import { RowCopy } from '../form/row-copy.ts';
import { DUAL_FEASIBILITY, PRIMAL_FEASIBILITY } from '../tolerances.ts';
import { Counters } from './counters.ts';
import { PivotRow } from './pivot-row.ts';
import { Random } from './random.ts';
import { RegularBasis } from './regular-basis.ts';

/** How much the newest observation counts in a running average of densities (HiGHS). */
const NEWEST = 0.05;

export class State {
  readonly form: Form;
  readonly m: number;
  readonly n: number;
  readonly total: number;
  readonly factor: BasisFactor;
  /** Made when first needed: a basis may be loaded here after a presolved program was solved elsewhere, and never pivoted on. */
  private copy: RowCopy | undefined;

  /** Length total. Working bounds and costs: in phase one the bounds are boxes, and costs may be perturbed. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly cost: Float64Array;
  /** Length total: what was added to the costs by shifts since they were last set. */
  readonly shift: Float64Array;
  /** Length total: reduced costs; zero for basic variables, not kept for fixed ones. */
  readonly dual: Float64Array;
  /** Length total: value of a nonbasic variable. */
  readonly value: Float64Array;
  readonly move: Int8Array;
  /** Length total: 1 when nonbasic. */
  readonly nonbasic: Uint8Array;
  /** Length total: 1 when nonbasic and not fixed, so that it may enter. The row copy is partitioned by it. */
  readonly eligible: Uint8Array;
  /** Length total: a fixed random whole number in [0, `RANDOM_RANGE`) each. */
  readonly random: Int32Array;

  /** Length m: the variable whose pivot lies in row r. */
  readonly basic: Int32Array;
  /** Length m: value and bounds of the basic variables, and the square of their violation. */
  readonly primal: Float64Array;
  readonly lowerBasic: Float64Array;
  readonly upperBasic: Float64Array;
  readonly violation: Float64Array;
  /** Length m: dual steepest edge weights `||e_r' B^-1||^2`. */
  readonly weight: Float64Array;

  /** Work vectors of length m: row of the inverse, entering column, `B^-1 rho`, flips, and one to spare. */
  readonly rho: SparseVector;
  readonly column: SparseVector;
  readonly tau: SparseVector;
  readonly flips: SparseVector;
  readonly spare: SparseVector;
  readonly pivotRow: PivotRow;
  /** Expected densities of the solves, running averages. */
  rhoDensity = 0;
  columnDensity = 0;
  tauDensity = 0;
  flipDensity = 0;

  primalTolerance = PRIMAL_FEASIBILITY;
  dualTolerance = DUAL_FEASIBILITY;
  /** Whether `cost` differs from the true costs by perturbation or shifts. */
  costsMoved = false;
  /** Whether working bounds differ from the true ones by perturbation. */
  boundsMoved = false;
  /** Whether `weight` belongs to the present basis. */
  weightsExact = false;
  /** Whether the row copy was ever partitioned by `eligible`. */
  private partitioned = false;
  /** Whether the factor belongs to `basic`. */
  factored = false;
  /**
   * Whether `dual` and `primal` are what they would be from scratch, so that a hot start need not compute them again: for the true costs,
   * and after so many pivots. What else can change them (the factor, bounds, flips, eligibility) says so here.
   */
  private dualFresh = false;
  private primalFresh = false;
  private freshPivots = -1;
  /** `Form.costChanges` when the working costs were last set. */
  private costsOf = 0;
  /** Number of nonbasic free variables. */
  freeCount = 0;
  /** The first `freeCount` are the nonbasic free variables. */
  freeList = new Int32Array(0);
  /** Pivots since this state was made, and work in the unit of the factor's ticks. */
  pivots = 0;
  work = 0;
  /** A phase that has come to this many pivots is stuck. */
  pivotLimit = Infinity;
  /** Updates of a factor after which it is made anew: lowered when a basis turned out to be singular. */
  updateLimit = Infinity;
  readonly counters = new Counters();
  /** Where to go back to from a singular basis. */
  readonly regular: RegularBasis;
  readonly generator: Random;

  constructor(form: Form, seed: number) {
    const { m, n, total } = form;
    this.form = form;
    this.m = m;
    this.n = n;
    this.total = total;
    this.factor = new BasisFactor(m, n, form);
    this.lower = new Float64Array(total);
    this.upper = new Float64Array(total);
    this.cost = new Float64Array(total);
    form.readBounds(this.lower, this.upper);
    form.readCosts(this.cost);
    this.shift = new Float64Array(total);
    this.dual = new Float64Array(total);
    this.value = new Float64Array(total);
    this.move = new Int8Array(total);
    this.nonbasic = new Uint8Array(total);
    this.eligible = new Uint8Array(total);
    this.random = new Int32Array(total);
    this.basic = new Int32Array(m);
    this.primal = new Float64Array(m);
    this.lowerBasic = new Float64Array(m);
    this.upperBasic = new Float64Array(m);
    this.violation = new Float64Array(m);
    this.weight = new Float64Array(m).fill(1);
    this.rho = new SparseVector(m);
    this.column = new SparseVector(m);
    this.tau = new SparseVector(m);
    this.flips = new SparseVector(m);
    this.spare = new SparseVector(m);
    this.pivotRow = new PivotRow(n, total);
    this.regular = new RegularBasis(m, total);
    this.generator = new Random(seed);
    for (let j = 0; j < total; j++) this.random[j] = this.generator.bits();
    this.loadSlackBasis();
  }

  get rowCopy(): RowCopy {
    const { m, n, form } = this;
    this.copy ??= new RowCopy(m, n, form.starts, form.rows, form.values);
    return this.copy;
  }

  /** All logicals basic, all columns on a bound. */
  loadSlackBasis(): void {
    const { m, n } = this;
    this.move.fill(0);
    this.nonbasic.fill(1, 0, n);
    this.nonbasic.fill(0, n);
    for (let i = 0; i < m; i++) this.basic[i] = n + i;
    this.weight.fill(1);
    this.weightsExact = true;
    this.factored = false;
  }

  /** True bounds again, for every variable. */
  restoreBounds(): void {
    this.form.readBounds(this.lower, this.upper);
    this.boundsMoved = false;
  }

  /** True costs again, without perturbation and shifts. */
  restoreCosts(): void {
    const { form } = this;
    if (!this.costsMoved && this.costsOf === form.costChanges) return;
    form.readCosts(this.cost);
    this.shift.fill(0);
    this.costsMoved = false;
    this.costsOf = form.costChanges;
    this.dualFresh = false;
  }

  /** Puts nonbasic variables on their working bounds (a boxed one stays where `move` says) and partitions the row copy. */
  placeNonbasics(): void {
    const { total, nonbasic, eligible, move } = this;
    let entered = 0;
    let left = 0;
    for (let j = 0; j < total; j++) {
      const before = eligible[j];
      if (nonbasic[j] === 0) {
        eligible[j] = 0;
        move[j] = 0;
      } else this.place(j);
      if (eligible[j] > before) entered++;
      else if (eligible[j] < before) left++;
    }
    this.listFree();
    // Reduced costs are not kept for variables that cannot enter.
    if (entered > 0) this.dualFresh = false;
    if (entered > 0 || left > 0 || !this.partitioned) this.rowCopy.partition(eligible);
    this.partitioned = true;
  }

  private listFree(): void {
    const { total, eligible, move } = this;
    let free = 0;
    for (let j = 0; j < total; j++) if (eligible[j] !== 0 && move[j] === 0) free++;
    // As many may leave the basis again as enter it, and no more are there.
    this.freeList = grownInt32(this.freeList, 0, free);
    this.freeCount = 0;
    if (free === 0) return;
    for (let j = 0; j < total; j++)
      if (eligible[j] !== 0 && move[j] === 0) this.freeList[this.freeCount++] = j;
  }

  private place(j: number): void {
    const lower = this.lower[j];
    const upper = this.upper[j];
    const before = this.value[j];
    this.eligible[j] = lower === upper ? 0 : 1;
    if (lower === upper) {
      this.move[j] = 0;
      this.value[j] = lower;
    } else if (lower > -Infinity && (upper === Infinity || this.move[j] >= 0)) {
      this.move[j] = 1;
      this.value[j] = lower;
    } else if (upper < Infinity) {
      this.move[j] = -1;
      this.value[j] = upper;
    } else {
      this.move[j] = 0;
      this.value[j] = 0;
    }
    if (this.value[j] !== before) this.primalFresh = false;
  }

  /** A variable that leaves the free list, because it entered the basis. */
  removeFree(j: number): void {
    const { freeList } = this;
    for (let k = 0; k < this.freeCount; k++) {
      if (freeList[k] !== j) continue;
      freeList[k] = freeList[--this.freeCount];
      return;
    }
  }

  /** Moves a boxed nonbasic variable to its other bound. */
  flip(j: number): void {
    const up = this.move[j] > 0;
    this.move[j] = up ? -1 : 1;
    this.value[j] = up ? this.upper[j] : this.lower[j];
    this.primalFresh = false;
  }

  /**
   * Factorises the basis; weights follow their variables. A singular basis is repaired with logicals: the variables that go stand
   * on a bound afterwards. Returns how many were replaced.
   */
  factorise(): number {
    const { m, n, basic, weight, nonbasic, factor } = this;
    // Weights by variable; the pivot row is between two uses.
    const weightOf = this.pivotRow.value;
    for (let r = 0; r < m; r++) weightOf[basic[r]] = weight[r];
    this.dualFresh = false;
    this.primalFresh = false;
    const deficiency = factor.factorise(basic);
    this.work += factor.factorTicks;
    if (deficiency > 0) {
      for (let d = 0; d < deficiency; d++) {
        const out = factor.deficientVariables[d];
        nonbasic[out] = 1;
        this.move[out] = 0;
      }
      for (let d = 0; d < deficiency; d++) {
        const logical = n + factor.deficientRows[d];
        nonbasic[logical] = 0;
        weightOf[logical] = 1;
      }
      this.weightsExact = false;
      this.counters.repaired += deficiency;
      this.placeNonbasics();
    }
    for (let r = 0; r < m; r++) weight[r] = weightOf[basic[r]];
    this.factored = true;
    return deficiency;
  }

  /** Bounds of the basic variables, from the working bounds. */
  gatherBasicBounds(): void {
    const { m, basic, lower, upper, lowerBasic, upperBasic } = this;
    for (let r = 0; r < m; r++) {
      lowerBasic[r] = lower[basic[r]];
      upperBasic[r] = upper[basic[r]];
    }
  }

  /** Forgets what was computed before the last pivots. */
  private forget(): void {
    if (this.freshPivots === this.pivots) return;
    this.freshPivots = this.pivots;
    this.dualFresh = false;
    this.primalFresh = false;
  }

  /** `x_B = -B^-1 N x_N`, from scratch unless it is so already. */
  computePrimal(): void {
    this.forget();
    if (this.primalFresh) return;
    this.primalFresh = true;
    const { m, n, total, nonbasic, value, form, spare, primal, factor } = this;
    const { starts, rows, values } = form;
    const right = spare.value;
    spare.clear();
    for (let j = 0; j < n; j++) {
      const x = value[j];
      if (nonbasic[j] === 0 || x === 0) continue;
      const end = starts[j + 1];
      for (let k = starts[j]; k < end; k++) right[rows[k]] -= values[k] * x;
    }
    for (let j = n; j < total; j++) if (nonbasic[j] !== 0) right[j - n] -= value[j];
    spare.count = -1;
    factor.ftran(spare, 1);
    for (let r = 0; r < m; r++) primal[r] = right[r];
    spare.clear();
  }

  /** `y = B^-T c_B` into `spare`, from scratch, with the working costs. The caller clears it. */
  computeRowDual(): SparseVector {
    const { m, basic, cost, spare, factor } = this;
    spare.clear();
    const y = spare.value;
    let any = false;
    for (let r = 0; r < m; r++) {
      y[r] = cost[basic[r]];
      if (y[r] !== 0) any = true;
    }
    if (!any) return spare;
    spare.count = -1;
    factor.btran(spare, 1);
    return spare;
  }

  /** A copy of `y`, length m: read off the reduced costs of the logicals where these are as they should be. */
  readRowDual(): Float64Array {
    const { m, n, nonbasic, dual } = this;
    this.forget();
    if (!this.dualFresh || this.costsMoved) {
      const vector = this.computeRowDual();
      const y = vector.value.slice();
      vector.clear();
      return y;
    }
    const y = new Float64Array(m);
    for (let i = 0; i < m; i++) if (nonbasic[n + i] !== 0) y[i] = 0 - dual[n + i];
    return y;
  }

  /** `d = c - A'y` of every eligible variable, from scratch unless it is so already, with the working costs. */
  computeDual(): void {
    this.forget();
    if (this.dualFresh && !this.costsMoved) return;
    this.dualFresh = !this.costsMoved;
    const { m, n, total, cost, dual, nonbasic, rowCopy } = this;
    const { start, active, column, value } = rowCopy;
    const yVector = this.computeRowDual();
    const y = yVector.value;
    for (let j = 0; j < total; j++) dual[j] = nonbasic[j] === 0 ? 0 : cost[j];
    for (let i = 0; i < m; i++) {
      const yi = y[i];
      if (yi === 0) continue;
      const end = active[i];
      for (let p = start[i]; p < end; p++) dual[column[p]] -= yi * value[p];
      if (nonbasic[n + i] !== 0) dual[n + i] -= yi;
    }
    yVector.clear();
  }

  /** Squared violations of all basic variables. Returns how many are violated. */
  computeViolations(): number {
    const { m, primal, lowerBasic, upperBasic, violation, primalTolerance } = this;
    let count = 0;
    for (let r = 0; r < m; r++) {
      const x = primal[r];
      const below = lowerBasic[r] - x;
      const above = x - upperBasic[r];
      const most = Math.max(below, above);
      if (most > primalTolerance) {
        violation[r] = most * most;
        count++;
      } else violation[r] = 0;
    }
    return count;
  }

  /** Number of eligible variables whose reduced cost has the wrong sign where they stand. */
  countDualViolations(): number {
    const { total, eligible, move, dual, dualTolerance } = this;
    let count = 0;
    for (let j = 0; j < total; j++) {
      if (eligible[j] === 0) continue;
      const d = dual[j];
      const toward = move[j];
      if (toward === 0 ? d > dualTolerance || d < -dualTolerance : toward * d < -dualTolerance) count++;
    }
    return count;
  }

  /** Moves every boxed variable to the bound that its reduced cost points at. Returns how many moved. */
  flipToDualFeasible(): number {
    const { total, eligible, move, dual, lower, upper, dualTolerance } = this;
    let count = 0;
    for (let j = 0; j < total; j++) {
      if (eligible[j] === 0 || move[j] * dual[j] >= -dualTolerance) continue;
      if (lower[j] === -Infinity || upper[j] === Infinity) continue;
      this.flip(j);
      count++;
    }
    return count;
  }

  observe(average: number, vector: SparseVector): number {
    return (1 - NEWEST) * average + (NEWEST * (vector.count < 0 ? this.m : vector.count)) / (this.m + 1);
  }
}
