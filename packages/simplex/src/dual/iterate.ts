/**
 * One iteration of the dual simplex: choose row, price, choose column, solve, check, update. Each step returns as soon as the inner loop
 * must end, with the reason; nothing that matters has been changed then. Weights are updated after Forrest and Goldfarb (1992).
 */
import type { SparseVector } from '../factor/sparse-vector.ts';
import type { Refinement } from '../result/refine.ts';
import type { State } from '../state/state.ts';
import { PIVOT_DISAGREEMENT, SMALLEST_PIVOT, WEIGHT_ACCEPTANCE, WEIGHT_FLOOR } from '../tolerances.ts';
import type { RatioTest } from './ratio-test.ts';
import { Visited } from './visited.ts';

/** Why the inner loop ends. */
export const GO_ON = 0;
/** The factor should be made anew: no room, or its work clock says so. */
export const REFACTOR = 1;
/** No basic variable violates its bounds. */
export const NO_ROW = 2;
/** Nothing can enter for the row in `DualPivot.row`. */
export const NO_COLUMN = 3;
/** Row and column disagree about the pivot, or the factor refuses it. */
export const TROUBLE = 4;
/** The exchange leads back to a basis that was here before, again. */
export const CYCLE = 5;

export type Reason = 0 | 1 | 2 | 3 | 4 | 5;

/** The row chosen last and what became of it. */
export class DualPivot {
  row = -1;
  /** Distance to the violated bound, negative below the lower one. */
  delta = 0;
  /** Least indices decide, for rows and columns: slow, but it cannot cycle (Bland 1977). */
  leastIndex = false;
  /** Entries of the pivot row are measured against a row of the inverse that is small: when there is nothing else to choose from. */
  eager = false;
  readonly visited = new Visited();
  /** Refines a row of the inverse whose pivot is too small to be believed; without it such a pivot is dropped at once. */
  refinement: Refinement | undefined;
}

/** The violated row whose basic variable has the least index, or -1. */
function firstRow(state: State): number {
  const { m, violation, basic } = state;
  let row = -1;
  for (let r = 0; r < m; r++) if (violation[r] > 0 && (row < 0 || basic[r] < basic[row])) row = r;
  return row;
}

/** The row with the largest `violation / weight`, or -1. The scan starts at a random place to break ties. */
export function chooseRow(state: State): number {
  const { m, violation, weight } = state;
  if (m === 0) return -1;
  const first = state.generator.bits() % m;
  let best = 0;
  let row = -1;
  for (let r = first; r < m; r++) {
    const v = violation[r];
    if (v > best * weight[r]) {
      best = v / weight[r];
      row = r;
    }
  }
  for (let r = 0; r < first; r++) {
    const v = violation[r];
    if (v > best * weight[r]) {
      best = v / weight[r];
      row = r;
    }
  }
  return row;
}

function squaredNorm(v: SparseVector): number {
  const { index, value, count } = v;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += value[index[k]] * value[index[k]];
  return sum;
}

/** Chooses the leaving row; `state.rho` is its row of the inverse, its weight exact. False: there is none. */
function chooseLeaving(state: State, pivot: DualPivot): boolean {
  const { weight, factor, rho, primal, lowerBasic, upperBasic } = state;
  for (;;) {
    const row = pivot.leastIndex ? firstRow(state) : chooseRow(state);
    pivot.row = row;
    if (row < 0) return false;
    factor.btranRow(rho, row, state.rhoDensity);
    state.rhoDensity = state.observe(state.rhoDensity, rho);
    const exact = squaredNorm(rho);
    const stored = weight[row];
    weight[row] = exact;
    if (stored < WEIGHT_ACCEPTANCE * exact) continue;
    const x = primal[row];
    pivot.delta = x < lowerBasic[row] ? x - lowerBasic[row] : x - upperBasic[row];
    return true;
  }
}

/** Loads column q of `[A I]` into `vector`. */
export function loadColumn(state: State, q: number, vector: SparseVector): void {
  const { n } = state;
  const { starts, rows, values } = state.form;
  const { index, value } = vector;
  vector.clear();
  if (q >= n) {
    value[q - n] = 1;
    index[0] = q - n;
    vector.count = 1;
    return;
  }
  let count = 0;
  const end = starts[q + 1];
  for (let k = starts[q]; k < end; k++) {
    value[rows[k]] = values[k];
    index[count++] = rows[k];
  }
  vector.count = count;
}

/** `B^-1` times the sum of the columns that flip, each times its change, into `state.flips`. */
function solveFlips(state: State, test: RatioTest): void {
  const { n, flips, factor, lower, upper, move } = state;
  const { starts, rows, values } = state.form;
  const { index, value } = flips;
  flips.clear();
  let count = 0;
  for (let k = 0; k < test.flipCount; k++) {
    const j = test.flips[k];
    const change = move[j] * (upper[j] - lower[j]);
    if (j >= n) {
      const i = j - n;
      if (value[i] === 0) index[count++] = i;
      value[i] += change;
      if (value[i] === 0) value[i] = 1e-50;
    } else {
      const end = starts[j + 1];
      for (let p = starts[j]; p < end; p++) {
        const i = rows[p];
        if (value[i] === 0) index[count++] = i;
        value[i] += values[p] * change;
        if (value[i] === 0) value[i] = 1e-50;
      }
    }
  }
  flips.count = count;
  factor.ftran(flips, state.flipDensity);
  state.flipDensity = state.observe(state.flipDensity, flips);
}

/** Takes `step * vector` off the basic values and measures their violations anew. */
function updatePrimal(state: State, vector: SparseVector, step: number): void {
  const { primal, lowerBasic, upperBasic, violation, primalTolerance } = state;
  const { index, value, count } = vector;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const x = primal[r] - step * value[r];
    primal[r] = x;
    const below = lowerBasic[r] - x;
    const above = x - upperBasic[r];
    const most = Math.max(below, above);
    violation[r] = most > primalTolerance ? most * most : 0;
  }
}

/** As `updatePrimal` for the entering column, and the weights with it. */
function updatePrimalAndWeights(state: State, row: number, step: number, alpha: number): void {
  const { primal, lowerBasic, upperBasic, violation, primalTolerance, weight, column, tau } = state;
  const { index, value, count } = column;
  const inner = tau.value;
  const pivotal = weight[row] / (alpha * alpha);
  const factor = -2 / alpha;
  for (let k = 0; k < count; k++) {
    const r = index[k];
    const a = value[r];
    const x = primal[r] - step * a;
    primal[r] = x;
    const below = lowerBasic[r] - x;
    const above = x - upperBasic[r];
    const most = Math.max(below, above);
    violation[r] = most > primalTolerance ? most * most : 0;
    const w = weight[r] + a * (pivotal * a + factor * inner[r]);
    weight[r] = Math.max(w, WEIGHT_FLOOR);
  }
  weight[row] = Math.max(pivotal, WEIGHT_FLOOR);
}

/** Reduced costs after a step; a step of zero is made exact by a shift of the entering cost. */
function updateDual(state: State, q: number, out: number, step: number): void {
  const { dual, cost, shift, pivotRow } = state;
  if (step === 0) {
    if (dual[q] !== 0) {
      cost[q] -= dual[q];
      shift[q] -= dual[q];
      state.costsMoved = true;
    }
  } else {
    const { index, value, count } = pivotRow;
    for (let k = 0; k < count; k++) dual[index[k]] -= step * value[k];
  }
  dual[q] = 0;
  dual[out] = -step;
  if (shift[out] !== 0) {
    cost[out] -= shift[out];
    dual[out] -= shift[out];
    shift[out] = 0;
  }
}

/** Exchanges the basic variable of `row` for q, which enters at `entered`; the leaving one stands on its bound towards `moveOut`. */
export function exchange(state: State, row: number, q: number, entered: number, atUpper: boolean): void {
  const {
    n,
    basic,
    nonbasic,
    eligible,
    move,
    value,
    lower,
    upper,
    primal,
    lowerBasic,
    upperBasic,
    violation,
  } = state;
  const out = basic[row];
  if (move[q] === 0 && eligible[q] !== 0) state.removeFree(q);
  nonbasic[q] = 0;
  move[q] = 0;
  if (eligible[q] !== 0) {
    eligible[q] = 0;
    if (q < n) state.rowCopy.deactivate(q);
  }
  nonbasic[out] = 1;
  value[out] = atUpper ? upper[out] : lower[out];
  if (lower[out] !== upper[out]) {
    move[out] = atUpper ? -1 : 1;
    eligible[out] = 1;
    if (out < n) state.rowCopy.activate(out);
  }
  basic[row] = q;
  primal[row] = entered;
  lowerBasic[row] = lower[q];
  upperBasic[row] = upper[q];
  const below = lower[q] - entered;
  const above = entered - upper[q];
  const most = Math.max(below, above);
  violation[row] = most > state.primalTolerance ? most * most : 0;
  state.pivots++;
}

/**
 * Chooses the entering variable for the row in `state.rho`. A pivot that is tiny beside its row of the inverse is probably what rounding
 * left of a zero: the row is refined in compensated arithmetic and priced again; what is still tiny then is dropped (HiGHS).
 */
function chooseEntering(state: State, test: RatioTest, pivot: DualPivot): boolean {
  const { rho, pivotRow, weight, counters } = state;
  const { row, delta, refinement } = pivot;
  state.work += pivotRow.compute(rho, state.rowCopy, state.eligible);
  const norm = Math.sqrt(weight[row]);
  const least = SMALLEST_PIVOT * norm;
  test.scale = pivot.eager ? Math.min(1, norm) : 1;
  let refined = refinement === undefined;
  for (;;) {
    if (!test.choose(state, delta, pivot.leastIndex)) return false;
    if (Math.abs(test.alpha) > least) return true;
    if (refined) {
      pivotRow.drop(test.entering);
      counters.dropped++;
      continue;
    }
    refined = true;
    counters.refinements++;
    refinement?.transposed(state, rho.value, (r) => (r === row ? 1 : 0));
    rho.count = -1;
    rho.tidy();
    state.work += pivotRow.compute(rho, state.rowCopy, state.eligible);
  }
}

/** Whether row and column mean the same pivot. */
export function agree(alpha: number, alphaRow: number): boolean {
  return Math.abs(alpha - alphaRow) <= PIVOT_DISAGREEMENT * Math.min(Math.abs(alpha), Math.abs(alphaRow));
}

/** The pivot as computed from the row: `rho' a_q`. */
export function entryOf(state: State, q: number): number {
  const { starts, rows, values } = state.form;
  const multipliers = state.rho.value;
  if (q >= state.n) return multipliers[q - state.n];
  let sum = 0;
  const end = starts[q + 1];
  for (let k = starts[q]; k < end; k++) sum += multipliers[rows[k]] * values[k];
  return sum;
}

/** Refines the row of the inverse and the entering column, which disagree. */
function refinePivot(state: State, pivot: DualPivot, q: number): void {
  const { rho, column, counters } = state;
  const { row, refinement } = pivot;
  counters.refinements++;
  refinement?.transposed(state, rho.value, (r) => (r === row ? 1 : 0));
  rho.count = -1;
  rho.tidy();
  refinement?.column(state, column.value, q);
  column.count = -1;
  column.tidy();
}

/** Makes one dual pivot, or says why not. */
export function dualIterate(state: State, test: RatioTest, pivot: DualPivot): Reason {
  const { factor, rho, column, tau, flips, value, primal, lowerBasic, upperBasic } = state;
  if (factor.shouldRefactor || factor.updates >= state.updateLimit) return REFACTOR;
  if (!chooseLeaving(state, pivot)) return NO_ROW;
  const { row, delta } = pivot;
  if (!chooseEntering(state, test, pivot)) return NO_COLUMN;
  const q = test.entering;
  const out = state.basic[row];
  if (pivot.visited.isCycle(state, q, out)) return CYCLE;

  loadColumn(state, q, column);
  factor.ftranSpike(column, state.columnDensity);
  state.columnDensity = state.observe(state.columnDensity, column);
  let alpha = column.value[row];
  const mayForce = factor.updates === 0 && state.regular.mayForce && pivot.refinement !== undefined;
  let force = false;
  if (!agree(alpha, test.alpha)) {
    if (!mayForce) return TROUBLE;
    refinePivot(state, pivot, q);
    alpha = column.value[row];
    test.alpha = entryOf(state, q);
    if (!agree(alpha, test.alpha)) return TROUBLE;
    if (test.step !== 0) test.step = state.dual[q] / test.alpha;
    force = true;
  }
  if (test.flipCount > 0) solveFlips(state, test);
  tau.copyFrom(rho);
  factor.ftran(tau, state.tauDensity);
  state.tauDensity = state.observe(state.tauDensity, tau);
  if (!force && factor.update(column, rho, row, test.alpha) !== 0) {
    // The pivot is right but too small to update with: what becomes of the basis shows when it is factorised.
    if (!mayForce) return TROUBLE;
    force = true;
  }

  pivot.visited.note(state, q, out);
  updateDual(state, q, out, test.step);
  if (test.flipCount > 0) {
    for (let k = 0; k < test.flipCount; k++) state.flip(test.flips[k]);
    updatePrimal(state, flips, 1);
  }
  const bound = delta < 0 ? lowerBasic[row] : upperBasic[row];
  const step = (primal[row] - bound) / alpha;
  updatePrimalAndWeights(state, row, step, alpha);
  exchange(state, row, q, value[q] + step, delta > 0);
  if (!force) return GO_ON;
  state.factored = false;
  state.regular.forced = true;
  return REFACTOR;
}
